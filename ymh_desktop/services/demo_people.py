"""The people of the sample enterprise: at which posts, what they signed and answered, trainings, rewards, due days.

Everything goes through the same use cases as a user's; every name and number is made up.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from ymh_desktop.domain.awards import AwardKind
from ymh_desktop.domain.change_notes import ChangeKind
from ymh_desktop.domain.receipts import HowProved
from ymh_desktop.domain.renewals import DRILL, SPECIAL_CERTIFICATE
from ymh_desktop.domain.training import Attendance, TestOutcome, TrainingKind
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.training import awards, proofs, reidentify, renewals, tasks, trainings
from ymh_desktop.services.training.tasks import PersonTicks

_AT = {
    "王建国": ("安全员（办公室）",),
    "李秀英": ("安全员（办公室）", "仓管员"),
    "张大勇": ("木工（刨料）", "开料工"),
    "赵师傅": ("喷漆工",),
    "刘强": ("电工（维修工）", "排钻工"),
}
_NEW = {"孙小梅": "封边工", "周铁柱": "砂光工", "吴国庆": "组装工", "郑海涛": "喷漆工", "何玉兰": "仓管员"}
_RULES = ("report-danger", "month-clean", "quiz-all", "no-check", "no-ppe")
_NOT_SIGNED, _HALF_RIGHT = "赵师傅", "刘强"
_NEW_AFTER, _NEAR_MISS_AFTER = 14, 210  # days
_EXPIRES_AFTER = 356  # days: the electrician's certificate runs out just before the year is over
_NEAR_MISS = "开料锯退料时木条弹出来，擦着人过去"


def begin(ports: Ports) -> None:
    """The five people of the first day: placed, most of them signed and asked; a year is planned."""
    people = _ids(ports)
    posts = _posts(ports)
    for name, at in _AT.items():
        proofs.place_person(ports, people[name], [posts[post] for post in at if post in posts])
    for line in tasks.everybody(ports).lines:
        _prove(ports, line, signs=line.person.name != _NOT_SIGNED, half=line.person.name == _HALF_RIGHT)
    for rule in _RULES:
        awards.adopt_rule(ports, rule)
    _first_training(ports, people)
    trainings.plan_usual_year(ports)
    _renewals(ports, people)


def live_on(ports: Ports, began: date, day: date, *, first_of_month: bool) -> None:
    """What happens with the people on one day of the sample year; `first_of_month`: its first working day."""
    gone = (day - began).days
    with ports.units.read() as uow:
        newcomers_here = any(person.name in _NEW for person in uow.people.all())
        near_miss_known = bool(uow.change_notes.all())
    if gone >= _NEW_AFTER and not newcomers_here:
        _newcomers(ports)
    if gone >= _NEAR_MISS_AFTER and not near_miss_known:
        _near_miss(ports)
    _hold_what_is_due(ports, day)
    _renew_what_is_due(ports, day)
    if first_of_month:
        _catch_up(ports)
        _month_of_awards(ports, day)


def _ids(ports: Ports) -> dict[str, str]:
    with ports.units.read() as uow:
        return {person.name: person.id for person in uow.people.all() if not person.left}


def _posts(ports: Ports) -> dict[str, str]:
    with ports.units.read() as uow:
        return {post.name: post.id for post in uow.posts.all()}


def _prove(ports: Ports, line: PersonTicks, *, signs: bool = True, half: bool = False) -> None:
    """Sign for what is not signed, answer what was not answered rightly."""
    for proof in line.posts:
        if proof.lesson is None:
            continue
        if signs and proof.receipt is None:
            proofs.sign_for_card(ports, line.person.id, proof.post.id)
        if signs and (proof.result is None or not proof.result.all_right):
            key = proofs.post_quiz(ports, proof.post.id).key
            letters = f"{key[:2]}-" if half else key
            proofs.answer_questions(ports, line.person.id, proof.post.id, letters, how=HowProved.PAPER)


def _first_training(ports: Ports, people: dict[str, str]) -> None:
    made, _ = trainings.plan_training(
        ports,
        ports.codes.suggested_trainings[0].topic,
        ports.clock.today(),
        kind=TrainingKind.PRINCIPLES,
        teacher="李秀英",
        place="木工区",
        content=ports.codes.suggested_trainings[0].content,
    )
    there = [person_id for name, person_id in people.items() if name != _NOT_SIGNED]
    trainings.hold_training(ports, made.id, [Attendance(each, TestOutcome.PASSED) for each in there])


def _renewals(ports: Ports, people: dict[str, str]) -> None:
    today = ports.clock.today()
    officer = people["李秀英"]

    def add(kind: str, days: int, title: str = "", person: str = officer, number: str = "", issuer: str = "") -> None:
        due = today + timedelta(days=days)
        renewals.add_renewal(ports, kind, due, title=title, person_id=person, number=number, issuer=issuer)

    add(SPECIAL_CERTIFICATE, _EXPIRES_AFTER, "低压电工作业证", people["刘强"], "T4101000000000001", "示例市应急管理局")
    add("leader-certificate", 150, "安全员培训合格证", officer, "AQ-0001")
    add("vessel-inspection", 25, "空压机储气罐定期检验", number="容17豫示例00001", issuer="示例市特检所")
    add("safety-valve", 25, "储气罐安全阀校验")
    add("extinguisher-check", 12, "12 具灭火器检查")
    add(DRILL, 40, "喷漆房火灾疏散演练")
    add("injury-insurance", 200, "工伤保险（10 人）")
    add("contract", 90, "废漆渣处置合同", number="HT-01")


def _newcomers(ports: Ports) -> None:
    posts = _posts(ports)
    for name, post in _NEW.items():
        if post in posts:
            tasks.add_people(ports, name, posts[post])
    made, _ = trainings.plan_training(
        ports,
        "新员工上岗前安全培训",
        ports.clock.today(),
        kind=TrainingKind.ENTRY,
        hours=Decimal(24),
        teacher="李秀英",
        content="厂里的规矩、本岗位告知卡、检查表怎么打勾、出事怎么办；师傅带着干",
    )
    new = [person_id for name, person_id in _ids(ports).items() if name in _NEW]
    trainings.hold_training(ports, made.id, [Attendance(each, TestOutcome.PASSED) for each in new])
    for line in tasks.everybody(ports).lines:
        if line.person.name in _NEW:
            _prove(ports, line)


def _hold_what_is_due(ports: Ports, day: date) -> None:
    """Trainings are held on their day or the first working day after it; now and then somebody is away."""
    found = trainings.training_list(ports)
    for line in found.lines:
        if line.training.waiting and line.training.planned_on <= day:
            invited = [p.id for p in found.invited(line.training) if not _one_in(f"{line.training.code}{p.name}", 8)]
            if invited:
                attended = [Attendance(each, TestOutcome.PASSED) for each in invited]
                trainings.hold_training(ports, line.training.id, attended, on=day)


def _renew_what_is_due(ports: Ports, day: date) -> None:
    """Most things are renewed three days before; every seventh only a week late, the certificate not at all."""
    for line in renewals.due_now(ports):
        if line.renewal.kind == SPECIAL_CERTIFICATE:
            continue
        late = _one_in(f"{line.renewal.title}{line.renewal.due_on}", 7)
        if line.days <= (-7 if late else 3):
            renewals.renew(ports, line.renewal.id, done_on=day, by_id=line.renewal.person_id)


def _catch_up(ports: Ports) -> None:
    """Once a month the officer goes round with the cards that changed and the questions that were answered wrongly."""
    for line in tasks.everybody(ports).lines:
        if not (line.signed.yes and line.answered.yes):
            _prove(ports, line, half=_one_in(f"{line.person.name}{ports.clock.today()}", 6))


def _month_of_awards(ports: Ports, day: date) -> None:
    people = _ids(ports)
    names = sorted(people)
    boss = people["王建国"]
    rules = [rule for rule in awards.award_sheet(ports).rules if rule.in_force]
    rewards = [rule for rule in rules if rule.kind is AwardKind.REWARD]
    penalties = [rule for rule in rules if rule.kind is AwardKind.PENALTY]
    good, for_what = names[_pick(f"{day}-good", len(names))], rewards[_pick(f"{day}-what", len(rewards))]
    awards.give_award(ports, rule_id=for_what.id, person_id=people[good], decided_by_id=boss)
    if day.month % 3 == 0:
        hands = [name for name in names if name not in ("王建国", "李秀英")]
        bad = hands[_pick(f"{day}-bad", len(hands))]
        against = penalties[_pick(f"{day}-against", len(penalties))]
        awards.give_award(ports, rule_id=against.id, person_id=people[bad], decided_by_id=boss)


def _near_miss(ports: Ports) -> None:
    reidentify.note_change(ports, ChangeKind.NEAR_MISS, _NEAR_MISS, place="开料区", cause="锯片钝、没用压料板")
    found: Sequence[reidentify.Reason] = reidentify.reidentification(ports).reasons
    reason = next(each for each in found if each.what == _NEAR_MISS)
    reidentify.answer_reason(ports, reason, "开料锯已单独评过：换锯片，补压料板，重新讲了规程")


def _pick(key: str, of: int) -> int:
    """A number below `of` that looks like chance and is the same every time."""
    return int.from_bytes(sha256(key.encode()).digest()[:6]) % of


def _one_in(key: str, of: int) -> bool:
    return _pick(key, of) == 0
