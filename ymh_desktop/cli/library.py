"""The command `library`: check, list, show one thing, figures, and what is otherwise in another version."""

import argparse
from dataclasses import asdict
from pathlib import Path

from ymh_desktop.cli.arguments import WrongArguments
from ymh_desktop.cli.output import json_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.catalogue import Catalogue, NotInLibrary
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.knowledge.model import Header
from ymh_desktop.knowledge.quality import check
from ymh_desktop.knowledge.statistics import LibraryStats, stats
from ymh_desktop.services.library_changes import FileChange, library_changes
from ymh_desktop.services.library_reading import EntryPage, entry_page

SHIPPED = ("自带", "shipped")
_WANTED = {"show": (1, "一个编号，例如 wood-planer.guard"), "diff": (2, "旧的和新的两个文件夹")}


def tell_library(library: Catalogue, codes: Codes, arguments: argparse.Namespace) -> tuple[str, bool]:
    """What is printed, and whether all is well. Raises UserError for what cannot be found."""
    action, what, as_json = arguments.action, arguments.what, arguments.json
    number, words = _WANTED.get(action, (0, ""))
    if len(what) != number:
        raise WrongArguments(f"library {action} 后面要写{words}" if number else f"library {action} 后面不用写别的")
    match action:
        case "list":
            return _list(library, as_json), True
        case "stats":
            return _stats(stats(library, codes), as_json), True
        case "show":
            return _show(library, codes, what[0], as_json), True
        case "diff":
            return _diff(library, what[0], what[1], as_json), True
    faults = check(library, codes)
    said = json_text([str(fault) for fault in faults]) if as_json else "\n".join(map(str, faults)) or "行业库没有问题。"
    return said, not faults


def _list(library: Catalogue, as_json: bool) -> str:
    rows = [
        {"kind": kind, "id": h.id, "name": h.name, "version": h.version, "date": h.date}
        for kind, headers in (("行业", library.trade_headers()), ("模块", library.module_headers()))
        for h in headers
    ]
    return json_text(rows) if as_json else "\n".join(f"{r['kind']} {r['name']}（{r['id']}）" for r in rows)


def _stats(found: LibraryStats, as_json: bool) -> str:
    counts = {
        "trades": found.trades, "modules": found.modules, "entries": found.entries,
        "review_needed": found.review_needed,
    }  # fmt: skip
    if as_json:
        spreads = {t.id: {level.code: t.count(level) for level in RiskLevel} for t in found.per_trade}
        review = {**asdict(found.review), "entries": found.review_needed}
        return json_text(counts | {"levels": spreads, "review": review})
    lines = ["{trades} 个行业，{modules} 个模块，{entries} 条，{review_needed} 条待核对".format(**counts)]
    lines.append(found.review.sentence)
    for trade in found.per_trade:
        lines.append(f"{trade.name}：" + "、".join(f"{level.short} {trade.count(level)}" for level in RiskLevel))
    return "\n".join(lines)


# ---- show --------------------------------------------------------------------------------------------------------


def _show(library: Catalogue, codes: Codes, identity: str, as_json: bool) -> str:
    """An entry, a module or a trade, whichever has this id; raises NotInLibrary."""
    if "." in identity:
        page = entry_page(library, codes, identity)
        return json_text(_entry_record(page)) if as_json else _entry_words(page)
    if library.has_module(identity):
        module = library.module(identity)
        entries = [(entry.id, entry.statement) for entry in module.entries]
        return (
            json_text(_head(module.header) | {"entries": dict(entries)}) if as_json else _listed(module.header, entries)
        )
    if library.has_trade(identity):
        trade = library.trade(identity)
        names = {header.id: header.name for header in library.module_headers()}
        uses = [(use.module, names.get(use.module, "")) for use in trade.modules]
        return json_text(_head(trade.header) | {"modules": dict(uses)}) if as_json else _listed(trade.header, uses)
    raise NotInLibrary(identity)


def _head(header: Header) -> dict[str, object]:
    return {
        "id": header.id, "name": header.name, "version": header.version, "date": header.date,
        "sources": list(header.sources),
    }  # fmt: skip


def _listed(header: Header, lines: list[tuple[str, str]]) -> str:
    head = f"{header.name}（{header.id}）版本 {header.version}，{header.date}"
    return "\n".join([head, *(f"{identity}　{words}" for identity, words in lines)])


def _entry_words(page: EntryPage) -> str:
    lines = [
        f"{page.statement}（{page.id}）",
        f"属于：{page.kind} {page.module}，版本 {page.version}，{page.date}{f'，{page.own}' if page.own else ''}",
        f"答“否”时的隐患：{page.inverse}",
        f"怎么看：{page.look}",
        f"会出什么事：{page.hazard}（{'、'.join(page.accidents)}），{page.consequence}",
        f"危险有害因素：{page.factor}",
        f"建议等级：{label(page.level)}（{'；'.join(page.grade_words)}）。{page.grade_reason}",
    ]
    for kind, measures in page.measures:
        lines += [f"{label(kind)}：{m.text}{'（答“是”就是它）' if m.confirmed else ''}" for m in measures]
    what, standard, method = page.check
    rounds = "，".join(f"{tier}{often}" for tier, often in page.rounds)
    lines.append(f"检查：{what}；标准：{standard}；方法：{method}；{rounds}")
    lines += [f"出事怎么办：{step}" for step in page.emergency]
    if page.ppe:
        lines.append(f"劳动防护用品：{'、'.join(page.ppe)}")
    if page.signs:
        lines.append(f"安全标志（示意）：{'、'.join(name for _, name in page.signs)}")
    for basis in page.basis:
        warning = f"（{basis.document.warning}）" if basis.document.warning else ""
        lines.append(f"依据：{basis.document.code}《{basis.document.title}》{warning}：{basis.asks}")
    lines += [f"来源：{source}" for source in page.sources]
    if page.needs_review:
        lines.append(f"待核对：{page.review or '依据的现行版本还没有核对'}")
    return "\n".join(lines)


def _entry_record(page: EntryPage) -> dict[str, object]:
    return {
        "id": page.id, "module": page.module, "statement": page.statement, "inverse": page.inverse,
        "look": page.look, "hazard": page.hazard, "factor": page.factor, "accidents": list(page.accidents),
        "consequence": page.consequence, "level": page.level.code, "reason": page.grade_reason,
        "measures": [
            {"kind": kind.value, "text": m.text, "confirmed": m.confirmed, "either": m.either}
            for kind, measures in page.measures
            for m in measures
        ],
        "check": dict(zip(("what", "standard", "method"), page.check, strict=True)),
        "emergency": list(page.emergency), "ppe": list(page.ppe), "signs": [sign for sign, _ in page.signs],
        "basis": [
            {"code": b.document.code, "title": b.document.title, "warning": b.document.warning, "asks": b.asks}
            for b in page.basis
        ],
        "sources": list(page.sources), "version": page.version, "date": page.date,
        "trades": list(page.trades), "review_needed": page.needs_review, "review": page.review,
    }  # fmt: skip


# ---- diff --------------------------------------------------------------------------------------------------------


def _diff(library: Catalogue, old: str, new: str, as_json: bool) -> str:
    changes = library_changes(_library_in(library, old), _library_in(library, new))
    if as_json:
        return json_text([_change_record(change) for change in changes])
    return "\n".join(line for change in changes for line in _change_words(change)) or "两份行业库一样。"


def _library_in(library: Catalogue, folder: str) -> Catalogue:
    if folder in SHIPPED:
        return library
    found = library.elsewhere(Path(folder))
    if not found.module_headers() and not found.trade_headers():
        raise UserError(f"文件夹“{folder}”里没有行业库。", "里面应当有 modules 或 trades 文件夹。")
    return found


def _change_words(change: FileChange) -> list[str]:
    return [f"{label(change.how)} {change.title}", *(f"  {line}" for line in change.lines)]


def _change_record(change: FileChange) -> dict[str, object]:
    return {
        "kind": change.kind, "id": change.id, "name": change.name, "version": change.version,
        "how": change.how.value, "lines": list(change.lines),
    }  # fmt: skip
