"""签收 and 三问: who signed for which edition of a card, and who answered its three questions rightly.

The same use cases serve paper that comes back, the window, and phones. Sending the same thing twice keeps it once.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import not_to_come
from ymh_desktop.domain.quiz import answers
from ymh_desktop.domain.receipts import CardReceipt, HowProved, QuizResult
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, Repository, UnitOfWork
from ymh_desktop.services.runs import latest
from ymh_desktop.services.training.lessons import CardNotReady, Lesson, Quiz, book_of_cards, lesson, quiz

QUESTIONS = 3
P = TypeVar("P", CardReceipt, QuizResult)


class CardChanged(UserError):
    """What was signed or answered is no longer what the card says."""

    def __init__(self, post: str) -> None:
        super().__init__(f"“{post}”的告知卡已经改过了。", "请先看新卡，再签收、再答三问。")


def post_lesson(ports: Ports, post_id: str) -> Lesson:
    """What the card of this post teaches now; raises CardNotReady."""
    with ports.units.read() as uow:
        return _lesson(ports, uow, uow.posts.get(post_id))


def post_quiz(ports: Ports, post_id: str) -> Quiz:
    """The three questions about the card as it is now; raises CardNotReady with what is missing."""
    with ports.units.read() as uow:
        return quiz(ports, book_of_cards(ports, uow), uow.posts.get(post_id))


def sign_for_card(
    ports: Ports,
    person_id: str,
    post_id: str,
    edition: str | None = None,
    *,
    how: HowProved = HowProved.PAPER,
    on: date | None = None,
    picture: str | None = None,
) -> tuple[CardReceipt, Changes]:
    """This person signed for the card of this post.

    `edition` is the one that was shown (None: the present one); raises CardChanged when the card says something else
    by now. `picture` is a name of the photo store: a scan, or a signature drawn on a phone. `on` None is today.
    """
    receipts, changes = sign_together(ports, post_id, (person_id,), edition, how=how, on=on, picture=picture)
    return receipts[0], changes


def sign_together(
    ports: Ports,
    post_id: str,
    person_ids: Sequence[str],
    edition: str | None = None,
    *,
    how: HowProved = HowProved.PAPER,
    on: date | None = None,
    picture: str | None = None,
) -> tuple[tuple[CardReceipt, ...], Changes]:
    """Everybody whose name stands under the same card, with one scan; raises UserError for nobody."""
    if not person_ids:
        raise UserError("一个签收的人也没有勾。", "请照着告知卡下面的签名勾上。")
    with ports.units.write() as uow:
        post = uow.posts.get(post_id)
        now = _the_edition(_lesson(ports, uow, post), edition)
        day = _day(ports, on)
        kept = tuple(
            _kept_once(
                uow.card_receipts,
                CardReceipt(
                    ports.new_id(), uow.people.get(person_id).id, post.id, post.name, now, day, how, picture,
                    ports.clock.now(),
                ),
            )
            for person_id in dict.fromkeys(person_ids)
        )  # fmt: skip
        return kept, uow.commit()


def answer_questions(
    ports: Ports,
    person_id: str,
    post_id: str,
    letters: str,
    edition: str | None = None,
    *,
    how: HowProved = HowProved.WINDOW,
    on: date | None = None,
    picture: str | None = None,
) -> tuple[QuizResult, Changes]:
    """The letters that this person chose, e.g. BAC, for the questions of `post_quiz`; one left out is a wrong answer.

    Raises CardChanged when the questions are asked differently by now, and UserError for more letters than questions.
    """
    chosen = "".join(letters.split()).upper()
    if len(chosen) > QUESTIONS or not all(char in "ABC-" for char in chosen):
        raise UserError(f"答案“{letters[:20]}”不对。", "三问各选一个，写成 BAC 这样；没答的写“-”。")
    with ports.units.write() as uow:
        post = uow.posts.get(post_id)
        asked = quiz(ports, book_of_cards(ports, uow), post)
        now = _the_edition(asked, edition, post)
        first, second, third = answers(chosen, asked.questions)
        result = _result(ports, uow, person_id, post, now, (first, second, third), how, _day(ports, on), picture)
        return result, uow.commit()


def mark_questions(
    ports: Ports,
    person_id: str,
    post_id: str,
    right: tuple[bool, bool, bool],
    edition: str | None = None,
    *,
    how: HowProved = HowProved.PAPER,
    on: date | None = None,
    picture: str | None = None,
) -> tuple[QuizResult, Changes]:
    """A sheet that was corrected by hand with the answer key: 答对 or 答错 per question."""
    with ports.units.write() as uow:
        post = uow.posts.get(post_id)
        now = _the_edition(_lesson(ports, uow, post), edition)
        result = _result(ports, uow, person_id, post, now, right, how, _day(ports, on), picture)
        return result, uow.commit()


def place_person(ports: Ports, person_id: str, post_ids: Sequence[str]) -> Changes:
    """At which posts somebody works from now on; none: at no post."""
    with ports.units.write() as uow:
        person = uow.people.get(person_id)
        for post_id in post_ids:
            uow.posts.get(post_id)
        for post in uow.posts.all():
            _place(uow, person, post, there=post.id in post_ids)
        return uow.commit()


def places_told(uow: UnitOfWork) -> tuple[tuple[Person, Post], ...]:
    """Who works at no post yet, with the post for which they took part in the newest identification.

    Only what is sure: one post for this name, and one person who bears it.
    """
    run, posts = latest(uow), {post.id: post for post in uow.posts.all()}
    told: dict[str, list[str]] = {}
    for post_id, name in run.participants if run else ():
        if post_id in posts:
            told.setdefault(name, []).append(post_id)
    placed = {person_id for post in posts.values() for person_id in post.person_ids}
    here = [person for person in uow.people.all() if not person.left]
    bearers = Counter(person.name for person in here)
    return tuple(
        (person, posts[told[person.name][0]])
        for person in here
        if person.id not in placed and bearers[person.name] == 1 and len(told.get(person.name, ())) == 1
    )


def place_as_told(ports: Ports) -> Changes:
    """Everybody of `places_told` works at that post from now on."""
    with ports.units.write() as uow:
        for person, post in places_told(uow):
            place_in(uow, person, post.id)
        return uow.commit()


def place_in(uow: UnitOfWork, person: Person, post_id: str) -> None:
    """One more post for this person, in this unit of work."""
    _place(uow, person, uow.posts.get(post_id), there=True)


def _place(uow: UnitOfWork, person: Person, post: Post, *, there: bool) -> None:
    if there and person.id not in post.person_ids:
        uow.posts.save(replace(post, person_ids=(*post.person_ids, person.id)))
    elif not there and person.id in post.person_ids:
        uow.posts.save(replace(post, person_ids=tuple(each for each in post.person_ids if each != person.id)))


def _lesson(ports: Ports, uow: UnitOfWork, post: Post) -> Lesson:
    found = lesson(ports, book_of_cards(ports, uow), post)
    if found is None:
        raise CardNotReady(f"岗位“{post.name}”还没有告知卡。", "请先在“风险辨识”里给这个岗位选好设备和作业。")
    return found


def _the_edition(now: Lesson | Quiz, edition: str | None, post: Post | None = None) -> str:
    if edition is not None and edition != now.edition:
        raise CardChanged(post.name if post else now.post.name if isinstance(now, Lesson) else now.post_name)
    return now.edition


def _day(ports: Ports, on: date | None) -> date:
    return not_to_come("日期", on, ports.clock.today())


def _result(
    ports: Ports,
    uow: UnitOfWork,
    person_id: str,
    post: Post,
    edition: str,
    right: tuple[bool, bool, bool],
    how: HowProved,
    on: date,
    picture: str | None,
) -> QuizResult:
    made = QuizResult(
        ports.new_id(), uow.people.get(person_id).id, post.id, post.name, edition, on, how, *right, picture,
        ports.clock.now(),
    )  # fmt: skip
    return _kept_once(uow.quiz_results, made)


def _kept_once(records: Repository[P], made: P) -> P:
    """The one that says the same, if it was kept before: phones send again what they are not sure of."""
    plain = replace(made, id="", kept_at=None)
    for known in records.all():
        if replace(known, id="", kept_at=None) == plain:
            return known
    records.save(made)
    return made
