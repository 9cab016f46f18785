"""The doctor knows the photos of sheets, signatures, papers, walls, and the firm's mark: a lost one is told, a kept one
is no orphan."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.support.folders import TestFolder, new_folder
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.handovers import Handover
from ymh_desktop.domain.postings import Posting
from ymh_desktop.domain.receipts import CardReceipt, HowProved, QuizResult
from ymh_desktop.domain.renewals import Renewal, RenewalRound
from ymh_desktop.domain.training import Training, TrainingKind
from ymh_desktop.services import branding
from ymh_desktop.services.ports import UnitOfWork
from ymh_desktop.storage.photos import PhotoStore

DAY = date(2026, 11, 23)


def training(uow: UnitOfWork, photo: str) -> None:
    uow.trainings.save(Training("t", "PX-0001", "防火", TrainingKind.POST, DAY, Decimal(1), scans=(photo,)))


def receipt(uow: UnitOfWork, photo: str) -> None:
    uow.card_receipts.save(CardReceipt("r", "p", "post", "平刨工", "ABCD1234", DAY, HowProved.PAPER, photo))


def answers(uow: UnitOfWork, photo: str) -> None:
    uow.quiz_results.save(
        QuizResult("q", "p", "post", "平刨工", "ABCD1234", DAY, HowProved.PAPER, True, True, True, photo)
    )


def renewal(uow: UnitOfWork, photo: str) -> None:
    uow.renewals.save(Renewal("n", "drill", "演练", DAY, photos=(photo,)))


def renewed(uow: UnitOfWork, photo: str) -> None:
    uow.renewals.save(Renewal("n", "drill", "演练", DAY, rounds=(RenewalRound(DAY, DAY, DAY, photo=photo),)))


def posted(uow: UnitOfWork, photo: str) -> None:
    uow.postings.save(Posting("w", "cards", "P-0001", "平刨工 告知卡", "ABCD1234", DAY, photo=photo))


def handed_over(uow: UnitOfWork, photo: str) -> None:
    uow.people.save(Person("o", "王建国"))
    uow.handovers.save(Handover("h", DAY, "p", "o", signed_on=DAY, scan=photo))


def marked(uow: UnitOfWork, photo: str) -> None:
    uow.set_setting(branding.SETTING, photo)


def findings(opened: TestFolder) -> list[tuple[bool, str]]:
    return [(good, text) for good, text in opened.doctor.findings() if "照片" in text]


@pytest.mark.parametrize("save", [training, receipt, answers, renewal, renewed, posted, handed_over, marked])
def test_a_photo_that_a_record_names_is_looked_for(tmp_path: Path, save: Callable[[UnitOfWork, str], None]) -> None:
    with new_folder(tmp_path) as opened:
        kept = PhotoStore(opened.folder.photos).keep(_picture())
        with opened.units.write() as uow:
            uow.people.save(Person("p", "周木生"))
            save(uow, kept)
            uow.commit()
        assert findings(opened) == [(True, "照片文件都完好。")]
        (opened.folder.photos / kept).unlink()
        ((good, said),) = findings(opened)
        assert not good
        assert kept in said


def _picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (40, 30), "yellow").save(content, "PNG")
    return content.getvalue()
