"""Pieces of documents about trainings, rewards, accidents and money: what is on record, with lines to go on by hand."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from ymh_desktop.domain.awards import AwardKind
from ymh_desktop.domain.change_notes import ChangeKind
from ymh_desktop.domain.renewals import DRILL
from ymh_desktop.domain.training import Training
from ymh_desktop.domain.words import label
from ymh_desktop.services.papers.desk import Blocks, Desk, grid, numbered
from ymh_desktop.services.papers.training import of_plan, plain, struck
from ymh_desktop.services.training.awards import AwardLine, award_sheet
from ymh_desktop.services.training.trainings import audience_words

_FEWEST_LINES = 14  # of a ledger with those to write on, where the template does not say how many
_LINES_TO_WRITE = 5  # at least, however many there are


def training_ledger(desk: Desk, argument: str) -> Blocks:
    """培训登记: every training that was held, in order of its day."""
    held = [(each.held_on, each) for each in desk.trainings if each.held_on is not None]
    rows = [
        (
            str(on),
            each.topic,
            each.teacher,
            f"{len(each.attended)} 人",
            plain(each.hours),
            _outcomes(each),
            each.code,
        )
        for on, each in sorted(held, key=lambda pair: (pair[0], pair[1].code))
    ]
    columns = "序号:10^ 日期:22^ 培训内容:50* 讲的人:18 参加人数:16^ 学时:12^ 考核结果:28 档案编号:22"
    return (grid(columns, numbered(rows), blank=_blank(rows, argument), size=9, least=10),)


def _outcomes(training: Training) -> str:
    """合格 4 人，不合格 1 人; only 没有考核 when nobody was tested."""
    counted = Counter(label(each.outcome) for each in training.attended)
    return next(iter(counted)) if len(counted) == 1 else "\n".join(f"{w} {n} 人" for w, n in counted.items())


def training_year(desk: Desk, argument: str) -> Blocks:
    """培训安排: the trainings of this year as they are planned, held or called off, and those still to come."""
    rows = [
        (
            str(each.held_on or each.planned_on),
            each.topic,
            audience_words(each, desk.book.posts),
            each.teacher,
            plain(each.hours),
            "办了" if each.held_on else "取消" if each.cancelled else "",
        )
        for each in sorted(planned(desk), key=lambda each: (each.held_on or each.planned_on, each.code))
    ]
    columns = "序号:10^ 日期:24^ 内容:64* 谁参加:34 谁来讲:20 学时:12^ 完成情况:20^"
    return (grid(columns, numbered(rows), blank=2, size=9.5, least=9),)


def planned(desk: Desk) -> tuple[Training, ...]:
    """What a plan shows: the trainings of this year, and those that wait."""
    return tuple(each for each in desk.trainings if of_plan(each, desk.today))


def award_ledger(desk: Desk, argument: str) -> Blocks:
    """奖惩台账: every reward and penalty, in order of its day; what was taken back stays and says so."""
    rows = [_award_row(desk, line) for line in reversed(award_sheet(desk.ports).lines)]
    columns = "序号:10^ 日期:22^ 姓名:20 岗位:26 什么事:58* 奖:18^ 罚:18^ 本人签字:22 经办:18"
    return (grid(columns, numbered(rows), blank=_blank(rows, argument), size=9, least=11),)


def _award_row(desk: Desk, line: AwardLine) -> tuple[str, ...]:
    award, amount = line.award, _amount(line.award.points, line.award.yuan)
    reward = award.kind is AwardKind.REWARD
    return (
        str(award.on),
        line.whose,
        "、".join(desk.posts_of(award.person_id)),
        struck(award),
        amount if reward else "",
        "" if reward else amount,
        "",
        line.decided_by,
    )


def _amount(points: int, yuan: Decimal) -> str:
    return "\n".join((*([f"{plain(yuan)} 元"] if yuan else []), *([f"{points} 分"] if points else [])))


def rewards(desk: Desk, argument: str) -> Blocks:
    """奖励办法: the rules of the firm about rewards."""
    return _rules(desk, AwardKind.REWARD, "奖励的事:110* 奖励:60^")


def penalties(desk: Desk, argument: str) -> Blocks:
    """处罚办法: the rules of the firm about penalties."""
    return _rules(desk, AwardKind.PENALTY, "违反的事:110* 处罚:60^")


def _rules(desk: Desk, kind: AwardKind, columns: str) -> Blocks:
    rules = [rule for rule in desk.award_rules if rule.kind is kind]
    return (
        grid(columns, ((rule.text, _amount(rule.points, rule.yuan).replace("\n", "，")) for rule in rules), blank=2),
    )


def spent(desk: Desk, argument: str) -> Blocks:
    """投入台账: what rectifying cost this year, in order of the day."""
    rows = [
        (str(danger.rectified_on), danger.rectified or "整改隐患", f"{danger.code} {danger.title}", plain(danger.cost),
         desk.book.person_name(danger.rectified_by_id))
        for danger in sorted(desk.book.dangers, key=lambda each: (str(each.rectified_on), each.code))
        if danger.cost and danger.rectified_on and danger.rectified_on.year == desk.today.year
    ]  # fmt: skip
    columns = "序号:10^ 日期:24^ 花在什么上:62* 对应的风险或隐患:48 金额（元）:24^ 经手人:22"
    return (grid(columns, numbered(rows), blank=_blank(rows, argument), size=9, least=10),)


def accidents(desk: Desk, argument: str) -> Blocks:
    """事故登记: accidents and near misses on record, in order of the day."""
    told = [each for each in desk.change_notes if each.kind in (ChangeKind.ACCIDENT, ChangeKind.NEAR_MISS)]
    rows = [
        (str(each.on), each.place, f"{label(each.kind)}：{each.what}", "", each.cause, "", "")
        for each in sorted(told, key=lambda each: (each.on, each.id))
    ]
    columns = "序号:10^ 日期、时间:26 地点:26 经过:70 人员伤亡和损失:36 原因:44 怎么改的:44 追责和教育:26"
    return (grid(columns, numbered(rows), blank=_blank(rows, argument), size=9, least=16),)


def drills(desk: Desk, argument: str) -> Blocks:
    """演练登记: the drills on record, and when the next ones are due."""
    rows = [
        (str(one.done_on), each.title, each.place, one.note)
        for each in desk.renewals
        if each.kind == DRILL
        for one in each.rounds
    ]
    rows.sort()
    rows += [(f"计划 {each.due_on}", each.title, each.place, "") for each in desk.renewals if each.kind == DRILL]
    return (grid("日期:30^ 演练什么:70* 在哪里:34 说明:50", rows, blank=2, least=9),)


def _blank(rows: Sequence[object], argument: str) -> int:
    """Empty lines below the rows; the argument says how many lines there are together."""
    fewest = int(argument) if argument.isdecimal() else _FEWEST_LINES
    return max(_LINES_TO_WRITE, fewest - len(rows))
