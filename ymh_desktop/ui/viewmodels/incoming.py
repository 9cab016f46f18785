"""收到的文件: opening one, deciding on it, what departments still wait for, and whose keys are believed."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.demands import CameAs, DemandKind, DemandLine, DemandState, RecordKind
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.incoming import Decision, PartyRole
from ymh_desktop.domain.marks import groups_of_four
from ymh_desktop.domain.submissions import Outcome, Submission, numbers_of, one_per_report, parts_of
from ymh_desktop.domain.typed import shortened
from ymh_desktop.domain.words import label
from ymh_desktop.services.exchange import demands, incoming, trust
from ymh_desktop.services.exchange.demands import DemandSheet, Finding
from ymh_desktop.services.exchange.incoming import Opened, ReceivedLine, TakenOver
from ymh_desktop.services.exchange.trust import PartyLine
from ymh_desktop.services.ports import CertificateInfo, Ports
from ymh_desktop.services.reporting.data import ANSWERS_TICK
from ymh_desktop.services.reports.incoming import Jump
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import Ask, Form, Kind, Values
from ymh_desktop.ui.viewmodels.draft_review import KIND

NEWEST_SHOWN = 20
_LONGEST_WORDS = 60  # of what came of a file, in its line
_KNOWN = "known:"  # before the id of a hidden danger that a paper may be about
_KNOWN_SHOWN, _LONGEST_KNOWN = 8, 24  # more are named by their number
_PAPERS = (DemandKind.SUPERVISION, DemandKind.RECTIFY, DemandKind.SHUTDOWN, DemandKind.OPINION)
_PAGES = {RecordKind.HAZARD: "register", RecordKind.DANGER: "hidden_dangers", RecordKind.ENTERPRISE: "settings"}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One thing to mend; `page` is where it is mended, empty for none."""

    number: int
    words: str
    done: str
    settled: bool
    page: str
    record_id: str | None


@dataclass(frozen=True, slots=True)
class DemandShown:
    """A demand in the list and opened. `tone` colours the word at the right."""

    id: str
    title: str
    detail: str
    note: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[LineShown, ...]
    answers: tuple[str, ...]
    can_answer: bool
    can_close: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class RefusedShown:
    """Why a file was not opened. `unknown` True: its key was never enrolled, which a person may do."""

    title: str
    words: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    sheets: tuple[DemandSheet, ...]
    files: tuple[ReceivedLine, ...]
    parties: tuple[PartyLine, ...]
    submissions: tuple[Submission, ...]


class IncomingModel(QObject):
    """What the page shows and may do."""

    loaded = Signal()
    letter_came = Signal(object)  # IncomingReport
    refused = Signal(object)  # RefusedShown
    taken = Signal(object)  # TakenOver
    put_away = Signal()
    certificate_came = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports: Ports = context.ports
        self._seen = _Seen((), (), (), ())
        self._opened: Opened | None = None
        self._certificate: CertificateInfo | None = None
        self._stranger: Path | None = None  # the file that waits until its key is enrolled
        self.shows_all = False

    def load(self) -> None:
        """Read everything; `loaded` follows."""
        self._context.tasks.run(partial(_read, self._ports), self._came)

    # ---- one file ------------------------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Prove it and say what it is; `letter_came` or `refused` follows."""

        def failed(error: UserError) -> None:
            self._opened = None
            code = getattr(error, "code", "")
            self._stranger = path if code == "E308" else None
            title = f"{path.name}：没有打开（代码 {code}）" if code else f"{path.name}：没有打开"
            self.refused.emit(RefusedShown(title, f"{error.problem}{error.advice}", code == "E308"))

        def came(opened: Opened) -> None:
            self._opened, self._stranger = opened, None
            self.letter_came.emit(opened.report)

        ports = self._ports
        self._context.tasks.run_long("正在检查收到的文件", lambda _: incoming.open_file(ports, path), came, failed)

    def form_sent(self) -> None:
        """When it enrolled the key of a file that was refused, that file is opened once more."""
        enrolled, self._certificate = self._certificate is not None, None
        if enrolled and self._stranger is not None:
            self.open(self._stranger)

    @property
    def opened_draft(self) -> Opened | None:
        """The draft that is open and differs from what stands here; None for any other file."""
        opened = self._opened
        if opened is None or opened.file.kind != KIND or opened.report.can_take:
            return None
        return opened

    def take(self) -> None:
        """采用; `taken` follows."""
        opened = self._opened
        if opened is not None:
            work = partial(incoming.take_file, self._ports, opened)
            self._context.records.save(
                work, said=f"采用“{opened.report.title[:10]}”", then=self._was_taken, failed=self._context.notices.show
            )

    def decline(self) -> None:
        """不采用; `put_away` follows."""
        opened = self._opened
        if opened is None:
            return
        self._opened = None
        self._context.records.save(
            partial(incoming.decline_file, self._ports, opened), said="不采用", failed=self._context.notices.show
        )
        self.put_away.emit()

    def go(self, jump: Jump) -> None:
        """Where a sentence leads."""
        self._context.navigate(jump.page, jump.record_id)

    def _was_taken(self, done: TakenOver) -> None:
        self._opened = None
        self.taken.emit(done)

    # ---- what is shown -------------------------------------------------------------------------------------------

    @property
    def demands(self) -> tuple[DemandShown, ...]:
        """What departments ask: open first; older closed ones when they are asked for."""
        shown = [_demand(sheet) for sheet in self._seen.sheets]
        return tuple(shown if self.shows_all else shown[:NEWEST_SHOWN])

    @property
    def older(self) -> int:
        """How many are not shown."""
        return 0 if self.shows_all else max(0, len(self._seen.sheets) - NEWEST_SHOWN)

    @property
    def open_count(self) -> int:
        """How many still wait."""
        return sum(1 for sheet in self._seen.sheets if sheet.state is DemandState.OPEN)

    def demand(self, demand_id: str) -> DemandShown:
        """One of them; raises StopIteration when it is gone."""
        return next(_demand(sheet) for sheet in self._seen.sheets if sheet.demand.id == demand_id)

    @property
    def files(self) -> tuple[tuple[str, str, str, str], ...]:
        """(title, detail, word, tone) per file that was decided on, newest first."""
        return tuple(_file(line) for line in self._seen.files[:NEWEST_SHOWN])

    @property
    def messages(self) -> tuple[str, ...]:
        """What each of these files wants to be read."""
        return tuple(line.message for line in self._seen.files[:NEWEST_SHOWN])

    @property
    def parties(self) -> tuple[tuple[str, str, str], ...]:
        """(who, fingerprint and since when, why it no longer counts) per key."""
        return tuple(
            (
                f"{line.name}（{label(line.role)}，{line.code}）",
                f"指纹 {' '.join(line.groups)}　{line.since} 登记，核对依据：{line.by}",
                line.note,
            )
            for line in self._seen.parties
        )

    @property
    def can_record_receipt(self) -> bool:
        """Whether anything was exported that a receipt could be about."""
        return any(each.outcome is not Outcome.ACCEPTED for each in self._seen.submissions)

    def mend(self, line: LineShown) -> None:
        """Open the record that a line speaks of."""
        self._context.navigate(line.page, line.record_id if line.page != "settings" else None)

    def mark(self, demand_id: str, number: int, done: bool) -> None:
        """改好了, or not after all."""
        work = partial(demands.mark_line, self._ports, demand_id, number, done=done)
        self._context.records.save(work, said="改好了一条" if done else "还没改好")

    def reopen(self, demand_id: str) -> None:
        """It was closed by mistake."""
        self._context.records.save(partial(demands.reopen_demand, self._ports, demand_id), said="重新打开")

    # ---- forms ---------------------------------------------------------------------------------------------------

    def paper_form(self) -> Form:
        """督办单, 检查意见, 责令限期整改 from paper, with a photo of it."""
        ports, today = self._ports, self._ports.clock.today()
        kinds = tuple((each, label(each)) for each in _PAPERS)
        with ports.units.read() as uow:
            known = tuple(sorted(uow.hidden_dangers.still_open(), key=lambda each: (not each.is_major, each.code)))

        def findings(values: Values) -> tuple[Finding, ...]:
            chosen = {each.id for each in known[:_KNOWN_SHOWN] if values.get(f"{_KNOWN}{each.id}")}
            return demands.paper_findings(values["findings"], known, chosen)

        def remark(values: Values) -> str:
            return _findings_words(findings(values))

        def send(values: Values) -> object:
            return demands.register_paper(
                ports,
                values["kind"],
                number=values["number"],
                issuer=values["issuer"],
                received_on=values["received"],
                due=values["due"] if values["has_due"] else None,
                demands=values["demands"],
                contact=values["contact"],
                findings=findings(values),
                photos=values["photos"],
            )

        asks = (
            Ask("kind", "是哪种文书", Kind.CHOICE, _PAPERS[0], kinds, half=True),
            Ask("received", "哪天收到的", Kind.DAY, today, half=True),
            Ask("number", "文号", needed="请照文书填文号。", placeholder="例如 督〔2026〕3号", half=True),
            Ask("issuer", "发文单位", needed="请填发文单位。", half=True),
            Ask("has_due", "写了期限", Kind.TICK, True),
            Ask("due", "期限", Kind.DAY, today, shown=lambda values: bool(values["has_due"]), half=True),
            Ask("contact", "联系人和电话", name="文书的联系人和电话", half=True),
            *(
                Ask(
                    f"{_KNOWN}{each.id}",
                    f"文书说的就是 {each.code} {shortened(each.title, _LONGEST_KNOWN)}",
                    Kind.TICK,
                    False,
                    shown=partial(_not_named, each),
                )
                for each in known[:_KNOWN_SHOWN]
            ),
            Ask(
                "findings",
                "问题（一行一条）",
                Kind.TEXT,
                hint="写了 Y-0001 这样编号的一行，就是已有的那条隐患；别的一行登记成一条新隐患。",
                lines=4,
                name="文书里的问题",
            ),
            Ask("demands", "要求", Kind.TEXT, name="文书的要求"),
            Ask("photos", "文书的照片", Kind.PHOTOS, most=6),
        )
        return Form("incoming:paper", "登记纸质文书", "登记", asks, send, "登记纸质文书", remark=remark)

    def receipt_form(self) -> Form:
        """回执 on paper, or as a picture in WeChat."""
        ports = self._ports
        sent = self._seen.submissions
        waiting = [each for each in one_per_report(sent) if each.outcome is not Outcome.ACCEPTED]
        options = tuple((each.id, f"{numbers_of(parts_of(each, sent))}　{each.file_name}") for each in waiting)

        def send(values: Values) -> object:
            return demands.record_receipt(
                ports,
                values["submission"],
                values["outcome"],
                number=values["number"],
                on=values["on"],
                reasons=values["reasons"].splitlines(),
                photos=values["photos"],
            )

        outcomes = ((Outcome.ACCEPTED, "收下了"), (Outcome.RETURNED, "退回修改"))
        asks = (
            Ask("submission", "回的是哪次上报", Kind.CHOICE, options[0][0] if options else None, options),
            Ask("outcome", "结果", Kind.CHOICE, Outcome.ACCEPTED, outcomes, name="回执的结果", half=True),
            Ask("on", "回执的日期", Kind.DAY, ports.clock.today(), half=True),
            Ask("number", "回执编号", needed="请填回执编号；没有编号的写“盖章收条”。"),
            Ask(
                "reasons",
                "退回的原因（一行一条）",
                Kind.TEXT,
                needed="请照镇里说的写，一行一条。",
                shown=lambda values: values["outcome"] is Outcome.RETURNED,
                lines=4,
            ),
            Ask("photos", "回执的照片或截图", Kind.PHOTOS, most=4),
        )
        return Form("incoming:receipt", "登记纸质回执或截图", "登记", asks, send, "登记回执")

    def answer_form(self, demand_id: str) -> Form:
        """回复: what is told to the department."""
        ports, shown = self._ports, self.demand(demand_id)

        def send(values: Values) -> object:
            return demands.answer_demand(
                ports, demand_id, values["words"], on=values["on"], by_id=values["by"], receipt=values["receipt"]
            )

        with ports.units.read() as uow:
            people = uow.people.all()
        asks = (
            Ask("words", "怎么整改的、做到哪一步", Kind.TEXT, needed="请写清楚做了什么。", lines=4, name="回复的内容"),
            Ask("on", "哪天回复的", Kind.DAY, ports.clock.today(), half=True),
            Ask("by", "谁回复的", Kind.PERSON, None, half=True),
            Ask("receipt", "怎么送的、有什么凭证（可以不填）", name="回复的凭证"),
        )
        return Form(
            f"incoming:answer:{demand_id}",
            f"回复：{shown.title}",
            "保存回复",
            asks,
            send,
            "回复督办",
            sentence=f"下次上报时勾上“{ANSWERS_TICK}”，这里写的会一起报给镇里。",
            people=people,
        )

    def close_form(self, demand_id: str) -> Form:
        """办结 by a paper of the department."""
        ports, shown = self._ports, self.demand(demand_id)

        def send(values: Values) -> object:
            return demands.close_demand(ports, demand_id, values["words"], on=values["on"])

        asks = (
            Ask("words", "办结的依据", needed="请填依据，例如 复查意见书 7 号。", placeholder="例如 复查意见书 7 号"),
            Ask("on", "哪天办结的", Kind.DAY, ports.clock.today()),
        )
        return Form(f"incoming:close:{demand_id}", f"办结：{shown.title}", "办结", asks, send, "办结")

    def look_at_certificate(self, path: Path) -> None:
        """Read a certificate file; `certificate_came` follows."""

        def came(info: CertificateInfo) -> None:
            self._certificate = info
            self.certificate_came.emit()

        self._context.tasks.run(partial(trust.look_at_certificate, self._ports, path), came, self._context.notices.show)

    def pin_form(self) -> Form:
        """登记对方的密钥: the fingerprint is typed off a paper, never only looked at."""
        ports, info = self._ports, self._certificate
        assert info is not None

        def send(values: Values) -> object:
            return trust.pin(
                ports,
                info,
                values["typed"],
                role=values["role"],
                code=values["code"],
                compared_with=values["paper"],
            )

        department = PartyRole.DEPARTMENT
        needs_code = info.code is None and info.office_code is None
        asks = (
            Ask("role", "对方是", Kind.CHOICE, department, tuple((each, label(each)) for each in PartyRole)),
            Ask(
                "typed",
                "公函或盖章登记表上的指纹（至少最后 8 位）",
                needed="请照纸上的填，不要照屏幕抄。",
                name="纸上的指纹",
            ),
            Ask(
                "code",
                "部门代码（公函上写着）",
                needed="请照公函填部门代码。",
                shown=lambda values: needs_code and values["role"] is department,
                name="部门代码",
            ),
            Ask("paper", "核对的依据", needed="请填公函文号，或写“盖章登记表”。", placeholder="例如 镇应急〔2026〕1号"),
        )
        groups = groups_of_four(info.fingerprint)
        code = f"，部门代码 {info.office_code}" if info.office_code else ""
        sentence = f"证书里写的名称：{info.name}{code}。指纹开头是 {' '.join(groups[:4])}，其余请照纸上的输入来核对。"
        return Form(
            f"incoming:pin:{info.fingerprint}", "登记对方的密钥", "登记", asks, send, "登记密钥", sentence=sentence
        )

    def _came(self, seen: _Seen) -> None:
        self._seen = seen
        self.loaded.emit()


def _not_named(danger: HiddenDanger, values: Values) -> bool:
    return not demands.named_in(values["findings"], (danger,))


def _findings_words(findings: tuple[Finding, ...]) -> str:
    """What registering the paper does about hidden dangers."""
    there = "、".join(each.code for each in findings if each.danger_id)
    new = sum(1 for each in findings if not each.danger_id)
    said = [f"{there} 已经登记过，这份文书记到它下面。"] if there else []
    said += [f"新登记 {new} 条隐患。"] if new else []
    return "".join(said)


def _read(ports: Ports) -> _Seen:
    with ports.units.read() as uow:
        submissions = tuple(sorted(uow.submissions.all(), key=lambda each: -each.sequence))
    return _Seen(
        demands.demand_sheets(ports),
        incoming.received_lines(ports),
        trust.parties(ports),
        tuple(each for each in submissions if each.sequence),
    )


def _demand(sheet: DemandSheet) -> DemandShown:
    demand = sheet.demand
    returned = demand.kind is DemandKind.RETURNED
    left = len(demand.open_lines)
    note, tone = _note(sheet, left)
    due = f" · 期限 {demand.due}" if demand.due else ""
    detail = f"{demand.issuer} · {demand.received_on} 收到（{label(demand.came_as)}）{due}"
    title = f"{label(demand.kind)}　{demand.number}" + (f"　{demand.title}" if demand.title and not returned else "")
    facts = (
        ("事由", demand.title if returned else ""),
        ("要求", demand.demands),
        ("依据", demand.basis),
        ("联系方式", demand.contact),
        ("办结", f"{demand.closed_on} {demand.closed_words}".strip() if demand.closed_on else ""),
    )
    return DemandShown(
        demand.id,
        title,
        detail,
        note,
        tone,
        tuple((name, words) for name, words in facts if words),
        tuple(_line(sheet, line) for line in demand.lines),
        tuple(f"{each.on} {each.words}" + (f"（{each.receipt}）" if each.receipt else "") for each in sheet.answers),
        can_answer=not returned and sheet.state is not DemandState.CLOSED,
        can_close=sheet.state is not DemandState.CLOSED and (returned or demand.came_as is CameAs.PAPER),
        closed=demand.closed_on is not None,
    )


def _note(sheet: DemandSheet, left: int) -> tuple[str, str]:
    if sheet.state is DemandState.CLOSED:
        return "已办结", "ok"
    if sheet.overdue:
        return "超期", "error"
    if sheet.demand.kind is DemandKind.RETURNED:
        return (f"还有 {left} 处要改", "warning") if left else ("改好了，待重报", "ok")
    return ("已回复", "ok") if sheet.state is DemandState.ANSWERED else ("待回复", "warning")


def _line(sheet: DemandSheet, line: DemandLine) -> LineShown:
    words = f"{line.code} {line.words}".strip()
    if line.advice:
        words += f"（{line.advice}）"
    danger = next((each for each in sheet.dangers if each.id == line.record_id), None)
    done = f"{line.done_on} 改好了" if line.done_on else ""
    if danger is not None and not done:
        done = label(danger.status) if sheet.demand.kind is not DemandKind.RETURNED else ""
    settled = not line.is_open or (danger is not None and not danger.is_open)
    return LineShown(line.number, words, done, settled, _PAGES.get(line.record, ""), line.record_id)


def _file(line: ReceivedLine) -> tuple[str, str, str, str]:
    taken = line.decision is Decision.TAKEN
    words = shortened(line.words, _LONGEST_WORDS)
    detail = " · ".join(part for part in (line.sender, f"{line.received_at:%Y-%m-%d %H:%M}", words) if part)
    kind = label(line.kind)
    title = line.title if line.title.startswith(kind) else f"{kind}　{line.title}"
    return title, detail, label(line.decision), "ok" if taken else ""
