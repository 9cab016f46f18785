"""全部清单: risk points, risks, hidden dangers, checks, people, posts and everything else that is kept as a list."""

from collections.abc import Iterable
from datetime import date, timedelta

from ymh_desktop.domain.renewals import Renewal
from ymh_desktop.domain.words import label
from ymh_desktop.services.adapters.fields import FIELDS, RowKind, rows_of
from ymh_desktop.services.book import Book
from ymh_desktop.services.checks.figures import due_lines
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.reports.lists import AllLists, ListCell, ListColumn, ListSheet

LOOK_BACK = timedelta(days=365)  # checks of the last year; the file would grow without end
_WIDE = frozenset({"危险源", "管控措施", "隐患内容", "治理措施", "整改情况", "依据"})
_DAYS = frozenset({"排查日期", "整改期限", "完成日期", "销号日期", "辨识日期"})


def all_lists(ports: Ports, book: Book) -> AllLists:
    """Every list as it stands today."""
    with ports.units.read() as uow:
        sheets = (
            _risks(ports, book),
            _dangers(ports, book),
            _points(book),
            _checks(ports),
            _people(book),
            _posts(book),
            _trainings(uow),
            _awards(uow, book),
            _renewals(uow, book),
            _submissions(uow),
        )
    return AllLists(book.enterprise.name, ports.clock.today(), sheets)


def _from_fields(ports: Ports, book: Book, name: str, kind: RowKind, left_out: frozenset[str]) -> ListSheet:
    fields = [field for field in FIELDS[kind] if field.id not in left_out]
    columns = tuple(ListColumn(field.name, 34 if field.name in _WIDE else 14) for field in fields)
    rows = tuple(
        tuple(_cell(field.name, row.cells.get(field.id, "")) for field in fields) for row in rows_of(ports, book, kind)
    )
    return ListSheet(name, columns, rows)


def _cell(title: str, words: str) -> ListCell:
    if title == "序号":
        return int(words)
    return date.fromisoformat(words) if title in _DAYS and words else words


_FIRM = frozenset({"firm", "credit-code", "principal", "principal-phone"})


def _risks(ports: Ports, book: Book) -> ListSheet:
    return _from_fields(ports, book, "风险清单", RowKind.RISK, _FIRM | {"colour", "measures", "point-level"})


def _dangers(ports: Ports, book: Book) -> ListSheet:
    return _from_fields(ports, book, "隐患台账", RowKind.DANGER, _FIRM)


def _sheet(name: str, columns: Iterable[tuple[str, int]], rows: Iterable[tuple[ListCell, ...]]) -> ListSheet:
    return ListSheet(name, tuple(ListColumn(title, width) for title, width in columns), tuple(rows))


def _points(book: Book) -> ListSheet:
    columns = (
        ("编号", 10), ("风险点名称", 24), ("类型", 12), ("位置", 18), ("数量", 8), ("风险等级", 12), ("风险条数", 10),
        ("岗位", 30), ("责任人", 12),
    )  # fmt: skip
    posts = {post.id: post.name for post in book.posts}
    rows = (
        (
            point.code, point.name, label(point.kind), point.place, point.count, book.level_of(point),
            len(book.hazards_of[point.id]), "、".join(posts[each] for each in point.post_ids if each in posts),
            book.person_name(point.owner_id),
        )
        for point in book.points
    )  # fmt: skip
    return _sheet("风险点", columns, rows)


def _checks(ports: Ports) -> ListSheet:
    columns = (
        ("编号", 10), ("检查", 30), ("种类", 14), ("层级", 10), ("应查日期", 12), ("状态", 12), ("检查人", 12),
        ("检查日期", 12), ("异常条数", 10),
    )  # fmt: skip
    today = ports.clock.today()
    rows = (
        (
            line.code, line.title, label(line.kind), label(line.tier), line.due, label(line.state), line.inspector,
            line.done_on, line.abnormal,
        )
        for line in due_lines(ports, today - LOOK_BACK, today)
    )  # fmt: skip
    return _sheet("检查记录", columns, rows)


def _people(book: Book) -> ListSheet:
    columns = (("姓名", 12), ("职务", 16), ("电话", 16), ("车间或班组", 18), ("岗位", 30), ("已离职", 10))
    rows = (
        (
            person.name, person.duty, person.phone,
            book.departments[person.department_id].name if person.department_id in book.departments else "",
            book.works_at.get(person.id, ""), "是" if person.left else "",
        )
        for person in book.people.values()
    )  # fmt: skip
    return _sheet("人员", columns, rows)


def _posts(book: Book) -> ListSheet:
    columns = (("编号", 10), ("岗位", 20), ("工作地点", 18), ("人数", 8), ("谁负责", 12), ("工作内容", 40))
    rows = (
        (post.code, post.name, post.place, post.headcount, book.person_name(post.head_id), post.work)
        for post in book.posts
    )
    return _sheet("岗位", columns, rows)


def _trainings(uow: UnitOfWork) -> ListSheet:
    columns = (("编号", 12), ("培训内容", 34), ("种类", 16), ("计划日期", 12), ("办的日期", 12), ("学时", 8),
               ("谁来讲", 14), ("签到人数", 10))  # fmt: skip
    rows = (
        (
            each.code, each.topic, label(each.kind), each.planned_on, each.held_on, f"{each.hours.normalize():f}",
            each.teacher, len(each.attended),
        )
        for each in uow.trainings.all()
    )  # fmt: skip
    return _sheet("培训", columns, rows)


def _awards(uow: UnitOfWork, book: Book) -> ListSheet:
    columns = (("编号", 12), ("日期", 12), ("奖或罚", 10), ("谁", 12), ("为什么", 40), ("分数", 8), ("金额（元）", 12))
    rows = (
        (
            each.code, each.on, label(each.kind), book.person_name(each.person_id), each.reason, each.points,
            f"{each.yuan:f}",
        )
        for each in uow.awards.all()
        if each.counts
    )  # fmt: skip
    return _sheet("奖惩", columns, rows)


def _renewals(uow: UnitOfWork, book: Book) -> ListSheet:
    columns = (("事项", 30), ("到期日期", 12), ("谁", 12), ("证号或编号", 20), ("单位", 20), ("地点", 16))
    rows = (
        (each.title, each.due_on, book.person_name(each.person_id), each.number, each.issuer, each.place)
        for each in sorted(uow.renewals.all(), key=_due)
        if not each.ended
    )
    return _sheet("到期事项", columns, rows)


def _due(renewal: Renewal) -> date:
    return renewal.due_on


def _submissions(uow: UnitOfWork) -> ListSheet:
    columns = (("第几号", 8), ("种类", 12), ("文件", 44), ("生成日期", 12), ("怎么交的", 12), ("交出日期", 12),
               ("凭证", 30), ("结果", 14))  # fmt: skip
    rows = (
        (
            each.sequence or None, label(each.kind), each.file_name, each.created_at.date(), label(each.channel),
            each.sent_on, each.proof, label(each.outcome),
        )
        for each in uow.submissions.all()
    )  # fmt: skip
    return _sheet("上报记录", columns, rows)
