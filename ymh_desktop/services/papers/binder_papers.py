"""The papers made from text templates, and the order in which everything lies in the binder."""

from functools import partial

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.book import Book
from ymh_desktop.services.papers.dangers import danger_files, major_reports, rectification_notices
from ymh_desktop.services.papers.manuals import manual
from ymh_desktop.services.papers.paper import Decide, Paper, PaperGroup
from ymh_desktop.services.papers.statistics import last_quarter, last_year
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.danger import DangerFiles, MajorDangerReports, RectificationNotices
from ymh_desktop.services.reports.manual import Manual
from ymh_desktop.services.reports.statistics import StatisticsTable

FILE, DAILY, REPORT, WALL = PaperGroup.FILE, PaperGroup.DAILY, PaperGroup.REPORT, PaperGroup.WALL


def _decide(template: str) -> Decide:
    return partial(_manual, template)


def _manual(template: str, ports: Ports, book: Book) -> Manual:
    return manual(ports, book, template)


def _text(template: str, name: str, used_for: str, group: PaperGroup = FILE) -> Paper:
    return Paper(template, name, used_for, _decide(template), group=group, template=template)


class NoneOpen(UserError):
    """Good news: there is no hidden danger that such a paper would be about."""

    def __init__(self, what: str) -> None:
        super().__init__(f"现在没有{what}。", "有了再打印，这里不用做什么。")


def _notices(ports: Ports, book: Book) -> RectificationNotices:
    found = rectification_notices(ports)
    if not found.notices:
        raise NoneOpen("已经派单、还没改完的隐患")
    return found


def _files(ports: Ports, book: Book) -> DangerFiles:
    """Those that are open, and every major one."""
    wanted = [danger.id for danger in book.dangers if danger.is_open or danger.is_major]
    if not wanted:
        raise NoneOpen("没销号的隐患，也没有重大隐患")
    return danger_files(ports, wanted)


def _majors(ports: Ports, book: Book) -> MajorDangerReports:
    found = major_reports(ports)
    if not found.reports:
        raise NoneOpen("没销号的重大隐患")
    return found


def _quarter(ports: Ports, book: Book) -> StatisticsTable:
    return last_quarter(ports)


def _year(ports: Ports, book: Book) -> StatisticsTable:
    return last_year(ports)


BINDER_PAPERS = (
    _text("leading-group", "成立双重预防领导小组的文件", "盖章发文，说明谁是组长、谁干什么"),
    _text("responsibility", "全员安全生产责任制", "写明每个人管什么，每个人签字"),
    _text("grading-system", "安全风险分级管控制度", "写明风险怎么找、怎么评、谁来管"),
    _text("inspection-system", "安全检查与隐患排查治理制度", "写明谁去查、查到了怎么改、怎么销号"),
    _text("reward-system", "安全生产奖惩考核制度", "写明奖什么、罚什么、怎么考核"),
    _text("training-system", "安全教育培训制度", "写明谁要学、学多少，附年度培训计划"),
    _text("risk-manual", "安全风险分级手册", "检查组要看的手册：评级方法、结果和管控责任"),
    _text("danger-manual", "隐患排查治理手册", "发给参加检查的人，查到了怎么办照着做"),
    _text("procedures", "岗位安全操作规程", "一个岗位一份，贴在机器旁，也用来教新人"),
    _text("emergency-plan", "现场处置方案", "出了事照着做，演练也用它"),
    _text("training-material", "岗位培训教材", "一个岗位几页，讲完问三个问题"),
    _text("activity-list", "作业活动清单", "辨识的第一步：有哪些活在干"),
    _text("equipment-list", "设备设施清单", "辨识的第一步：有哪些设备"),
    _text("jha", "工作危害分析表（JHA）", "作业活动的辨识和评级过程，专家要看"),
    _text("scl", "安全检查表分析表（SCL）", "设备和场所的辨识和评级过程，专家要看"),
    _text("point-ledger", "风险点登记台账", "一个风险点一行，等级、层级、责任人一眼看清"),
    _text("tier-lists", "分级管控责任清单", "公司、部门、班组、岗位各管哪些风险"),
    _text("basis-list", "适用法规和标准清单", "有人问“依据是什么”，照它回答"),
    _text("management-list", "隐患排查清单（基础管理类）", "查证照、制度、培训这些纸上的事", DAILY),
    _text("site-list", "隐患排查清单（生产现场类）", "到现场一条一条查措施还在不在", DAILY),
    _text("danger-ledger", "隐患排查治理台账", "全部隐患从发现到销号，检查组必看"),
    _text("check-ledger", "安全检查记录台账", "应查多少、查了多少，加上手工登记页"),
    Paper("rectification-notices", "隐患整改通知单和回执", "交给责任人，改完填回执交回", _notices, group=DAILY),
    Paper("danger-files", "隐患治理档案（一隐患一档）", "没销号的和重大的隐患，一条一份", _files, group=FILE),
    Paper("major-reports", "重大事故隐患报告", "报主管部门和职工大会，签字盖章", _majors, group=REPORT),
    Paper("statistics-quarter", "上一季度隐患统计表", "主要负责人签字，按期报出", _quarter, excel=True, group=REPORT),
    Paper("statistics-year", "上一年度隐患统计表", "主要负责人签字，每年年初报出", _year, excel=True, group=REPORT),
    _text("danger-bulletin", "隐患通报", "每月贴在公示栏，让每个人都知道", WALL),
    _text("supervision-answer", "督办事项办理情况反馈", "收到督办单、检查意见后，写明怎么办的，签字盖章交回", REPORT),
    _text("hot-work-permit", "动火作业审批票", "动火前填，到现场看过才签字", DAILY),
    _text("confined-space-permit", "有限空间作业审批票", "下池、进罐前填，先通风再检测", DAILY),
    _text("height-permit", "高处作业审批票", "2米以上登高前填", DAILY),
    _text("power-permit", "临时用电审批票", "另接电源前填，用完拆除", DAILY),
    _text("lifting-permit", "吊装作业审批票", "吊大件、外请吊车前填", DAILY),
    _text("confined-ledger", "有限空间管理台账", "有几处、在哪里、谁管；没有也要签字说明"),
    _text("dust-log", "粉尘清扫记录", "贴在现场，每班清完签字", DAILY),
    _text("special-equipment-ledger", "特种设备台账", "登记证号和检验日期，别过期"),
    _text("certificate-ledger", "特种作业人员持证台账", "谁有证、哪天到期"),
    _text("contractor-agreement", "承包（承租）安全协议", "外来施工、租户进场前签"),
    _text("contractor-check", "承包、承租单位检查记录", "查外来施工和租户时填", DAILY),
    _text("training-ledger", "培训台账和签到表", "登记、签到问答、新员工三级教育卡", DAILY),
    _text("card-receipts", "告知卡签收表", "每个人签字，证明已经告知", DAILY),
    _text("ppe-ledger", "劳动防护用品发放台账", "发一次签一次", DAILY),
    _text("drill-record", "应急演练记录", "演练完当天填，附照片", DAILY),
    _text("reward-ledger", "奖惩考核台账", "奖了谁、罚了谁，都要公布", DAILY),
    _text("fund-ledger", "安全投入台账", "花在安全上的每一笔", DAILY),
    _text("accident-ledger", "事故和未遂事件台账", "差一点出事的也记下来", DAILY),
)

ORDER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("一、组织机构和责任", ("file-index", "leading-group", "responsibility")),
    ("二、制度", ("grading-system", "inspection-system", "reward-system", "training-system")),
    (
        "三、风险辨识和分级管控",
        (
            *("risk-manual", "identification", "activity-list", "equipment-list", "jha", "scl"),
            *("point-ledger", "register", "serious", "tier-lists", "basis-list"),
        ),
    ),
    (
        "四、公告和告知",
        ("board", "map", "comparison", "cards", "emergency", "sign-plan", "card-receipts"),
    ),
    (
        "五、操作规程、培训和持证",
        (
            *("procedures", "training-material", "quiz", "training-plan", "training-ledger", "person-files", "tasks"),
            *("certificate-ledger", "ppe-ledger", "renewals"),
        ),
    ),
    (
        "六、隐患排查治理",
        (
            *("danger-manual", "management-list", "site-list", "check-tables", "check-ledger", "danger-ledger"),
            *("rectification-notices", "danger-files", "major-reports"),
            *("statistics-quarter", "statistics-year", "danger-bulletin", "supervision-answer"),
        ),
    ),
    (
        "七、危险作业、重点场所和相关方",
        (
            *("hot-work-permit", "confined-space-permit", "height-permit", "power-permit", "lifting-permit"),
            *("confined-ledger", "dust-log", "special-equipment-ledger", "contractor-agreement", "contractor-check"),
        ),
    ),
    (
        "八、应急、考核、投入和自评",
        (
            *("emergency-plan", "drill-record", "reward-ledger", "awards", "fund-ledger", "accident-ledger"),
            *("five-haves", "spending"),
        ),
    ),
)
