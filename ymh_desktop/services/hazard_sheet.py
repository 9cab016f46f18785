"""One hazard with everything that its page shows, and the user's own risks."""

from dataclasses import dataclass, field, replace

from ymh_desktop.domain.codes import CitationState, HazardFactor
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import GradingProfile, Marks
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.services.book import Book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.risks import add_hazard_in, answer_measures, new_point, profile_in_use
from ymh_desktop.services.situation_ties import Unmet, unmet_measures


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that a hazard cites. `warning` is 已被替代… or 待核对, empty when all is well."""

    code: str
    title: str
    warning: str


@dataclass(frozen=True, slots=True)
class TierPerson:
    """Who answers at a tier: `person_id` was named for this hazard, `usual` is whose duty it is otherwise."""

    tier: ControlTier
    person_id: str | None
    usual: str


@dataclass(frozen=True, slots=True)
class HazardSheet:
    """A consistent look at one hazard. `profile` is the method it is graded with.

    `least` is the tier that its level asks for; `tiers` are the existing ones from there upwards.
    """

    hazard: Hazard
    point: RiskPoint
    profile: GradingProfile
    tier: ControlTier
    least: ControlTier
    tiers: tuple[ControlTier, ...]
    responsible: tuple[TierPerson, ...]
    accidents: tuple[str, ...]
    factor: str
    basis: tuple[Basis, ...]
    dangers: tuple[HiddenDanger, ...]
    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    unmet: Unmet = field(default_factory=dict)

    def danger_against(self, measure_id: str) -> HiddenDanger | None:
        """The open hidden danger that says this measure is not there."""
        return self.unmet.get((self.hazard.id, measure_id))


def hazard_sheet(ports: Ports, hazard_id: str) -> HazardSheet:
    """Read one hazard; raises RecordGone."""
    with ports.units.read() as uow:
        hazard = uow.hazards.get(hazard_id)
        book = Book.of(ports, uow, (uow.risk_points.get(hazard.risk_point_id),), (hazard,))
        dangers = _dangers_of(uow, hazard)
        unmet = unmet_measures(ports, (hazard,), dangers, book.enterprise.trade_id)
    point, scheme = book.points[0], book.enterprise.tiers
    least = scheme.controls(hazard.level)
    named, unnamed = dict(hazard.responsible), replace(hazard, responsible=())
    tier = book.tier_of(hazard)
    bound = tuple(t for t in reversed(scheme.existing) if t <= tier)
    return HazardSheet(
        hazard,
        point,
        ports.codes.profile(hazard.grade.profile_id),
        tier,
        least,
        tuple(t for t in scheme.existing if t >= least),
        tuple(TierPerson(t, named.get(t), _name(book.responsible(unnamed, t))) for t in bound),
        book.accident_names(hazard),
        ports.codes.hazard_factor(hazard.factor_code).name if hazard.factor_code else "还没选",
        tuple(basis_of(ports, code) for code in hazard.basis),
        dangers,
        tuple(book.people.values()),
        book.posts,
        unmet,
    )


def _dangers_of(uow: UnitOfWork, hazard: Hazard) -> tuple[HiddenDanger, ...]:
    """Those found at it, and those of elsewhere that lifted it too."""
    own = uow.hidden_dangers.of_hazard(hazard.id)
    named = dict.fromkeys(j.hidden_danger_id for j in hazard.judgements if j.hidden_danger_id)
    lifting = (uow.hidden_dangers.find(key) for key in named if key not in {d.id for d in own})
    return (*own, *(danger for danger in lifting if danger is not None))


def _name(person: Person | None) -> str:
    return person.name if person else ""


def basis_of(ports: Ports, code: str) -> Basis:
    """A cited document with its title and what to warn about."""
    return basis_in(ports.codes, code)


def basis_in(codes: Codes, code: str) -> Basis:
    """The same from the code lists alone."""
    found = codes.citation(code)
    if found is None:
        return Basis(code, "", label(CitationState.UNKNOWN))
    if found.state is CitationState.SUPERSEDED:
        successor = f"，现在用 {found.superseded_by}" if found.superseded_by else ""
        return Basis(found.code, found.title, f"{label(found.state)}{successor}")
    return Basis(found.code, found.title, "" if found.checked else label(CitationState.UNKNOWN))


def answer_measure(ports: Ports, hazard_id: str, measure_id: str, state: MeasureState) -> Changes:
    """已落实 / 要新增 / 不适用 for one measure; raises UserError while a hidden danger says that it is not there."""
    danger = hazard_sheet(ports, hazard_id).danger_against(measure_id)
    if state is MeasureState.IN_PLACE and danger is not None:
        then = "这一条会自动变成已落实" if danger.measure_id == measure_id else "再回来答这一条"
        raise UserError(f"隐患 {danger.code} 还没有销号，不能写成已落实。", f"改好以后到“隐患整改”里销号，{then}。")
    return answer_measures(ports, {(hazard_id, measure_id): state})


def leaf_factors(ports: Ports) -> tuple[tuple[HazardFactor, str], ...]:
    """The factors that can be chosen, each with the name of the group it stands in."""
    factors = ports.codes.hazard_factors
    parents = {factor.parent for factor in factors}
    names = {factor.code: factor.name for factor in factors}
    return tuple((f, names.get(f.parent or "", "")) for f in factors if f.code not in parents)


@dataclass(frozen=True, slots=True)
class NewPoint:
    """A risk point that is made together with its first hazard."""

    name: str
    kind: RiskPointKind
    place: str = ""
    post_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskForm:
    """What somebody is asked before a risk of his own can be added."""

    profile: GradingProfile
    points: tuple[RiskPoint, ...]
    posts: tuple[Post, ...]


def risk_form(ports: Ports) -> RiskForm:
    """The risk points and posts there are; raises NoEnterprise."""
    with ports.units.read() as uow:
        return RiskForm(profile_in_use(uow, ports), uow.risk_points.all(), uow.posts.all())


def add_risk(
    ports: Ports,
    point: str | NewPoint,
    title: str,
    *,
    factor_code: str,
    accident_codes: tuple[str, ...],
    consequence: str,
    marks: Marks,
) -> tuple[Hazard, Changes]:
    """The user's own hazard at a risk point, known by its id or made in the same transaction; raises UserError."""
    with ports.units.write() as uow:
        the_enterprise(uow)
        if isinstance(point, NewPoint):
            made = new_point(uow, ports, point.name, point.kind, place=point.place, post_ids=point.post_ids)
        else:
            made = uow.risk_points.get(point)
        hazard = add_hazard_in(
            uow,
            ports,
            made,
            title,
            factor_code=factor_code,
            accident_codes=accident_codes,
            consequence=consequence,
            marks=marks,
        )
        return hazard, uow.commit()
