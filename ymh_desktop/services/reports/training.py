"""Papers about people: training, signatures, three questions, rewards, what falls due, who has a task.

Texts are final: a renderer only draws.
"""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.services.reports.paper import Signature

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """培训计划表. Rows: 序号, 编号, 培训内容, 类别, 计划日期, 学时, 给谁, 谁来讲, 地点, 完成情况."""

    enterprise: str
    period: str
    made_on: date
    rows: tuple[Row, ...]
    signatures: tuple[Signature, ...]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """培训签到表. Rows: 序号, 姓名, 岗位, signature (signed for those who came when it is printed afterwards), 考核.

    `number` is typed when the sheet comes back. Empty names are lines to write on.
    """

    enterprise: str
    number: str
    topic: str
    facts: tuple[str, ...]
    content: str
    made_on: date
    rows: tuple[Row, ...]
    signatures: tuple[Signature, ...]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class SignInSheets:
    """Several sheets in one document."""

    sheets: tuple[SignInSheet, ...]


@dataclass(frozen=True, slots=True)
class PersonFile:
    """一人一档: what one person was taught, signed for, answered, holds and was given.

    Trainings: 日期, 内容, 类别, 学时, 谁来讲, 考核, 签到表. Receipts: 日期, 岗位, 告知卡版本, 方式. Answers: 日期,
    岗位, 第1问, 第2问, 第3问, 方式. Certificates: 证件, 证号, 发证单位, 到期. Awards: 日期, 编号, 奖惩, 为什么, 分, 元.
    """

    enterprise: str
    name: str
    facts: tuple[tuple[str, str], ...]
    made_on: date
    trainings: tuple[Row, ...]
    receipts: tuple[Row, ...]
    answers: tuple[Row, ...]
    certificates: tuple[Row, ...]
    awards: tuple[Row, ...]
    signatures: tuple[Signature, ...]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class PersonFiles:
    """Several in one document."""

    files: tuple[PersonFile, ...]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question in large letters; options bear their letters."""

    asked: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuizSheet:
    """岗位三问 of one post: the questions, and lines for who answers. Names are those who work there."""

    enterprise: str
    post: str
    edition: str
    made_on: date
    questions: tuple[AskedQuestion, ...]
    names: tuple[str, ...]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class QuizSheets:
    """Sheets, and behind them the key for the officer: rows 岗位, 告知卡版本, 第1问, 第2问, 第3问."""

    enterprise: str
    made_on: date
    sheets: tuple[QuizSheet, ...]
    key: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class AwardLedger:
    """奖惩台账. Rules: 种类, 什么情况, 分, 元. Entries: 日期, 编号, 谁, 奖惩, 为什么, 分, 元, 谁定的, 备注.

    Sums: 姓名 or 岗位, 奖几次, 罚几次, 分, 元.
    """

    enterprise: str
    period: str
    made_on: date
    total: str
    rules: tuple[Row, ...]
    entries: tuple[Row, ...]
    per_person: tuple[Row, ...]
    per_post: tuple[Row, ...]
    signatures: tuple[Signature, ...]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class RenewalSheet:
    """到期事项一览表. Rows: 序号, 种类, 是什么, 证号或编号, 谁, 单位, 到期, 还有几天, 状态."""

    enterprise: str
    made_on: date
    said: str
    rows: tuple[Row, ...]
    signatures: tuple[Signature, ...]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """人人有任务一览表. Rows: 序号, 姓名, 岗位, 有卡, 已签收, 三问, 有任务; `said` is the coverage in one line."""

    enterprise: str
    made_on: date
    said: str
    rows: tuple[Row, ...]
    signatures: tuple[Signature, ...]
    draft: str = ""
