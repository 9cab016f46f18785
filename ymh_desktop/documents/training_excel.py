"""Training plan, what falls due, who has a task, the ledger of rewards as Excel: they are sorted and sent on."""

from collections.abc import Sequence

from ymh_desktop.documents.parts import Column, day
from ymh_desktop.documents.training import (
    ENTRY_COLUMNS,
    LEDGER,
    PLAN,
    PLAN_COLUMNS,
    RENEWAL_COLUMNS,
    RENEWALS,
    RULE_COLUMNS,
    TASK_COLUMNS,
    TASKS,
    sum_columns,
)
from ymh_desktop.documents.workbook import Book, Field, Value, number_or_text
from ymh_desktop.services.reports.training import AwardLedger, RenewalSheet, Row, TaskSheet, TrainingPlan

_CHARACTERS_PER_SHARE = 0.52
_SIGNS = ("+", "-", "−")
_NUMBERS = ("序号", "学时", "分", "元", "奖励（次）", "处罚（次）", "合计（分）", "合计（元）")


def training_plan(report: TrainingPlan) -> bytes:
    """The plan on one sheet."""
    return _one(report, PLAN, report.period, PLAN_COLUMNS)


def renewals(report: RenewalSheet) -> bytes:
    """What falls due on one sheet."""
    return _one(report, RENEWALS, report.said, RENEWAL_COLUMNS)


def tasks(report: TaskSheet) -> bytes:
    """Everybody on one sheet."""
    return _one(report, TASKS, report.said, TASK_COLUMNS)


def ledger(report: AwardLedger) -> bytes:
    """Entries, sums and rules on sheets of their own."""
    book = Book(LEDGER, report.enterprise, report.made_on)
    facts = _facts(report.enterprise, f"{report.period}，{report.total}", day(report.made_on), report.draft)
    _sheet(book, "记录", LEDGER, facts, ENTRY_COLUMNS, report.entries)
    _sheet(book, "每人合计", "每人合计", facts, sum_columns("姓名"), report.per_person)
    _sheet(book, "每岗合计", "每个岗位合计", facts, sum_columns("岗位"), report.per_post)
    _sheet(book, "办法", "奖惩办法", facts, RULE_COLUMNS, report.rules)
    return book.bytes()


def _one(report: TrainingPlan | RenewalSheet | TaskSheet, title: str, said: str, columns: Sequence[Column]) -> bytes:
    book = Book(title, report.enterprise, report.made_on)
    _sheet(book, title, title, _facts(report.enterprise, said, day(report.made_on), report.draft), columns, report.rows)
    return book.bytes()


def _facts(*said: str) -> tuple[str, ...]:
    return tuple(text for text in said if text)


def _sheet(
    book: Book, name: str, title: str, facts: tuple[str, ...], columns: Sequence[Column], rows: Sequence[Row]
) -> None:
    fields = tuple(
        Field(column.title, max(6.0, column.share * _CHARACTERS_PER_SHARE), middle=column.align > 0)
        for column in columns
    )
    book.sheet(name, title, facts, fields, [_values(columns, row) for row in rows])


def _values(columns: Sequence[Column], row: Row) -> tuple[Value, ...]:
    return tuple(_number(cell) if column.title in _NUMBERS else cell for column, cell in zip(columns, row, strict=True))


def _number(text: str) -> Value:
    """+2 and −20 are numbers here, so that a column can be summed."""
    sign, size = (text[:1], number_or_text(text[1:])) if text[:1] in _SIGNS else ("+", number_or_text(text))
    if not isinstance(size, int | float):
        return text
    return size if sign == "+" else -size
