"""设置: the enterprise's fields, who leads, how risks are graded, which tiers there are, which names papers print."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.codes import AccidentEdition, credit_code
from ymh_desktop.domain.enterprise import Enterprise, optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import GradingProfile, Method, plain
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.tiers import ControlTier, TierScheme
from ymh_desktop.services import branding
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.enterprise import OFFICER, PRINCIPAL
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.staff import Staff, staff
from ymh_desktop.services.statistics import monthly_wanted, set_monthly_wanted
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import FIRM, Unkept

Failed = Callable[[UserError], None]
LABELS = {
    "name": "企业名称",
    "short_name": "简称",
    "credit_code": "统一社会信用代码",
    "headcount": "人数",
    "address": "地址",
    "report_phone": "报警或值班电话",
    "recipient": "报送给谁",
}
SAME_AS_BEFORE = "改了以后，新定的级用新方法；以前定过的级不变。"
_LOOKS_AT = {
    Method.LEC: "可能性、多久碰到、后果",
    Method.LS: "可能性、后果",
    Method.MES: "防得怎么样、多久碰到、后果",
}
_TIER_WORDS = {
    ControlTier.COMPANY: "公司",
    ControlTier.DEPARTMENT: "车间（部门）",
    ControlTier.TEAM: "班组",
    ControlTier.POST: "岗位",
}
EDITIONS = (
    (AccidentEdition.Y2025, "用新名称", "2025 年新国家标准的叫法，例如“机械致害”"),
    (AccidentEdition.Y1986, "用旧名称", "镇里发的表还是旧叫法时选它，例如“机械伤害”"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the page shows."""

    enterprise: Enterprise | None
    staff: Staff
    monthly: bool = False
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """A grading method that may be chosen."""

    id: str
    name: str
    note: str


def known(ports: Ports) -> Known:
    """Read it."""
    with ports.units.read() as uow:
        enterprise = uow.enterprise()
    return Known(enterprise, staff(ports), monthly_wanted(ports), branding.logo(ports))


def check(field: str, words: str) -> None:
    """Raises UserError when the text of this field cannot be right."""
    match field:
        case "credit_code":
            credit_code(words)
        case "headcount":
            firm.headcount(words)
        case "report_phone":
            firm.phone(LABELS[field], words)
        case "name":
            required_text(LABELS[field], words)
        case _:
            optional_text(LABELS[field], words, firm.MOST_LETTERS[field])


def profile_choices(profiles: tuple[GradingProfile, ...]) -> tuple[ProfileChoice, ...]:
    """The methods that are offered, with what each looks at and the numbers at which the level changes."""
    return tuple(
        ProfileChoice(profile.id, profile.name, f"{_LOOKS_AT[profile.method]}；{_thresholds(profile)}")
        for profile in profiles
        if profile.enabled
    )


def _thresholds(profile: GradingProfile) -> str:
    return f"{'、'.join(plain(least) for _, least in profile.thresholds)}分为界"


def who_controls(scheme: TierScheme) -> tuple[tuple[RiskLevel, str], ...]:
    """Level by level who answers for it, worst first; what goes up because a tier is missing is said."""
    usual = TierScheme(team=True, department=True)
    lines = []
    for level in sorted(RiskLevel, reverse=True):
        tier = scheme.controls(level)
        words = f"由{_TIER_WORDS[tier]}负责管"
        if tier is not usual.controls(level):
            words += f"（没有{_TIER_WORDS[usual.controls(level)]}这一级，往上提）"
        lines.append((level, words))
    return tuple(lines)


class SettingsModel(QObject):
    """Every choice is kept at once; a page reads on every visit and when records change."""

    loaded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._known = Known(None, Staff((), (), (), {}, {}, {}))
        self._unkept = Unkept(context, FIRM)

    def load(self) -> None:
        """Read anew."""
        self._unkept.load()
        self._context.tasks.run(partial(known, self._context.ports), self._came)

    @property
    def profiles(self) -> tuple[ProfileChoice, ...]:
        """The grading methods on offer."""
        return profile_choices(self._context.ports.codes.profiles())

    @property
    def profile_id(self) -> str:
        """The method in use, empty before there is an enterprise."""
        return self._known.enterprise.profile_id if self._known.enterprise else ""

    @property
    def tiers(self) -> TierScheme:
        """Which tiers there are."""
        return self._known.enterprise.tiers if self._known.enterprise else TierScheme()

    @property
    def edition(self) -> AccidentEdition:
        """Which accident names papers print."""
        return self._known.enterprise.accident_edition if self._known.enterprise else AccidentEdition.Y2025

    @property
    def monthly(self) -> bool:
        """Whether the department asks for statistics every month."""
        return self._known.monthly

    @property
    def logo(self) -> bytes | None:
        """The firm's mark as JPEG; None without one."""
        return self._known.logo

    def value(self, field: str) -> str:
        """The text of a field as it is kept."""
        return str(getattr(self._known.enterprise, field, None) or "")

    def unkept(self, field: str) -> str:
        """What was written there and could not be kept, empty for nothing."""
        return self._unkept.words(field)

    def leader(self, role: str) -> str | None:
        """Who holds this role, by id."""
        enterprise = self._known.enterprise
        if enterprise is None:
            return None
        return enterprise.principal_id if role == PRINCIPAL else enterprise.officer_id

    def people(self, role: str) -> tuple[tuple[str, str], ...]:
        """Who may hold it."""
        return self._known.staff.offered(self.leader(role))

    # ---- changes ---------------------------------------------------------------------------------------------------

    def settle(self, field: str, words: str, failed: Failed) -> None:
        """Keep one field."""
        work = partial(firm.save_enterprise, self._context.ports, {field: words})

        def refused(error: UserError) -> None:
            self._unkept.keep(field, words)
            failed(error)

        self._save(work, f"修改{LABELS[field]}", refused, then=lambda _: self._unkept.keep(field, ""))

    def refuse(self, field: str, words: str) -> None:
        """It will not do, and stands in the field: a draft. Empty: something else stands there now."""
        self._unkept.keep(field, words)

    def set_leader(self, role: str, person_id: str | None, failed: Failed) -> None:
        """Somebody holds it from now on. Nobody at all is refused: papers need the name."""
        if person_id is None:
            failed(UserError("这里要有人。", "请选一个人，或者新增一个。"))
            self.loaded.emit()
            return
        chosen = {"principal_id" if role == PRINCIPAL else "officer_id": person_id}
        self._save(partial(firm.set_roles, self._context.ports, **chosen), f"换{firm.DUTIES[role]}", failed)

    def new_leader(self, role: str, name: str, failed: Failed) -> None:
        """Somebody who is not among the people yet."""
        named = {"principal" if role == PRINCIPAL else "officer": (name, "")}
        self._save(partial(firm.name_leaders, self._context.ports, **named), f"换{firm.DUTIES[role]}", failed)

    def set_profile(self, profile_id: str) -> None:
        """Grade by this method from now on."""
        self._save(partial(firm.set_grading_profile, self._context.ports, profile_id), "换分级方法")

    def set_tiers(self, *, team: bool, department: bool) -> None:
        """Which tiers there are from now on."""
        scheme = TierScheme(team=team, department=department)
        if scheme != self.tiers:
            self._save(partial(firm.set_tiers, self._context.ports, scheme), "改管控层级")

    def set_edition(self, edition: AccidentEdition) -> None:
        """Which accident names papers print from now on."""
        self._save(partial(firm.set_accident_edition, self._context.ports, edition), "换事故名称")

    def set_monthly(self, wanted: bool) -> None:
        """Whether it does from now on. A setting, no record: there is nothing to undo."""
        self._context.tasks.run(partial(set_monthly_wanted, self._context.ports, wanted), lambda _: self.load())

    def set_logo(self, path: Path) -> None:
        """Take a picture in as the firm's mark."""
        self._context.tasks.run(partial(branding.set_logo, self._context.ports, path), lambda _: self.load())

    def drop_logo(self) -> None:
        """Papers bear the name alone again."""
        self._context.tasks.run(partial(branding.drop_logo, self._context.ports), lambda _: self.load())

    def _save(
        self,
        work: Callable[[], object],
        said: str,
        failed: Failed | None = None,
        then: Callable[[object], None] | None = None,
    ) -> None:
        def refused(error: UserError) -> None:
            (failed or self._context.records.not_saved)(error)
            self.load()

        self._context.records.save(work, said=said, failed=refused, then=then)

    def _came(self, found: Known) -> None:
        self._known = found
        self.loaded.emit()


ROLES = ((PRINCIPAL, "主要负责人", "老板、厂长或经理，安全上负总责的人"), (OFFICER, "安全员", "管安全的人，兼职也算"))
