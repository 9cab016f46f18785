"""Each rule of quality finds the fault that it was made for, in the manual's example made worse."""

from collections.abc import Callable

import pytest

from tests.knowledge.support import Shelf, example
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.knowledge.fields import Fault
from ymh_desktop.knowledge.quality import check, check_module, check_repetition
from ymh_desktop.knowledge.statistics import stats


def swap(*pairs: str) -> Callable[[str], str]:
    """Replace each first text, which must be there, by the one after it."""

    def change(text: str) -> str:
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert old in text, old
            text = text.replace(old, new, 1)
        return text

    return change


ENGINEERING = (
    "      - {id: guard, kind: engineering, text: 装能自动弹回的扇形护罩，送料外的刀口全部盖住, confirmed: true}\n"
)
PUSH = (
    "      - {id: push-block, kind: management, text: 加工短料（小于 30 厘米）用推把，不用手直接推, "
    "card: 短料用推把，手不直接推}\n"
)
TRAIN = "      - {id: train, kind: training, text: 木工上岗前学平刨操作规程，考合格再上机}\n"
GOGGLES = "      - {id: goggles, kind: ppe, text: 戴防护眼镜、防尘口罩，袖口扎紧，不戴手套}\n"
EMERGENCY = "      - {id: cut, kind: emergency, text: 断指时先关机，压住止血，断指干燥冷藏，打120}\n"
STATEMENT = "statement: 刀轴护罩盖住刀口不送料的部分"

# What is changed in the example, the field that must be blamed, and what must be said.
FAULTY: dict[str, tuple[Callable[[str], str], str, str]] = {
    "a statement of 21 characters": (swap(STATEMENT, "statement: " + "护" * 21), "statement", "有 21 个字"),
    "a statement that begins with no": (swap(STATEMENT, "statement: 没有拆下护罩"), "statement", "否定词"),
    "a statement that is a question": (swap(STATEMENT, "statement: 护罩是否盖住刀口"), "statement", "问句"),
    "an empty phrase": (swap("用推把，不用手直接推", "要注意安全"), "measures push-block", "空话“注意安全”"),
    "regularly without a number": (swap("用推把，不用手直接推", "定期检查推把"), "measures push-block", "空话“定期”"),
    "an English word": (swap("用推把，不用手直接推", "用 push block"), "measures push-block", "英文“push”"),
    "an unknown factor": (swap('factor: "210201"', 'factor: "450101"'), "factor", "没有 450101"),
    "a factor that is only a chapter": (swap('factor: "210201"', 'factor: "21"'), "factor", "太笼统"),
    "an accident type of 1986": (swap("[WSA10004]", '["03"]'), "accidents", "没有 03"),
    "a sign nobody drew": (swap("[warn-hand,", "[warn-dragon,"), "signs", "warn-dragon"),
    "a standard outside the vetted list": (swap('"GB 12557-2024"', '"GB 99999-2024"'), "basis", "没有“GB 99999-2024”"),
    "a superseded standard": (swap('"GB 12557-2024"', '"GB 12557-2010"'), "basis", "已被替代"),
    "no confirmed measure": (swap(", confirmed: true", ""), "measures", "有 0 条"),
    "two confirmed measures": (swap("手不直接推}", "手不直接推, confirmed: true}"), "measures", "有 2 条"),
    "较大 without engineering": (
        swap("consequence: serious", "consequence: fatal", "kind: engineering", "kind: management"),
        "measures",
        "较大风险缺少工程技术措施",
    ),
    "较大 without emergency": (
        swap("consequence: serious", "consequence: fatal", EMERGENCY, ""),
        "measures",
        "较大风险缺少应急处置措施",
    ),
    "protective equipment alone": (
        swap(ENGINEERING, "", PUSH, "", TRAIN, "", EMERGENCY, ""),
        "measures",
        "只有个体防护措施",
    ),
    "重大 with hardly a reason": (
        swap("likelihood: possible", "likelihood: likely", "consequence: serious", "consequence: fatal",
             "reason: 每天用，手离刀轴只有几厘米，行业里断指事故多", "reason: 危险"),
        "grade.reason",
        "理由太短",
    ),
    "the upper tier looks more often": (swap("company: quarter", "company: shift"), "check.rounds", "查得还勤"),
    "paper checked by the post every shift": (swap("kind: facility", "kind: duty"), "check.rounds", "岗位每班"),
    "an emergency step too long": (swap("断指包好装袋、袋外放冰", "断指" * 12), "emergency[1]", "最多 30 个字"),
    "gloves at a turning tool": (swap("袖口扎紧，不戴手套", "戴防护手套"), "measures goggles", "会害人"),
    "a gloves sign at a turning tool": (swap("ban-gloves", "must-gloves"), "signs", "会害人"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "field", "said"), FAULTY.values(), ids=FAULTY)
def test_the_rule_finds_its_fault(
    shelf: Shelf, codes: Codes, change: Callable[[str], str], field: str, said: str
) -> None:
    shelf.module(change)
    found = check_module(shelf.catalogue.module("wood-planer"), codes)
    assert [fault for fault in found if fault.field == field and said in fault.problem], found


def test_the_manuals_example_falls_under_no_rule(shelf: Shelf, codes: Codes) -> None:
    shelf.module()
    assert check_module(shelf.catalogue.module("wood-planer"), codes) == []


def twins(shelf: Shelf, change: Callable[[str], str]) -> list[Fault]:
    """Repetition faults between the example and a changed copy in another module."""
    shelf.module()
    shelf.put("modules/thicknesser.yaml", change(example(0).replace("wood-planer", "thicknesser")))
    return check_repetition([shelf.catalogue.module("thicknesser"), shelf.catalogue.module("wood-planer")])


def test_one_wording_under_one_key_is_no_repetition(shelf: Shelf) -> None:
    assert twins(shelf, str) == []


def test_the_same_question_without_a_key_is_told(shelf: Shelf) -> None:
    (fault,) = twins(shelf, swap("same: machine-guard ", 'same: "" '))
    assert "和 thicknesser.guard 的问题一样" in fault.problem


def test_punctuation_does_not_hide_a_repetition(shelf: Shelf) -> None:
    assert twins(
        shelf, swap("same: machine-guard", "same: other", STATEMENT, "statement: 刀轴护罩，盖住刀口不送料的部分。")
    )


def test_two_wordings_under_one_key_are_told(shelf: Shelf) -> None:
    (fault,) = twins(shelf, swap(STATEMENT, "statement: 护罩盖住刀口"))
    assert fault.expected == "“护罩盖住刀口”"


def trade_text(**changes: str) -> str:
    """The example trade, reduced to the example module."""
    head = example(1).split("\n---\n")[0]
    body = {
        "modules": "\n  - {module: wood-planer, place: 木工区, usual: true}",
        "posts": "\n  - {id: planer, name: 平刨工, work: 刨料, place: 木工区, modules: [wood-planer]}",
    } | changes
    return head + "\n---\n" + "".join(f"{key}: {value}\n" for key, value in body.items())


def test_a_trade_mostly_of_high_levels_must_say_why(shelf: Shelf, codes: Codes) -> None:
    shelf.module(swap("consequence: serious", "consequence: fatal"))
    shelf.put("trades/wood-furniture.yaml", trade_text())
    assert [fault.field for fault in check(shelf.catalogue, codes)] == ["spread"]
    shelf.put("trades/wood-furniture.yaml", trade_text(spread="刨料工序断指多"))
    assert check(shelf.catalogue, codes) == ()


def test_a_module_that_no_post_meets_is_told(shelf: Shelf, codes: Codes) -> None:
    shelf.module()
    shelf.module(lambda text: text)
    shelf.put("modules/saw.yaml", example(0).replace("wood-planer", "saw").replace("same: machine-guard ", "same: x "))
    modules = "\n  - {module: wood-planer, place: 木工区}\n  - {module: saw, place: 木工区}"
    shelf.put("trades/wood-furniture.yaml", trade_text(modules=modules))
    fields = {(fault.field, fault.problem) for fault in check(shelf.catalogue, codes)}
    assert ("posts", "没有岗位碰到模块“saw”") in fields


def test_figures_count_levels_reviews_and_the_first_walk(shelf: Shelf, codes: Codes) -> None:
    shelf.module(swap('review: ""', "review: 护罩间隙没有核对"))
    shelf.put("trades/wood-furniture.yaml", trade_text())
    figures = stats(shelf.catalogue, codes)
    assert (figures.trades, figures.modules, figures.entries, figures.review_needed) == (1, 1, 1, 1)
    (trade,) = figures.per_trade
    assert (trade.first_walk, trade.count(RiskLevel.GENERAL), trade.count(RiskLevel.MAJOR)) == (1, 1, 0)


def test_citing_a_document_of_unconfirmed_edition_counts_as_unchecked(shelf: Shelf, codes: Codes) -> None:
    unknown = next(citation.code for citation in codes.citations if citation.state.value == "unknown")
    shelf.module(swap('"GB 12557-2024"', f'"{unknown}"'))
    assert stats(shelf.catalogue, codes).review_needed == 1
