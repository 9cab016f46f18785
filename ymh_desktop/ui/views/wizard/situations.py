"""Step 3: buttons under the question, another layout than the walk, so that nobody answers in the wrong rhythm."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.domain.words import label
from ymh_desktop.services.flows.situations import SituationCard
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.wizard.situations import SituationsModel
from ymh_desktop.ui.views.wizard.parts import Fold
from ymh_desktop.ui.views.wizard.step import StepView
from ymh_desktop.ui.widgets import AnswerCard, AnswerOption, Banner, Card, Combo, column, row, text

AT_ONCE = 4
_RULE = "这一处的风险直接定为重大"
_ITEM = "先记成疑似重大隐患，还要懂行的人来判定"
_EXPERT = "记到“请教专家”清单里"


def _options(found: str) -> tuple[AnswerOption, ...]:
    return (
        AnswerOption(AnswerValue.PRESENT.value, label(AnswerValue.PRESENT), "unsafe", found),
        AnswerOption(AnswerValue.ABSENT.value, label(AnswerValue.ABSENT), "safe"),
        AnswerOption(AnswerValue.UNSURE.value, label(AnswerValue.UNSURE), said=_EXPERT),
    )


def _said_on_present(card: SituationCard) -> str:
    if card.needs_place:
        return _RULE
    return _EXPERT if card.expert_only else _ITEM


class Question(QWidget):
    """One question with its original text folded away, and where, when a direct rule is answered 有."""

    def __init__(self, model: SituationsModel, number: int, card: SituationCard) -> None:
        super().__init__()
        self._model = model
        self.subject = card.subject
        self.needs_place = card.needs_place
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.card = AnswerCard(
            number,
            card.question,
            "\n".join((*((card.hint,) if card.needs_place else ()), *card.explained)),
            options=_options(_said_on_present(card)),
            beside=False,
        )
        layout.addWidget(self.card)
        self._add_original(number, card)
        self.where = Combo(f"第{number}题 在哪里")
        self.where_row = QWidget()
        self.where_row.setLayout(row(text("在哪里？", "strong"), self.where, None))
        self.where_row.hide()
        inner = self.card.layout()
        if card.needs_place and isinstance(inner, QBoxLayout):
            inner.addWidget(self.where_row)
        self.card.answered.connect(lambda option: model.answer(self.subject, AnswerValue(option)))
        self.where.currentIndexChanged.connect(self._where_chosen)
        self.walked = Card()
        self.walked.body.addWidget(text(f"{number}. {card.question}", "question", wrap=True))
        self.walked.body.addLayout(row(text("现场问答里已经答过，不用再答", "tag-grey"), None))
        self.walked.hide()
        layout.addWidget(self.walked)
        self.show_card(card)

    def show_card(self, card: SituationCard) -> None:
        """What is kept, or already chosen."""
        walked = self._model.settled_by_walk(card)
        self.card.setVisible(not walked)
        self.walked.setVisible(walked)
        answer = self._model.shown_answer(card)
        wanted = answer.value if answer else None
        if self.card.answer != wanted:
            self.card.set_answer(wanted)
        self._show_where(card, answer)

    def take_focus(self) -> None:
        """To the place when only that is missing, else to the answers."""
        if not self.where_row.isHidden() and self.where.chosen is None:
            self.where.setFocus()
        else:
            self.card.take_focus()

    def _add_original(self, number: int, card: SituationCard) -> None:
        words = [text(card.source, "hint", wrap=True)]
        if not card.needs_place:
            words.insert(0, text(card.hint, "secondary", wrap=True))
        original = QWidget()
        original.setLayout(column(*words, spacing=2))
        title = "出处" if card.needs_place else "原文"
        self.original = Fold(title, original, name=f"第{number}题 {title}")
        self.card.extras.addWidget(self.original)
        self.card.button_row.addWidget(self.original.button)  # its text unfolds above, under the question

    def _show_where(self, card: SituationCard, answer: AnswerValue | None) -> None:
        if not self.needs_place:
            return
        self.where_row.setVisible(answer is AnswerValue.PRESENT)
        options: list[tuple[object, str]] = [(None, "请选一处")]
        options += list(self._model.state.places)
        self.where.set_options(options, card.where_answered)
        if answer is AnswerValue.PRESENT and card.subject in self._model.waiting:
            self.card.say("请在下面选是在哪里")

    def _where_chosen(self) -> None:
        chosen = self.where.chosen
        if isinstance(chosen, str):
            self._model.answer_where(self.subject, chosen)


class SituationsStep(StepView):
    """Kept at once; 不清楚 goes to the list for the expert."""

    step = Step.SITUATIONS

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context, run_id)
        self.model: SituationsModel = SituationsModel(context, run_id)
        self.questions: dict[str, Question] = {}
        self._cursor: str | None = None
        self.note = Banner(
            "疑似，需人工判定：选“有”只是先记下来。",
            "是不是重大隐患，要由懂行的人或者镇里来定。选“没有”也要先去看过。",
        )
        self.list = column(spacing=10)
        self.body.addWidget(self.note)
        self.body.addLayout(self.list)
        self.body.addStretch(1)
        self.model.loaded.connect(self._show)
        self.model.changed.connect(self._sync)

    def entered(self, cursor: str) -> None:
        """Read the questions; go to the one to come back to."""
        self._cursor = cursor
        self.model.load()

    def point_out(self) -> None:
        """Red frames; the keyboard goes to the first."""
        for subject, question in self.questions.items():
            card = self.model.card(subject)
            question.card.set_missing(self.model.shown_answer(card) is None and not self.model.settled_by_walk(card))
            question.show_card(card)
        self._go_to(self.model.first_open())

    def leave_forward(self, done: Callable[[], None]) -> None:
        """What was answered here is not asked on the walk."""
        self.model.settle(done)

    def take_focus(self) -> None:
        """To the first open question."""
        self._go_to(self.model.first_open(self._cursor or ""))

    def _show(self) -> None:
        subjects = [card.subject for card in self.model.state.cards]
        if list(self.questions) != subjects[: len(self.questions)]:
            for question in self.questions.values():
                self.list.removeWidget(question)
                question.hide()
                question.deleteLater()
            self.questions.clear()
        self._build_until(self.model.first_open(self._cursor or ""))
        self._sync()
        if self._cursor is not None and self.isVisible():
            QTimer.singleShot(0, self, self._come_back)

    def _come_back(self) -> None:
        self.take_focus()
        self._cursor = None

    def _build_until(self, subject: str) -> None:
        """A few at once and on to the one that is wanted; the others follow."""
        cards = self.model.state.cards
        wanted = next((n for n, card in enumerate(cards) if card.subject == subject), 0)
        upto = min(len(cards), max(len(self.questions) + AT_ONCE, wanted + 2))
        for number in range(len(self.questions), upto):
            question = Question(self.model, number + 1, cards[number])
            question.card.went_on.connect(lambda subject=question.subject: self._go_on_from(subject))
            self.questions[question.subject] = question
            self.list.addWidget(question)
        if upto < len(cards):
            QTimer.singleShot(0, self, lambda: self._build_until(""))

    def _sync(self) -> None:
        for card in self.model.state.cards:
            if card.subject in self.questions:
                self.questions[card.subject].show_card(card)
        self.progressed.emit()

    def _go_on_from(self, subject: str) -> None:
        subjects = list(self.questions)
        following = subjects[subjects.index(subject) + 1 :]
        if following:
            self._go_to(following[0])
        else:
            self._go_to(self.model.first_open())

    def _go_to(self, subject: str) -> None:
        question = self.questions.get(subject) or next(iter(self.questions.values()), None)
        if question is not None:
            self.bring_into_view(question)
            question.take_focus()
