"""Every window and every paper as a picture, in gallery/: to be looked at after each change.

Run it through `dev.py gallery`. Windows are shown at 1366 × 768 pixels with 100, 125 and 150 % scaling: those of an
empty data folder in gallery/empty, those of the sample enterprise in gallery/demo and what opens inside them in
gallery/inside, the steps of the wizard in gallery/wizard. Papers are in gallery/papers, page by page, the signed file
with its cover in gallery/export. With --images the pictures of the README and of the user guide are renewed.
"""

import argparse
import os
import shutil
import sys
import tempfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from house import ROOT, Stop

if TYPE_CHECKING:
    from ymh_desktop.bootstrap import Program
    from ymh_desktop.services.ports import Ports
    from ymh_desktop.ui.shell.window import MainWindow

OUT = ROOT / "gallery"
IMAGES = ROOT / "docs" / "images"
CHINA = timezone(timedelta(hours=8))
DPI = 96
CONTACT_DPI = 50  # twelve pages on a sheet
MOST_PAGES = 12  # of one paper; the rest is on the sheets of the binder

# Pictures of the README and of the user guide: name there → picture in the gallery.
SHOWN = {
    "home.png": "demo/home-100.png",
    "wizard.png": "wizard/4-walk-100.png",
    "measures.png": "wizard/6-measures-100.png",
    "register.png": "demo/register-100.png",
    "hidden-dangers.png": "inside/danger-100.png",
    "papers.png": "inside/paper-100.png",
    "reporting.png": "demo/reporting-100.png",
    "notice-card.png": "papers/cards-1.png",
}
COLOURS = 128  # windows and cards have few; a palette makes the files a third as large
LARGEST_IMAGE = 120 * 1024

# What opens inside the pages: name of the picture → page and argument. The danger is the one registered last.
INSIDE = {
    "paper": ("papers", "cards"),
    "register-paper": ("papers", "register"),
    "paper-texts": ("papers", ("edit", "grading-system")),
    "posts": ("people", "posts"),
    "departments": ("people", "departments"),
    "grading": ("settings", "grading"),
    "backup": ("settings", "backup"),
    "about": ("settings", "about"),
    "phones-list": ("phones", "phones"),
    "phones-inbox": ("phones", "inbox"),
    "library-entry": ("library", "wood-planer.guard"),
    "library-write": ("library", "write"),
    "library-update": ("library", "update"),
    "checks-calendar": ("checks", "calendar"),
    "checks-plans": ("checks", "plans"),
    **{f"training-{face}": ("training", face) for face in ("tasks", "trainings", "quiz", "renewals", "awards")},
}


class Morning:
    """A clock that stands still, so that two runs give the same pictures."""

    def now(self) -> datetime:
        """A working day in the morning."""
        return datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)

    def today(self) -> date:
        """Its day."""
        return self.now().date()


def main() -> int:
    """Make the pictures anew; what is no longer made does not stay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", action="store_true", help="renew docs/images as well")
    options = parser.parse_args()
    shutil.rmtree(OUT, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="ymh-gallery-") as home:
        _live_in(Path(home))
        _windows_and_papers(Path(home))
    count = sum(1 for _ in OUT.rglob("*.png"))
    print(f"{count} pictures in {OUT.relative_to(ROOT)}/")
    if options.images:
        IMAGES.mkdir(parents=True, exist_ok=True)
        for name, picture in SHOWN.items():
            _shrink(OUT / picture, IMAGES / name)
    return 0


def _shrink(picture: Path, image: Path) -> None:
    """With a palette instead of all colours; raises Stop when the result is still too large for the tree."""
    from PIL import Image

    with Image.open(picture) as opened:
        few = opened.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(image, optimize=True)
    if image.stat().st_size > LARGEST_IMAGE:
        raise Stop(f"{image.name} has {image.stat().st_size // 1024} KB, more than {LARGEST_IMAGE // 1024}.")


def _live_in(home: Path) -> None:
    """Before anything of the program is imported: the key and the settings of this user stay untouched."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        os.environ[name] = str(folder)


def _windows_and_papers(home: Path) -> None:
    from ymh_desktop.bootstrap import open_program
    from ymh_desktop.services import demo
    from ymh_desktop.services.reporting.export import export_report
    from ymh_desktop.system import paths
    from ymh_desktop.ui.app import make_application
    from ymh_desktop.ui.theme.tokens import BUNDLED_FAMILY

    app = make_application(sys.argv[:1], paths.shipped().resources, (BUNDLED_FAMILY,))
    for name in ("empty", "wizard", "demo"):
        program = open_program(home / name, via="图册", clock=Morning())
        try:
            if name == "empty":
                _windows(program, OUT / name)
            elif name == "wizard":
                _wizard(program, OUT / name)
            else:
                demo.fill(program.ports)
                export_report(program.ports, OUT / "export")
                _papers(program.ports)
                _binder(program.ports)
                _windows(program, OUT / name)
                _inside(program, OUT / "inside")
        finally:
            program.close()
    app.quit()


def _papers(ports: "Ports") -> None:
    from ymh_desktop.domain.errors import UserError
    from ymh_desktop.services.book import open_book
    from ymh_desktop.services.papers.catalogue import PAPERS

    book = open_book(ports)
    for paper in PAPERS:
        try:
            report = paper.decide(ports, book)
        except UserError:  # there is none of it at present
            continue
        pdf = ports.renderer.pdf(report)
        (OUT / "papers").mkdir(exist_ok=True)
        (OUT / "papers" / f"{paper.id}.pdf").write_bytes(pdf)
        for number, page in enumerate(ports.renderer.pages(pdf, DPI)[:MOST_PAGES], 1):
            (OUT / "papers" / f"{paper.id}-{number}.png").write_bytes(page)


def _binder(ports: "Ports") -> None:
    """The whole binder, twelve pages on a sheet: to be looked through from cover to end."""
    from io import BytesIO

    from PIL import Image

    from ymh_desktop.services.book import open_book
    from ymh_desktop.services.papers.binder import binder, decided

    book = open_book(ports)
    pdf = ports.renderer.pdf(binder(book, ports, decided(ports, book)))
    (OUT / "binder").mkdir(exist_ok=True)
    (OUT / "binder" / "binder.pdf").write_bytes(pdf)
    pages = ports.renderer.pages(pdf, CONTACT_DPI)
    for first in range(0, len(pages), 12):
        pictures = [Image.open(BytesIO(page)) for page in pages[first : first + 12]]
        width, height = max(each.width for each in pictures) + 6, max(each.height for each in pictures) + 6
        sheet = Image.new("RGB", (4 * width, -(-len(pictures) // 4) * height), "#666666")
        for place, each in enumerate(pictures):
            sheet.paste(each, (place % 4 * width, place // 4 * height))
        sheet.save(OUT / "binder" / f"sheet-{first // 12 + 1:02d}.png")


def _windows(program: "Program", folder: Path) -> None:
    from ymh_desktop.start import make_window
    from ymh_desktop.ui.gallery import render_all

    window = make_window(program)
    render_all(window, folder)
    window.border.remove()
    window.close()


def _inside(program: "Program", folder: Path) -> None:
    """What opens inside the pages of the sample enterprise."""
    from ymh_desktop.start import make_window
    from ymh_desktop.ui.gallery import SCREENS, quieten

    program.backups.make_daily()
    with program.ports.units.read() as uow:
        danger, person = uow.hidden_dangers.all()[-1], uow.people.all()[0]
    shots = {
        **INSIDE,
        "danger": ("hidden_dangers", danger.id),
        "person": ("people", person.id),
        **_at_work(program.ports),
    }
    window = make_window(program)
    window.show()
    quieten(window)
    for name, (page, argument) in shots.items():
        for screen in SCREENS:
            window.resize(screen.width, screen.height)
            window.navigate(page, argument)
            _grab_when_calm(window, folder / f"{name}-{screen.name}.png", screen.scale)
    window.border.remove()
    window.close()


def _at_work(ports: "Ports") -> dict[str, tuple[str, object]]:
    """What opens while somebody works: a check, a month's sheet, a new hidden danger, a major one."""
    from dataclasses import replace

    from ymh_desktop.domain.checks import Recording
    from ymh_desktop.domain.hidden_dangers import DangerLevel
    from ymh_desktop.services import hidden_dangers
    from ymh_desktop.services.checks.today import today_lines
    from ymh_desktop.ui.viewmodels.dangers import NewDanger

    line = next(line for line in today_lines(ports) if not line.keying)
    with ports.units.write() as uow:
        sheets = tuple(plan.id for plan in uow.check_plans.all() if plan.recording is Recording.MONTH_SHEET)
        major = hidden_dangers.new_danger(
            uow, ports, "除尘器没有锁气卸灰装置，灰桶敞着", "木工车间", level=DangerLevel.MAJOR
        )
        uow.commit()
    hidden_dangers.grade_danger(ports, major.id, DangerLevel.MAJOR, basis="对照判定标准，专家现场判定")
    return {
        "check": ("checks", line),
        "month-sheet": ("checks", replace(line, plan_ids=sheets, keying=True)),
        "new-danger": ("hidden_dangers", NewDanger()),
        "major-danger": ("hidden_dangers", major.id),
    }


def _grab_when_calm(window: "MainWindow", path: Path, scale: float) -> None:
    """A preview fits its page anew a moment after the window has its size."""
    from PySide6.QtCore import QEventLoop, QTimer

    from ymh_desktop.ui.gallery import grab, quieten

    for _ in range(3):
        quieten(window)
        moment = QEventLoop()
        QTimer.singleShot(150, moment.quit)
        moment.exec()
    quieten(window)
    grab(window, path, scale)


def _wizard(program: "Program", folder: Path) -> None:
    """Each step of a run that was done halfway: the trade chosen, most situations and some statements answered."""
    from ymh_desktop.domain.identification import Step
    from ymh_desktop.services import demo, enterprise
    from ymh_desktop.services.flows import posts, steps
    from ymh_desktop.start import make_window
    from ymh_desktop.ui.gallery import SCREENS, grab, quieten

    ports = program.ports
    run = steps.start_or_resume(ports).id
    enterprise.save_enterprise(ports, {"name": demo.NAME, "credit_code": demo.CREDIT_CODE, "headcount": "10"})
    enterprise.name_leaders(ports, principal=("王建国", "13800000001"), officer=("李秀英", "13800000002"))
    posts.choose_trade(ports, run, demo.TRADE)
    for choice in posts.profile_choices(ports, run):
        posts.answer_profile(ports, run, choice.id, choice.id in demo.SWITCHED_ON)
    _answer_halfway(ports, run)
    steps.go_to(ports, run, Step.RESULT)  # so that every step may be visited
    window = make_window(program)
    window.show()
    for number, step in enumerate(Step, 1):
        for screen in SCREENS:
            window.resize(screen.width, screen.height)
            window.navigate("identification", step)
            quieten(window)
            grab(window, folder / f"{number}-{step.name.lower()}-{screen.name}.png", screen.scale)
    window.border.remove()
    window.close()


def _answer_halfway(ports: "Ports", run: str) -> None:
    from ymh_desktop.domain.identification import AnswerValue
    from ymh_desktop.services.flows import situations, walk

    for question in situations.situation_cards(ports, run)[:-2]:
        situations.answer_situation(ports, run, question.subject, AnswerValue.ABSENT)
    walk.settle_from_situations(ports, run)
    open_cards = [card for card in walk.walk_cards(ports, run) if not card.settled]
    for number, card in enumerate(open_cards[: len(open_cards) // 2]):
        value = AnswerValue.NO if number == 1 else AnswerValue.YES
        walk.answer_card(ports, run, [(target.point.id, target.entry.id) for target in card.targets], value)


if __name__ == "__main__":
    sys.exit(main())
