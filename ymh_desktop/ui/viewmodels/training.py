"""培训与奖惩: what each of the five tabs shows, and what its buttons do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.receipts import newest_result
from ymh_desktop.knowledge.training_data import RenewalPreset
from ymh_desktop.services.book import Book
from ymh_desktop.services.papers.paper import Paper
from ymh_desktop.services.papers.training import person_files, quiz_sheets, sign_in_sheets
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.training.awards import AwardSheet, adopt_rule, award_sheet, set_rule_in_force
from ymh_desktop.services.training.lessons import CardNotReady, Lesson, Quiz, book_of_cards, lessons, quiz
from ymh_desktop.services.training.proofs import place_as_told, places_told
from ymh_desktop.services.training.reidentify import Reason, Reidentification, reidentification
from ymh_desktop.services.training.renewals import RenewalLine, offered_kinds, renewal_lines
from ymh_desktop.services.training.tasks import Everybody, everybody
from ymh_desktop.services.training.trainings import TrainingList, plan_usual_year, training_list
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels import training_forms as forms
from ymh_desktop.ui.viewmodels.asking import AskingModel, Form
from ymh_desktop.ui.viewmodels.faces import FacesModel


class Face(Enum):
    """The five tabs; the value is the argument of a visit."""

    TASKS = "tasks"
    TRAININGS = "trainings"
    QUIZ = "quiz"
    RENEWALS = "renewals"
    AWARDS = "awards"


TITLES = {
    Face.TASKS: "人人有任务",
    Face.TRAININGS: "培训",
    Face.QUIZ: "三问和签收",
    Face.RENEWALS: "到期提醒",
    Face.AWARDS: "奖惩",
}


@dataclass(frozen=True, slots=True)
class QuizLine:
    """A post: its questions (None with the reason in `trouble`), who works there, and how they stand now."""

    post: Post
    quiz: Quiz | None
    trouble: str
    people: tuple[Person, ...]
    signed: int
    right: int
    wrong: int

    @property
    def not_asked(self) -> int:
        """Who works there and was not asked about the card as it is now."""
        return len(self.people) - self.right - self.wrong


@dataclass(frozen=True, slots=True)
class Tasks:
    """人人有任务 with the posts that people can be placed at. `told` are those whose post the identification tells."""

    everybody: Everybody
    posts: tuple[Post, ...]
    told: int


@dataclass(frozen=True, slots=True)
class Dues:
    """到期提醒: the list, the kinds that can be added, and whether to identify anew."""

    lines: tuple[RenewalLine, ...]
    kinds: tuple[RenewalPreset, ...]
    again: Reidentification


Found = Tasks | TrainingList | tuple[QuizLine, ...] | Dues | AwardSheet


class TrainingModel(FacesModel):
    """Every change goes through a form or one button."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _READ)
        self._ports = context.ports

    def asking(self) -> AskingModel:
        """A place for one form."""
        return AskingModel(self._context)

    def ask(self, asking: AskingModel, build: Callable[..., Form], *about: Any) -> None:
        """Open a form of training_forms about these things."""
        asking.prepare(partial(build, self._ports, *about))

    def place_as_told(self) -> None:
        """Everybody at the post for which they took part in the identification."""
        said = "已按辨识时填的定了岗位"
        self._context.records.save(partial(place_as_told, self._ports), said=said, toast=True)

    def plan_usual_year(self) -> None:
        """The trainings that small firms usually have."""
        said = "已排好常用的培训；学时和月份是习惯值，可以改"
        self._context.records.save(partial(plan_usual_year, self._ports), said=said, toast=True)

    def adopt_rule(self, suggestion_id: str) -> None:
        """Take a customary rule over."""
        self._context.records.save(partial(adopt_rule, self._ports, suggestion_id), said="用上一条奖惩办法")

    def set_rule_in_force(self, rule_id: str, in_force: bool) -> None:
        """Whether a rule still holds."""
        said = "恢复一条奖惩办法" if in_force else "停用一条奖惩办法"
        self._context.records.save(partial(set_rule_in_force, self._ports, rule_id, in_force), said=said, toast=True)

    # ---- other pages -------------------------------------------------------------------------------------------------

    def open_paper(self, paper_id: str) -> None:
        """A paper of the catalogue, for all."""
        self._context.navigate("papers", paper_id)

    def print_quiz(self, post: Post) -> None:
        """The three questions of one post."""
        self._paper("quiz", f"岗位三问_{post.name}", quiz_sheets, post.id)

    def print_sign_in(self, training_id: str, code: str) -> None:
        """The sheet of one training."""
        self._paper("sign-in", f"培训签到表_{code}", sign_in_sheets, training_id)

    def print_person(self, person: Person) -> None:
        """一人一档."""
        self._paper("person-files", f"一人一档_{person.name}", person_files, person.id)

    def open_wizard(self) -> None:
        """风险辨识, where another run can be begun."""
        self._context.navigate("identification")

    def open_danger(self, danger_id: str) -> None:
        """One hidden danger."""
        self._context.navigate("hidden_dangers", danger_id)

    def open_people(self) -> None:
        """人员与岗位."""
        self._context.navigate("people")

    def _paper(
        self, paper_id: str, name: str, decide: Callable[[Ports, Book, tuple[str, ...]], object], record_id: str
    ) -> None:
        def decided(ports: Ports, book: Book) -> object:
            return decide(ports, book, (record_id,))

        self._context.navigate("papers", Paper(paper_id, name, "", decided))


def _tasks(ports: Ports) -> Tasks:
    with ports.units.read() as uow:
        posts, told = uow.posts.all(), len(places_told(uow))
    return Tasks(everybody(ports), posts, told)


def _dues(ports: Ports) -> Dues:
    return Dues(renewal_lines(ports), offered_kinds(ports), reidentification(ports))


def _year_of_awards(ports: Ports) -> AwardSheet:
    return award_sheet(ports)


def quiz_lines(ports: Ports) -> tuple[QuizLine, ...]:
    """Every post with its questions and how its people stand with the card as it is now."""
    with ports.units.read() as uow:
        book = book_of_cards(ports, uow)
        results, receipts = uow.quiz_results.all(), uow.card_receipts.all()
    lines, cards = [], lessons(ports, book)
    for post in book.posts:
        asked, trouble = _asked(ports, book, post, cards)
        taught = cards.get(post.id)
        edition = taught.edition if taught else ""
        people = tuple(
            person for each in post.person_ids if (person := book.people.get(each)) is not None and not person.left
        )
        newest = [newest_result(results, person.id, post.id) for person in people]
        now = [result for result in newest if result is not None and result.edition == edition]
        right = sum(result.all_right for result in now)
        signed = {each.person_id for each in receipts if (each.post_id, each.edition) == (post.id, edition)}
        lines.append(
            QuizLine(
                post, asked, trouble, people, sum(person.id in signed for person in people), right, len(now) - right
            )
        )
    return tuple(lines)


def _asked(ports: Ports, book: Book, post: Post, cards: Mapping[str, Lesson]) -> tuple[Quiz | None, str]:
    try:
        return quiz(ports, book, post, cards), ""
    except CardNotReady as error:
        return None, f"{error.problem}{error.advice}"


_READ: dict[Face, Callable[[Ports], Found]] = {
    Face.TASKS: _tasks,
    Face.TRAININGS: training_list,
    Face.QUIZ: quiz_lines,
    Face.RENEWALS: _dues,
    Face.AWARDS: _year_of_awards,
}

__all__ = ["TITLES", "Dues", "Face", "Found", "QuizLine", "Reason", "Tasks", "TrainingModel", "forms", "quiz_lines"]
