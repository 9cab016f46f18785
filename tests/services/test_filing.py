"""填报助手: our records in the form's order, ticked one by one, proved by screenshots, counted like a sent file."""

from pathlib import Path

import pytest

from tests.services.support import answer, shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.submissions import Channel, SubmissionKind
from ymh_desktop.services.adapters.profile import BUILT_IN
from ymh_desktop.services.flows import walk
from ymh_desktop.services.reporting.filing import MOST_PHOTOS, Filing, add_screenshot, filing, finish, tick

LEDGER, PER_MEASURE = (each.id for each in BUILT_IN)


@pytest.fixture
def shop_desk(desk: Desk) -> Desk:
    """A shop with a planer, everything answered 是."""
    run = shop(desk, "wood-planer")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    return desk


def now(desk: Desk) -> Filing:
    return filing(desk.ports, LEDGER)


def test_each_record_shows_its_fields_in_the_forms_order(shop_desk: Desk) -> None:
    record = now(shop_desk).records[0]
    titles = [title for title, _ in record.cells]
    order = [column.title for column in BUILT_IN[0].columns]
    assert titles == [title for title in order if title in titles]
    assert all(words for _, words in record.cells)


def test_rows_are_told_apart_also_where_a_risk_has_many(shop_desk: Desk) -> None:
    keys = [record.key for record in filing(shop_desk.ports, PER_MEASURE).records]
    assert len(keys) == len(set(keys)) > 1


def test_what_was_typed_in_is_ticked_and_can_be_taken_back(shop_desk: Desk) -> None:
    first = now(shop_desk).records[0]
    tick(shop_desk.ports, LEDGER, first.key, True)
    assert now(shop_desk).records[0].done_on == shop_desk.clock.today()
    assert now(shop_desk).done == 1
    tick(shop_desk.ports, LEDGER, first.key, False)
    assert now(shop_desk).done == 0


def test_a_finished_filing_counts_like_a_file_that_was_sent(shop_desk: Desk) -> None:
    for record in now(shop_desk).records[:2]:
        tick(shop_desk.ports, LEDGER, record.key, True)
    add_screenshot(shop_desk.ports, LEDGER, "shot.jpg")
    finish(shop_desk.ports, LEDGER, "平台受理号 20261123-7")
    with shop_desk.ports.units.read() as uow:
        (made,) = uow.submissions.all()
    assert (made.kind, made.channel, made.risks) == (SubmissionKind.FILED, Channel.PLATFORM, 2)
    assert made.proof == "平台受理号 20261123-7，平台截图 1 张"
    assert made.proof_photos == ("shot.jpg",)
    assert tuple(shop_desk.ports.views.submission_counts(None, None)) == (1, 1, 0)
    assert (now(shop_desk).done, now(shop_desk).photos) == (0, ())


def test_without_proof_it_counts_as_sent_without_proof(shop_desk: Desk) -> None:
    tick(shop_desk.ports, LEDGER, now(shop_desk).records[0].key, True)
    finish(shop_desk.ports, LEDGER)
    assert tuple(shop_desk.ports.views.submission_counts(None, None)) == (1, 0, 1)


def test_nothing_ticked_is_no_filing(shop_desk: Desk) -> None:
    with pytest.raises(UserError, match="还没有填报"):
        finish(shop_desk.ports, LEDGER)


def test_screenshots_have_an_end(shop_desk: Desk) -> None:
    for number in range(MOST_PHOTOS):
        add_screenshot(shop_desk.ports, LEDGER, f"{number}.jpg")
    with pytest.raises(UserError, match="截图已经有"):
        add_screenshot(shop_desk.ports, LEDGER, "one-more.jpg")


def test_a_form_that_is_gone_is_said(shop_desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="已经删掉"):
        filing(shop_desk.ports, "gone")
