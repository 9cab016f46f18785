"""岗位安全风险告知卡: what one sheet on the wall says to the worker at the machine."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.reports.paper import PageSize

POST_TITLE = "岗位安全风险告知卡"
POINT_TITLE = "风险点安全风险告知卡"
WARNING_TITLE = "较大以上安全风险告知牌"
MOST_SIGNS = 5
MOST_DANGERS = 4
MOST_MUSTS = 5
MOST_EMERGENCY = 3
QR_BYTES = 260  # more needs modules below 0.5 mm on A4, which a cheap phone does not read from a dusty wall


class CardForm(Enum):
    """How a card is laid out. LARGE says less in larger letters."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class CardSign:
    """A pictogram (id of resources/signs/signs.yaml) and the words under it."""

    sign_id: str
    caption: str


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """One card. Texts are final: the renderer shortens nothing, it takes a smaller size instead.

    `accidents` are texts like 机械致害：断指、截肢. `stop_first` is the first thing to do when reporting
    (先停机喊人). `draft` is the watermark (草稿) or empty; `expert_pending` prints 待专家确认. `more` says how many
    further hazards there are and where to read them. Signs stand in the order 警告→禁止→指令→提示.
    A card of a risk point has its name and code under `post` and `post_code`, and another `title`.
    """

    enterprise: str
    post: str
    post_code: str
    level: RiskLevel
    card_number: str
    version: str
    made_on: date
    review_on: date | None = None
    level_reason: str = ""
    department: str = ""
    place: str = ""
    signs: tuple[CardSign, ...] = ()
    accidents: tuple[str, ...] = ()
    where_dangerous: tuple[str, ...] = ()
    usual_hidden_danger: str = ""
    must_do: tuple[str, ...] = ()
    if_happens: tuple[str, ...] = ()
    stop_first: str = "先停机、喊人"
    person: str = ""
    phone: str = ""
    officer: str = ""
    officer_phone: str = ""
    qr_text: str = ""
    more: str = ""
    draft: str = ""
    expert_pending: bool = False
    title: str = POST_TITLE

    def __post_init__(self) -> None:
        for name, most in (
            ("signs", MOST_SIGNS),
            ("where_dangerous", MOST_DANGERS),
            ("must_do", MOST_MUSTS),
            ("if_happens", MOST_EMERGENCY),
        ):
            if len(getattr(self, name)) > most:
                raise ValueError(f"a card holds at most {most} {name}, found {len(getattr(self, name))}")
        if len(self.qr_text.encode()) > QR_BYTES:
            raise ValueError(f"a card's QR holds {QR_BYTES} bytes, found {len(self.qr_text.encode())}")


@dataclass(frozen=True, slots=True)
class NoticeCards:
    """Cards to print together, one a page."""

    cards: tuple[NoticeCard, ...]
    page_size: PageSize = PageSize.A4
    form: CardForm = CardForm.PORTRAIT


def qr_text(
    *,
    enterprise: str,
    post: str,
    post_code: str,
    level: str,
    musts: tuple[str, ...],
    phone: str,
    card_number: str,
    version: str,
) -> str:
    """The plain text of a card's QR, within QR_BYTES: readable offline, never an address.

    The phone end reads the post code out of it. Of the first three musts those are kept that fit, whole or their first
    clause: half an instruction could say the opposite. Long names are shortened, codes and phones never.
    """
    name = _within(enterprise, 60)
    report = f"报告{phone}" if phone else "报告负责人"
    tail = f"{report}\n火警119 急救120\n{post_code} {card_number} {version}"
    room = QR_BYTES - len(f"{name}\n【】{level}\n{tail}".encode())
    lines = [name, f"【{_within(post, min(room, 60))}】{level}"]
    for must in musts[:3]:
        for said in (must, _CLAUSE.split(must)[0]):
            text = "\n".join((*lines, f"{len(lines) - 1}.{said}", tail))
            if len(text.encode()) <= QR_BYTES:
                lines.append(f"{len(lines) - 1}.{said}")
                break
    return "\n".join((*lines, tail))


_CLAUSE = re.compile("[，；。,;]")


def _within(text: str, most: int) -> str:
    """`text` itself, or its beginning with … when it has more than `most` bytes in UTF-8."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: max(0, most - 3)].decode(errors="ignore") + "…"
