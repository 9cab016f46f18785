"""The industry library on disk: headers for lists, bodies on demand, faults told and never fatal.

`Catalogue(resources)` takes the resources folder itself: library/modules, library/trades and codes/ lie in it.
`added` is the library folder of a data folder: own and edited modules, and a newer library that was taken over. An
edited module is merged with the library's newest version when it is read; where both changed, the edit stands.
"""

import csv
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ymh_desktop.domain.errors import UserError
from ymh_desktop.knowledge.compare import merge
from ymh_desktop.knowledge.fields import Fault
from ymh_desktop.knowledge.model import Difference, Entry, Header, MajorItem, Module, Trade
from ymh_desktop.knowledge.parse import Parsed, parse_header, parse_module, parse_trade
from ymh_desktop.knowledge.shelves import MODULES, OWN_PLACE, TRADES, Shelves


class NotInLibrary(UserError):
    """A trade or module that the library does not have, or whose file cannot be read."""

    def __init__(self, what: str, faults: tuple[Fault, ...] = ()) -> None:
        problem = f"行业库里的“{what}”读不出来：{faults[0]}。" if faults else f"行业库里没有“{what}”。"
        super().__init__(problem, "请重新安装程序，或换一个行业再试；已经填的内容都还在。")


class Catalogue:
    """Reads lazily and keeps what it read; nothing here is ever written."""

    def __init__(self, root: Path, added: Path | None = None, waiting: Path | None = None) -> None:
        self._root = root
        self.shelves = Shelves(root / "library", added, waiting)
        self._modules: dict[str, Parsed[Module]] = {}
        self._trades: dict[str, Parsed[Trade]] = {}

    def with_update(self, waiting: Path) -> "Catalogue":
        """The library as it would be with the files of an update; this one stays as it is."""
        other = Catalogue(self._root, self.shelves.added, waiting)
        coming = {path.stem for path in waiting.glob("*/*.yaml")}
        other._modules = {name: parsed for name, parsed in self._modules.items() if name not in coming}
        other._trades = {name: parsed for name, parsed in self._trades.items() if name not in coming}
        return other

    def elsewhere(self, folder: Path) -> "Catalogue":
        """Another library: the modules and trades that lie in a folder, with the same code lists."""
        other = Catalogue(self._root)
        other.shelves = Shelves(folder / "library" if (folder / "library").is_dir() else folder)
        return other

    def reload(self) -> None:
        """Forget what was read: files of the data folder changed. Values handed out stay as they are."""
        self._modules, self._trades = {}, {}
        for name in ("_trade_headers", "_module_headers"):
            self.__dict__.pop(name, None)

    # ---- lists ---------------------------------------------------------------------------------------------------

    def trade_headers(self) -> tuple[Header, ...]:
        """Every readable trade, ordered by id."""
        return tuple(parsed.value for parsed in self._trade_headers.values() if parsed.value)

    def module_headers(self) -> tuple[Header, ...]:
        """Every readable module, ordered by id."""
        return tuple(parsed.value for parsed in self._module_headers.values() if parsed.value)

    @cached_property
    def _trade_headers(self) -> dict[str, Parsed[Header]]:
        return {name: parse_header(path, module=False) for name, path in self.shelves.files(TRADES).items()}

    @cached_property
    def _module_headers(self) -> dict[str, Parsed[Header]]:
        found = {name: parse_header(path, module=True) for name, path in self.shelves.files(MODULES).items()}
        for name, path in self.shelves.own().items():
            if name not in found or found[name].value is None:
                found[name] = parse_header(path, module=True)
        return dict(sorted(found.items()))

    @property
    def version(self) -> str:
        """The library's number: the newest date of all files and how many there are, e.g. 2026-11-25.17."""
        headers = (*self.trade_headers(), *self.module_headers())
        return f"{max((header.date for header in headers), default='')}.{len(headers)}"

    # ---- bodies --------------------------------------------------------------------------------------------------

    def module(self, module_id: str) -> Module:
        """The module; raises NotInLibrary."""
        parsed = self._parsed_module(module_id)
        if parsed is None or parsed.value is None:
            raise NotInLibrary(module_id, parsed.faults if parsed else ())
        return parsed.value

    def trade(self, trade_id: str) -> Trade:
        """The trade with the texts of its major items; raises NotInLibrary."""
        parsed = self._parsed_trade(trade_id)
        if parsed is None or parsed.value is None:
            raise NotInLibrary(trade_id, parsed.faults if parsed else ())
        return parsed.value

    def modules_of(self, trade: Trade) -> tuple[Module, ...]:
        """The trade's modules in its order, with its differences applied; a missing module is left out (a fault)."""
        found = (self._parsed_module(use.module) for use in trade.modules)
        modules = (parsed.value for parsed in found if parsed and parsed.value)
        return tuple(with_differences(module, trade.differences) for module in modules)

    def major_items(self, trade: Trade, modules: Collection[str] | None = None) -> tuple[MajorItem, ...]:
        """The trade's 重大事故隐患 items; with `modules` (those the firm has) only the ones that can apply to it."""
        if modules is None:
            return trade.majors
        have = frozenset(modules)
        return tuple(item for item in trade.majors if not item.modules or have.intersection(item.modules))

    def has_module(self, module_id: str) -> bool:
        """True when `module` would answer."""
        parsed = self._parsed_module(module_id)
        return parsed is not None and parsed.value is not None

    def has_trade(self, trade_id: str) -> bool:
        """True when `trade` would answer."""
        parsed = self._parsed_trade(trade_id)
        return parsed is not None and parsed.value is not None

    def _parsed_module(self, module_id: str) -> Parsed[Module] | None:
        if module_id not in self._modules:
            parsed = self._read_module(module_id) if _is_name(module_id) else None
            if parsed is None:
                return None
            self._modules[module_id] = parsed
        return self._modules[module_id]

    def _read_module(self, module_id: str) -> Parsed[Module] | None:
        """The library's module with the user's edits; a user's file that cannot be read is told and left out."""
        theirs_path, mine_path = self.shelves.file(MODULES, module_id), self.shelves.own_file(module_id)
        theirs = parse_module(theirs_path) if theirs_path is not None else None
        if mine_path is None:
            return theirs
        mine = _named_as_own(parse_module(mine_path))
        if theirs is None:
            return mine
        faults = (*theirs.faults, *mine.faults)
        if mine.value is None or theirs.value is None:
            return Parsed(mine.value or theirs.value, faults)
        base_path = self.shelves.base_file(module_id)
        base = (parse_module(base_path).value if base_path is not None else None) or theirs.value
        edited = _with_entries_of(base, mine.value) if mine.faults else mine.value
        return Parsed(merge(base, theirs.value, edited).value, faults)

    def _parsed_trade(self, trade_id: str) -> Parsed[Trade] | None:
        if trade_id not in self._trades:
            path = self.shelves.file(TRADES, trade_id) if _is_name(trade_id) else None
            if path is None:
                return None
            self._trades[trade_id] = self._joined(parse_trade(path))
        return self._trades[trade_id]

    # ---- major items ---------------------------------------------------------------------------------------------

    def _joined(self, parsed: Parsed[Trade]) -> Parsed[Trade]:
        """The same trade with criteria texts; an item that no table has is left out and told."""
        if parsed.value is None:
            return parsed
        trade, faults, items = parsed.value, list(parsed.faults), []
        for item in trade.majors:
            if self.documents.get(item.document, {}).get("text") == "none":
                title = self.documents[item.document]["title"]
                faults += _fit_for_experts(trade.id, item, title)
                text = f"手里没有《{title}》的条文，这里不代为判定。请懂行的专家拿原文逐条核对。"
                items.append(replace(item, text=text, document_title=title, checked=False, expert_only=True))
                continue
            found = self._criteria(item.document).get((item.article, item.item))
            if found is None:
                problem = f"没有 {item.document} {item.article} {item.item} 这一项"
                expected = "resources/codes/major_hazards 里有的文件、条和项"
                faults.append(Fault(f"trades/{trade.id}.yaml", trade.id, "major", problem, expected))
                continue
            about = self.documents.get(item.document, {})
            items.append(
                replace(
                    item,
                    text=found[0],
                    applies_to=found[1],
                    document_title=about.get("title", ""),
                    checked=about.get("checked", False),
                    related=self._tied(item, "parts", item.related),
                    missing=self._tied(item, "missing"),
                )
            )
        return Parsed(replace(trade, majors=tuple(items)), tuple(faults))

    def _tied(self, item: MajorItem, how: str, own: tuple[str, ...] = ()) -> tuple[str, ...]:
        """What the item is tied to in every trade, as far as its question is about those modules, after its own."""
        tied = self._ties.get(item.id, {}).get(how, ())
        meant = (name for name in tied if not item.modules or name.split(".", 1)[0] in item.modules)
        return tuple(dict.fromkeys((*own, *meant)))

    @cached_property
    def _ties(self) -> dict[str, dict[str, list[str]]]:
        """By item: which measures 有 says are not there, and which entries ask a part of it."""
        path = self._root / "codes" / "major_hazards" / "measures.yaml"
        ties: dict[str, dict[str, list[str]]] = (
            yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
        )
        return ties

    def _criteria(self, document: str) -> dict[tuple[str, str], tuple[str, str]]:
        if document not in self._tables:
            path = self._root / "codes" / "major_hazards" / f"{document}.csv"
            if not _is_name(document) or not path.is_file():
                return {}
            with path.open(encoding="utf-8", newline="") as file:
                self._tables[document] = {
                    (row["article"], row["item"]): (row["criterion_zh"], row["applies_to"])
                    for row in csv.DictReader(file)
                }
        return self._tables[document]

    @cached_property
    def _tables(self) -> dict[str, dict[tuple[str, str], tuple[str, str]]]:
        return {}

    @cached_property
    def documents(self) -> dict[str, dict[str, Any]]:
        """Title, standards code and `checked` by name; `text: none` marks a document whose text is not in hand."""
        path = self._root / "codes" / "major_hazards" / "documents.yaml"
        documents: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return documents

    # ---- faults --------------------------------------------------------------------------------------------------

    def faults(self) -> tuple[Fault, ...]:
        """Everything wrong in any file, references included. Parses the whole library."""
        names = {**self.shelves.files(MODULES), **self.shelves.own()}
        modules = {name: self._parsed_module(name) for name in names}
        trades = {name: self._parsed_trade(name) for name in self.shelves.files(TRADES)}
        found = [fault for parsed in (*modules.values(), *trades.values()) if parsed for fault in parsed.faults]
        entries: dict[str, Entry] = {}
        for parsed in modules.values():
            if parsed and parsed.value:
                entries.update({entry.id: entry for entry in parsed.value.entries})
        for trade in trades.values():
            if trade and trade.value:
                found += _dangling(trade.value, frozenset(modules), entries)
        return tuple(found)


def _named_as_own(parsed: Parsed[Module]) -> Parsed[Module]:
    """The faults named by where the user finds the file."""
    faults = tuple(replace(fault, file=f"{OWN_PLACE}/{fault.file.rpartition('/')[2]}") for fault in parsed.faults)
    return Parsed(parsed.value, faults)


def _with_entries_of(base: Module, mine: Module) -> Module:
    """The user's module, with the library's entries in place of those that could not be read: nobody removed them."""
    kept = {entry.id: entry for entry in (*base.entries, *mine.entries)}
    return replace(mine, entries=tuple(kept.values()))


def with_differences(module: Module, differences: tuple[Difference, ...]) -> Module:
    """The module as a trade sees it: another grade or another round of asking where the trade says so."""
    mine = {difference.entry: difference for difference in differences}
    if not any(entry.id in mine for entry in module.entries):
        return module
    return replace(module, entries=tuple(_differing(entry, mine.get(entry.id)) for entry in module.entries))


def _differing(entry: Entry, difference: Difference | None) -> Entry:
    if difference is None:
        return entry
    return replace(entry, grade=difference.grade or entry.grade, ask=difference.ask or entry.ask)


def _dangling(trade: Trade, modules: frozenset[str], known_entries: Mapping[str, Entry]) -> list[Fault]:
    """References of a trade to what does not exist, or is not listed among its modules."""
    entries = frozenset(known_entries)
    measures = entries | {f"{entry.id}/{measure.id}" for entry in known_entries.values() for measure in entry.measures}
    used = {use.module for use in trade.modules}
    listed = "上面 modules 里列出的模块"
    wanted: list[tuple[str, str, frozenset[str] | set[str], str]] = []
    wanted += [("modules", use.module, modules, "modules/ 里有的模块") for use in trade.modules]
    wanted += [(f"posts {post.id}", module, used, listed) for post in trade.posts for module in post.modules]
    wanted += [(f"profile {ask.id}", module, used, listed) for ask in trade.profile for module in ask.modules]
    wanted += [(f"major {item.id}", module, used, listed) for item in trade.majors for module in item.modules]
    wanted += [("differences", item.entry, entries, "模块里有的条目") for item in trade.differences]
    wanted += [(f"major {item.id}", item.entry, entries, "模块里有的条目") for item in trade.majors if item.entry]
    wanted += [(f"major {item.id}", name, entries, "模块里有的条目") for item in trade.majors for name in item.related]
    wanted += [(f"major {item.id}", name, measures, "模块里有的措施") for item in trade.majors for name in item.missing]
    file = f"trades/{trade.id}.yaml"
    return [
        Fault(file, trade.id, field, f"没有“{name}”", expected)
        for field, name, known, expected in wanted
        if name not in known
    ]


def expert_question(title: str) -> str:
    """The one question that may be asked about a document of which only the title is in hand."""
    return f"有没有还没请专家按《{title}》逐条核对"


def _fit_for_experts(trade_id: str, item: MajorItem, title: str) -> list[Fault]:
    """Nothing may be cited or judged out of a document that nobody here has read."""
    file = f"trades/{trade_id}.yaml"
    wanted = (
        ("question", item.question == expert_question(title), expert_question(title)),
        ("article", not item.article and not item.item, "不写条和项"),
        ("entry", item.entry is None, "不写"),
    )
    return [
        Fault(file, trade_id, f"major {item.document} {field}", "手里没有这个文件的条文", expected)
        for field, fits, expected in wanted
        if not fits
    ]


def _is_name(text: str) -> bool:
    """A plain file name: nothing that could lead out of the folder."""
    return bool(text) and all(char.isascii() and (char.isalnum() or char in "-_") for char in text)
