"""辨识初稿: going through one risk by risk, and sending one's own."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.measures import Measure
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.draft_data import Author, AuthorRole
from ymh_desktop.services.exchange import draft_review, drafts
from ymh_desktop.services.exchange.draft_review import Choice
from ymh_desktop.services.exchange.drafts import Difference
from ymh_desktop.services.exchange.incoming import Opened
from ymh_desktop.services.ports import PackageResult, Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import Ask, Form, Kind, Values

MOST_MEASURES = 6  # of one difference
KIND = "draft"


class DraftReviewModel(QObject):
    """One opened draft: its differences, what was chosen for each so far, and carrying it out."""

    came = Signal()
    done = Signal(object)  # TakenOver
    sent = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports: Ports = context.ports
        self._opened: Opened | None = None
        self.lines: tuple[Difference, ...] = ()
        self.choices: dict[str, Choice] = {}

    def look(self, opened: Opened) -> None:
        """Find the differences; `came` follows."""
        self._opened, self.lines, self.choices = opened, (), {}
        self._context.tasks.run(partial(draft_review.review_lines, self._ports, opened), self._found)

    def choose(self, hazard_id: str, take: bool | None) -> None:
        """Take it, keep one's own, or not decided yet."""
        reason = self.choices[hazard_id].reason if hazard_id in self.choices else ""
        self.choices.pop(hazard_id, None)
        if take is not None:
            self.choices[hazard_id] = Choice(take, reason)

    def explain(self, hazard_id: str, reason: str) -> None:
        """Why; kept only with a decision."""
        if hazard_id in self.choices:
            self.choices[hazard_id] = Choice(self.choices[hazard_id].take, reason)

    def take_all(self) -> None:
        """Everything that was not decided is taken; `came` follows."""
        for each in self.lines:
            self.choices.setdefault(each.hazard_id, Choice(True))
        self.came.emit()

    @property
    def waiting(self) -> int:
        """How many have no decision."""
        return sum(1 for each in self.lines if each.hazard_id not in self.choices)

    def settle(self) -> None:
        """Carry it out; `done` follows."""
        opened = self._opened
        if opened is not None:
            work = partial(draft_review.settle_draft, self._ports, opened, dict(self.choices))
            self._context.records.save(work, said="采用初稿", then=self._was_done, failed=self._context.notices.show)

    def details(self, each: Difference) -> tuple[str, ...]:
        """What differs in sentences: grade, consequence, measures that one side has and the other has not."""
        if each.theirs is None or each.ours is None:
            return _whole(each.theirs) if each.theirs is not None else ()
        return _compared(each.ours, each.theirs)

    # ---- sending -------------------------------------------------------------------------------------------------

    def send_form(self) -> Form:
        """Who writes the draft, and to whom; where it is written is asked afterwards."""

        def expert(values: Values) -> bool:
            return values.get("role") is AuthorRole.EXPERT

        roles = ((AuthorRole.ENTERPRISE, "企业，发给专家"), (AuthorRole.EXPERT, "专家，发给企业"))
        asks = (
            Ask("role", "我是", Kind.CHOICE, AuthorRole.ENTERPRISE, options=roles),
            Ask("name", "姓名", needed="请写姓名。", half=True),
            Ask("unit", "单位", shown=expert, half=True),
            Ask("speciality", "专业", shown=expert, half=True),
            Ask("certificate", "证书号", shown=expert, half=True),
            Ask("note", "要对方知道的话", Kind.TEXT, placeholder="例如：请重点看喷漆房；哪几条没有采用、为什么"),
        )
        sentence = "整份辨识结果签名导出：企业、岗位、风险、措施、隐患。照片不在里面。"
        return Form(
            "draft:send",
            "发辨识初稿",
            "下一步，选文件夹",
            asks,
            self._remember,
            "写好初稿的作者",
            sentence,
            toast=False,
        )

    def write(self, folder: Path) -> None:
        """Write the signed draft; `sent` brings where it lies."""
        author, note = self._author, self._note
        if author is None:
            return

        def work() -> tuple[PackageResult, Changes]:
            return drafts.export_draft(self._ports, folder, author, note=note)

        self._context.tasks.run_long(
            "正在导出初稿", lambda _: work(), lambda made: self.sent.emit(f"初稿已导出：{made[0].path.name}")
        )

    _author: Author | None = None
    _note: str = ""

    def _remember(self, values: Values) -> Changes:
        self._author = Author(
            values["role"], values["name"].strip(), values["unit"].strip(), values["speciality"].strip(),
            values["certificate"].strip(),
        )  # fmt: skip
        self._note = values["note"].strip()
        return Changes()

    def _found(self, lines: tuple[Difference, ...]) -> None:
        self.lines = lines
        self.came.emit()

    def _was_done(self, done: object) -> None:
        self._opened = None
        self.done.emit(done)


def _whole(hazard: Hazard) -> tuple[str, ...]:
    measures = [f"措施：{measure.text}" for measure in hazard.measures[:MOST_MEASURES]]
    return (f"{label(hazard.level)}，{hazard.grade.reason}", *measures)


def _compared(ours: Hazard, theirs: Hazard) -> tuple[str, ...]:
    said = []
    if ours.level is not theirs.level or ours.grade.reason != theirs.grade.reason:
        said.append(f"我的：{label(ours.level)}，{ours.grade.reason}")
        said.append(f"初稿：{label(theirs.level)}，{theirs.grade.reason}")
    if ours.consequence != theirs.consequence:
        said.append(f"后果：从“{ours.consequence}”改为“{theirs.consequence}”")
    mine, coming = {each.id: each for each in ours.measures}, {each.id: each for each in theirs.measures}
    changes = [_measure(mine.get(key), each) for key, each in coming.items() if mine.get(key) != each]
    changes += [f"初稿去掉了措施：{each.text}" for key, each in mine.items() if key not in coming]
    return (*said, *changes[:MOST_MEASURES])


def _measure(ours: Measure | None, theirs: Measure) -> str:
    if ours is None:
        return f"初稿加了措施：{theirs.text}（{label(theirs.state)}）"
    if ours.text != theirs.text:
        return f"措施改成：{theirs.text}"
    return f"措施“{theirs.text}”：{label(ours.state)} 改为 {label(theirs.state)}"
