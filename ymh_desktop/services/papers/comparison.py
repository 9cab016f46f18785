"""作业安全风险比较图: activities first, as no map shows them; machines and places after them."""

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import plain
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.comparison import ChartBar, ChartPart, ComparisonChart
from ymh_desktop.services.reports.paper import Signature

_PARTS = (
    ("作业活动", (RiskPointKind.ACTIVITY,)),
    ("设备设施和场所", (RiskPointKind.FACILITY, RiskPointKind.PLACE)),
)
_BY_VALUE = "条的长短是里面最高的一项风险值"
_BY_LEVEL = "用了不止一种评价方法，分数不能放在一起比：条的长短只表示等级"


class NothingToCompare(UserError):
    """Nothing was graded yet."""

    def __init__(self) -> None:
        super().__init__("还没有评过级的风险，画不出比较图。", "请先做完“风险辨识”的现场问答。")


def comparison_chart(ports: Ports, book: Book) -> ComparisonChart:
    """The chart; raises NothingToCompare when nothing is graded."""
    today = ports.clock.today()
    profiles = {h.grade.profile_id for h in book.hazards}
    by_value = len(profiles) == 1
    graded = [p for p in book.points if book.hazards_of[p.id] and p.kind is not RiskPointKind.DUTY]
    longest = max((_length(book, point, by_value=by_value) for point in graded), default=0.0)
    if not longest:
        raise NothingToCompare
    parts = []
    for title, kinds in _PARTS:
        bars = [_bar(book, p, longest, by_value=by_value) for p in graded if p.kind in kinds]
        if bars:
            parts.append(ChartPart(title, tuple(sorted(bars, key=lambda bar: (-bar.level, -bar.length)))))
    levels = [level for point in graded if (level := book.level_of(point)) is not None]
    return ComparisonChart(
        enterprise=book.enterprise.name,
        profile="、".join(sorted({h.grade.profile_name for h in book.hazards})),
        version=f"{today:%Y%m%d}",
        made_on=today,
        parts=tuple(parts),
        scale=_BY_VALUE if by_value else _BY_LEVEL,
        counts=tuple((level, levels.count(level)) for level in sorted(RiskLevel, reverse=True)),
        signatures=(
            Signature("编制", book.person_name(book.enterprise.officer_id)),
            Signature("审核"),
            Signature("批准", book.person_name(book.enterprise.principal_id)),
        ),
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def _highest(book: Book, point: RiskPoint) -> Hazard:
    """The hazard that the bar stands for: the highest value among those of the point's own level."""
    hazards = book.hazards_of[point.id]
    return max((h for h in hazards if h.level is hazards[0].level), key=lambda h: h.grade.value)


def _length(book: Book, point: RiskPoint, *, by_value: bool) -> float:
    hazard = _highest(book, point)
    return float(hazard.grade.value) if by_value else float(hazard.level)


def _bar(book: Book, point: RiskPoint, longest: float, *, by_value: bool) -> ChartBar:
    hazard = _highest(book, point)
    value = plain(hazard.grade.value) if by_value else label(hazard.level)
    posts = [post.name for post in book.posts if post.id in point.post_ids]
    return ChartBar(
        code=point.code,
        name=point.name,
        level=hazard.level,
        length=min(1.0, _length(book, point, by_value=by_value) / longest),
        value=f"{value}（直接判定）" if hazard.judged_directly else value,
        worst=hazard.title,
        post="、".join(posts[:3]),
    )
