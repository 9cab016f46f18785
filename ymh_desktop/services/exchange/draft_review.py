"""A draft against what stands here, risk by risk: taken or kept as it is, each with a reason, in one transaction.

An expert's draft never replaces a firm's own work unseen, and a firm's draft never an expert's. What is taken brings
along what it hangs on: its risk point, the posts there, the people named for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.incoming import Decision
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.measures import Measure
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.services.draft_data import AuthorRole, Draft
from ymh_desktop.services.exchange.drafts import Difference, differences, draft_in
from ymh_desktop.services.exchange.incoming import Opened, TakenOver, proven_again, received
from ymh_desktop.services.exchange.kinds import Taking
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.reports.incoming import Jump
from ymh_desktop.services.risks import remove_hazard_in, series_of_code
from ymh_desktop.services.runs import EXPERT, latest


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one difference: taken, or kept as it is here. `reason` says why, for the other side to read."""

    take: bool
    reason: str = ""


def review_lines(ports: Ports, opened: Opened) -> tuple[Difference, ...]:
    """What the draft has otherwise than here, risk by risk; raises UserError for a file that is no draft."""
    draft = _draft(opened)
    with ports.units.read() as uow:
        return differences(draft, uow.hazards.all())


def settle_draft(ports: Ports, opened: Opened, choices: Mapping[str, Choice]) -> TakenOver:
    """Carry out what was chosen for every difference (hazard id → choice), all or nothing.

    An expert's signature comes along only when everything was taken: he signed for the whole. Raises UserError while
    a difference has no choice, or when the file was changed since it was opened.
    """
    file = proven_again(ports, opened)
    draft = draft_in(file)
    with ports.units.write() as uow:
        found = differences(draft, uow.hazards.all())
        open_ones = [each.title for each in found if each.hazard_id not in choices]
        if open_ones:
            raise UserError(
                f"还有 {len(open_ones)} 条没有定：{'、'.join(open_ones[:3])}。", "逐条选“采用”或“保留我的”。"
            )
        bringing = _Bringing(ports, uow, draft)
        taken = [each for each in found if choices[each.hazard_id].take]
        for each in taken:
            bringing.carry_out(each)
        signed = len(taken) == len(found) and _signature_came(uow, draft)
        words = _words(found, choices, signed=signed)
        taking = Taking((words,), (("去看风险清单", Jump("register")),), draft.note)
        uow.received_files.save(received(ports, file, opened, Decision.TAKEN, taking))
        return TakenOver(taking.words, taking.jumps, uow.commit())


def reasons_note(found: Iterable[Difference], choices: Mapping[str, Choice]) -> str:
    """The reasons as a note to send back with one's own draft: what was taken, what was kept, and why."""
    lines = []
    for each in found:
        choice = choices.get(each.hazard_id)
        if choice is not None and choice.reason.strip():
            lines.append(f"{'采用' if choice.take else '没有采用'}“{each.title}”：{choice.reason.strip()}")
    return "\n".join(lines)[:5000]


def _words(found: Iterable[Difference], choices: Mapping[str, Choice], *, signed: bool) -> str:
    found = tuple(found)
    taken = sum(1 for each in found if choices[each.hazard_id].take)
    said = f"逐条对照：采用 {taken} 条，保留自己的 {len(found) - taken} 条。"
    if signed:
        said += "专家签字一起采用。"
    note = reasons_note(found, {key: replace(each, reason=_reason(each)) for key, each in choices.items()})
    return f"{said}{note}" if note else said


def _reason(choice: Choice) -> str:
    return optional_text("理由", choice.reason, 200)


def _draft(opened: Opened) -> Draft:
    if "data/draft.json" not in opened.file.data:
        raise UserError("这个文件不是辨识初稿。", "请选专家或企业发来的初稿。")
    return draft_in(opened.file)


class _Bringing:
    """Takes single risks of a draft over, with what each hangs on."""

    def __init__(self, ports: Ports, uow: UnitOfWork, draft: Draft) -> None:
        self._ports, self._uow, self._draft = ports, uow, draft
        self._points = {point.id: point for point in draft.risk_points}
        self._posts = {post.id: post for post in draft.posts}
        self._people = {person.id: person for person in draft.people}

    def carry_out(self, each: Difference) -> None:
        """Add, replace or remove this risk."""
        if each.theirs is None:
            remove_hazard_in(self._uow, each.hazard_id)
            return
        if self._uow.risk_points.find(each.theirs.risk_point_id) is None:
            self._bring_point(self._points[each.theirs.risk_point_id])
        self._uow.hazards.save(self._fitting(each.theirs))

    def _bring_point(self, point: RiskPoint) -> None:
        for post_id in point.post_ids:
            if self._uow.posts.find(post_id) is None:
                post = self._posts[post_id]
                people = tuple(each for each in post.person_ids if self._person(each))
                self._uow.posts.save(
                    replace(
                        post,
                        code=self._free_code(post.code, {each.code for each in self._uow.posts.all()}),
                        department_id=self._department(post.department_id),
                        head_id=self._person(post.head_id),
                        person_ids=people,
                    )
                )
        code = self._free_code(point.code, {each.code for each in self._uow.risk_points.all()})
        self._uow.risk_points.save(
            replace(
                point,
                code=code,
                department_id=self._department(point.department_id),
                owner_id=self._person(point.owner_id),
            )
        )

    def _free_code(self, code: str, taken: set[str]) -> str:
        """The code of the draft where it is free here, else the next one of its series."""
        letter, series = code.partition("-")[0], series_of_code(code)
        while code in taken:
            code = f"{letter}-{self._uow.next_number(series):04d}"
        return code

    def _fitting(self, hazard: Hazard) -> Hazard:
        """Without what is not known here: people who are nobody's here, hidden dangers that were not sent."""
        return replace(
            hazard,
            measures=tuple(self._measure(each) for each in hazard.measures),
            judgements=tuple(self._judgement(each) for each in hazard.judgements),
            responsible=tuple((tier, who) for tier, who in hazard.responsible if self._person(who)),
        )

    def _measure(self, measure: Measure) -> Measure:
        return replace(measure, person_id=self._person(measure.person_id)) if measure.person_id else measure

    def _judgement(self, judgement: DirectJudgement) -> DirectJudgement:
        danger_id = judgement.hidden_danger_id
        known = danger_id is not None and self._uow.hidden_dangers.find(danger_id) is not None
        return judgement if known or danger_id is None else replace(judgement, hidden_danger_id=None)

    def _person(self, person_id: str | None) -> str | None:
        """The person here: known already, or brought along; None for nobody."""
        if person_id is None:
            return None
        if self._uow.people.find(person_id) is None:
            person = self._people.get(person_id)
            if person is None:
                return None
            self._uow.people.save(replace(person, department_id=self._department(person.department_id)))
        return person_id

    def _department(self, department_id: str | None) -> str | None:
        known = department_id is not None and self._uow.departments.find(department_id) is not None
        return department_id if known else None


def _signature_came(uow: UnitOfWork, draft: Draft) -> bool:
    """The expert's signature of the draft stands under our identification now."""
    run, theirs = latest(uow), draft.identification
    if draft.author.role is not AuthorRole.EXPERT or run is None or theirs is None:
        return False
    sign = theirs.signed_by(EXPERT)
    if sign is None or sign in run.sign_offs:
        return False
    others = tuple(each for each in run.sign_offs if each.role != EXPERT)
    uow.identifications.save(replace(run, sign_offs=(*others, sign)))
    return True
