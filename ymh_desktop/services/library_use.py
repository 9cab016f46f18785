"""From library entries to hazards of this enterprise."""

from datetime import date

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import GradingProfile, Marks
from ymh_desktop.domain.measures import Measure
from ymh_desktop.domain.risks import CheckItem, Hazard, RiskPoint
from ymh_desktop.knowledge.catalogue import NotInLibrary
from ymh_desktop.knowledge.model import Asking, Entry, Module, SuggestedGrade, Trade
from ymh_desktop.knowledge.statistics import needs_review
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.risks import profile_in_use


def module_of_entry(entry_id: str) -> str:
    """Entry ids begin with their module's id."""
    return entry_id.split(".", 1)[0]


def suggested(entry: Entry, trade: Trade | None) -> SuggestedGrade:
    """The library's grade for this entry in this trade."""
    for difference in trade.differences if trade else ():
        if difference.entry == entry.id and difference.grade is not None:
            return difference.grade
    return entry.grade


def asked_when(entry: Entry, trade: Trade | None) -> Asking:
    """Whether the first walk asks this entry in this trade."""
    for difference in trade.differences if trade else ():
        if difference.entry == entry.id and difference.ask is not None:
            return difference.ask
    return entry.ask


def library_entry(ports: Ports, entry_id: str | None) -> Entry | None:
    """The entry; None for the user's own hazards and for entries that are gone from the library."""
    if entry_id is None:
        return None
    try:
        return ports.library.module(module_of_entry(entry_id)).entry(entry_id)
    except (NotInLibrary, KeyError):
        return None


def trade_of(ports: Ports, trade_id: str | None) -> Trade | None:
    """The trade; None when none was chosen or the library no longer has it."""
    if trade_id is None:
        return None
    try:
        return ports.library.trade(trade_id)
    except NotInLibrary:
        return None


def library_marks(ports: Ports, profile: GradingProfile, entry_id: str | None, trade_id: str | None) -> Marks | None:
    """The library's suggestion in this trade as marks; None where `library_entry` is None."""
    entry = library_entry(ports, entry_id)
    return None if entry is None else ports.codes.marks_for(profile, suggested(entry, trade_of(ports, trade_id)))


def with_usual_grade(ports: Ports, hazard: Hazard, trade_id: str | None) -> Hazard:
    """Graded as before it was weakened, unless somebody touched the grade since."""
    profile = ports.codes.profile(hazard.grade.profile_id)
    usual = library_marks(ports, profile, hazard.entry_id, trade_id)
    if usual is not None and hazard.grade.marks == profile.raised(usual):
        return hazard.graded(profile.grade(usual, hazard.consequence))
    return hazard


def hazard_of(
    ports: Ports,
    entry: Entry,
    module: Module,
    point: RiskPoint,
    trade: Trade | None,
    profile: GradingProfile,
    today: date,
) -> Hazard:
    """A hazard as the library proposes it: every measure still unanswered."""
    marks = ports.codes.marks_for(profile, suggested(entry, trade))
    return Hazard(
        id=ports.new_id(),
        risk_point_id=point.id,
        title=entry.hazard,
        factor_code=entry.factor,
        accident_codes=entry.accidents,
        consequence=entry.consequence,
        grade=profile.grade(marks, entry.consequence),
        measures=tuple(Measure(ports.new_id(), m.kind, m.text, library_id=m.id) for m in entry.measures),
        check=CheckItem(entry.check.what, entry.check.standard, entry.check.method, entry.check.rounds),
        emergency=entry.emergency or module.emergency,
        ppe=entry.ppe or module.ppe,
        signs=entry.signs or module.signs,
        basis=tuple(basis.code for basis in entry.basis),
        entry_id=entry.id,
        identified_on=today,
        needs_review=needs_review(entry, ports.codes),
    )


def copy_entry(ports: Ports, entry_id: str, point_id: str) -> tuple[Hazard, Changes]:
    """Copy an entry into the register at a risk point, every measure still unanswered.

    Raises UserError when the risk point has it already, RecordGone or NotInLibrary when one of the two is gone.
    """
    module = ports.library.module(module_of_entry(entry_id))
    entry = next((entry for entry in module.entries if entry.id == entry_id), None)
    if entry is None:
        raise NotInLibrary(entry_id)
    with ports.units.write() as uow:
        point = uow.risk_points.get(point_id)
        if any(hazard.entry_id == entry_id for hazard in uow.hazards.of_point(point_id)):
            raise UserError(f"“{point.name}”里已经有这一条了。", "请到“风险清单”里看它，或者换一个风险点。")
        trade = trade_of(ports, the_enterprise(uow).trade_id)
        hazard = hazard_of(ports, entry, module, point, trade, profile_in_use(uow, ports), ports.clock.today())
        uow.hazards.save(hazard)
        return hazard, uow.commit()


def confirmed_measure(hazard: Hazard, entry: Entry) -> Measure | None:
    """The measure that the answer 是 proves; None when the user took it away."""
    proved = next((m.id for m in entry.measures if m.confirmed), None)
    return next((m for m in hazard.measures if m.library_id == proved), None)
