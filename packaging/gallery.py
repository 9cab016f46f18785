"""Every window and every paper as a picture, in gallery/: to be looked at after each change.

Run it through `dev.py gallery`. Windows are shown at 1366 × 768 pixels with 100, 125 and 150 % scaling: those of an
empty data folder in gallery/empty, those of the sample enterprise in gallery/demo, the steps of the wizard in
gallery/wizard. Papers are in gallery/papers, page by page, the signed file with its cover in gallery/export. With
--images the pictures of the README are renewed.
"""

import argparse
import os
import shutil
import sys
import tempfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from house import ROOT

if TYPE_CHECKING:
    from ymh_desktop.bootstrap import Program
    from ymh_desktop.services.ports import Ports

OUT = ROOT / "gallery"
IMAGES = ROOT / "docs" / "images"
CHINA = timezone(timedelta(hours=8))
DPI = 96

# Pictures of the README: name there → picture in the gallery.
SHOWN = {
    "home.png": "demo/home-100.png",
    "wizard.png": "wizard/4-walk-100.png",
    "register.png": "demo/register-100.png",
    "notice-card.png": "papers/cards-1.png",
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
            shutil.copyfile(OUT / picture, IMAGES / name)
    return 0


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
    from ymh_desktop.services.reporting import export_report
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
                _windows(program, OUT / name)
        finally:
            program.close()
    app.quit()


def _papers(ports: "Ports") -> None:
    from ymh_desktop.services.book import open_book
    from ymh_desktop.services.papers.catalogue import PAPERS

    book = open_book(ports)
    for paper in PAPERS:
        pdf = ports.renderer.pdf(paper.decide(ports, book))
        (OUT / "papers").mkdir(exist_ok=True)
        (OUT / "papers" / f"{paper.id}.pdf").write_bytes(pdf)
        for number, page in enumerate(ports.renderer.pages(pdf, DPI), 1):
            (OUT / "papers" / f"{paper.id}-{number}.png").write_bytes(page)


def _windows(program: "Program", folder: Path) -> None:
    from ymh_desktop.start import make_window
    from ymh_desktop.ui.gallery import render_all

    window = make_window(program)
    render_all(window, folder)
    window.border.remove()
    window.close()


def _wizard(program: "Program", folder: Path) -> None:
    """Each step of a run that has answers up to the walk: five fields typed, the trade chosen, nothing else."""
    from ymh_desktop.domain.identification import Step
    from ymh_desktop.services import demo, enterprise
    from ymh_desktop.services.flows import posts, steps
    from ymh_desktop.start import make_window
    from ymh_desktop.ui.gallery import SCREENS, grab, quieten

    ports = program.ports
    run = steps.start_or_resume(ports).id
    enterprise.save_enterprise(ports, {"name": demo.NAME, "credit_code": demo.CREDIT_CODE, "headcount": "10"})
    posts.choose_trade(ports, run, demo.TRADE)
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


if __name__ == "__main__":
    sys.exit(main())
