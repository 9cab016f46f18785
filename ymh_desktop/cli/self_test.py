"""Tries everything once in a temporary folder and writes a log: what the built program runs to prove itself."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from ymh_desktop.domain.errors import UserError
from ymh_desktop.knowledge.quality import check
from ymh_desktop.services import demo
from ymh_desktop.services.book import open_book
from ymh_desktop.services.papers.cards import notice_cards
from ymh_desktop.services.papers.catalogue import PAPERS
from ymh_desktop.services.papers.register import risk_register
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reporting.export import export_report

Trial = Callable[[], str]  # says what was seen; raises when it went wrong


@dataclass(frozen=True, slots=True)
class Means:
    """What the trials need from outside: a fresh data folder, a look at the window, and a reader of QR codes."""

    open_ports: Callable[[Path, bool], AbstractContextManager[Ports]]
    look_at_window: Callable[[Path, Path], str]  # (data folder, file for the picture)
    read_codes: Callable[[bytes], tuple[str, ...]]  # PNG → texts


def run(log: Path, means: Means) -> int:
    """0 when every trial passed. `log` gets one line per trial, a traceback below a failed one, and a last line.

    A picture of the window lies beside the log, under the same name.
    """
    lines: list[str] = []
    failed = 0
    with TemporaryDirectory(prefix="ymh-") as folder:
        for name, trial in _trials(Path(folder) / "自检 数据", log.with_suffix(".png"), means):
            try:
                lines.append(f"好：{name}：{trial()}")
            except Exception as error:  # every trial is tried, whatever went wrong before
                failed += 1
                said = f"{error.problem}{error.advice}" if isinstance(error, UserError) else repr(error)
                lines += [f"失败：{name}：{said}", traceback.format_exc()]
    lines.append(f"自检{'通过' if not failed else f'有 {failed} 项失败'}")
    text = "\n".join(lines)
    log.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 1 if failed else 0


def _trials(data: Path, picture: Path, means: Means) -> Iterator[tuple[str, Trial]]:
    yield "新建数据并填入演示企业", lambda: _fill(data, means)
    yield "行业库", lambda: _library(data, means)
    yield "告知卡和二维码", lambda: _card(data, means)
    yield "清单的表格", lambda: _spreadsheet(data, means)
    yield "Word 文件", lambda: _word(data, means)
    yield "填别人的表格", lambda: _form(data, means)
    yield "手机端网页", lambda: _phones(data, means)
    yield "签名上报并检查", lambda: _package(data, means)
    yield "备份", lambda: _backup(data, means)
    yield "数据检查", lambda: _doctor(data, means)
    yield "窗口", lambda: means.look_at_window(data, picture)


def _fill(data: Path, means: Means) -> str:
    with means.open_ports(data, True) as ports:
        demo.fill(ports)
        book = open_book(ports)
    return f"{len(book.posts)} 个岗位，{len(book.hazards)} 条危险源"


def _library(data: Path, means: Means) -> str:
    with means.open_ports(data, False) as ports:
        faults = check(ports.library, ports.codes)
        version = ports.library.version
    if faults:
        raise AssertionError(f"{len(faults)} faults, first: {faults[0]}")
    return f"没有问题，版本 {version}"


def _card(data: Path, means: Means) -> str:
    with means.open_ports(data, False) as ports:
        cards = notice_cards(ports, open_book(ports))
        pages = ports.renderer.pages(ports.renderer.pdf(cards), 150)
        texts = [text for page in pages for text in means.read_codes(page)]
    expected = [card.qr_text for card in cards.cards]
    if texts != expected:
        raise AssertionError(f"{len(texts)} of {len(expected)} codes read as printed")
    return f"{len(pages)} 张，二维码都读得出"


def _spreadsheet(data: Path, means: Means) -> str:
    with means.open_ports(data, False) as ports:
        content = ports.renderer.excel(risk_register(ports, open_book(ports)))
    if not content.startswith(b"PK"):
        raise AssertionError("not a spreadsheet")
    return f"{len(content) // 1024} KB"


def _word(data: Path, means: Means) -> str:
    paper = next(paper for paper in PAPERS if paper.word)
    with means.open_ports(data, False) as ports:
        content = ports.renderer.word(paper.decide(ports, open_book(ports)))
    if not content.startswith(b"PK"):
        raise AssertionError("not a Word file")
    return f"{paper.name}，{len(content) // 1024} KB"


def _form(data: Path, means: Means) -> str:
    """Somebody's form, read and filled: here one of our own lists."""
    with means.open_ports(data, False) as ports:
        sheets = ports.spreadsheets
        path = data.parent / "空白表.xlsx"
        path.write_bytes(sheets.plain_list("设备台账", "某厂", ports.clock.today(), ("名称", "数量"), ()))
        form = sheets.blank_form(path)
        path.write_bytes(sheets.filled_form(form.raw, form.sheets[0].name, 5, [["冲床", "2"]]))
        cells = [cell for sheet in sheets.read(path) for row in sheet.rows for cell in row]
    if "冲床" not in cells:
        raise AssertionError(f"what was filled in is not there: {cells}")
    return "填得进，读得出"


def _phones(data: Path, means: Means) -> str:
    """The server on this PC alone answers, and shows nothing to a phone that is not paired."""
    with means.open_ports(data, True) as ports:
        ports.phones.start(ports, "127.0.0.1")
        try:
            url = ports.phones.url()
            assert url is not None
            try:
                with build_opener(ProxyHandler({})).open(url, timeout=20) as answer:  # whatever proxy this PC has
                    status, page = answer.status, answer.read()
            except HTTPError as refused:
                status, page = refused.code, refused.read()
        finally:
            ports.phones.stop()
    if status >= 500 or not page:
        raise AssertionError(f"the server answered {status}")
    return f"打得开（{status}），没有配对的手机看不到资料"


def _package(data: Path, means: Means) -> str:
    with means.open_ports(data, True) as ports:
        made = export_report(ports, data.parent / "上报")
        found = ports.packages.verify(made.package.path, None, ports.clock.now())
    return f"第 {found.sequence} 号，{len(found.files)} 个文件，检查通过"


def _backup(data: Path, means: Means) -> str:
    with means.open_ports(data, True) as ports:
        made = ports.backups.make(data.parent / "U盘")
    return made.name


def _doctor(data: Path, means: Means) -> str:
    with means.open_ports(data, False) as ports:
        bad = [text for good, text in ports.doctor.findings() if not good]
    serious = [text for text in bad if "备份" not in text]
    if serious:
        raise AssertionError("；".join(serious))
    return "没有问题"
