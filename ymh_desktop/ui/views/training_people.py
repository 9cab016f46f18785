"""Two tabs of 培训与奖惩: 人人有任务 and 三问和签收."""

from functools import partial

from ymh_desktop.domain.quiz import LETTERS
from ymh_desktop.domain.words import label
from ymh_desktop.services.training.tasks import PersonTicks, PostProof, Tick
from ymh_desktop.ui.tablemodels import Column
from ymh_desktop.ui.viewmodels.training import QuizLine, Tasks, TrainingModel, forms
from ymh_desktop.ui.views.training_parts import ListTab
from ymh_desktop.ui.widgets import Button, LinkButton


def _tick_words(tick: Tick) -> str:
    return f"{'✓' if tick.yes else '×'} {tick.words}"


def _tick_tone(tick: Tick) -> str:
    return "ok" if tick.yes else "error"


def _tick_sort(tick: Tick) -> tuple[bool, str]:
    return (tick.yes, tick.words)


def _tick_column(title: str, at: int, width: int, *, stretch: bool = False) -> Column:
    return Column(title, at, words=_tick_words, sort=_tick_sort, tone=_tick_tone, width=width, stretch=stretch)


class TasksTab(ListTab):
    """人人有任务: everybody with four ticks; the card says per post what is missing and does it."""

    def __init__(self, model: TrainingModel) -> None:
        super().__init__(
            "人人有任务",
            (
                Column("姓名", 1, width=84),
                Column("岗位", 2, width=118),
                _tick_column("有卡", 3, 82),
                _tick_column("已签收", 4, 128),
                _tick_column("三问答对", 5, 128),
                _tick_column("有任务，本周做了", 6, 160, stretch=True),
            ),
            ("还没有员工", "点右上角“加员工”，一次可以加很多人。"),
            model.asking(),
        )
        self.model = model
        self._found: Tasks | None = None
        self.places = Button("", on=model.place_as_told)
        self.places.hide()
        self.buttons.addWidget(self.places)
        self.buttons.addWidget(Button("加员工", icon="plus", on=lambda: model.ask(self.asking, forms.add_people)))
        self.buttons.addWidget(LinkButton("打印一览表", on=partial(model.open_paper, "tasks")))

    def show_found(self, found: Tasks) -> None:
        """What was read."""
        self._found = found
        coverage = found.everybody.coverage
        missing = (
            f"。企业填的是 {coverage.people} 人，还有 {coverage.not_listed} 人没登记" if coverage.not_listed else ""
        )
        self.summary.setText(f"{coverage.words}{missing}。")
        self.places.setText(f"按辨识时填的定岗位（{found.told} 人）")
        self.places.setAccessibleName(self.places.text())
        self.places.setVisible(found.told > 0)
        self.show_rows(
            [
                (
                    line.person.id, line.person.name, "、".join(proof.post.name for proof in line.posts),
                    line.card, line.signed, line.answered, line.busy,
                )
                for line in found.everybody.lines
            ]
        )  # fmt: skip

    def visit(self, record_id: object) -> None:
        """The person's posts one by one."""
        line = self._found.everybody.line(str(record_id)) if self._found else None
        if line is None or self._found is None:
            return
        side, model = self.side, self.model
        side.say(line.person.name)
        place = (
            "改岗位" if line.posts else "定岗位",
            partial(model.ask, self.asking, forms.place_person, line, self._found.posts),
        )
        if not line.posts:
            side.fact("岗位", "还没定。定了岗位，才知道该看哪张卡、答哪三问。")
        for proof in line.posts:
            self._post(line, proof)
        side.heading("任务")
        side.line(_tick_words(line.busy), _tick_tone(line.busy))
        first = [] if line.posts else [place]
        others = [place] if line.posts else []
        printed = ("打印一人一档", partial(model.print_person, line.person))
        side.do(first, (*others, printed), about=f"（{line.person.name}）")

    def _post(self, line: PersonTicks, proof: PostProof) -> None:
        side, model, person, post = self.side, self.model, line.person, proof.post
        side.heading(post.name)
        if proof.lesson is None:
            side.line("还没有告知卡：请先在“风险辨识”里给这个岗位选好设备和作业。", "error")
            return
        if proof.receipt is not None:
            side.line(f"✓ {proof.receipt.on} 签收，{label(proof.receipt.how)}（版本 {proof.receipt.edition}）", "ok")
            side.pictures("签名", (proof.receipt.picture,) if proof.receipt.picture else ())
        else:
            side.line(f"× {'卡改过，要重新签收' if proof.signed_before else '还没签收'}", "error")
        if proof.result is not None:
            right = "、".join(f"第{n}问{'对' if ok else '错'}" for n, ok in enumerate(proof.result.right, 1))
            good = proof.result.all_right
            side.line(f"{'✓' if good else '×'} {proof.result.on} 三问：{right}", "ok" if good else "error")
        else:
            side.line("× 三问还没答", "error")
        missing = []
        if proof.receipt is None:
            missing.append(("签收了", partial(model.ask, self.asking, forms.sign_card, person, post)))
        if proof.result is None or not proof.result.all_right:
            missing.append(("问三问", partial(self._ask_quiz, line, proof)))
        side.do(missing, about=f"（{person.name}，{post.name}）")

    def _ask_quiz(self, line: PersonTicks, proof: PostProof) -> None:
        self.model.ask(self.asking, forms.ask_quiz, line.person, proof.post)


class QuizTab(ListTab):
    """三问和签收: every post with its questions; the sheets that come back are keyed for all of its people at once."""

    def __init__(self, model: TrainingModel) -> None:
        super().__init__(
            "三问和签收",
            (
                Column("岗位", 1, width=160, stretch=True),
                Column("告知卡版本", 2, width=120, secondary=True),
                Column("在岗", 3, words=lambda count: f"{count} 人", width=80, centred=True),
                Column("签收", 4, words=lambda pair: f"{pair[0]} / {pair[1]}", width=90, centred=True, tone=_short),
                Column(
                    "三问全对", 5, words=lambda pair: f"{pair[0]} / {pair[1]}", width=100, centred=True, tone=_short
                ),
                Column("要做什么", 6, width=200),
            ),
            ("还没有岗位", "在“风险辨识”里选好行业，岗位会自动列出来。"),
            model.asking(),
        )
        self.model = model
        self._lines: dict[str, QuizLine] = {}
        self.buttons.addWidget(LinkButton("打印全部三问", on=partial(model.open_paper, "quiz")))
        self.buttons.addWidget(LinkButton("打印签收表", on=partial(model.open_paper, "card-receipts")))

    def show_found(self, found: tuple[QuizLine, ...]) -> None:
        """What was read."""
        self._lines = {line.post.id: line for line in found}
        self.summary.setText("题目从岗位自己的告知卡里出，错答来自别的岗位。卡改了，要重新签收、重新问。")
        self.show_rows(
            [
                (
                    line.post.id, line.post.name, line.quiz.edition if line.quiz else "—", len(line.people),
                    (line.signed, len(line.people)), (line.right, len(line.people)), _todo(line),
                )
                for line in found
            ]
        )  # fmt: skip

    def visit(self, record_id: object) -> None:
        """The questions as they are printed, and the key."""
        line = self._lines.get(str(record_id))
        if line is None:
            return
        side, model = self.side, self.model
        side.say(line.post.name)
        if line.quiz is None:
            side.line(line.trouble, "error")
            return
        for number, asked in enumerate(line.quiz.questions, start=1):
            side.heading(f"{number}. {asked.asked}")
            for place, option in enumerate(asked.options):
                right = place == asked.right
                side.line(f"{LETTERS[place]}　{option}{'　✓' if right else ''}", "ok" if right else "")
        names = "、".join(person.name for person in line.people)
        side.fact("在这个岗位的人", names or "还没有人。请到“人人有任务”里给员工定岗位。")
        deeds = []
        if line.people:
            deeds = [
                ("录入签收表", partial(model.ask, self.asking, forms.sign_together, line.post, line.people)),
                ("录入三问答卷", partial(model.ask, self.asking, forms.mark_quiz, line.post, line.people, line.quiz)),
            ]
        side.do(deeds, (("打印这个岗位的三问", partial(model.print_quiz, line.post)),), about=f"（{line.post.name}）")


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]} / {pair[1]}"


def _short(pair: tuple[int, int]) -> str:
    return "" if not pair[1] else "ok" if pair[0] == pair[1] else "warning"


def _todo(line: QuizLine) -> str:
    if line.quiz is None:
        return "卡还没写全"
    if not line.people:
        return "没有人在这个岗位"
    parts = []
    if line.signed < len(line.people):
        parts.append(f"{len(line.people) - line.signed} 人没签")
    if line.not_asked:
        parts.append(f"{line.not_asked} 人没问")
    if line.wrong:
        parts.append(f"{line.wrong} 人要再问")
    return "、".join(parts) or "都齐了"
