"""What a safety engineer checks in every library file before signing it, for tests and for `library check`."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from ymh_desktop.domain.codes import CitationState
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState, missing_kinds
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge import wording
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.knowledge.dangerous_advice import traps_in
from ymh_desktop.knowledge.fields import Fault
from ymh_desktop.knowledge.model import Entry, Module, Trade
from ymh_desktop.knowledge.shelves import MODULES, TRADES
from ymh_desktop.knowledge.statistics import level_of, trade_stats

# What a sign asks for, in the words that the traps know.
_SIGN_ADVICE = {"must-gloves": "戴防护手套", "must-gas-mask": "戴防毒面具"}
HARMFUL = "会害人"  # what a fault says of dangerous advice
_SPREAD_FROM = 3  # above one entry in three, 重大 and 较大 need an explanation


def check(catalogue: Catalogue, codes: Codes, only: Collection[tuple[str, str]] | None = None) -> tuple[Fault, ...]:
    """Every fault of every file: the schema's, references, and all rules below. Empty means clean.

    `only` names (modules or trades, id) of files whose own rules are looked at; what goes across files is always.
    """
    modules = [catalogue.module(header.id) for header in catalogue.module_headers() if catalogue.has_module(header.id)]
    trades = [catalogue.trade(header.id) for header in catalogue.trade_headers() if catalogue.has_trade(header.id)]
    found = list(catalogue.faults())
    for module in modules:
        if only is None or (MODULES, module.id) in only:
            found += check_module(module, codes)
    found += check_repetition(modules)
    for trade in trades:
        if only is None or (TRADES, trade.id) in only:
            found += check_trade(trade, catalogue, codes)
    return tuple(found)


def check_module(module: Module, codes: Codes) -> list[Fault]:
    """The rules for one module and each of its entries."""
    found = [_fault(module, None, *said) for said in _module_faults(module, codes)]
    for entry in module.entries:
        found += [_fault(module, entry, *said) for said in _entry_faults(module, entry, codes)]
    return found


def _fault(module: Module, entry: Entry | None, field: str, problem: str, expected: str) -> Fault:
    return Fault(f"modules/{module.id}.yaml", entry.id if entry else module.id, field, problem, expected)


Said = tuple[str, str, str]  # field, problem, what is expected


def _module_faults(module: Module, codes: Codes) -> Iterator[Said]:
    context = _about(module)
    known = {sign.id for sign in codes.signs}
    for sign in module.signs:
        if sign not in known:
            yield "signs", f"没有“{sign}”这个标志", "resources/signs/signs.yaml 里的 id"
    advice = [(f"emergency[{place}]", text) for place, text in enumerate(module.emergency, start=1)]
    for field, text in advice:
        yield from _worded(field, "emergency", text)
    advice += [("ppe", text) for text in module.ppe]
    advice += [("signs", _SIGN_ADVICE[sign]) for sign in module.signs if sign in _SIGN_ADVICE]
    yield from _dangerous(context, advice)


def _about(module: Module) -> str:
    return f"{module.header.name}，{'，'.join(module.header.aliases)}"


def _entry_faults(module: Module, entry: Entry, codes: Codes) -> Iterator[Said]:
    yield from _texts(entry)
    yield from _codes(entry, codes)
    yield from _measures(entry, level_of(entry, codes))
    yield from _rounds(module, entry)
    yield from _dangerous(f"{_about(module)}，{entry.statement}，{entry.hazard}", _advice(entry))


def _texts(entry: Entry) -> Iterator[Said]:
    if said := wording.not_affirmative(entry.statement):
        yield "statement", said, "肯定句，“是”就是安全"
    plain = (
        ("statement", entry.statement),
        ("inverse", entry.inverse),
        ("look", entry.look),
        ("hazard", entry.hazard),
        ("consequence", entry.consequence),
        ("grade.reason", entry.grade.reason),
        ("check.what", entry.check.what),
        ("check.standard", entry.check.standard),
        ("check.method", entry.check.method),
    )
    for field, text in plain:
        yield from _worded(field, field, text)
    for measure in entry.measures:
        yield from _worded(f"measures {measure.id}", "measure", measure.text)
        if measure.card:
            yield from _worded(f"measures {measure.id} card", "measure", measure.card)
        if len(measure.text) < 5:
            yield f"measures {measure.id}", f"“{measure.text}”太短", "写清谁、做什么、多久一次"
    for place, text in enumerate(entry.emergency, start=1):
        yield from _worded(f"emergency[{place}]", "emergency", text)
    for basis in entry.basis:
        yield from _worded(f"basis {basis.code}", "basis.asks", basis.asks)


def _worded(field: str, kind: str, text: str) -> Iterator[Said]:
    if said := wording.too_long(kind, text):
        yield field, said, "写短些，或拆成两条"
    for word in wording.foreign_words(text):
        yield field, f"有英文“{word}”", "写中文"
    if kind in ("measure", "statement", "check.standard", "check.method", "emergency"):
        for phrase in wording.vague_phrases(text):
            if kind == "statement" and phrase == "定期":
                continue  # how often stands in the measures
            yield field, f"空话“{phrase}”", "写清谁、做什么、多久一次，能写数字的写数字"


def _codes(entry: Entry, codes: Codes) -> Iterator[Said]:
    if entry.factor not in {factor.code for factor in codes.hazard_factors}:
        yield "factor", f"没有 {entry.factor} 这个代码", "GB/T 13861-2022 里的代码"
    elif len(entry.factor) < 4 and entry.factor in {factor.parent for factor in codes.hazard_factors}:
        yield "factor", f"{entry.factor} 太笼统", "下面四位或六位的代码"
    types = {kind.code for kind in codes.accident_types}
    for code in entry.accidents:
        if code not in types:
            yield "accidents", f"没有 {code} 这个代码", "GB 6441-2025 的代码，如 WSA10004"
    signs = {sign.id for sign in codes.signs}
    for sign in entry.signs:
        if sign not in signs:
            yield "signs", f"没有“{sign}”这个标志", "resources/signs/signs.yaml 里的 id"
    for basis in entry.basis:
        citation = codes.citation(basis.code)
        if citation is None:
            yield "basis", f"没有“{basis.code}”", "resources/codes/standards.csv 里的代码"
        elif citation.state is CitationState.SUPERSEDED:
            yield "basis", f"“{basis.code}”已被替代", f"改用 {citation.superseded_by or '现行的'}"


def _measures(entry: Entry, level: RiskLevel) -> Iterator[Said]:
    confirmed = [measure for measure in entry.measures if measure.confirmed]
    if len(confirmed) != 1:
        yield "measures", f"有 {len(confirmed)} 条写了 confirmed: true", "恰好一条"
    choices = [measure.either for measure in entry.measures if measure.either]
    for word in dict.fromkeys(choices):
        if choices.count(word) == 1:
            yield "measures", f"either“{word}”只写了一条", "任选其一的至少两条"
    taken = [Measure(m.id, m.kind, m.text, MeasureState.PLANNED) for m in entry.measures]
    for kind in missing_kinds(level, taken):
        yield "measures", f"{label(level)}缺少{label(kind)}", "至少一条"
    if {measure.kind for measure in entry.measures} == {MeasureKind.PPE}:
        yield "measures", "只有个体防护措施", "先写工程技术或管理措施"
    if level is RiskLevel.MAJOR and len(entry.grade.reason) < 12:
        yield "grade.reason", "重大风险的理由太短", "写清为什么是重大"


def _rounds(module: Module, entry: Entry) -> Iterator[Said]:
    often = (Frequency.SHIFT, Frequency.DAY)
    if module.header.kind is RiskPointKind.DUTY and dict(entry.check.rounds).get(ControlTier.POST) in often:
        yield "check.rounds", "管理事项让岗位每班检查", "部门或公司每月、每季度"
    order = list(Frequency)
    dense = [(tier, order.index(often)) for tier, often in entry.check.rounds if often is not Frequency.OCCASION]
    for (lower, lower_rank), (upper, upper_rank) in pairwise(dense):
        if upper_rank < lower_rank:
            yield "check.rounds", f"{label(upper)}比{label(lower)}查得还勤", "越往上越疏"


def _advice(entry: Entry) -> list[tuple[str, str]]:
    """Every text that tells somebody to do something."""
    advice = [("statement", entry.statement), ("look", entry.look)]
    advice += [(f"measures {measure.id}", measure.text) for measure in entry.measures]
    advice += [(f"measures {measure.id} card", measure.card) for measure in entry.measures if measure.card]
    advice += [("check.standard", entry.check.standard), ("check.method", entry.check.method)]
    advice += [("emergency", text) for text in entry.emergency]
    advice += [("ppe", text) for text in entry.ppe]
    advice += [("signs", _SIGN_ADVICE[sign]) for sign in entry.signs if sign in _SIGN_ADVICE]
    return advice


def _dangerous(context: str, advice: list[tuple[str, str]]) -> Iterator[Said]:
    for field, text in advice:
        for trap in traps_in(text, context):
            yield field, f"“{text}”{HARMFUL}", trap.why


def check_repetition(modules: list[Module]) -> list[Fault]:
    """No statement twice unless under one `same` key, and one wording per `same` key."""
    found: list[Fault] = []
    said: dict[str, Entry] = {}
    shared: dict[str, Entry] = {}
    for module in modules:
        keys: set[str] = set()
        for entry in module.entries:
            words = wording.normalised(entry.statement)
            first = said.setdefault(words, entry)
            if first is not entry and (entry.same is None or entry.same != first.same):
                problem = f"和 {first.id} 的问题一样"
                found.append(_fault(module, entry, "statement", problem, "换一个说法，或写同一个 same"))
            if entry.same is None:
                continue
            other = shared.setdefault(entry.same, entry)
            if entry.statement != other.statement:
                problem = f"same“{entry.same}”的写法和 {other.id} 不同"
                found.append(_fault(module, entry, "statement", problem, f"“{other.statement}”"))
            if entry.same in keys:
                found.append(_fault(module, entry, "same", f"“{entry.same}”在本模块里写了两次", "一个模块里一次"))
            keys.add(entry.same)
    return found


def check_trade(trade: Trade, catalogue: Catalogue, codes: Codes) -> list[Fault]:
    """Posts meet every module, and a large share of 重大 and 较大 is explained."""
    file = f"trades/{trade.id}.yaml"
    met = {module for post in trade.posts for module in post.modules}
    found = [
        Fault(file, trade.id, "posts", f"没有岗位碰到模块“{use.module}”", "写进至少一个岗位的 modules")
        for use in trade.modules
        if use.module not in met
    ]
    stats = trade_stats(trade, catalogue, codes)
    high = stats.count(RiskLevel.MAJOR) + stats.count(RiskLevel.CONSIDERABLE)
    if high * _SPREAD_FROM > stats.entries and not trade.spread:
        problem = f"{stats.entries} 条里有 {high} 条重大或较大"
        found.append(Fault(file, trade.id, "spread", problem, "写明为什么这么多"))
    for item in trade.majors:
        for word in wording.foreign_words(item.question):
            found.append(Fault(file, trade.id, f"major {item.id}", f"有英文“{word}”", "写中文"))
    return found
