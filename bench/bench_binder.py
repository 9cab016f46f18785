"""The whole binder of a 30-person firm: 60 posts with cards, 40 check tables and more, handbooks, 120 pages and more.

Budget: ≤ 10 s and ≤ 200 MiB for the one file, with progress. Printed as seconds of this machine and as a ratio to
ReportLab's own LongTable of 1,000 rows in the same run, so that a busy or slow machine does not count. Also the folder
of PDF, Word and Excel files.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tests.support import samples
from tests.support.desk import RESOURCES, Desk, new_desk
from tests.support.paper_firm import fill, hazard, measures
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.checks import CheckPlan, PlanItem, PlanKind, Recording
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import CheckItem, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.services.book import open_book
from ymh_desktop.services.papers.binder import binder, decided, make_binder
from ymh_desktop.services.reports.binder import Binder
from ymh_desktop.services.reports.card import NoticeCards
from ymh_desktop.services.reports.check_table import CheckTables
from ymh_desktop.system.files import SafeFiles

POSTS = 60
PEOPLE = 30
TABLES = 40
ROUNDS = 3
MIB = 1024 * 1024
_ROUNDS = ((ControlTier.POST, Frequency.SHIFT), (ControlTier.COMPANY, Frequency.QUARTER))


def grow(desk: Desk) -> None:
    """A firm with so many people, and posts that each have a machine with three hazards of its own."""
    fill(desk)
    with desk.ports.units.write() as uow:
        for number in range(PEOPLE - 3):
            uow.people.save(Person(f"w{number:03d}", f"工人{number}", f"139{number:08d}"))
        for number in range(POSTS - 2):
            post = f"b{number:03d}"
            who = f"w{number % (PEOPLE - 3):03d}"
            uow.posts.save(Post(post, f"P-{number + 100:04d}", f"{number}号机操作工", "看机器", "一车间", 1, "d1", who))
            point = f"q{number:03d}"
            uow.risk_points.save(
                RiskPoint(point, f"S-{number + 100:04d}", f"{number}号机", RiskPointKind.FACILITY, post_ids=(post,))
            )
            for at in range(3):
                name = f"{number}号机第{at + 1}处"
                uow.hazards.save(
                    hazard(
                        f"x{number:03d}{at}",
                        point,
                        f"手伸进{name}，被转动的部件卷住",
                        grade=samples.GRADE,
                        measures=measures(
                            (MeasureKind.ENGINEERING, f"{name}装防护罩，罩口离板面不超过1厘米"),
                            (MeasureKind.MANAGEMENT, f"{name}停机断电、挂牌以后才清理"),
                            (MeasureKind.PPE, f"在{name}戴防护眼镜、扎紧袖口"),
                            (MeasureKind.EMERGENCY, f"{name}卷住手先按急停，再救人"),
                        ),
                        check=CheckItem(f"{name}的防护罩", "在位、牢固、能联锁", "停机看，用手推", _ROUNDS),
                        emergency=(f"先按{name}的急停", "压住伤口，打120", "保护现场，报告负责人"),
                        ppe=("防护眼镜", "防尘口罩"),
                        signs=("warn-hand", "ban-gloves", "must-goggles"),
                    )
                )
        for number in range(TABLES):
            items = tuple(
                PlanItem(at + 1, f"S-{number + 100:04d}-{at:02d}", f"{number}号机第{at}项", "在位、牢固", "看")
                for at in range(12)
            )
            uow.check_plans.save(
                CheckPlan(
                    f"k{number:03d}",
                    f"J-{number + 1:04d}",
                    f"{number}号机点检",
                    PlanKind.DAILY,
                    ControlTier.POST,
                    Frequency.SHIFT,
                    date(2026, 11, 1),
                    items,
                    Recording.MONTH_SHEET,
                    post_id=f"b{number:03d}",
                )
            )
        uow.commit()


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> float:
    """The most memory of this process so far, in MiB; 0 where the system does not tell it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    (line,) = (line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / MIB


def long_table() -> bytes:
    """What most people would write for a ledger of 1,000 rows: the measure of this machine."""
    from io import BytesIO

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    if "Plain" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Plain", str(RESOURCES / "fonts" / "NotoSansSC-Regular.ttf")))
    style = ParagraphStyle("cell", fontName="Plain", fontSize=8, leading=10, wordWrap="CJK")
    target = BytesIO()
    rows = [[Paragraph(f"{n}号机停机断电、挂牌以后才清理，{at}", style) for at in range(6)] for n in range(1000)]
    table: Any = LongTable(rows, colWidths=[90] * 6)
    SimpleDocTemplate(target, pagesize=(595, 842)).build([table])
    return target.getvalue()


def counted(report: Binder, kind: type, attribute: str) -> int:
    """How many cards or tables lie in it."""
    return sum(
        len(getattr(paper.report, attribute))
        for part in report.parts
        for paper in part.papers
        if isinstance(paper.report, kind)
    )


def main() -> None:
    """Print a line a figure."""
    with tempfile.TemporaryDirectory() as name, new_desk(Path(name)) as bare:
        desk = bare.with_ports(renderer=PaperRenderer(RESOURCES), files=SafeFiles())
        grow(desk)
        whole = b""
        calls = 0

        def progress(done: int, of: int) -> bool:
            nonlocal calls
            calls += 1
            return True

        def bind() -> None:
            nonlocal whole
            book = open_book(desk.ports)
            whole = desk.ports.renderer.pdf(binder(book, desk.ports, decided(desk.ports, book)), progress)

        before = peak()
        first = seconds(bind)
        used = peak()
        ours, table = [], []
        own_time = time.process_time()
        bind()
        own_time = time.process_time() - own_time
        for _ in range(ROUNDS):
            ours.append(seconds(bind))
            table.append(seconds(long_table))
        book = open_book(desk.ports)
        report = binder(book, desk.ports, decided(desk.ports, book))
        cards, tables = counted(report, NoticeCards, "cards"), counted(report, CheckTables, "tables")
        pages = len(desk.ports.renderer.pages(whole, 10))
        print(f"{pages} pages, {cards} cards, {tables} check tables, {len(whole) / MIB:.1f} MiB")
        mine, other = statistics.median(ours), statistics.median(table)
        print(f"one file: {first:.1f} s the first time, {mine:.1f} s warm, {own_time:.1f} s of them computing")
        print(f"          {mine / other:.2f} x a LongTable of 1,000 rows ({other:.1f} s), told {calls} times")
        print(f"peak memory: {used:.0f} MiB, {used - before:.0f} above what the program had before")
        folder = seconds(lambda: make_binder(desk.ports, Path(name) / "out"))
        print(f"the folder of PDF, Word and Excel with it: {folder:.1f} s")
        assert cards >= POSTS, cards
        assert tables >= TABLES, tables


if __name__ == "__main__":
    main()
