"""What the pieces of documents are made from, and short ways to say tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ymh_desktop.domain.awards import AwardRule
from ymh_desktop.domain.change_notes import ChangeNote
from ymh_desktop.domain.checks import CheckPlan
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.receipts import CardReceipt
from ymh_desktop.domain.renewals import Renewal
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.training import Training
from ymh_desktop.services.book import Book
from ymh_desktop.services.checks.people import Staffing, staffing
from ymh_desktop.services.papers.cards import notice_card
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.card import NoticeCard
from ymh_desktop.services.reports.manual import Block, Cell, Grid, GridColumn
from ymh_desktop.services.training.lessons import Lesson, lessons

IndexLine = tuple[str, str, str]  # section, paper, what it is for


@dataclass(frozen=True, slots=True)
class _Records:
    """What the documents tell beside the book, all of it as it is kept."""

    staff: Staffing
    plans: tuple[CheckPlan, ...]
    renewals: tuple[Renewal, ...]
    trainings: tuple[Training, ...]
    award_rules: tuple[AwardRule, ...]
    receipts: tuple[CardReceipt, ...]
    change_notes: tuple[ChangeNote, ...]


def _read(ports: Ports) -> _Records:
    with ports.units.read() as uow:
        return _Records(
            staff=staffing(uow),
            plans=uow.check_plans.all(),
            renewals=uow.renewals.all(),
            trainings=uow.trainings.all(),
            award_rules=uow.award_rules.all(),
            receipts=uow.card_receipts.all(),
            change_notes=uow.change_notes.all(),
        )


@dataclass(frozen=True)
class Desk:
    """One look at everything. `post` is the one that a repeated chapter is about, None elsewhere."""

    ports: Ports
    book: Book
    today: date
    index: tuple[IndexLine, ...] = ()
    post: Post | None = None
    _whole: "Desk | None" = None  # of the desk of a chapter about a post: what was read for all is not read again

    def at(self, post: Post) -> "Desk":
        """The same desk for a chapter about this post."""
        return replace(self, post=post, _whole=self._whole or self)

    @cached_property
    def _records(self) -> _Records:
        return _read(self.ports) if self._whole is None else self._whole._records

    @property
    def staff(self) -> Staffing:
        """Everybody by id."""
        return self._records.staff

    @property
    def plans(self) -> tuple[CheckPlan, ...]:
        """The check plans that run."""
        return tuple(plan for plan in self._records.plans if plan.running)

    @property
    def renewals(self) -> tuple[Renewal, ...]:
        """What falls due and is still needed, the next day first."""
        needed = (each for each in self._records.renewals if not each.ended)
        return tuple(sorted(needed, key=lambda each: each.due_on))

    @property
    def trainings(self) -> tuple[Training, ...]:
        """Every training, planned, held or called off."""
        return self._records.trainings

    @property
    def award_rules(self) -> tuple[AwardRule, ...]:
        """The firm's rules about rewards and penalties that are in force."""
        return tuple(rule for rule in self._records.award_rules if rule.in_force)

    @property
    def receipts(self) -> tuple[CardReceipt, ...]:
        """Who signed for which card."""
        return self._records.receipts

    @property
    def change_notes(self) -> tuple[ChangeNote, ...]:
        """What changed or happened, accidents among it."""
        return self._records.change_notes

    @cached_property
    def lessons(self) -> Mapping[str, Lesson]:
        """What the card of each post teaches."""
        return lessons(self.ports, self.book) if self._whole is None else self._whole.lessons

    @property
    def here(self) -> Post:
        """The post of the chapter; raises ValueError outside of one."""
        if self.post is None:
            raise ValueError("this piece belongs into a chapter about a post")
        return self.post

    @property
    def principal(self) -> Person | None:
        """主要负责人."""
        return self.book.people.get(self.book.enterprise.principal_id or "")

    @property
    def officer(self) -> Person | None:
        """The safety officer."""
        return self.book.people.get(self.book.enterprise.officer_id or "")

    @cached_property
    def working(self) -> tuple[Person, ...]:
        """Everybody who did not leave."""
        return tuple(person for person in self.staff.people.values() if not person.left)

    def posts_of(self, person_id: str | None) -> tuple[str, ...]:
        """The names of the posts where this person works or leads; nobody (None) leads none."""
        mine = (post for post in self.book.posts if person_id in (post.head_id, *post.person_ids))
        return tuple(post.name for post in mine) if person_id else ()

    @cached_property
    def points(self) -> tuple[RiskPoint, ...]:
        """Machines, activities and places, without management duties."""
        return tuple(point for point in self.book.points if point.kind is not RiskPointKind.DUTY)

    def of_modules(self, modules: frozenset[str]) -> tuple[RiskPoint, ...]:
        """The risk points that came from these modules."""
        return tuple(point for point in self.book.points if point.module_id in modules)

    @cached_property
    def card(self) -> NoticeCard:
        """The notice card of the post."""
        names = {sign.id: sign.name for sign in self.ports.codes.signs}
        return notice_card(self.ports, self.book, self.here, self.today, names)

    @cached_property
    def met(self) -> tuple[RiskPoint, ...]:
        """What the post meets and what has hazards, the worst first."""
        found = [p for p in self.points if self.here.id in p.post_ids and self.book.hazards_of[p.id]]
        return tuple(sorted(found, key=lambda point: -(self.book.level_of(point) or 0)))


def counted(point: RiskPoint) -> str:
    """冲床（3台/处）."""
    return point.name if point.count == 1 else f"{point.name}（{point.count}台/处）"


def with_place(point: RiskPoint) -> str:
    """平刨（木工区）."""
    return f"{point.name}（{point.place}）" if point.place and point.place not in point.name else point.name


def in_place(hazard: Hazard, kind: MeasureKind) -> tuple[str, ...]:
    """The measures of one kind that are really there."""
    return tuple(m.text for m in hazard.measures if m.in_force and m.kind is kind)


def level_of(book: Book, point: RiskPoint) -> Cell:
    """The level, or a word where nothing is graded."""
    level = book.level_of(point)
    return level if isinstance(level, RiskLevel) else "未评"


def distinct(texts: Iterable[str], most: int | None = None) -> tuple[str, ...]:
    """Each once, in order; no empty ones."""
    found = tuple(dict.fromkeys(text for text in texts if text))
    return found if most is None else found[:most]


def numbered(rows: Iterable[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows with their number in front."""
    return tuple((str(number), *row) for number, row in enumerate(rows, 1))


def steps(texts: Sequence[str]) -> str:
    """1. … on lines of their own; a single one without a number."""
    return texts[0] if len(texts) == 1 else "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1))


def grid(
    columns: str,
    rows: Iterable[Sequence[Cell]] = (),
    *,
    blank: int = 0,
    least: float = 7,
    size: float = 9.5,
    none: str = "没有。",
    group: tuple[int, ...] = (),
) -> Grid:
    """A table; columns as 序号:8^ 名称:30* — share of the width, ^ in the middle, * bold."""
    return Grid(
        tuple(_column(each) for each in columns.split()), tuple(map(tuple, rows)), blank, least, size, none, group
    )


def _column(text: str) -> GridColumn:
    bare = text.rstrip("^*")
    title, _, share = bare.rpartition(":")
    marks = text[len(bare) :]
    return GridColumn(title.replace("_", "\n"), float(share), "^" in marks, "*" in marks)


Blocks = tuple[Block, ...]
