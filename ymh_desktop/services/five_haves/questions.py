"""The lines of 五有自评 and how each judges itself. A line that only a person can judge says so and waits."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from ymh_desktop.domain.awards import AwardKind
from ymh_desktop.domain.enterprise import Post
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.major_files import MajorStep
from ymh_desktop.domain.measures import MeasureState, missing_kinds
from ymh_desktop.domain.renewals import DRILL, months_after
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.self_assessment import FiveHave, Verdict
from ymh_desktop.services.five_haves.evidence import Evidence
from ymh_desktop.services.runs import PRINCIPAL

_DRILL_MONTHS = 6  # 安监总局令第88号: 现场处置方案 at least every half year
MOSTLY = 0.8  # customary: above it 部分做到, below it 没做到
NAMED = 3  # examples that the evidence names

_NO_STAFF = "还没有登记员工，现在没法评。"
_NO_POSTS = "还没有岗位，现在没法评，先做风险辨识。"
_NO_RISKS = "还没有辨识出风险，现在没法评，先做风险辨识。"
_NO_PLANS = "还没有检查表，现在没法评，先做完风险辨识、排好检查。"
_NOTHING_FOUND = "还没有辨识过风险，也没有登记过隐患，现在没法评。"

_FIVE_PLANS = (MajorStep.DECIDED, MajorStep.PROTECTED, MajorStep.PLANNED, MajorStep.APPROVED)
_TWO_REPORTS = (MajorStep.DEPARTMENT_TOLD, MajorStep.WORKERS_TOLD)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the data say. `verdict` None: only a person can say; NOT_YET: nothing is there to judge by.

    On `page` it is mended; `argument` is what to open.
    """

    verdict: Verdict | None
    evidence: str
    page: str
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One line. `gap` says what to do when it does not hold."""

    key: str
    have: FiveHave
    words: str
    gap: str
    judge: Callable[[Evidence], Judged]


def _share(
    done: int, of: int, saying: str, page: str, argument: str | None = None, *, none: str = "", first: str = ""
) -> Judged:
    """By how many of all. Without any the line does not apply, as `none` says; empty: `first` must be done before."""
    if not of:
        return Judged(Verdict.NOT_APPLICABLE, none, page) if none else _not_yet(first, page)
    verdict = Verdict.YES if done >= of else Verdict.PARTLY if done / of >= MOSTLY else Verdict.NO
    return Judged(verdict, saying, page, argument)


def _not_yet(first: str, page: str) -> Judged:
    """Nothing can be said of it before that."""
    return Judged(Verdict.NOT_YET, first, page)


def _begun(seen: Evidence) -> bool:
    """Risks were identified or hidden dangers registered: before that none being open says nothing."""
    return bool(seen.book.hazards or seen.book.dangers)


def _if_begun(seen: Evidence, none: str) -> str:
    return none if _begun(seen) else ""


def _named(names: Collection[str]) -> str:
    shown = "、".join(sorted(names)[:NAMED])
    return f"{shown}等 {len(names)} 个" if len(names) > NAMED else shown


def _missing(what: str, names: Collection[str]) -> str:
    return f"{what}：{_named(names)}。" if names else ""


def _holds(fact: bool, evidence: str, page: str, argument: str | None = None) -> Judged:
    return Judged(Verdict.YES if fact else Verdict.NO, evidence, page, argument)


# ---- 一 工作推进机制 -----------------------------------------------------------------------------------------------


def _leading_group(seen: Evidence) -> Judged:
    principal = seen.book.person_name(seen.book.enterprise.principal_id)
    if not principal:
        return Judged(Verdict.NO, "还没有填主要负责人。", "settings")
    return Judged(None, f"主要负责人是{principal}。文件签发、盖章了才算做到。", "papers")


def _rules(seen: Evidence) -> Judged:
    return Judged(None, "责任制、分级管控、排查治理、奖惩、培训五份制度都签发了才算做到。", "papers")


def _procedures(seen: Evidence) -> Judged:
    count = len(seen.book.posts)
    if not count:
        return _not_yet(_NO_POSTS, "identification")
    return Judged(None, f"有 {count} 个岗位。操作规程发到每个岗位才算做到。", "papers")


def _training_plan(seen: Evidence) -> Judged:
    count = sum(1 for each in seen.trainings if each.planned_on.year == seen.today.year and not each.cancelled)
    return _holds(count > 0, f"今年安排了 {count} 次培训。", "training")


def _trained(seen: Evidence) -> Judged:
    lately = [each for each in seen.trainings if each.held_on is not None and each.held_on >= seen.year_ago]
    trained = {one.person_id for each in lately for one in each.attended}
    missing = [person.name for person in seen.staff if person.id not in trained]
    done = len(seen.staff) - len(missing)
    saying = f"近一年 {len(seen.staff)} 人里有 {done} 人签到参加过培训。" + (
        f"没参加的：{_named(missing)}。" if missing else ""
    )
    return _share(done, len(seen.staff), saying, "training", first=_NO_STAFF)


def _everyone(seen: Evidence) -> Judged:
    found = seen.coverage
    return _share(found.complete, found.people, found.words, "training", first=_NO_STAFF)


def _drilled(seen: Evidence) -> Judged:
    drills = [each for each in seen.renewals if each.kind == DRILL]
    newest = max((one.done_on for each in drills for one in each.rounds), default=None)
    if newest is None:
        return Judged(Verdict.NO, "没有演练记录。在“到期提醒”里加一条应急演练，演完记下来。", "training")
    return _holds(months_after(newest, _DRILL_MONTHS) >= seen.today, f"最近一次应急演练是 {newest}。", "training")


# ---- 二 风险辨识分级管控 -------------------------------------------------------------------------------------------


def _identified(seen: Evidence) -> Judged:
    run = seen.book.run
    signed = run.signed_by(PRINCIPAL) if run else None
    if signed is None:
        return Judged(Verdict.NO, "风险辨识还没有做完，主要负责人没有签字。", "identification")
    fresh = signed.on >= seen.year_ago
    saying = f"主要负责人{signed.name}于 {signed.on} 签字确认" + ("。" if fresh else "，已经超过一年，该再辨识一次。")
    return _holds(fresh, saying, "identification")


def _posts_covered(seen: Evidence) -> Judged:
    bare = [post.name for post in seen.book.posts if not seen.book.hazards_at_post(post)]
    done = len(seen.book.posts) - len(bare)
    saying = f"{len(seen.book.posts)} 个岗位里 {done} 个辨识出了风险。{_missing('没有的', bare)}"
    return _share(done, len(seen.book.posts), saying, "register", first=_NO_POSTS)


def _measures_complete(seen: Evidence) -> Judged:
    hazards = seen.book.hazards
    lacking = [hazard for hazard in hazards if missing_kinds(hazard.level, hazard.measures)]
    saying = f"{len(hazards)} 条风险里 {len(lacking)} 条缺必须有的措施（较大以上要有工程技术和应急处置）。"
    worst = lacking[0].id if lacking else None
    return _share(len(hazards) - len(lacking), len(hazards), saying, "register", worst, first=_NO_RISKS)


def _measures_answered(seen: Evidence) -> Judged:
    measures = [each for hazard in seen.book.hazards for each in hazard.measures]
    open_ones = sum(1 for each in measures if each.state is MeasureState.UNANSWERED)
    saying = f"{len(measures)} 条措施里 {open_ones} 条还没写明有没有落实。"
    return _share(len(measures) - open_ones, len(measures), saying, "register", first=_NO_RISKS)


def _responsible(seen: Evidence) -> Judged:
    hazards = seen.book.hazards
    nobody = [hazard for hazard in hazards if seen.book.responsible(hazard) is None]
    saying = f"{len(hazards)} 条风险里 {len(nobody)} 条没有责任人。"
    worst = nobody[0].id if nobody else None
    return _share(len(hazards) - len(nobody), len(hazards), saying, "register", worst, first=_NO_RISKS)


def _map(seen: Evidence) -> Judged:
    newest = max((version.kept_on for version in seen.map_versions), default=None)
    if newest is None:
        return Judged(Verdict.NO, "还没有打印过四色图。", "map")
    return _holds(newest >= seen.year_ago, f"最近一版四色图是 {newest} 的。", "map")


def _signed(seen: Evidence) -> Judged:
    found = seen.coverage
    saying = f"{found.people} 人里 {found.signed} 人签收了自己岗位的告知卡。"
    return _share(found.signed, found.people, saying, "training", first=_NO_STAFF)


def _board(seen: Evidence) -> Judged:
    hanging = [each for each in seen.postings if each.hangs and each.paper == "board"]
    if hanging:
        return Judged(Verdict.YES, f"公告栏 {hanging[-1].hung_on} 贴出。", "wall")
    if not seen.book.hazards:
        return _not_yet(_NO_RISKS, "identification")
    serious = sum(1 for hazard in seen.book.hazards if hazard.level >= RiskLevel.CONSIDERABLE)
    return Judged(None, f"较大以上风险 {serious} 条。公告栏和告知牌挂到位了才算做到。", "wall")


def _reviews(seen: Evidence) -> Judged:
    late = [line.hazard.title for line in seen.reviews if line.overdue(seen.today)]
    saying = f"{len(seen.reviews)} 条重大风险里 {len(late)} 条过了每季度评估的日子。"
    none = "没有重大风险。" if seen.book.hazards else ""
    done = len(seen.reviews) - len(late)
    return _share(done, len(seen.reviews), saying, "hidden_dangers", none=none, first=_NO_RISKS)


# ---- 三 隐患排查治理 -----------------------------------------------------------------------------------------------


def _plans(seen: Evidence) -> Judged:
    covered = {plan.post_id for plan in seen.plans if plan.post_id}
    posts = [post for post in seen.book.posts if _works_at_risk(seen, post)]
    bare = [post.name for post in posts if post.id not in covered]
    done = len(posts) - len(bare)
    saying = f"{len(posts)} 个有风险的岗位里 {done} 个排好了检查。{_missing('没排的', bare)}"
    return _share(done, len(posts), saying, "checks", first=_NO_RISKS)


def _works_at_risk(seen: Evidence, post: Post) -> bool:
    met = [point for point in seen.book.points if post.id in point.post_ids and point.kind is not RiskPointKind.DUTY]
    return any(hazard.check is not None for point in met for hazard in seen.book.hazards_of[point.id])


def _checked(seen: Evidence) -> Judged:
    found = seen.checks
    saying = f"本季度应查 {found.required} 次，已查 {found.done} 次，漏查 {found.missed} 次。"
    none = "本季度还没有到期的检查。" if seen.plans else ""
    return _share(found.done, found.required, saying, "checks", none=none, first=_NO_PLANS)


def _rectified(seen: Evidence) -> Judged:
    found = seen.dangers
    saying = f"近一年登记 {found.registered} 条，已销号 {found.closed} 条，没到期限的 {found.not_due} 条。"
    none = _if_begun(seen, "近一年没有登记过隐患。")
    return _share(found.closed, found.registered, saying, "hidden_dangers", none=none, first=_NOTHING_FOUND)


def _none_overdue(seen: Evidence) -> Judged:
    if not _begun(seen):
        return _not_yet(_NOTHING_FOUND, "hidden_dangers")
    dangers = sorted(seen.book.dangers, key=lambda each: each.deadline or seen.today)
    late = [each for each in dangers if each.overdue(seen.today)]
    saying = f"超期没销号的有 {len(late)} 条。" if late else "没有超期的隐患。"
    return _holds(not late, saying, "hidden_dangers", late[0].id if late else None)


def _files_complete(seen: Evidence) -> Judged:
    closed = seen.closed_lately
    bare = [each for each in closed if _lacks_something(each)]
    saying = f"近一年销号 {len(closed)} 条，其中 {len(bare)} 条缺责任人、整改情况、照片或验收人。"
    none, worst = _if_begun(seen, "近一年没有销号的隐患。"), bare[0].id if bare else None
    done = len(closed) - len(bare)
    return _share(done, len(closed), saying, "hidden_dangers", worst, none=none, first=_NOTHING_FOUND)


def _lacks_something(danger: HiddenDanger) -> bool:
    said = (danger.responsible_id, danger.rectified, danger.accepted_on, danger.photos)
    return not all(said)


def _major_plans(seen: Evidence) -> Judged:
    return _of_majors(seen, _FIVE_PLANS, "五落实（停产撤人决定、临时防护、治理方案、批准）")


def _major_reports(seen: Evidence) -> Judged:
    return _of_majors(seen, _TWO_REPORTS, "双报告（报部门、告知职工）和凭证")


def _of_majors(seen: Evidence, steps: tuple[MajorStep, ...], what: str) -> Judged:
    files = {each.id: each for each in seen.majors}
    dangers = seen.major_dangers
    bare = [each for each in dangers if each.id not in files or not all(files[each.id].has(step) for step in steps)]
    saying = f"{len(dangers)} 条重大隐患里 {len(bare)} 条缺{what}。"
    none, worst = _if_begun(seen, "没有重大隐患。"), bare[0].id if bare else None
    done = len(dangers) - len(bare)
    return _share(done, len(dangers), saying, "hidden_dangers", worst, none=none, first=_NOTHING_FOUND)


def _told(seen: Evidence) -> Judged:
    found = [each for each in seen.book.dangers if each.found_on >= seen.quarter_begins]
    told = sum(1 for each in found if each.told_on is not None)
    saying = f"本季度登记 {len(found)} 条，通报给员工 {told} 条。"
    none = _if_begun(seen, "本季度没有登记过隐患。")
    return _share(told, len(found), saying, "hidden_dangers", none=none, first=_NOTHING_FOUND)


# ---- 四 信息平台 ---------------------------------------------------------------------------------------------------


def _reported(seen: Evidence) -> Judged:
    proved = sum(1 for each in seen.sent if each.proved)
    due = [each for each in seen.submissions if each.created_at.date() >= seen.year_ago]
    if not due:
        return Judged(Verdict.NO, "近一年没有上报过。", "reporting")
    saying = f"近一年应报送 {len(due)} 份，有凭证的 {proved} 份。"
    return _share(min(proved, len(due)), len(due), saying, "reporting")


def _in_use(seen: Evidence) -> Judged:
    if not seen.plans:
        return _not_yet(_NO_PLANS, "checks")
    found = seen.checks
    saying = f"本季度有 {found.done} 次检查记在电脑里（其中纸质转录 {found.transcribed} 次）。"
    return _holds(found.done > 0, saying, "checks")


# ---- 五 奖惩激励 ---------------------------------------------------------------------------------------------------


def _award_rules(seen: Evidence) -> Judged:
    return _holds(bool(seen.award_rules), f"写明了 {len(seen.award_rules)} 条奖惩办法。", "training")


def _awards(seen: Evidence) -> Judged:
    count = sum(1 for each in seen.awards if each.on >= seen.quarter_begins)
    return _holds(count > 0, f"本季度有 {count} 条奖惩记录。", "training")


def _reporters(seen: Evidence) -> Judged:
    count = sum(
        1
        for each in seen.awards
        if each.kind is AwardKind.REWARD and each.danger_id is not None and each.on >= seen.year_ago
    )
    return _holds(count > 0, f"近一年奖励员工报隐患 {count} 次。", "training")


_M, _R, _D, _P, _I = FiveHave

QUESTIONS = (
    Question(
        "leading-group", _M, "成立了领导小组，主要负责人当组长，发了文件", "打印成立文件，签发盖章。", _leading_group
    ),
    Question("rules", _M, "责任制和各项制度签发了", "打印五份制度，主要负责人签发。", _rules),
    Question("procedures", _M, "每个岗位有操作规程", "打印各岗位操作规程，发到岗位。", _procedures),
    Question("training-plan", _M, "今年有培训安排", "排今年的培训：讲什么、谁讲、哪天。", _training_plan),
    Question("trained", _M, "人人参加过培训", "给没参加的人补训，签到。", _trained),
    Question(
        "everyone", _M, "人人有卡、签收、答对三问、有任务", "给没齐的人补上：发卡、签收、问三问、派任务。", _everyone
    ),
    Question("drilled", _M, "半年内做过应急演练", "照着应急处置卡演一遍，拍照，记下来。", _drilled),
    Question(
        "identified", _R, "一年内做过风险辨识，主要负责人签了字", "把风险辨识做完，请主要负责人签字。", _identified
    ),
    Question("posts", _R, "每个岗位都辨识了风险", "给没有风险的岗位补上设备和作业。", _posts_covered),
    Question(
        "measures", _R, "每条风险该有的措施都有", "给缺措施的风险补上工程技术和应急处置措施。", _measures_complete
    ),
    Question("answered", _R, "每条措施都写明有没有落实", "逐条写明：已落实、要新增还是不适用。", _measures_answered),
    Question("responsible", _R, "每条风险有责任人", "给没有责任人的风险定人。", _responsible),
    Question("map", _R, "四色图是一年内的", "打开四色图，核对后打印新的一版。", _map),
    Question("board", _R, "公告栏和较大以上风险告知牌挂出来了", "打印公告栏和告知牌，挂到位。", _board),
    Question("signed", _R, "告知卡人人签收", "把卡讲给没签的人听，请他签收。", _signed),
    Question("reviews", _R, "重大风险每季度评估过", "评估到期的重大风险，写明有效还是失效。", _reviews),
    Question("plans", _D, "有风险的岗位都排了检查", "给没排的岗位排检查。", _plans),
    Question("checked", _D, "本季度该查的都查了", "补齐漏查的，录入还没录的检查表。", _checked),
    Question("rectified", _D, "隐患都整改销号了", "抓紧整改没销号的隐患。", _rectified),
    Question("overdue", _D, "没有超期的隐患", "先处理超期的隐患，改不完的办延期。", _none_overdue),
    Question("files", _D, "一隐患一档齐全", "补齐责任人、整改情况、照片和验收人。", _files_complete),
    Question("major-plans", _D, "重大隐患做到五落实", "补齐停产撤人决定、临时防护、治理方案和批准。", _major_plans),
    Question("major-reports", _D, "重大隐患做了双报告", "报部门、告知职工，留下凭证。", _major_reports),
    Question("told", _D, "隐患治理情况通报给员工", "贴出本季度的隐患通报。", _told),
    Question("reported", _P, "该报送的都有凭证", "把没交的交上去，没凭证的补记凭证。", _reported),
    Question("in-use", _P, "检查记录记在系统里", "把检查结果录进来。", _in_use),
    Question("award-rules", _I, "写明了奖惩办法", "写下奖什么、罚什么。", _award_rules),
    Question("awards", _I, "本季度有奖惩记录", "该奖的奖，该罚的罚，记下来。", _awards),
    Question("reporters", _I, "奖励过报隐患的员工", "奖励报隐患的员工，哪怕是小奖。", _reporters),
)
