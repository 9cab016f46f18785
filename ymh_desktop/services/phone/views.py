"""What a phone is shown: only what concerns its person, and of other people only names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ymh_desktop.domain.checks import CheckPlan, PlanItem, Recording, due_of
from ymh_desktop.domain.enterprise import Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerStatus, HiddenDanger
from ymh_desktop.domain.phones import (
    Acceptance,
    CardSigned,
    CheckDone,
    DangerSeen,
    EntryState,
    PhoneEntry,
    QuizAnswered,
    Rectified,
    post_code_in,
)
from ymh_desktop.domain.quiz import answers
from ymh_desktop.domain.receipts import newest_receipt, newest_result
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book
from ymh_desktop.services.checks.days import work_calendar
from ymh_desktop.services.checks.fill import check_form
from ymh_desktop.services.checks.people import Staffing, staffing
from ymh_desktop.services.checks.today import today, today_lines
from ymh_desktop.services.home import Standing
from ymh_desktop.services.papers.cards import notice_card
from ymh_desktop.services.phone.pairing import Caller, NotYours
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.reports.card import NoticeCard
from ymh_desktop.services.training.lessons import Quiz, lesson, quiz
from ymh_desktop.services.training.proofs import post_quiz

TO_RECTIFY = (DangerStatus.ASSIGNED, DangerStatus.RECTIFYING, DangerStatus.RETURNED)
MOST_SENT = 30
_SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CheckTask:
    """A check to be made. `day` is the first day of its period, `due` the last day for it."""

    plan_id: str
    title: str
    day: date
    due: date
    overdue: int
    items: int


@dataclass(frozen=True, slots=True)
class DangerTask:
    """A hidden danger that this person is to put right, or to accept. `photos` show it as it was found or done."""

    id: str
    code: str
    title: str
    place: str
    status: str
    deadline: date | None
    overdue: bool
    measures: str
    done: str
    done_by: str
    returned: bool
    major: bool
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhoneTasks:
    """The first page of a phone. `accept` is empty but for whoever leads."""

    checks: tuple[CheckTask, ...]
    rectify: tuple[DangerTask, ...]
    accept: tuple[DangerTask, ...]
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """One check to be filled in."""

    task: CheckTask
    items: tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True)
class SentLine:
    """Something that was sent, and what became of it."""

    sent_id: str
    kind: str
    words: str
    made_at: datetime
    state: EntryState
    said: str
    now: str


@dataclass(frozen=True, slots=True)
class Figures:
    """今天: for whoever leads."""

    checks_left: int
    checks_overdue: int
    open_dangers: int
    overdue_dangers: int
    to_accept: int
    waiting: int
    rectified: tuple[int, int]


# ---- tasks -----------------------------------------------------------------------------------------------------------


def phone_tasks(ports: Ports, caller: Caller) -> PhoneTasks:
    """Everything that waits for this person; what was sent and waits to be confirmed is left out."""
    with ports.units.read() as uow:
        staff = staffing(uow)
        plans = _plans_of(uow, staff, caller)
        sent = tuple(entry.payload for entry in uow.phone_entries.waiting())
        sheets = _month_sheets(ports, uow, plans.values())
        open_ones = uow.hidden_dangers.still_open()
    found = [*_rounds(ports, plans), *sheets]
    gone = {(each.plan_id, each.day) for each in sent if isinstance(each, CheckDone)}
    done = {each.danger_id for each in sent if isinstance(each, Rectified | Acceptance)}
    dangers = [danger for danger in open_ones if danger.id not in done]
    left = [check for check in found if (check.plan_id, check.day) not in gone]
    return PhoneTasks(
        tuple(sorted(left, key=lambda check: (-check.overdue, check.due, check.title))),
        tuple(_danger(ports, staff, d) for d in _in_order(dangers) if may_rectify(d, caller)),
        tuple(_danger(ports, staff, d) for d in _in_order(dangers) if may_accept(d, caller)),
        tuple(post for post in staff.posts.values() if caller.person.id in (post.head_id, *post.person_ids)),
    )


def _plans_of(uow: UnitOfWork, staff: Staffing, caller: Caller) -> dict[str, CheckPlan]:
    plans = (plan for plan in uow.check_plans.headers() if plan.running)
    return {plan.id: plan for plan in plans if checks(plan, staff, caller)}


def checks(plan: CheckPlan, staff: Staffing, caller: Caller) -> bool:
    """Whether this person makes this check: it is theirs, or that of a post they work at."""
    post = staff.posts.get(plan.post_id or "")
    at_post = post is not None and caller.person.id in (post.head_id, *post.person_ids)
    return staff.inspector(plan) == caller.person.id or at_post


def _rounds(ports: Ports, plans: dict[str, CheckPlan]) -> Iterator[CheckTask]:
    for line in today_lines(ports):
        if not line.keying and line.plan_ids[0] in plans:
            yield CheckTask(line.plan_ids[0], line.title, line.period.first, line.day, line.overdue, line.items)


def _month_sheets(ports: Ports, uow: UnitOfWork, plans: Iterable[CheckPlan]) -> list[CheckTask]:
    """What is ticked at the machine every day, else on paper: today's, where nothing is on record yet."""
    day, calendar = ports.clock.today(), work_calendar(ports, uow)
    sizes = {plan_id: int(items) for plan_id, items in ports.views.plan_sizes(day)}
    found = []
    for plan in plans:
        if plan.recording is Recording.MONTH_SHEET and sizes.get(plan.id):
            due = due_of(plan, calendar, day)
            if due is not None and not uow.inspections.of_plan(plan.id, due.period.first, due.period.first):
                found.append(CheckTask(plan.id, plan.title, due.period.first, due.day, 0, sizes[plan.id]))
    return found


def _in_order(dangers: Iterable[HiddenDanger]) -> list[HiddenDanger]:
    return sorted(dangers, key=lambda danger: (danger.deadline or date.max, danger.code))


def may_rectify(danger: HiddenDanger, caller: Caller) -> bool:
    """It was given to this person and is not done yet."""
    return danger.responsible_id == caller.person.id and danger.status in TO_RECTIFY


def may_accept(danger: HiddenDanger, caller: Caller) -> bool:
    """Whoever leads may accept what somebody else put right."""
    waits = danger.status is DangerStatus.AWAITING_ACCEPTANCE
    return caller.leads and waits and danger.rectified_by_id != caller.person.id


def _danger(ports: Ports, staff: Staffing, danger: HiddenDanger) -> DangerTask:
    return DangerTask(
        danger.id,
        danger.code,
        danger.title,
        danger.place,
        danger.state_words,
        danger.deadline,
        danger.overdue(ports.clock.today()),
        danger.measures,
        danger.rectified,
        staff.name(danger.rectified_by_id),
        danger.status is DangerStatus.RETURNED,
        danger.is_major,
        tuple(photo.name for photo in danger.photos if not photo.replaced_because),
    )


def check_sheet(ports: Ports, caller: Caller, plan_id: str, day: date) -> CheckSheet:
    """The lines of one check of this person; raises NotYours or WrongCheck."""
    with ports.units.read() as uow:
        plan, staff = uow.check_plans.find(plan_id), staffing(uow)
    if plan is None or not checks(plan, staff, caller):
        raise NotYours
    form = check_form(ports, plan_id, day)
    if form.made is not None:
        raise UserError(f"“{plan.title}”这一期已经查过了。", "请回到“我的任务”看看还有什么要查。")
    late = max(0, (ports.clock.today() - form.due.day).days)
    task = CheckTask(plan.id, plan.title, form.due.period.first, form.due.day, late, len(form.items))
    return CheckSheet(task, form.items)


def photo_for(ports: Ports, caller: Caller, danger_id: str, number: int) -> bytes:
    """A photo of a hidden danger that this person works on; raises NotYours."""
    with ports.units.read() as uow:
        danger = uow.hidden_dangers.find(danger_id)
    if danger is None or not (may_rectify(danger, caller) or may_accept(danger, caller)):
        raise NotYours
    shown = [photo.name for photo in danger.photos if not photo.replaced_because]
    content = ports.photos.read(shown[number]) if 0 <= number < len(shown) else None
    if content is None:
        raise NotYours
    return content


# ---- cards -----------------------------------------------------------------------------------------------------------


class NoSuchPost(UserError):
    """A code that stands on no card of ours."""

    def __init__(self, text: str) -> None:
        super().__init__(f"没有找到岗位“{text[:20]}”。", "岗位编号印在告知卡上，例如 P-0007，请照着输。")


def post_with(ports: Ports, text: str) -> Post:
    """The post whose code stands in this text (typed, or a card's QR); raises NoSuchPost."""
    code = post_code_in(text)
    with ports.units.read() as uow:
        post = next((post for post in uow.posts.all() if post.code == code), None)
    if post is None:
        raise NoSuchPost(code or text.strip())
    return post


@dataclass(frozen=True, slots=True)
class PostCard:
    """The card of a post as it hangs on the wall. `edition` empty: it cannot be signed for yet."""

    post: Post
    card: NoticeCard
    edition: str


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card in front of one person.

    `signed_on` is when they signed for this edition, `right` what they answered to its three questions; None: not yet.
    `sent`: the signature waits to be confirmed.
    """

    of_post: PostCard
    signed_on: date | None
    right: tuple[bool, ...] | None
    sent: bool


def card_of(ports: Ports, text: str, book: Book) -> PostCard:
    """The notice card of the post with this code; raises NoSuchPost."""
    post = post_with(ports, text)
    names = {sign.id: sign.name for sign in ports.codes.signs}
    card, taught = notice_card(ports, book, post, ports.clock.today(), names), lesson(ports, book, post)
    return PostCard(post, card, taught.edition if taught else "")


def card_before(ports: Ports, caller: Caller, of_post: PostCard) -> CardShown:
    """The card, and whether this person signed for it and answered its questions."""
    post, edition, person = of_post.post, of_post.edition, caller.person.id
    with ports.units.read() as uow:
        receipt = newest_receipt(uow.card_receipts.all(), person, post.id)
        result = newest_result(uow.quiz_results.all(), person, post.id)
        sent = any(
            isinstance(e.payload, CardSigned) and (e.person_id, e.payload.post_id) == (person, post.id)
            for e in uow.phone_entries.waiting()
        )
    signed = receipt is not None and receipt.edition == edition
    answered = result is not None and result.edition == edition
    return CardShown(
        of_post,
        receipt.on if receipt and signed else None,
        result.right if result and answered else None,
        sent,
    )


def three_questions(ports: Ports, text: str, book: Book) -> Quiz:
    """The questions about the card of the post with this code; raises NoSuchPost or CardNotReady."""
    return quiz(ports, book, post_with(ports, text))


def quiz_feedback(ports: Ports, payload: QuizAnswered) -> tuple[tuple[bool, str], ...]:
    """Per question whether it was answered rightly, and the right answer: to learn from at once.

    Empty when the card has changed since.
    """
    try:
        asked = post_quiz(ports, payload.post_id)
    except UserError:
        return ()
    if asked.edition != payload.edition:
        return ()
    right = answers(payload.letters, asked.questions)
    return tuple((ok, each.options[each.right]) for ok, each in zip(right, asked.questions, strict=True))


# ---- what became of it -----------------------------------------------------------------------------------------------


def sent_lines(ports: Ports, caller: Caller, sent_ids: Iterable[str] = ()) -> tuple[SentLine, ...]:
    """What this person sent, newest first, and what was sent without a name under these numbers.

    Nobody else knows such a number, so it shows only whoever sent it what became of it.
    """
    with ports.units.read() as uow:
        entries = list(uow.phone_entries.newest_of(caller.person.id, MOST_SENT))
        for sent_id in list(dict.fromkeys(sent_ids))[:MOST_SENT]:
            entry = uow.phone_entries.sent_as(sent_id)
            if entry is not None and entry.person_id is None:
                entries.append(entry)
        dangers = {e.record_id: uow.hidden_dangers.find(e.record_id) for e in entries if e.record_id}
        plans = {plan.id: plan.title for plan in uow.check_plans.headers()}
        titles = {e.id: in_words(e, plans, uow) for e in entries}
    entries.sort(key=lambda entry: entry.made_at, reverse=True)
    return tuple(_sent_line(entry, titles[entry.id], dangers.get(entry.record_id or "")) for entry in entries)


def _sent_line(entry: PhoneEntry, words: str, danger: HiddenDanger | None) -> SentLine:
    now = f"{danger.code} {label(danger.status)}" if danger is not None else ""
    return SentLine(entry.sent_id, label(entry.kind), words, entry.made_at, entry.state, entry.said, now)


def in_words(entry: PhoneEntry, plans: dict[str, str], uow: UnitOfWork) -> str:
    """One sentence about what an entry says."""
    payload = entry.payload
    match payload:
        case CheckDone():
            bad = sum(1 for mark in payload.marks if mark.state.value == "abnormal")
            return f"{plans.get(payload.plan_id, '检查')}：{f'{bad} 处异常' if bad else '全部正常'}"
        case DangerSeen():
            return f"{payload.what}（{payload.place}）" if payload.place else payload.what
        case Rectified():
            return f"{_title(uow, payload.danger_id)}：{payload.done}"
        case Acceptance():
            said = "验收通过" if payload.passed else "没通过"
            return f"{_title(uow, payload.danger_id)}：{said}{f'，{payload.words}' if payload.words else ''}"
        case CardSigned() | QuizAnswered():
            post = uow.posts.find(payload.post_id)
            return f"{post.name if post else '已删除的岗位'}的告知卡"


def _title(uow: UnitOfWork, danger_id: str) -> str:
    danger = uow.hidden_dangers.find(danger_id)
    return f"{danger.code} {danger.title}" if danger else "已删除的隐患"


# ---- for whoever leads -----------------------------------------------------------------------------------------------


def figures(ports: Ports, caller: Caller) -> Figures:
    """Today's figures; raises NotYours for everybody else."""
    if not caller.leads:
        raise NotYours
    standing, due = Standing._make(ports.views.standing(ports.clock.today())), today(ports)
    with ports.units.read() as uow:
        to_accept = sum(d.status is DangerStatus.AWAITING_ACCEPTANCE for d in uow.hidden_dangers.still_open())
        waiting = uow.phone_entries.count_waiting()
    return Figures(
        len(due.lines) + due.more,
        due.overdue,
        standing.open_dangers,
        standing.overdue,
        to_accept,
        waiting,
        (standing.dangers - standing.open_dangers, standing.dangers),
    )
