"""Text templates: a fault of ours names file and line; words of the firm are never refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.desk import RESOURCES
from ymh_desktop.knowledge.dangerous_advice import traps_in
from ymh_desktop.knowledge.templates import (
    ChoiceNode,
    DataNode,
    FieldsNode,
    ListNode,
    Node,
    PageNode,
    SignNode,
    TableNode,
    TemplateBroken,
    TextNode,
    filled,
    hints,
    nodes_of,
    parse_template,
    read_template,
)
from ymh_desktop.knowledge.wording import vague_phrases

HEAD = "标题: 试验制度\n编号: SY-01\n---\n"
SHIPPED = sorted((RESOURCES / "templates").glob("*.md"))

WRONG = {
    "没有分隔线": ("标题: 甲\n编号: 乙\n", "试验.md 第1行：没有一行 --- 把抬头和正文隔开"),
    "抬头写了别的": ("标题: 甲\n编号: 乙\n颜色: 红\n---\n# [a] 甲\n", "试验.md 第3行：抬头只能写"),
    "抬头写了两次": ("标题: 甲\n标题: 甲\n编号: 乙\n---\n# [a] 甲\n", "试验.md 第2行：“标题”写了两次"),
    "没有编号": ("标题: 甲\n---\n# [a] 甲\n", "试验.md 第1行：抬头没有写“编号”"),
    "横版乱写": ("标题: 甲\n编号: 乙\n横版: 对\n---\n# [a] 甲\n", "试验.md 第1行：“横版”只能写 是 或 否"),
    "没有章节": (f"{HEAD}只有一段话\n", "试验.md 第4行：第一章的标题前面不能有文字"),
    "章节没有名字": (f"{HEAD}# 总则\n", "试验.md 第4行：章节要写成"),
    "章节名字重复": (f"{HEAD}# [a] 甲\n# [a] 乙\n", "试验.md 第5行：章节名字“a”用了两次"),
    "章节记号乱写": (f"{HEAD}# [a] 甲 @每个人\n", "试验.md 第4行：不认识“@每个人”"),
    "填空不认识": (f"{HEAD}# [a] 甲\n\n{{老板}}说\n", "试验.md 第6行：没有“{老板}”这个填空"),
    "花括号没配对": (f"{HEAD}# [a] 甲\n{{企业\n", "试验.md 第5行：花括号没有配对"),
    "数据不认识": (f"{HEAD}# [a] 甲\n@工资表\n", "试验.md 第5行：不认识“@工资表”"),
    "条件不认识": (f"{HEAD}# [a] 甲\n@如果 下雨\n带伞\n@完\n", "试验.md 第5行：不认识条件“下雨”"),
    "条件没有完": (f"{HEAD}# [a] 甲\n话\n@如果 粉尘\n带伞\n", "试验.md 第6行：“@如果”后面没有“@完”"),
    "表头没有宽": (f"{HEAD}# [a] 甲\n| 序号 | 名称:20 |\n", "试验.md 第5行：表头的每一列要写成"),
    "表格少一格": (f"{HEAD}# [a] 甲\n| 甲:1 | 乙:1 |\n| 只有一格 |\n", "试验.md 第6行：这一行有 1 格，表头有 2 格"),
    "小标题少个井号": (f"{HEAD}# [a] 甲\n#小标题\n", "试验.md 第5行：小标题要写成"),
    "岗位的数据写在别处": (f"{HEAD}# [a] 甲\n@岗位风险\n", "试验.md 第5行：“@岗位风险”只能写在"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_fault_names_file_and_line(text: str, said: str) -> None:
    with pytest.raises(TemplateBroken) as caught:
        parse_template("test", text, "试验.md")
    assert any(str(fault).startswith(said) for fault in caught.value.faults), caught.value


def test_every_fault_is_told_not_only_the_first() -> None:
    with pytest.raises(TemplateBroken) as caught:
        parse_template("test", f"{HEAD}# [a] 甲\n@甲\n@乙\n{{丙}}\n", "试验.md")
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_template_can_be_read(path: Path) -> None:
    template = read_template(path)
    assert template.title
    assert all(chapter.text or chapter.title for chapter in template.chapters)


def test_what_the_first_characters_of_a_line_mean() -> None:
    text = "\n".join(
        (
            "一段话", "## 小标题", "> 小字", ">> 靠右", "! 要紧", "- 甲", "- 乙", "1. 一", "2. 二",
            "| 名称:20 | 数:8 |", "| 锯 | 2 |", "@空行 3 高 9", "= 地点: 车间 | 时间:", "== 内容:",
            "@签字 作业人 审批人={主要负责人}", "@新页", "@隐患汇总", "@如果 粉尘", "清扫", "@否则", "不用", "@完",
        )
    )  # fmt: skip
    assert nodes_of(text) == (
        TextNode("一段话"),
        TextNode("小标题", "##"),
        TextNode("小字", ">"),
        TextNode("靠右", ">>"),
        TextNode("要紧", "!"),
        ListNode(("甲", "乙"), False),
        ListNode(("一", "二"), True),
        TableNode((("名称", 20.0), ("数", 8.0)), (("锯", "2"),), 3, 9),
        FieldsNode((((("地点", "车间"), ("时间", "")), 1), ((("内容", ""),), 2))),
        SignNode((("作业人", ""), ("审批人", "{主要负责人}"))),
        PageNode(),
        DataNode("隐患汇总"),
        ChoiceNode("粉尘", (TextNode("清扫"),), (TextNode("不用"),)),
    )


def test_what_is_not_understood_is_told_with_its_line() -> None:
    assert hints("好的\n@乱写\n{谁}") == ("第2行：不认识“@乱写”", "第3行：没有“{谁}”这个填空")
    assert hints("{企业}\n@隐患汇总\n- 一条") == ()


def test_a_width_that_is_no_number_is_no_column() -> None:
    assert nodes_of("| 面积:² |") == (TextNode("| 面积:² |"),)


def test_conditions_within_conditions_without_end_are_told() -> None:
    text = "@如果 粉尘\n" * 2000
    assert "第9行：“@如果”最多套 8 层" in hints(text)
    assert nodes_of(text)


def test_unknown_places_stay_as_they_were_typed() -> None:
    assert filled("{企业}和{谁}", {"企业": "宏木"}) == "宏木和{谁}"


PIECES = st.sampled_from(
    ("# ", "## ", "- ", "1. ", "> ", "= ", "== ", "| ", "|", "甲:10 ", "@如果 粉尘", "@否则", "@完", "@空行 3",
     "@签字 ", "{企业}", "{", "}", "@", "\n", "话", ":", "：", "@新页", "𬭎", "CO₂", "☑", " ", "=",
     "@隐患汇总", "12345678901", "²")
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_a_person_types_is_read(text: str) -> None:
    """And nothing is lost: every character that is no mark stands in a node or is asked for as data."""
    nodes = nodes_of(text)
    assert _kept(nodes).count("𬭎") == text.count("𬭎")
    hints(text)


def _kept(nodes: tuple[Node, ...]) -> str:
    """Every word of the nodes."""
    return "".join(repr(node) for node in nodes)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_template_gives_dangerous_or_empty_advice(path: Path) -> None:
    """By the same lists that watch over the library, line by line."""
    text = path.read_text(encoding="utf-8")
    found = [
        f"{number}: {line}" for number, line in enumerate(text.splitlines(), 1) if traps_in(line) or vague_phrases(line)
    ]
    assert found == []
