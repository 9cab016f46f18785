"""Papers about people: 培训计划表, 培训签到表, 一人一档, 岗位三问, 奖惩台账, 到期一览, 人人有任务."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ymh_desktop.domain.awards import Award, AwardKind, Tally
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.quiz import LETTERS
from ymh_desktop.domain.receipts import CardReceipt, QuizResult
from ymh_desktop.domain.renewals import DueState, Renewal
from ymh_desktop.domain.training import TestOutcome, Training
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.training import (
    AskedQuestion,
    AwardLedger,
    PersonFile,
    PersonFiles,
    QuizSheet,
    QuizSheets,
    RenewalSheet,
    Row,
    SignInSheet,
    SignInSheets,
    TaskSheet,
    TrainingPlan,
)
from ymh_desktop.services.training.awards import award_sheet
from ymh_desktop.services.training.lessons import CardNotReady, Quiz, lessons, quiz
from ymh_desktop.services.training.renewals import renewal_lines
from ymh_desktop.services.training.tasks import Tick, everybody
from ymh_desktop.services.training.trainings import TrainingLine, TrainingList, TrainingState, training_list

EMPTY_LINES = 4  # on a sheet with names, for who was not foreseen
BLANK_LINES = 12  # on a sheet without
QUIZ_LINES = 8
_MADE, _CHECKED, _APPROVED = "编制", "审核", "主要负责人"


class NoPeople(UserError):
    """Nobody to print for."""

    def __init__(self) -> None:
        super().__init__("还没有登记员工。", "请到“培训与奖惩”的“人人有任务”里把员工加进来。")


def plain(number: Decimal) -> str:
    """2, 1.5: without zeros that say nothing."""
    return f"{number.normalize():f}"


# ---- trainings -------------------------------------------------------------------------------------------------------


def training_plan(ports: Ports, book: Book) -> TrainingPlan:
    """Every training that waits, and what was held this year; raises UserError when there is none."""
    found = training_list(ports)
    today = ports.clock.today()
    lines = [line for line in found.lines if of_plan(line.training, today)]
    if not lines:
        raise UserError("还没有排培训。", "请到“培训与奖惩”的“培训”里排，或者点“排一年的常用培训”。")
    lines.sort(key=lambda line: (_day_of(line.training), line.training.code))
    years = dict.fromkeys(str(day.year) for day in (_day_of(lines[0].training), _day_of(lines[-1].training)))
    return TrainingPlan(
        book.enterprise.name,
        f"{' 至 '.join(years)} 年度",
        today,
        tuple(_plan_row(number, line) for number, line in enumerate(lines, start=1)),
        (Signature(_MADE, _officer(book)), Signature(_CHECKED), Signature(_APPROVED)),
        book.draft,
    )


def of_plan(training: Training, today: date) -> bool:
    """Whether a plan shows it: it waits, or its day is in this year."""
    return training.waiting or _day_of(training).year == today.year


def _day_of(training: Training) -> date:
    return training.held_on or training.planned_on


def _plan_row(number: int, line: TrainingLine) -> Row:
    training = line.training
    done = {
        TrainingState.HELD: f"{training.held_on} 办了，到 {line.attended} 人",
        TrainingState.CANCELLED: f"取消：{training.cancelled}",
        TrainingState.OVERDUE: "过了日子没录入",
        TrainingState.PLANNED: "",
    }[line.state]
    return (
        str(number), training.code, training.topic, label(training.kind), training.planned_on.isoformat(),
        plain(training.hours), line.audience, training.teacher, training.place, done,
    )  # fmt: skip


def sign_in_sheets(ports: Ports, book: Book, training_ids: Iterable[str] | None = None) -> SignInSheets:
    """Sheets for these trainings (None: all that wait), with the names of whom they are for; raises UserError."""
    found = training_list(ports)
    wanted = None if training_ids is None else set(training_ids)
    lines = [e for e in found.lines if (e.training.waiting if wanted is None else e.training.id in wanted)]
    if not lines:
        raise UserError("没有要办的培训。", "请先在“培训与奖惩”的“培训”里排好，再打印签到表。")
    return SignInSheets(tuple(_sign_in(ports, book, found, line) for line in lines))


def _sign_in(ports: Ports, book: Book, found: TrainingList, line: TrainingLine) -> SignInSheet:
    training = line.training
    came = {each.person_id: each.outcome for each in training.attended}
    names = {person.id: person for person in found.people}
    invited = [*found.invited(training), *(names[i] for i in came if i in names)]
    people = tuple(dict.fromkeys(invited)) if training.held_on is None else tuple(names[i] for i in came if i in names)
    rows = [
        (str(n), person.name, book.works_at.get(person.id, person.duty), "已签" if person.id in came else "",
         _outcome(came.get(person.id)))
        for n, person in enumerate(people, start=1)
    ]  # fmt: skip
    if training.held_on is None:
        more = EMPTY_LINES if rows else BLANK_LINES
        rows += [(str(n), "", "", "", "") for n in range(len(rows) + 1, len(rows) + 1 + more)]
    day = training.held_on.isoformat() if training.held_on else f"计划 {training.planned_on}，实际 ____年__月__日"
    return SignInSheet(
        book.enterprise.name,
        training.code,
        training.topic,
        (
            f"日期：{day}",
            f"类别：{label(training.kind)}",
            f"学时：{plain(training.hours)}",
            f"地点：{training.place or '__________'}",
            f"谁来讲：{training.teacher or '__________'}",
            f"给谁：{line.audience}",
        ),
        training.content,
        ports.clock.today(),
        tuple(rows),
        (Signature("讲课人", training.teacher if training.held_on else ""), Signature("记录人")),
        book.draft,
    )


def _outcome(outcome: TestOutcome | None) -> str:
    return "" if outcome in (None, TestOutcome.NOT_TESTED) else label(outcome)


# ---- one file per person ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Everything that files are made from."""

    trainings: tuple[Training, ...]
    receipts: tuple[CardReceipt, ...]
    results: tuple[QuizResult, ...]
    renewals: tuple[Renewal, ...]
    awards: tuple[Award, ...]


def person_files(ports: Ports, book: Book, person_ids: Iterable[str] | None = None) -> PersonFiles:
    """一人一档 of these people (None: everybody who works here); raises NoPeople."""
    with ports.units.read() as uow:
        shelf = _Shelf(
            uow.trainings.all(), uow.card_receipts.all(), uow.quiz_results.all(),
            uow.renewals.all(), uow.awards.all(),
        )  # fmt: skip
    wanted = None if person_ids is None else set(person_ids)
    people = [p for p in book.people.values() if (not p.left if wanted is None else p.id in wanted)]
    if not people:
        raise NoPeople
    return PersonFiles(tuple(_file(ports, book, shelf, person) for person in people))


def _file(ports: Ports, book: Book, shelf: _Shelf, person: Person) -> PersonFile:
    department = book.departments.get(person.department_id or "")
    held = [t for t in shelf.trainings if t.held_on and any(a.person_id == person.id for a in t.attended)]
    held.sort(key=lambda training: (_day_of(training), training.code))
    facts = (
        ("姓名", person.name),
        ("岗位", book.works_at.get(person.id, "还没定")),
        ("职务", person.duty),
        ("部门", department.name if department else ""),
        ("累计学时", plain(sum((training.hours for training in held), Decimal(0)))),
    )
    return PersonFile(
        book.enterprise.name,
        person.name,
        tuple(fact for fact in facts if fact[1]),
        ports.clock.today(),
        tuple(_taught_row(training, person) for training in held),
        tuple(
            (each.on.isoformat(), each.post_name, each.edition, label(each.how))
            for each in shelf.receipts
            if each.person_id == person.id
        ),
        tuple(
            (each.on.isoformat(), each.post_name, *(_right(right) for right in each.right), label(each.how))
            for each in shelf.results
            if each.person_id == person.id
        ),
        tuple(
            (each.title, each.number, each.issuer, each.due_on.isoformat())
            for each in shelf.renewals
            if each.person_id == person.id and not each.ended and _is_certificate(ports, each)
        ),
        tuple(
            (each.on.isoformat(), each.code, label(each.kind), struck(each), str(each.points), plain(each.yuan))
            for each in shelf.awards
            if each.person_id == person.id
        ),
        (Signature("本人"), Signature("安全员", _officer(book))),
        book.draft,
    )


def _is_certificate(ports: Ports, renewal: Renewal) -> bool:
    """Of the kinds that belong to one person, or another one that is called a certificate."""
    return ports.codes.renewal_preset(renewal.kind).personal or "证" in renewal.title


def _taught_row(training: Training, person: Person) -> Row:
    outcome = next(each.outcome for each in training.attended if each.person_id == person.id)
    return (
        f"{training.held_on}", training.topic, label(training.kind), plain(training.hours), training.teacher,
        label(outcome), training.code,
    )  # fmt: skip


def _right(right: bool) -> str:
    return "答对" if right else "答错"


def struck(award: Award) -> str:
    """What it was for; of one that was taken back, why it was."""
    return f"{award.reason}（已撤回：{award.withdrawn}）" if award.withdrawn else award.reason


# ---- cards and questions ---------------------------------------------------------------------------------------------


def quiz_sheets(ports: Ports, book: Book, post_ids: Iterable[str] | None = None) -> QuizSheets:
    """三问 of these posts (None: every post whose card is complete); raises CardNotReady when none is."""
    wanted = None if post_ids is None else set(post_ids)
    posts = [post for post in book.posts if wanted is None or post.id in wanted]
    made: list[tuple[Post, Quiz]] = []
    trouble: CardNotReady | None = None
    cards = lessons(ports, book)
    for post in posts:
        try:
            made.append((post, quiz(ports, book, post, cards)))
        except CardNotReady as error:
            trouble = error
    if not made:
        raise trouble or CardNotReady("还没有岗位。", "请先在“风险辨识”里选好行业和岗位。")
    return QuizSheets(
        book.enterprise.name,
        ports.clock.today(),
        tuple(_quiz_sheet(ports, book, post, asked) for post, asked in made),
        tuple((post.name, asked.edition, *asked.key) for post, asked in made),
    )


def _quiz_sheet(ports: Ports, book: Book, post: Post, asked: Quiz) -> QuizSheet:
    names = _names_at(book, post)
    return QuizSheet(
        book.enterprise.name,
        post.name,
        asked.edition,
        ports.clock.today(),
        tuple(
            AskedQuestion(
                each.asked, tuple(f"{letter}　{text}" for letter, text in zip(LETTERS, each.options, strict=False))
            )
            for each in asked.questions
        ),
        (*names, *([""] * max(2, QUIZ_LINES - len(names)))),
        book.draft,
    )


def _names_at(book: Book, post: Post) -> tuple[str, ...]:
    return tuple(
        person.name for person_id in post.person_ids if (person := book.people.get(person_id)) and not person.left
    )


# ---- ledgers ---------------------------------------------------------------------------------------------------------


def award_ledger(ports: Ports, book: Book, first: date | None = None, last: date | None = None) -> AwardLedger:
    """Rules, entries and sums of a stretch; without days: of this year."""
    today = ports.clock.today()
    first, last = first or date(today.year, 1, 1), last or today
    found = award_sheet(ports, first, last)
    return AwardLedger(
        book.enterprise.name,
        f"{first} 至 {last}",
        today,
        f"奖励 {found.total.rewards} 次，处罚 {found.total.penalties} 次，"
        f"合计 {_balance(Decimal(found.total.points))} 分、{_balance(found.total.yuan)} 元",
        tuple(
            (label(rule.kind), rule.text, str(rule.points), plain(rule.yuan)) for rule in found.rules if rule.in_force
        ),
        tuple(
            (
                e.award.on.isoformat(), e.award.code, e.whose, label(e.award.kind), struck(e.award),
                _signed(e.award.kind, Decimal(e.award.points)), _signed(e.award.kind, e.award.yuan), e.decided_by,
                e.danger,
            )
            for e in found.lines
        ),
        tuple(_sum_row(person.name, sums) for person, sums in found.per_person),
        tuple(_sum_row(post.name, sums) for post, sums in found.per_post),
        (Signature(_MADE, _officer(book)), Signature(_APPROVED), Signature("公示日期")),
        book.draft,
    )  # fmt: skip


def _signed(kind: AwardKind, amount: Decimal) -> str:
    return f"{'+' if kind is AwardKind.REWARD else '−'}{plain(amount)}" if amount else ""


def _balance(amount: Decimal) -> str:
    """+2, −20 or 0: rewards less penalties."""
    kind = AwardKind.PENALTY if amount < 0 else AwardKind.REWARD
    return _signed(kind, abs(amount)) or "0"


def _sum_row(name: str, sums: Tally) -> Row:
    points, yuan = _balance(Decimal(sums.points)), _balance(sums.yuan)
    return name, str(sums.rewards), str(sums.penalties), points, yuan


def renewal_sheet(ports: Ports, book: Book) -> RenewalSheet:
    """Everything that falls due; raises UserError when nothing was registered."""
    lines = [line for line in renewal_lines(ports) if line.state is not DueState.ENDED]
    if not lines:
        raise UserError("还没有登记到期事项。", "请到“培训与奖惩”的“到期提醒”里登记证件、检验、演练和合同。")
    late = sum(line.state is DueState.OVERDUE for line in lines)
    soon = sum(line.state is DueState.SOON for line in lines)
    return RenewalSheet(
        book.enterprise.name,
        ports.clock.today(),
        f"共 {len(lines)} 项，过期 {late} 项，快到期 {soon} 项。周期是习惯值，以证件、报告、合同上的日期为准。",
        tuple(
            (
                str(number), line.preset.group, line.renewal.title, line.renewal.number, line.person,
                line.renewal.issuer, line.renewal.due_on.isoformat(), _days(line.days), label(line.state),
            )
            for number, line in enumerate(lines, start=1)
        ),
        (Signature(_MADE, _officer(book)), Signature(_APPROVED)),
        book.draft,
    )  # fmt: skip


def _days(days: int) -> str:
    return f"过了 {-days} 天" if days < 0 else f"还有 {days} 天"


def task_sheet(ports: Ports, book: Book) -> TaskSheet:
    """人人有任务; raises NoPeople."""
    found = everybody(ports)
    if not found.lines:
        raise NoPeople
    missing = f"，还有 {found.coverage.not_listed} 人没登记" if found.coverage.not_listed else ""
    return TaskSheet(
        book.enterprise.name,
        ports.clock.today(),
        f"{found.coverage.words}{missing}。",
        tuple(
            (
                str(number), line.person.name, "、".join(proof.post.name for proof in line.posts),
                *(_ticked(tick) for tick in (line.card, line.signed, line.answered, line.busy)),
            )
            for number, line in enumerate(found.lines, start=1)
        ),
        (Signature(_MADE, _officer(book)), Signature(_APPROVED)),
        book.draft,
    )  # fmt: skip


def _ticked(tick: Tick) -> str:
    return f"{'✓' if tick.yes else '×'} {tick.words}"


def _officer(book: Book) -> str:
    return book.person_name(book.enterprise.officer_id)
