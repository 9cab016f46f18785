"""Every paper that the program can make: its name, what it is for in one sentence, and how it is decided."""

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.book import Book, the_run
from ymh_desktop.services.papers.binder_papers import BINDER_PAPERS, ORDER
from ymh_desktop.services.papers.board import notice_board
from ymh_desktop.services.papers.cards import notice_cards, point_cards, warning_boards
from ymh_desktop.services.papers.check_tables import check_tables
from ymh_desktop.services.papers.comparison import comparison_chart
from ymh_desktop.services.papers.emergency import emergency_cards
from ymh_desktop.services.papers.four_colour_map import four_colour_map
from ymh_desktop.services.papers.manuals import manual
from ymh_desktop.services.papers.paper import Paper, PaperGroup, safe_name
from ymh_desktop.services.papers.readiness import five_haves_sheet, handover_paper, spending_sheet
from ymh_desktop.services.papers.register import risk_register
from ymh_desktop.services.papers.result import identification_report
from ymh_desktop.services.papers.sign_plan import sign_plan
from ymh_desktop.services.papers.stickers import stickers
from ymh_desktop.services.papers.submission import enrolment_sheet
from ymh_desktop.services.papers.training import (
    award_ledger,
    person_files,
    quiz_sheets,
    renewal_sheet,
    sign_in_sheets,
    task_sheet,
    training_plan,
)
from ymh_desktop.services.papers.walk_sheet import walk_sheet
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.card import CardForm
from ymh_desktop.services.reports.manual import Manual
from ymh_desktop.services.reports.paper import PageSize

__all__ = ["PAPERS", "Paper", "PaperGroup", "file_name", "paper_of"]

_FILE, _DAILY, _REPORT = PaperGroup.FILE, PaperGroup.DAILY, PaperGroup.REPORT


def _file_index(ports: Ports, book: Book) -> Manual:
    lines = [(section, _BY_ID[each].name, _BY_ID[each].used_for) for section, ids in ORDER for each in ids]
    return manual(ports, book, "file-index", lines)


PAPERS = (
    Paper("cards", "岗位安全风险告知卡", "贴在岗位上，让干活的人一眼看懂危险和做法", notice_cards),
    Paper(
        "check-tables", "安全检查表", "岗位、班组、部门、公司照着看，打勾签名", check_tables, excel=True, group=_DAILY
    ),
    Paper("register", "安全风险分级管控清单", "放档案，检查组来了先看这份", risk_register, excel=True, group=_FILE),
    Paper(
        "serious",
        "较大和重大风险清单",
        "负责人盯住这几条，公告栏上也贴它",
        lambda ports, book: risk_register(ports, book, RiskLevel.CONSIDERABLE),
        excel=True,
        group=_FILE,
    ),
    Paper(
        "walk-sheet",
        "现场问答表",
        "不带电脑，拿着纸到现场一条条看",
        lambda ports, book: walk_sheet(ports, the_run(book).id),
        group=_DAILY,
    ),
    Paper("identification", "首次风险辨识报告", "主要负责人和专家签字确认，放档案", identification_report, group=_FILE),
    Paper("board", "安全风险公告栏", "贴在厂门口（A3），进厂的人都看得到重大和较大风险、报告电话", notice_board),
    Paper(
        "board-large",
        "安全风险公告栏（A2大张）",
        "拿到打印店打成A2大张，挂在厂门口",
        lambda ports, book: notice_board(ports, book, PageSize.A2),
    ),
    Paper("warning-boards", "较大以上风险告知牌", "挂在评为较大和重大的风险点旁边（A3横放），一处一块", warning_boards),
    Paper("emergency", "岗位应急处置卡", "贴在岗位上，出了事照着一步步做，字大", emergency_cards),
    Paper("point-cards", "风险点告知卡", "贴在设备旁边，一台设备一张，谁来操作都看得到", point_cards),
    Paper(
        "cards-wide",
        "岗位告知卡（横版）",
        "墙上只有横着的地方时用，内容和竖版一样",
        lambda ports, book: notice_cards(ports, book, form=CardForm.LANDSCAPE),
    ),
    Paper(
        "cards-large",
        "岗位告知卡（大字版）",
        "给眼睛不好、离得远的地方用，只写最要紧的几条",
        lambda ports, book: notice_cards(ports, book, form=CardForm.LARGE),
    ),
    Paper("map", "安全风险四色分布图", "贴在公告栏里（A3），哪块地方风险高，一眼看得出", four_colour_map),
    Paper(
        "map-a4",
        "安全风险四色分布图（A4）",
        "没有大打印机时用，或者放进档案",
        lambda ports, book: four_colour_map(ports, book, PageSize.A4),
    ),
    Paper("comparison", "作业安全风险比较图", "贴在公告栏旁边，画不到平面图上的作业活动在这里比高低", comparison_chart),
    Paper("sign-plan", "安全标志配置表", "照着去买安全标志：哪种、几块、装在哪里", sign_plan, excel=True, group=_FILE),
    Paper("stickers", "岗位和设备编号贴", "打在A4不干胶上剪开，贴到岗位和设备上，手机一扫就知道编号", stickers),
    Paper("quiz", "岗位三问", "每个岗位三个问题，念给大家听，最后一页是答案", quiz_sheets, group=_DAILY),
    Paper(
        "training-plan",
        "安全培训计划表",
        "一年培训什么、什么时候、谁来讲，放档案",
        training_plan,
        excel=True,
        group=_FILE,
    ),
    Paper("sign-in", "安全培训签到表", "办培训时带去签名，名字已经印好", sign_in_sheets, group=_DAILY),
    Paper(
        "person-files",
        "员工安全培训一人一档",
        "每人一份：学了什么、签了什么卡、三问、证件、奖惩",
        person_files,
        group=_FILE,
    ),
    Paper("tasks", "人人有任务一览表", "谁有卡、谁签了、谁答对了、谁本周做了任务", task_sheet, excel=True, group=_FILE),
    Paper("renewals", "到期事项一览表", "证件、检验、演练、合同什么时候到期", renewal_sheet, excel=True, group=_FILE),
    Paper("awards", "奖惩记录和合计", "今年奖了谁、罚了谁、为什么，公示用", award_ledger, excel=True, group=_FILE),
    Paper("five-haves", "“五有”自评表", "自己先查一遍，差在哪里、谁去补，签字放档案", five_haves_sheet, group=_FILE),
    Paper("spending", "安全投入先后表", "要花钱的措施排个先后，给老板看", spending_sheet, group=_FILE),
    Paper("handover", "安全员交接单", "换安全员时两个人对着看，签字", handover_paper, group=_FILE),
    Paper("enrolment", "签名密钥登记表", "盖章后交给镇里，镇里凭它认得您的上报文件", enrolment_sheet, group=_REPORT),
    Paper(
        "file-index",
        "一企一档封面和目录",
        "放在档案最前面，检查组翻档案先看它",
        _file_index,
        group=_FILE,
        template="file-index",
    ),
    *BINDER_PAPERS,
)


_BY_ID = {paper.id: paper for paper in PAPERS}


def paper_of(paper_id: str) -> Paper:
    """The paper with this id; raises KeyError."""
    return _BY_ID[paper_id]


def file_name(paper: Paper, book: Book, suffix: str) -> str:
    """岗位安全风险告知卡_宏达家具.pdf, without characters that a file system refuses."""
    name = safe_name(book.enterprise.called) or "企业"
    return f"{paper.name}_{name}.{suffix}"
