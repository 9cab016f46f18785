"""Figures about the library: `ymh-desktop library stats` and the note on what is still to be checked."""

from dataclasses import dataclass

from ymh_desktop.domain.codes import CitationState
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.knowledge.model import Asking, Entry, Module, Trade

_PROFILE = "lec"  # suggested grades are judged by the default method


@dataclass(frozen=True, slots=True)
class TradeStats:
    """One trade: its size, its first walk in a usual firm, and the spread of its levels (worst first)."""

    id: str
    name: str
    modules: int
    entries: int
    review_needed: int
    first_walk: int
    levels: tuple[tuple[RiskLevel, int], ...]

    def count(self, level: RiskLevel) -> int:
        """How many entries have this level."""
        return dict(self.levels)[level]


@dataclass(frozen=True, slots=True)
class ReviewList:
    """What shows 待核对, by kind. `said` and `cited` add up to the entries that do.

    `said` entries name what to check themselves; `cited` ones only cite documents whose newest edition is unconfirmed,
    which `citations` lists. `documents` are criteria of 重大事故隐患 whose text is incomplete or not in hand, `signs`
    the drawings that nobody has compared with the standard.
    """

    said: int
    cited: int
    citations: tuple[str, ...]
    documents: tuple[str, ...]
    signs: int

    @property
    def sentence(self) -> str:
        """All of it in one sentence, as `library stats` and docs/library-review.md have it."""
        return (
            f"待核对：条目 {self.said + self.cited} 条"
            f"（自己写明的 {self.said} 条，只因依据的现行版本没核对的 {self.cited} 条），"
            f"依据 {len(self.citations)} 份，重大事故隐患判定文件 {len(self.documents)} 份，安全标志 {self.signs} 个"
        )


@dataclass(frozen=True, slots=True)
class LibraryStats:
    """The whole library. `review_needed` counts entries that show 待核对."""

    version: str
    trades: int
    modules: int
    entries: int
    review_needed: int
    per_trade: tuple[TradeStats, ...]
    review: ReviewList


def stats(catalogue: Catalogue, codes: Codes) -> LibraryStats:
    """Count everything readable. Parses the whole library."""
    modules = [catalogue.module(header.id) for header in catalogue.module_headers() if catalogue.has_module(header.id)]
    trades = [catalogue.trade(header.id) for header in catalogue.trade_headers() if catalogue.has_trade(header.id)]
    entries = [entry for module in modules for entry in module.entries]
    return LibraryStats(
        version=catalogue.version,
        trades=len(trades),
        modules=len(modules),
        entries=len(entries),
        review_needed=sum(needs_review(entry, codes) for entry in entries),
        per_trade=tuple(trade_stats(trade, catalogue, codes) for trade in trades),
        review=_review_list(entries, trades, codes),
    )


def _review_list(entries: list[Entry], trades: list[Trade], codes: Codes) -> ReviewList:
    waiting = [entry for entry in entries if needs_review(entry, codes)]
    said = sum(1 for entry in waiting if entry.review)
    cited = {basis.code for entry in entries for basis in entry.basis}
    unsure = (citation for code in cited if (citation := codes.citation(code)) and not citation.checked)
    documents = {item.document_title for trade in trades for item in trade.majors if not item.checked}
    return ReviewList(
        said,
        len(waiting) - said,
        tuple(sorted({citation.code for citation in unsure})),
        tuple(sorted(documents)),
        sum(1 for sign in codes.signs if sign.review),
    )


def trade_stats(trade: Trade, catalogue: Catalogue, codes: Codes) -> TradeStats:
    """The figures of one trade, with its differences applied."""
    modules = catalogue.modules_of(trade)
    entries = [entry for module in modules for entry in module.entries]
    levels = [level_of(entry, codes) for entry in entries]
    return TradeStats(
        id=trade.id,
        name=trade.header.name,
        modules=len(modules),
        entries=len(entries),
        review_needed=sum(needs_review(entry, codes) for entry in entries),
        first_walk=len(first_walk(trade, modules)),
        levels=tuple((level, levels.count(level)) for level in sorted(RiskLevel, reverse=True)),
    )


def first_walk(trade: Trade, modules: tuple[Module, ...]) -> tuple[str, ...]:
    """The questions of the first walk in a firm with the trade's usual modules: a `same` key or an entry id each."""
    usual = {use.module for use in trade.modules if use.usual}
    asked = (
        entry.same or entry.id
        for module in modules
        if module.id in usual
        for entry in module.entries
        if entry.ask is Asking.FIRST
    )
    return tuple(dict.fromkeys(asked))


def level_of(entry: Entry, codes: Codes) -> RiskLevel:
    """The level of the suggested grade by LEC."""
    profile = codes.profile(_PROFILE)
    return profile.level_of(profile.value_of(codes.marks_for(profile, entry.grade)))


def needs_review(entry: Entry, codes: Codes) -> bool:
    """True when the entry shows 待核对: it says so itself, or cites a document whose newest edition is unconfirmed."""
    citations = (codes.citation(basis.code) for basis in entry.basis)
    return bool(entry.review) or any(
        citation is not None and citation.state is CitationState.UNKNOWN for citation in citations
    )
