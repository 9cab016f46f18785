"""The enterprise, its people, departments and posts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ymh_desktop.domain.codes import AccidentEdition, credit_code
from ymh_desktop.domain.enterprise import (
    Department,
    DepartmentKind,
    Enterprise,
    Person,
    Post,
    optional_text,
    post_code,
    required_text,
)
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.tiers import TierScheme
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, UnitOfWork

MOST_PEOPLE = 9999
MOST_LETTERS = {"short_name": 20, "address": 100, "recipient": 60}
MOBILE_DIGITS = 11
PRINCIPAL, OFFICER = "principal", "officer"
LONGEST_DUTY = 30
DUTIES = {PRINCIPAL: "主要负责人", OFFICER: "安全员"}
SHORT_NUMBER = 6  # 119, 12350 and other service numbers
LOCAL_DIGITS = 7  # of the shortest number at which somebody can be reached: a landline without its area code


class NoEnterprise(UserError):
    """Nothing was entered yet."""

    def __init__(self) -> None:
        super().__init__("还没有填企业名称。", "请先在“风险辨识”的第 1 步填写。")


class InUse(UserError):
    """Something still refers to it."""


def the_enterprise(uow: UnitOfWork) -> Enterprise:
    """The enterprise of this data folder; raises NoEnterprise."""
    enterprise = uow.enterprise()
    if enterprise is None:
        raise NoEnterprise
    return enterprise


def save_enterprise(ports: Ports, fields: Mapping[str, str]) -> Changes:
    """Keep the fields of step 1 that are given: name, short_name, credit_code, address, headcount, report_phone,
    recipient.

    Raises UserError for the first field that cannot be right; a field that is absent stays as it is.
    """
    with ports.units.write() as uow:
        enterprise = uow.enterprise()
        if enterprise is None:
            enterprise = Enterprise(ports.new_id(), required_text("企业名称", fields.get("name", "")))
        for field, text in fields.items():
            enterprise = _with_field(enterprise, field, text)
        uow.save_enterprise(enterprise)
        return uow.commit()


def _with_field(enterprise: Enterprise, field: str, text: str) -> Enterprise:
    match field:
        case "name":
            return replace(enterprise, name=required_text("企业名称", text))
        case "short_name":
            return replace(enterprise, short_name=optional_text("简称", text, MOST_LETTERS[field]))
        case "credit_code":
            return replace(enterprise, credit_code=credit_code(text) if text.strip() else None)
        case "address":
            return replace(enterprise, address=optional_text("地址", text, MOST_LETTERS[field]))
        case "headcount":
            return replace(enterprise, headcount=headcount(text))
        case "report_phone":
            return replace(enterprise, report_phone=phone("报警或值班电话", text))
        case "recipient":
            return replace(enterprise, recipient=optional_text("报送给谁", text, MOST_LETTERS[field]))
        case _:
            raise KeyError(field)


def headcount(text: str) -> int | None:
    """How many people work here, None for an empty text; raises UserError."""
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= MOST_PEOPLE:
        raise UserError(f"人数“{text[:20]}”不是 1 到 {MOST_PEOPLE} 之间的整数。", "请只填数字，例如 10。")
    return int(text)


def phone(field: str, text: str) -> str:
    """A telephone number as typed, without letters; raises UserError. Empty is allowed."""
    text = optional_text(field, text, 30)
    if text and not all(char.isdigit() or char in "+-() 转" for char in text):
        raise UserError(f"“{field}”里有不是号码的字：{text}。", "请只填数字，分机可以写“转 8001”。")
    if text.isdecimal() and text.startswith("1") and MOBILE_DIGITS != len(text) > SHORT_NUMBER:
        raise UserError(f"手机号应是 {MOBILE_DIGITS} 位，现在是 {len(text)} 位。", "请对照着再输一遍。")
    return text


def persons_phone(field: str, text: str, known: str = "") -> str:
    """The number of somebody, which is never as short as 119; raises UserError. What is `known` already stays."""
    text = phone(field, text)
    digits = sum(char.isdigit() for char in text.split("转")[0])
    if text and text != known and digits < LOCAL_DIGITS:
        raise UserError(
            f"“{field}”只有 {digits} 位，打不通。",
            "请填 11 位手机号，或 7、8 位座机号；119 这样的填在“报警或值班电话”里。",
        )
    return text


def set_tiers(ports: Ports, scheme: TierScheme) -> Changes:
    """Which tiers the enterprise has."""
    return _change_enterprise(ports, tiers=scheme)


def set_accident_edition(ports: Ports, edition: AccidentEdition) -> Changes:
    """Which accident names papers print."""
    return _change_enterprise(ports, accident_edition=edition)


def set_grading_profile(ports: Ports, profile_id: str) -> Changes:
    """The method for gradings from now on; what was graded keeps its own. Raises KeyError for an unknown profile."""
    ports.codes.profile(profile_id)
    return _change_enterprise(ports, profile_id=profile_id)


def set_roles(ports: Ports, *, principal_id: str | None = None, officer_id: str | None = None) -> Changes:
    """Who is 主要负责人, who is the safety officer; None leaves it."""
    changed = {key: value for key, value in (("principal_id", principal_id), ("officer_id", officer_id)) if value}
    return _change_enterprise(ports, **changed)


def _change_enterprise(ports: Ports, **fields: Any) -> Changes:
    with ports.units.write() as uow:
        enterprise = replace(the_enterprise(uow), **fields)
        uow.save_enterprise(enterprise)
        _majors_follow(uow, enterprise)
        return uow.commit()


def _majors_follow(uow: UnitOfWork, enterprise: Enterprise) -> None:
    """Who answers for a 重大隐患 is always the 主要负责人 of today."""
    for danger in uow.hidden_dangers.still_open():
        if danger.is_major and danger.responsible_id != enterprise.principal_id:
            uow.hidden_dangers.save(replace(danger, responsible_id=enterprise.principal_id))


def person_named(uow: UnitOfWork, ports: Ports, name: str, phone_text: str = "", duty: str = "") -> Person:
    """The person of that name, made now if there is none; a phone or duty given now is added, never blanked."""
    name = required_text("姓名", name, 30)
    person = next((p for p in uow.people.all() if p.name == name and not p.left), None)
    number = persons_phone("电话", phone_text, person.phone if person else "")
    if person is None:
        person = Person(ports.new_id(), name, number, optional_text("职务", duty, LONGEST_DUTY))
    else:
        person = replace(person, phone=number or person.phone, duty=duty.strip() or person.duty)
    uow.people.save(person)
    return person


def name_leaders(
    ports: Ports, *, principal: tuple[str, str] | None = None, officer: tuple[str, str] | None = None
) -> Changes:
    """Step 1: (name, phone) of the owner and of the safety officer; the same name is the same person."""
    with ports.units.write() as uow:
        enterprise = the_enterprise(uow)
        if principal:
            enterprise = replace(enterprise, principal_id=person_named(uow, ports, *principal, "主要负责人").id)
        if officer:
            same = principal is not None and officer[0].strip() == principal[0].strip()
            duty = "" if same else "安全员"
            enterprise = replace(enterprise, officer_id=person_named(uow, ports, *officer, duty).id)
        uow.save_enterprise(enterprise)
        _majors_follow(uow, enterprise)
        return uow.commit()


def name_leader(ports: Ports, role: str, name: str, phone_text: str = "") -> Changes:
    """Step 1: who is PRINCIPAL or OFFICER. Other words for somebody whom nothing else names yet are a correction.

    So a name that is saved while it is still being typed leaves no half names among the people. An empty name changes
    nothing; who is both stays both.
    """
    if not name.strip():
        return Changes()
    with ports.units.write() as uow:
        enterprise = the_enterprise(uow)
        both = enterprise.principal_id is not None and enterprise.principal_id == enterprise.officer_id
        held = enterprise.principal_id if role == PRINCIPAL else None if both else enterprise.officer_id
        _correct_name(uow, uow.people.find(held) if held else None, required_text("姓名", name, 30))
        person = person_named(uow, ports, name, phone_text)
        if not person.duty:
            uow.people.save(replace(person, duty=DUTIES[role]))
        if role == PRINCIPAL:
            enterprise = replace(enterprise, principal_id=person.id)
        if role == OFFICER or both:
            enterprise = replace(enterprise, officer_id=person.id)
        uow.save_enterprise(enterprise)
        _majors_follow(uow, enterprise)
        return uow.commit()


def _correct_name(uow: UnitOfWork, held: Person | None, name: str) -> None:
    if held is None or held.name == name or named_elsewhere(uow, held.id, following=False):
        return
    if all(p.name != name or p.left for p in uow.people.all()):
        uow.people.save(replace(held, name=name))
    elif not held.phone and held.duty in DUTIES.values():  # half a name, saved on the way to somebody known
        uow.people.remove(held.id)


def officer_is_principal(ports: Ports, same: bool) -> Changes:
    """Step 1: one person for both, or two again (then nobody is the safety officer until named)."""
    with ports.units.write() as uow:
        enterprise = the_enterprise(uow)
        if same:
            enterprise = replace(enterprise, officer_id=enterprise.principal_id)
        elif enterprise.officer_id == enterprise.principal_id:
            enterprise = replace(enterprise, officer_id=None)
        uow.save_enterprise(enterprise)
        return uow.commit()


def named_elsewhere(uow: UnitOfWork, person_id: str, *, following: bool = True) -> bool:
    """Whether some record other than the enterprise names this person.

    With `following` False, open major hidden dangers do not count: they go to whoever is 主要负责人.
    """
    return (
        any(d.head_id == person_id for d in uow.departments.all())
        or any(p.head_id == person_id or person_id in p.person_ids for p in uow.posts.all())
        or any(p.owner_id == person_id for p in uow.risk_points.all())
        or uow.hidden_dangers.names(person_id, following=following)
        or any(person_id in dict(h.responsible).values() for h in uow.hazards.all())
        or any(m.person_id == person_id for h in uow.hazards.all() for m in h.measures)
        or any(plan.person_id == person_id for plan in uow.check_plans.all())
        or uow.inspections.names(person_id)
        or uow.demands.names(person_id)
        or uow.phone_entries.names(person_id)
        or _in_training(uow, person_id)
        or _in_assessments(uow, person_id)
    )


def _in_assessments(uow: UnitOfWork, person_id: str) -> bool:
    """Whether a self-assessment, one of its tasks, a handover, or a sheet on a wall names this person."""
    said = uow.self_assessments.all()
    return (
        any(person_id == each.by_id for each in said)
        or any(person_id == one.person_id for each in said for one in each.answers)
        or any(person_id in (each.from_id, each.to_id) for each in uow.handovers.all())
        or any(person_id == each.by_id for each in uow.postings.all())
    )


def _in_training(uow: UnitOfWork, person_id: str) -> bool:
    """Whether a sign-in sheet, a receipt, an answer, a reward or something that falls due names this person."""
    return (
        any(one.person_id == person_id for each in uow.trainings.all() for one in each.attended)
        or any(each.person_id == person_id for each in uow.card_receipts.all())
        or any(each.person_id == person_id for each in uow.quiz_results.all())
        or any(person_id in (each.person_id, each.decided_by_id) for each in uow.awards.all())
        or any(person_id in (each.person_id, *(one.by_id for one in each.rounds)) for each in uow.renewals.all())
    )


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """What step 1 shows; everything None before the first word."""

    enterprise: Enterprise | None
    principal: Person | None
    officer: Person | None


def firm_facts(ports: Ports) -> FirmFacts:
    """The enterprise with its two leaders."""
    with ports.units.read() as uow:
        enterprise = uow.enterprise()
        if enterprise is None:
            return FirmFacts(None, None, None)
        found = tuple(uow.people.find(i) if i else None for i in (enterprise.principal_id, enterprise.officer_id))
        return FirmFacts(enterprise, *found)


def add_person(
    ports: Ports, name: str, phone_text: str = "", duty: str = "", department_id: str | None = None
) -> tuple[Person, Changes]:
    """A person who can be responsible; the same name again is the same person."""
    with ports.units.write() as uow:
        person = person_named(uow, ports, name, phone_text, duty)
        if department_id:
            person = replace(person, department_id=department_id)
            uow.people.save(person)
        return person, uow.commit()


def edit_person(
    ports: Ports, person_id: str, *, name: str, phone_text: str, duty: str, department_id: str | None = None
) -> Changes:
    """Keep what was typed for this person."""
    with ports.units.write() as uow:
        person = uow.people.get(person_id)
        uow.people.save(
            replace(
                person,
                name=required_text("姓名", name, 30),
                phone=persons_phone("电话", phone_text, person.phone),
                duty=optional_text("职务", duty, LONGEST_DUTY),
                department_id=department_id,
            )
        )
        return uow.commit()


def person_left(ports: Ports, person_id: str) -> Changes:
    """The person left: no longer offered, still named in old records; raises InUse while something is theirs."""
    with ports.units.write() as uow:
        person = uow.people.get(person_id)
        enterprise = uow.enterprise()
        if enterprise and person_id in (enterprise.principal_id, enterprise.officer_id):
            raise InUse(f"{person.name}还是主要负责人或安全员。", "请先在“设置”里换人，再标记离职。")
        open_ones = [d for d in uow.hidden_dangers.still_open() if d.responsible_id == person_id]
        if open_ones:
            raise InUse(f"{person.name}还有 {len(open_ones)} 条隐患没有整改完。", "请先把这些隐患交给别人。")
        if heads := _heads(uow, person_id):
            raise InUse(f"{person.name}还是这些地方的负责人：{'、'.join(heads[:5])}。", "请先换成别人，再标记离职。")
        uow.people.save(replace(person, left=True))
        return uow.commit()


def _heads(uow: UnitOfWork, person_id: str) -> list[str]:
    """The departments, posts and risk points that this person answers for: their papers print the name."""
    points = {point.id: point for point in uow.risk_points.all()}
    mine = [d.name for d in uow.departments.all() if d.head_id == person_id]
    mine += [p.name for p in uow.posts.all() if p.head_id == person_id]
    mine += [point.name for point in points.values() if point.owner_id == person_id]
    mine += [points[h.risk_point_id].name for h in uow.hazards.all() if person_id in (who for _, who in h.responsible)]
    return list(dict.fromkeys(mine))


def add_department(ports: Ports, name: str, kind: DepartmentKind, head_id: str | None = None) -> Changes:
    """A department, workshop or team; raises UserError when the name exists."""
    with ports.units.write() as uow:
        name = _free_department_name(uow, name)
        uow.departments.save(Department(ports.new_id(), name, kind, None, head_id))
        return uow.commit()


def edit_department(
    ports: Ports, department_id: str, *, name: str, kind: DepartmentKind, head_id: str | None
) -> Changes:
    """Keep what was typed for this department."""
    with ports.units.write() as uow:
        department = uow.departments.get(department_id)
        name = _free_department_name(uow, name, department_id)
        uow.departments.save(replace(department, name=name, kind=kind, head_id=head_id))
        return uow.commit()


def _free_department_name(uow: UnitOfWork, name: str, own_id: str | None = None) -> str:
    name = required_text("名称", name, 30)
    if any(d.name == name and d.id != own_id for d in uow.departments.all()):
        raise UserError(f"已经有“{name}”了。", "请换一个名称，或直接用原来的。")
    return name


def remove_department(ports: Ports, department_id: str) -> Changes:
    """Take it away; raises InUse while a post or a risk point belongs to it. Its people simply have none then."""
    with ports.units.write() as uow:
        department = uow.departments.get(department_id)
        posts = [p.name for p in uow.posts.all() if p.department_id == department_id]
        points = [p.name for p in uow.risk_points.all() if p.department_id == department_id]
        if posts or points:
            raise InUse(f"“{department.name}”还管着：{'、'.join((posts + points)[:5])}。", "请先把它们移到别的部门。")
        for person in uow.people.all():
            if person.department_id == department_id:
                uow.people.save(replace(person, department_id=None))
        for below in uow.departments.all():
            if below.parent_id == department_id:
                uow.departments.save(replace(below, parent_id=department.parent_id))
        uow.departments.remove(department_id)
        return uow.commit()


def add_post(
    ports: Ports,
    name: str,
    *,
    work: str = "",
    place: str = "",
    headcount: int = 1,
    department_id: str | None = None,
    head_id: str | None = None,
) -> tuple[Post, Changes]:
    """The user's own post; raises UserError when a post of that name exists at that place."""
    with ports.units.write() as uow:
        post = new_post(uow, ports, name, work=work, place=place, headcount=headcount)
        if department_id or head_id:
            post = replace(post, department_id=department_id, head_id=head_id)
            uow.posts.save(post)
        return post, uow.commit()


def new_post(
    uow: UnitOfWork,
    ports: Ports,
    name: str,
    *,
    work: str = "",
    place: str = "",
    headcount: int = 1,
    library_id: str | None = None,
) -> Post:
    """A post with the next code, saved in this unit of work."""
    name, place = _free_post_name(uow, name, place)
    code = post_code(uow.next_number("post"))
    work = optional_text("工作内容", work, 100)
    post = Post(ports.new_id(), code, name, work, place, max(1, headcount), library_id=library_id)
    uow.posts.save(post)
    return post


def _free_post_name(uow: UnitOfWork, name: str, place: str, own_id: str | None = None) -> tuple[str, str]:
    name, place = required_text("岗位名称", name, 30), optional_text("工作地点", place, 30)
    if any(p.name == name and p.place == place and p.id != own_id for p in uow.posts.all()):
        raise UserError(f"已经有岗位“{name}”了。", "同名岗位请写上不同的地点，例如“二车间”。")
    return name, place


def edit_post(ports: Ports, post: Post) -> Changes:
    """Keep an edited post; its code cannot change."""
    with ports.units.write() as uow:
        known = uow.posts.get(post.id)
        name, place = _free_post_name(uow, post.name, post.place, post.id)
        uow.posts.save(
            replace(
                post,
                code=known.code,
                name=name,
                work=optional_text("工作内容", post.work, 100),
                place=place,
                headcount=max(1, post.headcount),
            )
        )
        return uow.commit()


def remove_post(ports: Ports, post_id: str) -> Changes:
    """Take the post away; risk points stay and merely no longer name it."""
    with ports.units.write() as uow:
        uow.posts.get(post_id)
        forget_post(uow, post_id)
        uow.posts.remove(post_id)
        return uow.commit()


def forget_post(uow: UnitOfWork, post_id: str) -> None:
    """No risk point names this post any longer."""
    for point in uow.risk_points.all():
        if post_id in point.post_ids:
            uow.risk_points.save(replace(point, post_ids=tuple(p for p in point.post_ids if p != post_id)))
