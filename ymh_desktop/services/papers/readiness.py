"""The papers of 迎检自评: the self-assessment, what to spend first, the handover sheet."""

from collections.abc import Sequence

from ymh_desktop.domain.self_assessment import FiveHave
from ymh_desktop.domain.words import label
from ymh_desktop.services import five_haves, handovers
from ymh_desktop.services.book import Book
from ymh_desktop.services.handovers import OpenThing
from ymh_desktop.services.papers.manuals import numeral
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.manual import Block, Cell, Chapter, Grid, GridColumn, Manual, SignLines, Tone, Words
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.spending import Spending, spendings


def five_haves_sheet(ports: Ports, book: Book) -> Manual:
    """五有自评表: every line with its verdict, its proof and whose task the gap is."""
    found = five_haves.assessment(ports)
    columns = (
        GridColumn("自评内容", 0.27, bold=True),
        GridColumn("做到没有", 0.1, middle=True),
        GridColumn("看得到的依据", 0.35),
        GridColumn("没做到的，谁、什么时候补上", 0.28),
    )
    share = "—" if found.share is None else f"{found.share:.0%}"
    note = f"做到 {share}（部分做到算一半，还没法评的算没做到，不涉及的不算）。只供企业自己看差在哪里，不是评定等级。"
    chapters = [Chapter("", (Words(note, Tone.NOTE),))]
    for number, have in enumerate(FiveHave, 1):
        rows = tuple(
            (line.words, label(line.verdict) if line.verdict else "", line.note or line.evidence, _task(line))
            for line in found.lines
            if line.have is have
        )
        chapters.append(Chapter(label(have), (Grid(columns, rows),), number=numeral(number)))
    signatures = (Signature("自评人"), Signature("主要负责人"), Signature("日期"))
    return _paper(ports, book, "“五有”自评表", "ZP-01", tuple(chapters), signatures, wide=True)


def _task(line: five_haves.LineShown) -> str:
    if not line.is_gap:
        return ""
    return f"{line.gap}\n{line.task}，{line.due} 前" if line.task else line.gap


def spending_sheet(ports: Ports, book: Book) -> Manual:
    """安全投入先后表: planned measures, the best use of a yuan first."""
    columns = (
        GridColumn("次序", 0.06, middle=True),
        GridColumn("哪里", 0.15),
        GridColumn("要做什么", 0.31, bold=True),
        GridColumn("现在", 0.1, middle=True),
        GridColumn("做好后", 0.1, middle=True),
        GridColumn("费用", 0.1, middle=True),
        GridColumn("谁、什么时候", 0.18),
    )
    found = spendings(ports, book)
    rows = tuple(_spending_row(number, each) for number, each in enumerate(found, start=1))
    total = sum((each.cost for each in found if each.cost is not None), start=0)
    note = (
        "花同样的钱，先做降风险最多的。做好后的等级是估算：可能性按评价方法降一档。"
        f"写了费用的一共 {total:,.0f} 元。防护用品和应急措施不降可能性，排在后面，该配的还是要配。"
    )
    blocks: tuple[Block, ...] = (Grid(columns, rows, none="没有等着做的措施。"), Words(note, Tone.NOTE))
    signatures = (Signature("编制"), Signature("主要负责人"), Signature("日期"))
    return _paper(ports, book, "安全投入先后表", "ZP-02", (Chapter("", blocks),), signatures, wide=True)


def _spending_row(number: int, each: Spending) -> tuple[Cell, ...]:
    cost = "还没估价" if each.cost is None else f"{each.cost:,.0f} 元" if each.cost else "不花钱"
    who = "\n".join(part for part in (each.person, str(each.due) if each.due else "") if part)
    return (f"{number}", each.where, each.text, each.before, each.after, cost, who)


def handover_paper(ports: Ports, book: Book) -> Manual:
    """安全员交接单: what waits, where things lie, and two signatures."""
    sheet = handovers.handover_sheet(ports)
    chapters = [
        Chapter(heading, (_things(things),), number=numeral(number))
        for number, (heading, things) in enumerate(sheet.groups, 1)
    ]
    copied = f"最近一次备份到U盘：{sheet.copied}" if sheet.copied else "还没有备份到U盘"
    places = GridColumn("东西", 0.25, bold=True), GridColumn("放在哪里", 0.75)
    rows = (
        ("电脑里的数据", sheet.data_at),
        ("备份", f"{copied}，U盘放在："),
        ("纸质材料", ""),
        ("签名密钥", sheet.key),
        ("镇里联系人、电话", ""),
    )
    blocks: tuple[Block, ...] = (
        Grid(places, rows, least=9),
        SignLines((Signature("交的人"), Signature("接的人"), Signature("主要负责人"), Signature("日期"))),
    )
    chapters.append(Chapter("东西放在哪里", blocks, number=numeral(len(chapters) + 1)))
    return _paper(ports, book, "安全员交接单", "ZP-03", tuple(chapters), ())


def _things(things: Sequence[OpenThing]) -> Grid:
    columns = (
        GridColumn("事项", 0.62),
        GridColumn("谁", 0.14, middle=True),
        GridColumn("期限", 0.16, middle=True),
        GridColumn("交清", 0.08, middle=True),
    )
    return Grid(columns, tuple((each.what, each.who, str(each.due or ""), "") for each in things))


def _paper(
    ports: Ports,
    book: Book,
    title: str,
    number: str,
    chapters: tuple[Chapter, ...],
    signatures: tuple[Signature, ...],
    *,
    wide: bool = False,
) -> Manual:
    today = ports.clock.today()
    return Manual(
        enterprise=book.enterprise.name,
        title=title,
        number=number,
        version=f"{today:%Y%m%d}",
        made_on=today,
        chapters=chapters,
        signatures=signatures,
        wide=wide,
        draft=book.draft,
        expert_pending=book.expert_pending,
    )
