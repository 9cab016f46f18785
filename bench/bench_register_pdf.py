"""The risk register: 500 rows on A3 as ratios to ReportLab's own LongTable of the same cells, and to typst's table.

Budget (measured before): ≤ 0.25 × LongTable. Also the Excel file of the same register, in seconds a thousand rows, and
memory above start. Ours draws level tags, merged risk points, counts, page numbers and signatures too; the others draw
the bare cells. Typst starts with its fonts read. Rounds alternate; medians are printed.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.documents import samples
from ymh_desktop.documents import register
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.reports.register import RegisterRow, RiskRegister

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "resources"
ROWS = 500
ROUNDS = 5
MIB = 1024 * 1024

TYPST = """
#set page(width: 420mm, height: 297mm, margin: 10mm)
#set text(font: ("Noto Sans SC", "DejaVu Sans"), size: 7.5pt, lang: "zh", region: "CN")
#let data = json("rows.json")
#table(
  columns: data.shares.map(share => share * 1fr), inset: 2.4pt, stroke: 0.5pt,
  table.header(..data.titles.map(title => strong(title))),
  ..data.rows.flatten(),
)
"""


def fresh(start: int) -> RiskRegister:
    """A register in which no long text comes twice, here or in another round: every side keeps what it laid out."""
    report = samples.risk_register(ROWS)
    rows = tuple(_different(row, start + number) for number, row in enumerate(report.rows))
    return replace(report, rows=rows)


def _different(row: RegisterRow, number: int) -> RegisterRow:
    in_place = tuple((kind, tuple(f"{number}号机{text}" for text in texts)) for kind, texts in row.in_place)
    return replace(row, hazard=f"{number}：{row.hazard}", why=f"{number}：{row.why}", in_place=in_place)


def cells(report: RiskRegister) -> list[list[str]]:
    """The texts of the table, with levels as words."""
    return [
        [label(cell) if isinstance(cell, RiskLevel) else cell for cell in register.cells(row)] for row in report.rows
    ]


def long_table(report: RiskRegister) -> bytes:
    """As most people write it with ReportLab: a Paragraph in every cell."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    if "Plain" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Plain", str(RESOURCES / "fonts" / "NotoSansSC-Regular.ttf")))
    style = ParagraphStyle("cell", fontName="Plain", fontSize=7.5, leading=9.6, wordWrap="CJK")
    target = BytesIO()
    document = SimpleDocTemplate(target, pagesize=(1190, 842), leftMargin=28, rightMargin=28, topMargin=28)
    total = sum(column.share for column in register.COLUMNS)
    widths = [column.share / total * 1134 for column in register.COLUMNS]
    rows = [[column.title for column in register.COLUMNS], *cells(report)]
    table: Any = LongTable(
        [[Paragraph(text.replace("\n", "<br/>"), style) for text in row] for row in rows],
        colWidths=widths,
        repeatRows=1,
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )
    document.build([table])
    return target.getvalue()


def typst_table(compiler: Any) -> bytes:
    """The rows that stand in its folder."""
    result: bytes = compiler.compile(format="pdf", pdf_tags=False)
    return result


def prepared(folder: Path, report: RiskRegister) -> Any:
    """A typst compiler for these rows."""
    import typst

    rows = {
        "titles": [column.title for column in register.COLUMNS],
        "shares": [column.share for column in register.COLUMNS],
        "rows": cells(report),
    }
    (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    (folder / "table.typ").write_text(TYPST, encoding="utf-8")
    fonts = [str(RESOURCES / "fonts")]
    return typst.Compiler(str(folder / "table.typ"), root=str(folder), font_paths=fonts, ignore_system_fonts=True)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> int:
    """The most memory of this process so far, in bytes; 0 where the system does not tell it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    (line,) = (line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def main() -> None:
    """Print a line a figure."""
    renderer = PaperRenderer(RESOURCES)
    report = fresh(0)
    before = peak()
    first = seconds(partial(renderer.pdf, report))
    size = len(renderer.pdf(report))
    print(f"{ROWS} rows, cold: {first:.2f} s, {size / 1024:.0f} KiB, {(peak() - before) / MIB:.0f} MiB above start")
    ours, table, typst = [], [], []
    with tempfile.TemporaryDirectory() as name:
        for number in range(ROUNDS):
            report = fresh((number + 1) * ROWS)
            folder = Path(name) / str(number)
            folder.mkdir()
            compiler = prepared(folder, report)
            ours.append(seconds(partial(renderer.pdf, report)))
            table.append(seconds(partial(long_table, report)))
            typst.append(seconds(partial(typst_table, compiler)))
    mine = statistics.median(ours)
    for who, times in (("LongTable", table), ("typst", typst)):
        other = statistics.median(times)
        print(f"{ROWS} rows, warm: {mine:.2f} s, {mine / other:.2f} x {who} ({other:.2f} s)")
    excel = statistics.median(seconds(partial(renderer.excel, report)) for _ in range(ROUNDS))
    print(f"{ROWS} rows as Excel: {excel:.2f} s, {excel / ROWS * 1000:.2f} s a thousand rows")


if __name__ == "__main__":
    main()
