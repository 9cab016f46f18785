"""应急处置卡: what to do first when it has happened, in letters that are read while the heart beats fast."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.services.reports.paper import PageSize

MOST_PLACES = 4
MOST_STEPS = 4


@dataclass(frozen=True, slots=True)
class EmergencyBlock:
    """A machine, activity or place, what happens there, and the steps in order."""

    where: str
    accidents: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """One post's card. `address` is what the caller reads out to 119 and 120.

    `more` names what found no room.
    """

    enterprise: str
    post: str
    post_code: str
    version: str
    made_on: date
    blocks: tuple[EmergencyBlock, ...]
    place: str = ""
    address: str = ""
    stop_first: str = "先停机断电、大声喊人，自己安全了再救人"
    person: str = ""
    phone: str = ""
    officer: str = ""
    officer_phone: str = ""
    more: str = ""
    draft: str = ""
    expert_pending: bool = False


@dataclass(frozen=True, slots=True)
class EmergencyCards:
    """One card a page."""

    cards: tuple[EmergencyCard, ...]
    page_size: PageSize = PageSize.A4
