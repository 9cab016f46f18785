"""Papers from the command line: which there are, one of them, and the whole binder."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import open_book
from ymh_desktop.services.papers.binder import make_binder
from ymh_desktop.services.papers.catalogue import PAPERS, Paper, file_name
from ymh_desktop.services.ports import Ports


def tell_papers(as_json: bool) -> str:
    """Every paper with its name and what it is for."""
    if as_json:
        rows = [
            {
                "id": paper.id, "name": paper.name, "group": label(paper.group), "used_for": paper.used_for,
                "word": paper.word, "excel": paper.excel,
            }
            for paper in PAPERS
        ]  # fmt: skip
        return json.dumps(rows, ensure_ascii=False, indent=2)
    return "\n".join(f"{label(p.group)}　{p.name}（{p.id}）　用于：{p.used_for}" for p in PAPERS)


def make_paper(ports: Ports, arguments: argparse.Namespace) -> str:
    """Write one paper; where it was written. Raises UserError for an unknown name or ending."""
    paper = _named(arguments.name or "")
    book = open_book(ports)
    report = paper.decide(ports, book)
    out: Path = arguments.out or Path(file_name(paper, book, "pdf"))
    kinds: dict[str, Callable[[object], bytes]] = {".pdf": ports.renderer.pdf}
    if paper.word:
        kinds[".docx"] = ports.renderer.word
    if paper.excel:
        kinds[".xlsx"] = ports.renderer.excel
    make = kinds.get(out.suffix.lower())
    if make is None:
        suffixes = " 或 ".join(kinds)
        raise UserError(f"“{paper.name}”不能写成“{out.suffix or out.name}”。", f"文件名请用 {suffixes} 结尾。")
    ports.files.write(out, make(report))
    return str(out)


def _named(name: str) -> Paper:
    found = [paper for paper in PAPERS if name in (paper.id, paper.name)]
    if not found:
        raise UserError(f"没有叫“{name[:40]}”的材料。", "用 ymh-desktop documents list 看有哪些。")
    return found[0]


def bind(ports: Ports, arguments: argparse.Namespace) -> str:
    """Make the binder; what was made, with its place on the last line."""
    made = make_binder(ports, arguments.out, changed_only=arguments.changed)
    lines = [f"没做成：{name}（{why}）" for name, why in made.missing]
    return "\n".join([*lines, f"共 {made.papers} 份材料", str(made.whole)])
