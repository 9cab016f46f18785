"""上报镇里: what goes along, what the town will see, export, what was sent, the key, and checking a file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import plain
from ymh_desktop.domain.marks import check_code, groups_of_four
from ymh_desktop.domain.report_periods import PeriodKind, ReportPeriod
from ymh_desktop.domain.submissions import Channel, Outcome, Submission, numbers_of, one_per_report, parts_of
from ymh_desktop.domain.words import label
from ymh_desktop.services.enterprise import NoEnterprise
from ymh_desktop.services.ports import Progress, VerifiedFile
from ymh_desktop.services.precheck import Weight
from ymh_desktop.services.reporting.data import USUAL_CHOICE, Choice
from ymh_desktop.services.reporting.desk import Outlook, ReportingDesk, reporting_desk
from ymh_desktop.services.reporting.export import Exported, export_report
from ymh_desktop.services.reporting.keys import Enrolment, Rotated, lost_key, rotate_key, save_certificate
from ymh_desktop.services.reporting.parts import checked_largest
from ymh_desktop.services.reporting.sending import record_sending
from ymh_desktop.services.reporting.terms import set_largest
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.tasks import Task
from ymh_desktop.ui.viewmodels.findings import FindingShown, page_of, shown, words
from ymh_desktop.ui.viewmodels.unkept import Unkept

LONGEST_PROOF = 200
NEWEST_SHOWN = 12


class Standing(Enum):
    """What the page can show."""

    LOADING = "loading"
    NO_ENTERPRISE = "no_enterprise"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class SubmissionShown:
    """An export in the list; `tone` colours the word at the right."""

    id: str
    title: str
    detail: str
    note: str
    tone: str
    channel: Channel
    sent_on: date | None
    proof: str


@dataclass(frozen=True, slots=True)
class KeyShown:
    """The signing key: its fingerprint in groups of four, empty before the first export."""

    groups: tuple[str, ...]
    words: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of checking a file. `lines` say what it is."""

    good: bool
    title: str
    lines: tuple[str, ...]


class ReportingModel(QObject):
    """What the page shows and may do."""

    loaded = Signal()
    exporting = Signal(bool)
    exported = Signal(object)  # Exported
    key_made = Signal(object)  # Enrolment
    key_rotated = Signal(object)  # Rotated
    checked = Signal(object)  # Checked

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._desk: ReportingDesk | None = None
        self.standing = Standing.LOADING
        self.choice = USUAL_CHOICE
        self.shows_all = False
        self._task: Task | None = None
        self.unkept = Unkept(context, "reporting")

    def load(self) -> None:
        """Read everything; `loaded` follows."""
        self.unkept.load()
        self._context.tasks.run(partial(reporting_desk, self._context.ports, self.choice), self._came, self._failed)

    def choose(self, choice: Choice) -> None:
        """What goes along besides what every report holds, and who can read it."""
        self.choice = choice
        self.load()

    @property
    def period(self) -> ReportPeriod:
        """For which period the report is."""
        return self._now.outlook.period

    @property
    def periods(self) -> tuple[tuple[ReportPeriod, str], ...]:
        """(period, what it is called) to choose from."""
        return self._now.periods

    def choose_period(self, period: ReportPeriod) -> None:
        """For which period it is from now on."""
        self.choose(replace(self.choice, period=period))

    @property
    def reader(self) -> str:
        """Who could be the only one to read the file; empty when nobody's certificate is there."""
        return self._now.reader

    @property
    def largest(self) -> str:
        """How many megabytes one file may have, as it was filled in; empty for no limit."""
        return "" if self._now.largest is None else plain(self._now.largest)

    def keep_largest(self, typed: str) -> None:
        """Keep it; `check_largest` has let it pass."""
        work = partial(set_largest, self._context.ports, typed)
        self._context.records.save(work, then=lambda _: self.load())

    @staticmethod
    def check_largest(typed: str) -> None:
        """Raises UserError for what is no size."""
        checked_largest(typed)

    @property
    def findings(self) -> tuple[FindingShown, ...]:
        """What the town may send back."""
        return shown(self._now.findings)

    @property
    def findings_words(self) -> str:
        """How many there are."""
        return words(self._now.findings)

    def mend(self, number: int) -> None:
        """Open the page where a finding is mended."""
        self._context.navigate(*page_of(self._now.findings[number - 1]))

    @property
    def stops(self) -> int:
        """How many findings must be mended before anything can be signed."""
        return sum(1 for each in self._now.findings if each.weight is Weight.STOP)

    @property
    def outlook(self) -> tuple[tuple[str, str], ...]:
        """镇里将看到的内容, line by line."""
        return _outlook_lines(self._now.outlook)

    @property
    def busy(self) -> bool:
        """Whether an export is under way."""
        return self._task is not None

    @property
    def folder(self) -> Path | None:
        """Where the last export went, if it is still there."""
        folder = self._now.folder
        return folder if folder is not None and folder.is_dir() else None

    def export(self, folder: Path) -> Task | None:
        """Write, sign and prove the file off the window's thread; None while one is under way."""
        if self._task is not None:
            return None
        ports, choice = self._context.ports, self.choice

        def work(progress: Progress) -> Exported:
            return export_report(ports, folder, choice, progress)

        self._task = self._context.tasks.run_long("正在签名并导出", work, self._made, self._not_made, self._stopped)
        self.exporting.emit(True)
        return self._task

    @property
    def submissions(self) -> tuple[SubmissionShown, ...]:
        """The newest exports, or all once they were asked for, newest first."""
        wanted = None if self.shows_all else NEWEST_SHOWN
        return tuple(self._shown(each) for each in self._reports[:wanted])

    @property
    def _reports(self) -> tuple[Submission, ...]:
        return one_per_report(self._now.submissions)

    def _shown(self, report: Submission) -> SubmissionShown:
        return _submission(report, parts_of(report, self._now.submissions))

    @property
    def older(self) -> int:
        """How many exports are not shown."""
        return 0 if self.shows_all else max(0, len(self._reports) - NEWEST_SHOWN)

    def show_all(self) -> None:
        """Show the older ones too."""
        self.shows_all = True
        self.loaded.emit()

    def submission(self, submission_id: str) -> SubmissionShown:
        """One of them; raises StopIteration when it is gone."""
        return next(self._shown(each) for each in self._reports if each.id == submission_id)

    @property
    def today(self) -> date:
        """The day."""
        return self._context.ports.clock.today()

    def record(
        self,
        submission_id: str,
        channel: Channel,
        on: date,
        proof: str,
        refused: Callable[[UserError], None],
    ) -> None:
        """Keep how, when and with which proof it was handed over; a fault goes to `refused`."""
        work = partial(record_sending, self._context.ports, submission_id, channel, on, proof)
        self._context.records.save(work, said=f"记下怎么送的：{label(channel)}", failed=refused)

    @staticmethod
    def check_proof(typed: str) -> None:
        """Raises UserError for one that is too long."""
        optional_text("凭证", typed, LONGEST_PROOF)

    @property
    def key(self) -> KeyShown:
        """The key in use."""
        key, trouble = self._now.key, self._now.key_trouble
        if key is None:
            usual = "还没有签名密钥，第一次导出时自动生成，不用您做什么。"
            return KeyShown((), "" if trouble else usual, trouble)
        return KeyShown(groups_of_four(key.fingerprint), f"有效期 {_long(key.valid_from)} 到 {_long(key.valid_to)}", "")

    @property
    def can_renew_key(self) -> bool:
        """Whether there is a key, or was one."""
        return self._now.key is not None or bool(self._now.key_trouble)

    def new_key(self, folder: Path) -> None:
        """换了电脑或密钥丢了: a new key, and the sheet to hand in."""
        ports = self._context.ports
        self._context.tasks.run_long(
            "正在换新密钥", lambda progress: lost_key(ports, folder), self._key_made, self._key_trouble
        )

    @property
    def can_rotate_key(self) -> bool:
        """Whether the key in use works, so that it can vouch for a new one."""
        return self._now.key is not None and not self._now.key_trouble

    def rotate_key(self, folder: Path) -> None:
        """A new key that the old one vouches for; the notice to hand in is written into `folder`."""
        ports = self._context.ports

        def done(made: Rotated) -> None:
            self._context.records.announce(made.changes)
            self.load()
            self.key_rotated.emit(made)

        self._context.tasks.run_long(
            "正在换新密钥", lambda progress: rotate_key(ports, folder), done, self._key_trouble
        )

    def save_certificate(self, folder: Path) -> None:
        """The certificate once more, for a department that has none or lost it."""

        def done(path: Path) -> None:
            self._context.notices.say(f"签名证书存好了：{path}")

        work = partial(save_certificate, self._context.ports, folder)
        self._context.tasks.run(work, done, self._context.notices.show)

    def check_file(self, path: Path) -> None:
        """Check a package that was signed here; `checked` follows."""
        ports = self._context.ports

        def work(progress: Progress) -> VerifiedFile:
            return ports.packages.verify(path, None, ports.clock.now())

        def refused(error: UserError) -> None:
            code = getattr(error, "code", "")
            said = f"{path.name}：没有通过检查（代码 {code}）" if code else f"{path.name}：没有查成"
            self.checked.emit(Checked(False, said, (error.problem, error.advice)))

        def good(found: VerifiedFile) -> None:
            here = ports.clock.now().tzinfo
            lines = _verified_lines(replace(found, created_at=found.created_at.astimezone(here)))
            self.checked.emit(Checked(True, f"{path.name}：检查通过", lines))

        self._context.tasks.run_long("正在检查上报文件", work, good, refused)

    @property
    def _now(self) -> ReportingDesk:
        assert self._desk is not None
        return self._desk

    def _came(self, desk: ReportingDesk) -> None:
        self._desk, self.standing = desk, Standing.READY
        if self.choice.sealed and not desk.reader:  # the certificate went out of use meanwhile
            self.choice = replace(self.choice, sealed=False)
        if self.choice.period not in (None, *(period for period, _ in desk.periods)):  # another quarter began
            self.choose(replace(self.choice, period=None))
        self.loaded.emit()

    def _failed(self, error: UserError) -> None:
        if isinstance(error, NoEnterprise):
            self.standing = Standing.NO_ENTERPRISE
            self.loaded.emit()
        else:
            self._context.notices.show(error)

    def _made(self, made: Exported) -> None:
        self._ended()
        self._context.records.announce(made.changes)
        self.exported.emit(made)

    def _not_made(self, error: UserError) -> None:
        self._ended()
        self._context.notices.show(error)
        self.load()

    def _stopped(self) -> None:
        self._ended()
        self._context.notices.say("已停止，没有留下文件")

    def _ended(self) -> None:
        self._task = None
        self.exporting.emit(False)

    def _key_trouble(self, error: UserError) -> None:
        self._context.notices.show(error)
        self.load()  # the key may be new though its sheet could not be written

    def _key_made(self, made: Enrolment) -> None:
        self.load()
        self.key_made.emit(made)


def _outlook_lines(seen: Outlook) -> tuple[tuple[str, str], ...]:
    risks = f"{seen.major_risks} 条" if seen.major_risks else "没有"
    dangers = f"{seen.major_dangers} 条" if seen.major_dangers else "没有"
    lines = [
        ("企业", f"{seen.enterprise}（{seen.credit_code or '还没有统一社会信用代码'}）"),
        ("企业资料", "，".join(f"{name} {value}" for name, value in seen.facts)),
        ("报给", seen.recipient or "没有填，封面上空着手写"),
        ("期间", _period_words(seen.period)),
        ("重大风险", f"{risks}（每条的内容、措施、责任人）" if seen.major_risks else risks),
        ("重大隐患", f"{dangers}（每条的内容、整改、责任人）" if seen.major_dangers else dangers),
        ("汇总数", "，".join(f"{name} {value}" for name, value in seen.totals)),
    ]
    if seen.all_risks is not None:
        lines.append(("全部风险清单", f"{seen.all_risks} 条"))
    if seen.general_dangers is not None:
        lines.append(("一般隐患", f"{seen.general_dangers} 条"))
    if seen.orders is not None:
        lines.append(("督办的办理情况和回复", f"{seen.orders} 份文书" if seen.orders else "没有收到过督办"))
    if seen.photos is not None:
        lines.append(("隐患的照片", f"{seen.photos} 张" if seen.photos else "没有"))
    lines.append(("姓名和电话", "、".join(seen.people) or "没有"))
    lines.append(("谁能看", f"加密，只有“{seen.reader}”能打开看" if seen.reader else "拿到文件的人都能看"))
    return tuple((name, value) for name, value in lines if value)


def _period_words(period: ReportPeriod) -> str:
    both = f"{_long(period.first)} 到 {_long(period.last)}"
    return both if period.kind is PeriodKind.STRETCH else f"{period.name}，{both}"


def _submission(each: Submission, parts: tuple[Submission, ...]) -> SubmissionShown:
    detail = f"{each.created_at:%Y-%m-%d %H:%M} 导出 · 风险 {each.risks} 条 · 隐患 {each.hidden_dangers} 条"
    if each.outcome is not Outcome.NONE:
        note, tone = label(each.outcome), "ok" if each.outcome is Outcome.ACCEPTED else "warning"
    elif each.channel is Channel.NOT_SENT:
        note, tone = "还没送", "warning"
    elif not each.proof:
        note, tone = "送了，没有凭证", "warning"
    else:
        note, tone = "送了，有凭证", "ok"
    if each.sent_on is not None and each.channel is not Channel.NOT_SENT:
        detail += f" · {each.sent_on:%Y-%m-%d} {label(each.channel)}"
    title = f"{numbers_of(parts)}　{each.file_name}" + (f" 等 {len(parts)} 个文件" if len(parts) > 1 else "")
    return SubmissionShown(each.id, title, detail, note, tone, each.channel, each.sent_on, each.proof)


def _verified_lines(found: VerifiedFile) -> tuple[str, ...]:
    return (
        f"{found.enterprise} 第 {found.sequence} 号，{found.created_at:%Y-%m-%d %H:%M} 导出，签名人 {found.signer}。",
        f"里面 {len(found.files)} 个文件，签名以后没有改动过。",
        f"校验码 {check_code(found.manifest_sha256)}，和封面上的一样，封面盖的章就是这份文件的。",
        *found.warnings,
    )


def _long(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


__all__ = ["Checked", "KeyShown", "ReportingModel", "Standing", "SubmissionShown"]
