"""Notice cards: time and file size as ratios to typst drawing the same card, and the memory of a long run.

Budget (issue 2): 100 cards ≤ 1.0 × typst, one warm preview ≤ 1.0 × typst warm, 1,000 cards ≤ 150 MiB above start.
Every card has its own words, phone and code. Typst gets the finished QR modules, the sizes of the texts and the same
fonts and drawings, and writes no accessibility tags; our time includes making and reading back every code and finding
the sizes. Rounds alternate; medians are printed.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.documents import samples
from ymh_desktop.documents import qr, signs
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.words import label
from ymh_desktop.services.reports.card import NoticeCard, NoticeCards

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "resources"
TYPST_SOURCE = ROOT / "bench" / "card.typ"
ROUNDS = 5
MIB = 1024 * 1024


def cards(count: int, first: int = 0) -> NoticeCards:
    """Cards that differ in every kind of text."""
    one = samples.notice_card()
    return NoticeCards(tuple(_different(one, number) for number in range(first, first + count)))


def _different(card: NoticeCard, number: int) -> NoticeCard:
    return replace(
        card,
        post=f"平刨操作工{number}",
        post_code=f"P-{number:04d}",
        card_number=f"GZK-{number:04d}",
        phone=f"138{number:08d}",
        where_dangerous=tuple(f"{text}{number}" for text in card.where_dangerous),
        must_do=tuple(f"{text}{number}" for text in card.must_do),
        if_happens=tuple(f"{text[:-2]}{number}号" for text in card.if_happens),
        qr_text=card.qr_text.replace("P-0007", f"P-{number:04d}"),
    )


def write_data(folder: Path, report: NoticeCards) -> None:
    """What typst reads: its source, the texts, the codes and the pictograms. Not timed."""
    (folder / "card.typ").write_text(TYPST_SOURCE.read_text(encoding="utf-8"), encoding="utf-8")
    book = signs.SignBook(RESOURCES / "signs" / "signs.yaml")
    for sign in samples.notice_card().signs:
        (folder / f"{sign.sign_id}.svg").write_text(signs.svg(book.get(sign.sign_id)), encoding="utf-8")
    codes = bytearray()
    data = []
    for card in report.cards:
        found = qr.matrix(card.qr_text)
        data.append(_for_typst(card, len(codes), found.size))
        codes += bytes(0 if module else 255 for module in found.modules)
    (folder / "cards.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (folder / "codes.bin").write_bytes(codes)


class Typst:
    """The cards that stand in a folder, by typst. One instance keeps its fonts and caches, as a program would."""

    def __init__(self, folder: Path) -> None:
        import typst

        self._compiler: Any = typst.Compiler(
            str(folder / "card.typ"), root=str(folder), font_paths=[str(RESOURCES / "fonts")], ignore_system_fonts=True
        )

    def pdf(self) -> bytes:
        """What was written last."""
        result: bytes = self._compiler.compile(format="pdf", pdf_tags=False)
        return result

    def png(self) -> bytes:
        """The same as a picture of 96 dots per inch."""
        result: bytes = self._compiler.compile(format="png", ppi=96)
        return result


def _for_typst(card: NoticeCard, offset: int, side: int) -> dict[str, object]:
    return {
        "post": card.post,
        "post_size": 50,
        "where": " · ".join((card.enterprise, card.department, card.place)),
        "level": label(card.level),
        "numeral": f"{card.level.shape} {card.level.numeral} {card.level.colour}",
        "signs": [(sign.sign_id, sign.caption.replace("必须戴", "必须戴\n")) for sign in card.signs],
        "accidents": "；".join(card.accidents),
        "where_dangerous": card.where_dangerous,
        "usual": card.usual_hidden_danger,
        "must_do": card.must_do,
        "if_happens": card.if_happens,
        "stop": f"① {card.stop_first}",
        "person": f"② 责任人 {card.person}  {card.phone}",
        "officer": f"安全员 {card.officer}  {card.officer_phone}",
        "numbers": f"编号 {card.card_number}  版本 {card.version}  岗位号 {card.post_code}  制卡 2026年11月25日",
        "reason": f"定级：{card.level_reason}",
        "more": card.more,
        "offset": offset,
        "side": side,
    }


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fresh(who: str, count: int) -> tuple[float, float, int]:
    """Seconds, MiB above start and bytes of one run in a process of its own."""
    command = [sys.executable, "-m", "bench.bench_cards", who, str(count)]
    took, memory, size = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return float(took), float(memory), int(size)


def one_run(who: str, count: int) -> None:
    """What `fresh` starts. The clock runs from before fonts and the drawing library are read; data is made before."""
    report = cards(count)
    with tempfile.TemporaryDirectory() as folder:
        if who == "typst":
            write_data(Path(folder), report)
        before = peak()
        start = time.perf_counter()
        pdf = PaperRenderer(RESOURCES).pdf(report) if who == "ours" else Typst(Path(folder)).pdf()
        took = time.perf_counter() - start
    print(took, (peak() - before) / MIB, len(pdf))


def peak() -> int:
    """The most memory of this process so far, in bytes; 0 where the system does not tell it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    (line,) = (line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def cold(count: int, rounds: int) -> None:
    """Fresh processes, alternating."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(fresh("ours", count))
        theirs.append(fresh("typst", count))
    mine, other = (tuple(map(statistics.median, zip(*runs, strict=True))) for runs in (ours, theirs))
    print(
        f"{count} cards, cold: {mine[0]:.2f} s, {mine[0] / other[0]:.2f} x typst ({other[0]:.2f} s); "
        f"{mine[2] / count / 1024:.1f} KiB a card, {mine[2] / other[2]:.2f} x typst; "
        f"{mine[1]:.0f} MiB above start (typst {other[1]:.0f})"
    )


def warm(count: int) -> None:
    """One process with everything loaded, new words each round."""
    renderer = PaperRenderer(RESOURCES)
    ours, theirs, preview, their_preview = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        write_data(Path(folder), cards(count))
        typst = Typst(Path(folder))
        for number in range(ROUNDS + 1):
            report = cards(count, first=number * count)
            write_data(Path(folder), report)
            mine = seconds(partial(renderer.pdf, report))
            other = seconds(typst.pdf)
            if number:  # the first round loads fonts on both sides
                ours.append(mine)
                theirs.append(other)
            if count == 1:
                again = cards(1, first=10_000 + number)
                write_data(Path(folder), again)
                preview.append(seconds(partial(_preview, renderer, again)))
                their_preview.append(seconds(typst.png))
    mine, other = statistics.median(ours), statistics.median(theirs)
    noun = "card" if count == 1 else "cards"
    print(f"{count} {noun}, warm: {mine * 1000:.0f} ms, {mine / other:.2f} x typst ({other * 1000:.0f} ms)")
    if count == 1:
        mine, other = statistics.median(preview[1:]), statistics.median(their_preview[1:])
        print(f"1 card, warm, as a picture: {mine * 1000:.0f} ms, {mine / other:.2f} x typst ({other * 1000:.0f} ms)")


def _preview(renderer: PaperRenderer, report: NoticeCards) -> None:
    list(renderer.pages(renderer.pdf(report), 96))  # each page is drawn when it is looked at


def main() -> None:
    """Print a line a figure."""
    warm(1)
    warm(100)
    cold(100, ROUNDS)
    cold(1000, 3)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        one_run(sys.argv[1], int(sys.argv[2]))
    else:
        main()
