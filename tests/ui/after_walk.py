"""A shop whose walk is done, and the wizard opened at a step after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.services.support import answer, shop
from tests.support.desk import Desk
from tests.ui.wizard_support import stand_in, window_with
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.domain.measures import Measure
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import steps, walk
from ymh_desktop.ui.pages import IDENTIFICATION
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.wizard.frame import WizardPage

GUARD = "wood-planer.guard"
OTHER_PAGES = (
    ("home", "首页"),
    ("register", "风险清单"),
    ("hidden_dangers", "隐患整改"),
    ("papers", "打印材料"),
    ("reporting", "上报镇里"),
    ("people", "人员与岗位"),
    ("settings", "设置"),
)


def walked(desk: Desk, step: Step, *modules: str, failing: str = GUARD) -> str:
    """A shop with these modules (a planer and a distribution box), all 是 but one entry; the run stands at `step`."""
    run = shop(desk, *(modules or ("wood-planer", "distribution-box")))
    for card in walk.walk_cards(desk.ports, run):
        fails = any(target.entry.id == failing for target in card.targets)
        answer(desk, run, card, AnswerValue.NO if fails else AnswerValue.YES)
    for each in Step:
        if each <= step:
            steps.go_to(desk.ports, run, each)
    return run


@contextmanager
def wizard_window(desk: Desk) -> Iterator[MainWindow]:
    """The window, opened at the wizard; every other page is empty."""
    specs = (IDENTIFICATION, *(stand_in(page_id, title) for page_id, title in OTHER_PAGES))
    with window_with(desk, specs, "identification") as window:
        yield window


@contextmanager
def wizard_at(desk: Desk) -> Iterator[WizardPage]:
    """The wizard's page in that window."""
    with wizard_window(desk) as window:
        page = window.page
        assert isinstance(page, WizardPage)
        yield page


def measures_of(desk: Desk) -> list[Measure]:
    """Every measure that is kept."""
    return [measure for hazard in open_book(desk.ports).hazards for measure in hazard.measures]
