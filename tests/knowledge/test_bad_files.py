"""A damaged library file: every fault with file, line, entry and field, all at once; the rest of the library loads."""

from collections.abc import Callable

import pytest

from tests.knowledge.support import Shelf, example
from ymh_desktop.knowledge.catalogue import NotInLibrary
from ymh_desktop.knowledge.fields import faults_as_text


def swap(old: str, new: str) -> Callable[[str], str]:
    """Replace `old`, which must be there, once."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


# What is changed in the example module, and what the one fault must say.
BROKEN: dict[str, tuple[Callable[[str], str], str]] = {
    "a number where text is meant": (swap('version: "1.0.0"', "version: 1.10"), "version：1.10 没有加引号"),
    "a date without quotes": (swap('date: "2026-11-25"', "date: 2026-11-25"), "2026-11-25 没有加引号"),
    "a code without quotes": (swap('factor: "210201"', "factor: 210201"), "factor：210201 没有加引号"),
    "an id that YAML reads as no": (swap("{id: cut,", "{id: off,"), "measures[5].id：off 没有加引号"),
    "an impossible date": (swap('date: "2026-11-25"', 'date: "2026-13-25"'), "写的是“2026-13-25”"),
    "a key written twice": (swap("name: 平刨", "name: 平刨\nname: 平刨机"), "name：写了两次"),
    "a key that does not exist": (swap("    hazard:", "    hazzard: 多\n    hazard:"), "hazzard：没有这个名字"),
    "a needed field missing": (swap("    consequence: 断指、手掌切伤\n", ""), "consequence：没有写"),
    "an empty field": (swap("look: 关机后看：护罩能不能自己弹回盖住刀口", 'look: ""'), "look：空着"),
    "an unknown word": (swap("likelihood: possible", "likelihood: maybe"), "grade.likelihood：写的是“maybe”"),
    "a wrong kind": (swap("kind: facility", "kind: machine"), "kind：写的是“machine”"),
    "a flag in quotes": (swap("confirmed: true", 'confirmed: "true"'), "confirmed：写的是“true”"),
    "an unknown frequency": (swap("post: shift", "post: hourly"), "check.rounds.post：写的是“hourly”"),
    "an unknown tier": (swap("{post: shift,", "{boss: shift,"), "check.rounds.boss：没有这个名字"),
    "a text where a list is meant": (swap("[刨床, 刀轴]", "刨床"), "search：不是列表"),
    "a list where a text is meant": (swap("name: 平刨", "name: [平刨]"), "name：写成了列表"),
    "an id of another module": (swap("id: wood-planer.guard", "id: saw.guard"), "id：写的是“saw.guard”"),
    "an id that is not the file's": (swap("id: wood-planer ", "id: planer "), "文件名是“wood-planer”"),
    "a measure id twice": (swap("{id: train,", "{id: guard,"), "measures[3].id：“guard”前面已经有了"),
    "a broken indent": (swap("    inverse:", "   inverse:"), "YAML 写法有误"),
    "a quote left open": (swap("consequence: 断指、手掌切伤", 'consequence: "断指'), "YAML 写法有误"),
    "only one document": (swap("\n---\n", "\n"), "只有一段"),
    "three documents": (swap("    review:", "---\n    review:"), "多于两段"),
    "an empty body": (lambda text: text.split("\n---\n")[0] + "\n---\n", "正文是空的"),
    "a control character": (swap("断指、手掌切伤", "断指\x07"), "看不见的控制字符"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), BROKEN.values(), ids=BROKEN)
def test_each_fault_is_one_line_that_names_the_file(shelf: Shelf, change: Callable[[str], str], said: str) -> None:
    shelf.module(change)
    lines = faults_as_text(shelf.catalogue.faults()).splitlines()
    matching = [line for line in lines if said in line]
    assert matching, lines
    assert matching[0].startswith("modules/wood-planer.yaml")
    assert "；应：" in matching[0]


ENCODINGS = {
    "GBK": ("gbk", "GBK"),
    "UTF-16": ("utf-16", "UTF-16"),
    "UTF-8 with a BOM": ("utf-8-sig", "BOM"),
}


@pytest.mark.parametrize(("encoding", "said"), ENCODINGS.values(), ids=ENCODINGS)
def test_a_wrong_encoding_is_named_with_the_way_out(shelf: Shelf, encoding: str, said: str) -> None:
    shelf.put("modules/wood-planer.yaml", example(0).encode(encoding))
    (fault,) = shelf.catalogue.faults()
    assert said in fault.problem
    assert "UTF-8（不带 BOM）" in fault.expected


def test_all_faults_of_a_file_are_told_at_once_with_their_lines(shelf: Shelf) -> None:
    text = example(0).replace("statement:", "statment:").replace('factor: "210201"', "factor: 210201")
    shelf.module(lambda _: text.replace("kind: engineering", "kind: magic"))
    faults = shelf.catalogue.faults()
    told = {(fault.entry, fault.field) for fault in faults}
    assert told == {("wood-planer.guard", name) for name in ("statement", "statment", "factor", "measures[1].kind")}
    lines = text.splitlines()
    for fault in faults:
        key = fault.field.rpartition(".")[2]
        if key != "statement":  # what is missing has no line of its own
            assert key in lines[fault.line - 1]


def test_a_broken_file_leaves_the_rest_of_the_library_usable(shelf: Shelf) -> None:
    shelf.module()
    shelf.put("modules/press.yaml", "id: [")
    assert [header.id for header in shelf.catalogue.module_headers()] == ["wood-planer"]
    assert shelf.catalogue.module("wood-planer").entries
    with pytest.raises(NotInLibrary, match="press"):
        shelf.catalogue.module("press")


def test_a_broken_entry_leaves_its_neighbours_usable(shelf: Shelf) -> None:
    shelf.module(lambda text: text + _second_entry(text).replace("    hazard:", "    danger:", 1))
    catalogue = shelf.catalogue
    assert [entry.id for entry in catalogue.module("wood-planer").entries] == ["wood-planer.guard"]
    assert [(fault.entry, fault.field) for fault in catalogue.faults()] == [
        ("wood-planer.second", "hazard"),
        ("wood-planer.second", "danger"),
    ]


def test_a_misspelt_optional_key_does_not_take_the_question_away(shelf: Shelf) -> None:
    shelf.module(swap("    search:", "    serch:"))
    assert [entry.id for entry in shelf.catalogue.module("wood-planer").entries] == ["wood-planer.guard"]


def test_an_entry_id_used_twice_in_a_module_is_told_and_the_first_one_kept(shelf: Shelf) -> None:
    shelf.module(lambda text: text + _second_entry(text).replace("wood-planer.second", "wood-planer.guard"))
    catalogue = shelf.catalogue
    assert len(catalogue.module("wood-planer").entries) == 1
    assert "前面已经有了" in faults_as_text(catalogue.faults())


def test_a_trade_that_names_what_does_not_exist_is_told_per_reference(shelf: Shelf) -> None:
    shelf.module()
    shelf.put("trades/wood-furniture.yaml", example(1).replace('item: "2"', 'item: "99"'))
    text = faults_as_text(shelf.catalogue.faults())
    assert "modules：没有“panel-saw”" in text
    assert "profile forklift：没有“charging”" in text
    assert "没有 industry_order10_2023 3 99 这一项" in text


@pytest.mark.parametrize("name", ["../codes/standards", "", "a/b", "wood-planer.yaml"])
def test_no_id_leads_out_of_the_library_folder(shelf: Shelf, name: str) -> None:
    shelf.module()
    with pytest.raises(NotInLibrary):
        shelf.catalogue.module(name)


def _second_entry(text: str) -> str:
    return text[text.index("  - id: wood-planer.guard") :].replace("wood-planer.guard", "wood-planer.second", 1)
