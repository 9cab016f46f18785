"""Starting, resuming and finishing an identification."""

from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import Identification, SignOff, Step
from ymh_desktop.domain.moments import not_to_come
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.plans import refresh_plans
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.runs import PRINCIPAL, current


@dataclass(frozen=True, slots=True)
class StepText:
    """What a step is called and says at its head."""

    step: Step
    heading: str
    saying: str


STEPS = (
    StepText(Step.ENTERPRISE, "先认识一下您的企业", "填前面五项就能往下走，其余以后再补。"),
    StepText(Step.POSTS, "您是哪一行，有哪些岗位和设备", "勾上有的，没有的去掉；数量和地点可以改，还能自己加。"),
    StepText(
        Step.SITUATIONS,
        "有没有这些情况",
        "这些事一旦有，就可能是重大隐患，或者要当重大风险来管。拿不准就选“不清楚”，留着问专家。",
    ),
    StepText(Step.WALK, "到现场对着看一看", "做到了选“是”，没做到选“否”（会马上记成隐患），没有这东西选“不涉及”。"),
    StepText(Step.GRADING, "看看哪些风险大", "只列出较大、重大和答了“否”的；觉得不对可以改，等级会跟着变。"),
    StepText(Step.MEASURES, "靠什么防住，谁来管", "逐条回答：已落实、要新增、不适用。没有做到的不要写成已落实。"),
    StepText(Step.RESULT, "成果", "看看查出了什么，先打印什么，镇里可能会退回什么。"),
)


def start_or_resume(ports: Ports) -> Identification:
    """The unfinished run where it was left, or a new one."""
    with ports.units.write() as uow:
        found = current(uow)
        if found is not None:
            return found
        today = ports.clock.today()
        number = 1 + sum(1 for i in uow.identifications.all() if i.year == today.year)
        made = Identification(ports.new_id(), today.year, number, today, library_version=ports.library.version)
        uow.identifications.save(made)
        uow.commit()
        return made


def go_to(ports: Ports, identification_id: str, step: Step, cursor: str = "") -> Changes:
    """Remember where the user is, so that the next start comes back to this question."""
    with ports.units.write() as uow:
        run = uow.identifications.get(identification_id)
        uow.identifications.save(replace(run, step=step, reached=max(run.reached, step), cursor=cursor))
        return uow.commit()


def set_participants(ports: Ports, identification_id: str, post_id: str, names: tuple[str, ...]) -> Changes:
    """Who of this post took part in the walk."""
    with ports.units.write() as uow:
        run = uow.identifications.get(identification_id)
        others = tuple(pair for pair in run.participants if pair[0] != post_id)
        named = tuple((post_id, required_text("参与人姓名", name, 30)) for name in names if name.strip())
        uow.identifications.save(replace(run, participants=(*others, *named)))
        return uow.commit()


def sign_off(
    ports: Ports,
    identification_id: str,
    role: str,
    name: str,
    *,
    on: date | None = None,
    unit: str = "",
    speciality: str = "",
    certificate: str = "",
) -> Changes:
    """The owner's (principal) or the expert's sign-off. `role` is PRINCIPAL or EXPERT; raises UserError."""
    on = not_to_come("签字日期", on, ports.clock.today())
    with ports.units.write() as uow:
        run = uow.identifications.get(identification_id)
        sign = SignOff(
            role,
            required_text("签字人姓名", name, 30),
            on,
            optional_text("单位", unit, 60),
            optional_text("专业", speciality, 40),
            optional_text("证书号", certificate, 40),
        )
        others = tuple(s for s in run.sign_offs if s.role != role)
        uow.identifications.save(replace(run, sign_offs=(*others, sign)))
        return uow.commit()


def withdraw_sign_off(ports: Ports, identification_id: str, role: str) -> Changes:
    """Take a sign-off back; papers bear 草稿 again."""
    with ports.units.write() as uow:
        run = uow.identifications.get(identification_id)
        kept = tuple(s for s in run.sign_offs if s.role != role)
        uow.identifications.save(replace(run, sign_offs=kept, finished_on=None))
        return uow.commit()


def finish(ports: Ports, identification_id: str) -> Changes:
    """The run is done, and check plans are made from the register; raises UserError while the owner has not signed."""
    with ports.units.write() as uow:
        run = uow.identifications.get(identification_id)
        if run.signed_by(PRINCIPAL) is None:
            raise UserError("主要负责人还没有签字确认。", "请先在“签字确认”里填上主要负责人的姓名。")
        uow.identifications.save(replace(run, finished_on=ports.clock.today(), step=Step.RESULT))
        changes = uow.commit()
    return changes.joined(refresh_plans(ports))
