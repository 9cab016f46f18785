"""安委办总表 as Excel: coverage and rates by industry and village, enterprises, what is overdue, what was ordered."""

from collections.abc import Sequence

from ymh_desktop.documents.parts import day
from ymh_desktop.documents.workbook import Book, Field, Value
from ymh_desktop.domain.town import Coverage
from ymh_desktop.domain.words import label
from ymh_desktop.services.papers.statistics import percent
from ymh_desktop.services.town.lists import TownReport

_FIGURES = (
    Field("范围", 22),
    Field("应报企业", 10),
    Field("已报企业", 10),
    Field("其中退回没改好", 14),
    Field("覆盖率", 10, middle=True),
    Field("重大风险", 10),
    Field("较大风险", 10),
    Field("登记隐患", 10),
    Field("已销号", 10),
    Field("查改率", 10, middle=True),
    Field("重大隐患未销号", 14),
    Field("其中超期", 10),
    Field("发出督办", 10),
    Field("已反馈", 10),
)
_FIRMS = (
    Field("统一社会信用代码", 22),
    Field("企业", 30),
    Field("村", 14),
    Field("行业", 20),
    Field("主要负责人", 12),
    Field("电话", 15),
    Field("最近上报", 14, middle=True),
    Field("第几号", 8),
    Field("重大", 7),
    Field("较大", 7),
    Field("一般", 7),
    Field("低", 7),
    Field("登记隐患", 10),
    Field("已销号", 9),
    Field("重大隐患未销号", 14),
)
_MISSING = (Field("统一社会信用代码", 22), Field("企业", 34), Field("村", 16), Field("行业", 24))
_OVERDUE = (
    Field("企业", 30),
    Field("村", 14),
    Field("编号", 10),
    Field("重大隐患", 50),
    Field("责任人", 12),
    Field("期限", 12, middle=True),
    Field("超期天数", 10),
)
_ORDERS = (
    Field("文号", 20),
    Field("种类", 14),
    Field("企业", 30),
    Field("发出", 12, middle=True),
    Field("期限", 12, middle=True),
    Field("状态", 12, middle=True),
    Field("反馈", 40),
    Field("办结意见", 30),
)


def report(told: TownReport) -> bytes:
    """The workbook."""
    book = Book("安委办总表", told.office, told.made_on)
    counted = f"已报：{told.since} 以后收到的" if told.since else "已报：一直以来收到过的"
    rates = "覆盖率＝已报÷应报；查改率＝已销号÷已登记；名单以外的企业只算数字，不算应报已报"
    facts = (told.office, day(told.made_on), counted, rates)
    for name, groups in (("按行业", told.by_industry), ("按村", told.by_village)):
        rows = [_figures(group) for group in (*groups, told.whole)]
        book.sheet(name, f"双重预防上报情况（{name}）", facts, _FIGURES, rows)
    firms: list[Sequence[Value]] = [
        (
            *(firm.uscc, firm.name, firm.village, firm.industry, firm.principal, firm.phone),
            f"{firm.received_at:%Y-%m-%d}" if firm.received_at else "",
            *(firm.sequence, firm.major, firm.considerable, firm.general, firm.low),
            *(firm.found, firm.closed, firm.majors_open),
        )
        for firm in told.firms
    ]
    book.sheet("企业", "已上报的企业", facts, _FIRMS, firms)
    missing: list[Sequence[Value]] = [(f.uscc, f.name, f.village, f.industry) for f in told.not_reported]
    book.sheet("还没上报", "还没上报的企业", facts, _MISSING, missing)
    overdue: list[Sequence[Value]] = [
        (
            *(each.firm.name, each.firm.village, each.record.code, each.record.title, each.record.responsible),
            each.record.deadline.isoformat() if each.record.deadline else "",
            each.days,
        )
        for each in told.overdue
    ]
    book.sheet("超期重大隐患", "超期的重大隐患", facts, _OVERDUE, overdue)
    orders: list[Sequence[Value]] = [
        (
            *(order.number, label(order.kind), firm.name, order.issued_on.isoformat()),
            order.due.isoformat() if order.due else "",
            *(order.standing(told.made_on), order.answer, order.closed_words),
        )
        for firm, order in told.orders
    ]
    book.sheet("督办", "督办和反馈", facts, _ORDERS, orders)
    others: list[Sequence[Value]] = [(f.uscc, f.name, f.village, f.industry) for f in told.unregistered]
    book.sheet("名单以外", "上报了但不在应报名单里的企业", facts, _MISSING, others)
    return book.bytes()


def _figures(group: Coverage) -> tuple[Value, ...]:
    return (
        group.name,
        group.expected,
        group.reported,
        group.returned,
        percent(group.coverage),
        group.major_risks,
        group.considerable,
        group.found,
        group.closed,
        percent(group.rectification),
        group.majors_open,
        group.majors_overdue,
        group.ordered,
        group.answered,
    )
