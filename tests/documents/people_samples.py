"""Papers about people as they are usually, and with texts as long as anybody can type."""

from datetime import date

from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.training import (
    AskedQuestion,
    AwardLedger,
    PersonFile,
    PersonFiles,
    QuizSheet,
    QuizSheets,
    RenewalSheet,
    SignInSheet,
    SignInSheets,
    TaskSheet,
    TrainingPlan,
)

DAY = date(2026, 11, 26)
FIRM = "宏木家具厂"
SIGNED = (Signature("编制", "李秀英"), Signature("主要负责人"))


def training_plan(rows: int = 2, words: str = "防火和灭火器使用") -> TrainingPlan:
    """So many trainings."""
    row = (
        "1",
        "PX-0001",
        words,
        "应急处置",
        "2026-04-15",
        "1",
        "全体员工",
        "李秀英",
        "木工区",
        "2026-04-15 办了，到 9 人",
    )
    return TrainingPlan(FIRM, "2026 年度", DAY, (row,) * rows, SIGNED, "草稿")


def sign_in(rows: int = 5, words: str = "防火和灭火器使用") -> SignInSheets:
    """One sheet with so many names."""
    names = tuple((str(n), f"周木生{n}", "平刨工", "", "") for n in range(1, rows + 1))
    facts = ("日期：计划 2026-04-15", "学时：1", "谁来讲：李秀英")
    sheet = SignInSheet(FIRM, "PX-0007", words, facts, f"讲{words}", DAY, names, (Signature("讲课人"),))
    return SignInSheets((sheet,))


def person_file(rows: int = 2, words: str = "防火和灭火器使用") -> PersonFiles:
    """One person with so many lines of each kind."""
    file = PersonFile(
        FIRM,
        "周木生",
        (("姓名", "周木生"), ("岗位", words)),
        DAY,
        (("2026-04-15", words, "应急处置", "1", "李秀英", "合格", "PX-0007"),) * rows,
        (("2026-04-16", words, "0FA1B2C3", "纸上签字"),) * rows,
        (("2026-04-16", words, "答对", "答错", "答对", "纸上签字"),) * rows,
        ((words, "T41", "应急管理局", "2027-01-01"),) * rows,
        (("2026-05-01", "JC-0001", "奖励", words, "2", "20"),) * rows,
        SIGNED,
    )
    return PersonFiles((file,))


def quiz(posts: int = 1, words: str = "推料时手一滑，碰到旋转的刀轴") -> QuizSheets:
    """So many posts and the key behind them."""
    asked = tuple(
        AskedQuestion(question, (f"A　{words}", "B　弧光打眼", "C　手被轧辊卷进去"))
        for question in ("哪件事会伤到您？", "哪一条必须做到？", "出了事，该怎么办？")
    )
    sheets = tuple(QuizSheet(FIRM, f"平刨工{n}", "0FA1B2C3", DAY, asked, ("周木生", "", "")) for n in range(posts))
    return QuizSheets(FIRM, DAY, sheets, tuple((f"平刨工{n}", "0FA1B2C3", "A", "B", "C") for n in range(posts)))


def ledger(rows: int = 2, words: str = "主动报告一条隐患") -> AwardLedger:
    """So many entries; none with 0."""
    entry = ("2026-05-01", "JC-0001", "周木生", "奖励", words, "+2", "+20", "王建国", "Y-0001 护罩松")
    sums = (("周木生", "1", "0", "+2", "+20"),) * min(rows, 1)
    rules = (("奖励", words, "2", "20"),) * rows
    return AwardLedger(FIRM, "2026-01-01 至 2026-11-26", DAY, "奖励 1 次", rules, (entry,) * rows, sums, sums, SIGNED)


def renewals(rows: int = 2, words: str = "低压电工作业证") -> RenewalSheet:
    """So many things."""
    row = ("1", "证件", words, "T41", "刘强", "应急管理局", "2026-11-20", "过了 6 天", "过期")
    return RenewalSheet(FIRM, DAY, "共 2 项，过期 1 项。", (row,) * rows, SIGNED)


def tasks(rows: int = 2, words: str = "平刨工") -> TaskSheet:
    """So many people."""
    row = ("1", "周木生", words, "✓ 有", "× 没签", "× 没问", "✓ 本周做了 2 次")
    return TaskSheet(FIRM, DAY, "1 / 10 人四样齐全", (row,) * rows, SIGNED)


ALL = {
    "training plan": training_plan,
    "sign-in sheet": sign_in,
    "person file": person_file,
    "quiz": quiz,
    "award ledger": ledger,
    "renewals": renewals,
    "tasks": tasks,
}
