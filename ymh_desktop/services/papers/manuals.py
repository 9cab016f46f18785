"""From a text template to a report: names filled in, the firm's own words in place of ours, its records as tables."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from ymh_desktop.domain.awards import AwardKind
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.own_texts import OwnText, own_text_id
from ymh_desktop.domain.tiers import USUAL_ROUND, ControlTier
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.templates import (
    OF_POSTS,
    ChoiceNode,
    DataNode,
    FieldsNode,
    ListNode,
    Node,
    PageNode,
    SignNode,
    TableNode,
    Template,
    TemplateChapter,
    TextNode,
    filled,
    nodes_of,
    places_in,
)
from ymh_desktop.services.book import Book
from ymh_desktop.services.papers import pieces_checks as checks
from ymh_desktop.services.papers import pieces_firm as firm
from ymh_desktop.services.papers import pieces_people as people
from ymh_desktop.services.papers import pieces_posts as posts
from ymh_desktop.services.papers import pieces_risks as risks
from ymh_desktop.services.papers.cards import head_of
from ymh_desktop.services.papers.desk import Blocks, Desk, IndexLine
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.manual import (
    Block,
    Chapter,
    Field,
    FieldRow,
    Form,
    FreshPage,
    Grid,
    GridColumn,
    Manual,
    Points,
    SignLines,
    SubHeading,
    Tone,
    Words,
)
from ymh_desktop.services.reports.paper import Signature

Piece = Callable[[Desk, str], Blocks]
BLANK = "＿＿＿＿＿＿"
_CITED = "依据:"
_NUMERALS = "一二三四五六七八九十"

PIECES: dict[str, Piece] = {
    "企业概况": firm.firm_facts,
    "领导小组名单": firm.leading_group,
    "岗位责任表": firm.post_duties,
    "部门责任表": firm.department_duties,
    "责任书签收表": firm.pledge_table,
    "分级管控责任表": firm.tier_duties,
    "应急联系人": firm.emergency_numbers,
    "员工签收表": firm.staff_receipts,
    "告知卡签收表": firm.card_receipts,
    "档案目录": firm.file_index,
    "风险点台账": firm.point_ledger,
    "评价方法表": risks.methods,
    "风险汇总": risks.level_totals,
    "重大风险表": risks.serious(RiskLevel.MAJOR),
    "较大风险表": risks.serious(RiskLevel.CONSIDERABLE),
    "分级管控清单": risks.tier_lists,
    "要新增的措施": risks.planned_measures,
    "未纳入": risks.what_was_left_out,
    "依据清单": risks.citations,
    "作业活动清单": risks.activities,
    "设备设施清单": risks.equipment,
    "作业危害分析": risks.job_hazards,
    "检查表分析": risks.check_list_analysis,
    "有限空间台账": risks.confined_spaces,
    "粉尘区域": risks.dusty_places,
    "持证台账": risks.certificate_ledger,
    "特种设备台账": risks.special_equipment,
    "特种设备检验": risks.inspections,
    "岗位风险": posts.risks,
    "岗位机器": posts.machines,
    "岗位要点": posts.musts,
    "岗位开工前": posts.before_work,
    "岗位防护用品": posts.protection,
    "岗位禁止": posts.bans,
    "岗位应急": posts.emergency,
    "岗位考题": posts.questions,
    "排查安排": checks.check_calendar,
    "隐患台账": checks.danger_ledger,
    "隐患汇总": checks.danger_totals,
    "检查记录": checks.check_records,
    "基础管理清单": checks.management_list,
    "生产现场清单": checks.site_list,
    "隐患通报": checks.bulletin,
    "督办反馈": checks.orders_answered,
    "应急处置表": checks.emergency_steps,
    "培训登记": people.training_ledger,
    "培训安排": people.training_year,
    "奖惩台账": people.award_ledger,
    "奖励办法": people.rewards,
    "处罚办法": people.penalties,
    "投入台账": people.spent,
    "演练登记": people.drills,
    "事故登记": people.accidents,
}

_MODULES = {
    "有限空间": risks.CONFINED,
    "粉尘": risks.DUSTY,
    "动火": frozenset({"hot-work", "welding"}),
    "高处": frozenset({"working-at-height", "cleaning-at-height", "site-edges"}),
    "临时用电": frozenset({"temporary-power"}),
    "吊装": frozenset({"lifting-operation", "overhead-crane", "tower-crane"}),
    "特种设备": risks.SPECIAL_EQUIPMENT,
    "承包": frozenset({"duties-contractor", "duties-suppliers"}),
    "喷漆": frozenset({"spray-painting", "paint-store"}),
    "食堂": frozenset({"canteen", "kitchen-gas"}),
    "充电": frozenset({"charging"}),
}


def manual(ports: Ports, book: Book, template_id: str, index: Iterable[IndexLine] = ()) -> Manual:
    """The document of a template. `index` lists the binder, for the one document that prints it."""
    template = ports.codes.template(template_id)
    with ports.units.read() as uow:
        own = {text.id: text for text in uow.own_texts.all()}
    today = ports.clock.today()
    writer = _Writer(Desk(ports, book, today, tuple(index)), template, own)
    enterprise = book.enterprise
    return Manual(
        enterprise=enterprise.name,
        title=writer.fill(template.title),
        number=template.number,
        version=f"{today:%Y%m%d}",
        made_on=today,
        chapters=tuple(writer.chapters()),
        signatures=tuple(Signature(role, writer.fill(name, blank="")) for role, name in template.signatures),
        cover=template.cover,
        wide=template.wide,
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


@dataclass(frozen=True, slots=True)
class ChapterText:
    """One chapter for the editor. `own` None: it stands as it came."""

    document: str
    key: str
    title: str
    shipped: str
    own: OwnText | None

    @property
    def text(self) -> str:
        """What is printed now."""
        return self.own.text if self.own else self.shipped

    @property
    def overtaken(self) -> bool:
        """The program's words changed since the firm wrote its own."""
        return self.own is not None and self.own.overtaken_by(self.shipped)


def chapter_texts(ports: Ports, template_id: str) -> tuple[ChapterText, ...]:
    """Every chapter of a document with the firm's own words."""
    template = ports.codes.template(template_id)
    with ports.units.read() as uow:
        own = {text.id: text for text in uow.own_texts.all()}
    return tuple(
        ChapterText(template.id, c.key, c.title or template.title, c.text, own.get(own_text_id(template.id, c.key)))
        for c in template.chapters
    )


class _Writer:
    """Writes one template for one firm."""

    def __init__(self, desk: Desk, template: Template, own: dict[str, OwnText]) -> None:
        self._desk = desk
        self._template = template
        self._own = own
        self._words = firm_words(desk)

    def fill(self, text: str, *, blank: str = BLANK) -> str:
        """With everything filled in that is known; what is known to be empty leaves a line to write on."""
        words = {name: value or blank for name, value in self._words.items()}
        for place in places_in(text):
            if place.startswith(_CITED):
                words[place] = _cited(self._desk.ports, place.removeprefix(_CITED))
        return filled(text, words)

    def chapters(self) -> Iterator[Chapter]:
        """The chapters, those about posts once for each post that meets a hazard."""
        number = 0
        for chapter in self._template.chapters:
            if not chapter.each:
                number += chapter.counted and bool(chapter.title)
                yield self._chapter(chapter, numeral(number) if chapter.counted else "")
                continue
            for post in self._desk.book.posts:
                if self._desk.book.hazards_at_post(post):
                    about = _Writer(self._desk.at(post), self._template, self._own)
                    yield about._chapter(chapter, "")

    def _chapter(self, chapter: TemplateChapter, number: str) -> Chapter:
        own = self._own.get(own_text_id(self._template.id, chapter.key))
        nodes = nodes_of(own.text if own else chapter.text)
        blocks = _joined(block for node in nodes for block in self._blocks(node))
        return Chapter(self.fill(chapter.title), blocks, number, chapter.fresh_page, own is not None)

    def _blocks(self, node: Node) -> Iterator[Block]:
        match node:
            case TextNode():
                yield self._text(node)
            case ListNode():
                yield Points(tuple(self.fill(item) for item in node.items), node.numbered)
            case TableNode():
                yield self._table(node)
            case FieldsNode():
                yield self._form(node)
            case SignNode():
                yield SignLines(tuple(Signature(role, self.fill(name, blank="")) for role, name in node.roles))
            case DataNode() if node.name in OF_POSTS and self._desk.post is None:
                yield Words(f"@{node.name}")  # the firm's own words brought it into a chapter about no post
            case DataNode():
                yield from PIECES[node.name](self._desk, node.argument)
            case PageNode():
                yield FreshPage()
            case ChoiceNode():
                for inner in node.then if holds(self._desk, node.condition) else node.otherwise:
                    yield from self._blocks(inner)
            case _:
                assert_never(node)

    def _text(self, node: TextNode) -> Block:
        text = self.fill(node.text)
        if node.mark == "##":
            return SubHeading(text)
        tones = {">": Tone.NOTE, ">>": Tone.RIGHT, "!": Tone.STRONG}
        return Words(text, tones.get(node.mark, Tone.PLAIN))

    def _table(self, node: TableNode) -> Grid:
        columns = tuple(GridColumn(self.fill(title), share, middle=share <= 10) for title, share in node.columns)
        rows = tuple(tuple(self.fill(cell) for cell in row) for row in node.rows)
        return Grid(columns, rows, node.blank, node.least)

    def _form(self, node: FieldsNode) -> Form:
        return Form(
            tuple(
                FieldRow(tuple(Field(name, self.fill(value, blank="")) for name, value in pairs), lines)
                for pairs, lines in node.rows
            )
        )


def _joined(blocks: Iterable[Block]) -> Blocks:
    """Numbered lists that follow each other as one: a condition between them must not begin with 1 again."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Points) and block.numbered and isinstance(last, Points) and last.numbered:
            found[-1] = Points((*last.items, *block.items), numbered=True)
        else:
            found.append(block)
    return tuple(found)


def firm_words(desk: Desk) -> dict[str, str]:
    """What each place is filled with; empty where the firm has not said it."""
    book, enterprise = desk.book, desk.book.enterprise
    principal, officer = desk.principal, desk.officer
    counts = dict(book.counts())
    trade = next((h.name for h in desk.ports.library.trade_headers() if h.id == enterprise.trade_id), "")
    today = desk.today
    words = {
        "企业": enterprise.name,
        "简称": enterprise.called,
        "信用代码": enterprise.credit_code or "",
        "地址": enterprise.address,
        "行业": trade,
        "人数": str(enterprise.headcount or ""),
        "主要负责人": principal.name if principal else "",
        "主要负责人电话": principal.phone if principal else "",
        "安全员": officer.name if officer else "",
        "安全员电话": officer.phone if officer else "",
        "报告电话": enterprise.report_phone or (officer.phone if officer else ""),
        "上级部门": enterprise.recipient,
        "今天": f"{today.year}年{today.month}月{today.day}日",
        "年": str(today.year),
        "评价方法": desk.ports.codes.profile(enterprise.profile_id).name,
        "管控层级": "、".join(label(tier)[:-1] for tier in reversed(enterprise.tiers.existing)),
        "风险点数": str(sum(1 for point in desk.points if book.hazards_of[point.id])),
        "风险数": str(len(book.hazards)),
        "岗位数": str(len(book.posts)),
        "重大数": str(counts[RiskLevel.MAJOR]),
        "较大数": str(counts[RiskLevel.CONSIDERABLE]),
        "一般数": str(counts[RiskLevel.GENERAL]),
        "低数": str(counts[RiskLevel.LOW]),
        **{f"{label(tier)[:-1]}检查": label(USUAL_ROUND[tier]) for tier in ControlTier},
    }
    return words | _post_words(desk)


def _post_words(desk: Desk) -> dict[str, str]:
    names = ("岗位", "岗位工作", "岗位地点", "岗位编号", "岗位负责人", "岗位负责人电话")
    post = desk.post
    if post is None:
        return dict.fromkeys(names, "")
    head = head_of(desk.book, post, desk.book.hazards_at_post(post))
    said = (post.name, post.work, post.place, post.code, head.name if head else "", head.phone if head else "")
    return dict(zip(names, said, strict=True))


def holds(desk: Desk, condition: str) -> bool:
    """Whether a condition of the templates applies to the firm; raises KeyError for an unknown one."""
    if condition in _MODULES:
        return bool(desk.of_modules(_MODULES[condition]))
    counts = dict(desk.book.counts())
    tiers = desk.book.enterprise.tiers
    principal, officer = desk.principal, desk.officer
    return {
        "有部门": tiers.department,
        "有班组": tiers.team,
        "有重大风险": counts[RiskLevel.MAJOR] > 0,
        "有较大风险": counts[RiskLevel.CONSIDERABLE] > 0,
        "有岗位": bool(desk.book.posts),
        "有培训安排": bool(people.planned(desk)),
        "有奖励办法": any(rule.kind is AwardKind.REWARD for rule in desk.award_rules),
        "有处罚办法": any(rule.kind is AwardKind.PENALTY for rule in desk.award_rules),
        "同一人": principal is not None and officer is not None and principal.id == officer.id,
    }[condition]


def _cited(ports: Ports, code: str) -> str:
    """《中华人民共和国安全生产法》, or 《…》（GB 2894-2025); raises KeyError for what is not vetted."""
    citation = ports.codes.citation(code)
    if citation is None:
        return code
    title = citation.title.split("（")[0]
    if code.startswith("主席令"):
        return f"《{title}》"
    return f"《{title}》（{citation.code}）"


def numeral(number: int) -> str:
    """一, 二 … 十一, 二十 for chapters; empty for 0."""
    if number <= 0:
        return ""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _NUMERALS[ones - 1]
    head = "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return f"{head}{_NUMERALS[ones - 1]}" if ones else head
