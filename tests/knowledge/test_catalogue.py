"""The catalogue reads headers for lists and bodies on demand, and applies what a trade says differently."""

from pathlib import Path

import pytest

from tests.knowledge.support import Shelf, example
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.model import Asking


@pytest.fixture
def library(shelf: Shelf) -> Shelf:
    """The two examples of docs/library.md."""
    shelf.module()
    shelf.put("trades/wood-furniture.yaml", example(1))
    return shelf


def test_the_examples_in_the_manual_are_sound(library: Shelf) -> None:
    module = library.catalogue.module("wood-planer")
    assert module.header.kind is RiskPointKind.FACILITY
    assert module.entry("wood-planer.guard").statement == "刀轴护罩盖住刀口不送料的部分"
    assert [fault for fault in library.catalogue.faults() if fault.file.startswith("modules/")] == []


def test_files_saved_by_notepad_with_its_line_ends_are_as_good(library: Shelf) -> None:
    plain = library.catalogue.module("wood-planer")
    library.module(lambda text: text.replace("\n", "\r\n"))
    assert library.catalogue.module("wood-planer") == plain
    assert [header.id for header in library.catalogue.module_headers()] == ["wood-planer"]


def test_a_header_longer_than_one_read_is_read_whole(library: Shelf) -> None:
    long = "".join(f'  - {{version: "1.0.{n}", date: "2026-11-25", what: 改了第{n}条措施的写法}}\n' for n in range(200))
    library.module(lambda text: text.replace("changes:\n", "changes:\n" + long))
    (header,) = library.catalogue.module_headers()
    assert len(header.changes) == 201


def test_lists_need_no_sound_body(library: Shelf) -> None:
    library.module(lambda text: text.split("\n---\n")[0] + "\n---\n[ broken")
    assert [header.name for header in library.catalogue.module_headers()] == ["平刨"]


def test_the_version_tells_the_newest_date_and_the_number_of_files(library: Shelf) -> None:
    assert library.catalogue.version == "2026-11-25.2"


def test_a_module_is_read_once(library: Shelf) -> None:
    catalogue = library.catalogue
    module = catalogue.module("wood-planer")
    library.put("modules/wood-planer.yaml", "gone")
    assert catalogue.module("wood-planer") is module


def test_a_new_catalogue_has_read_nothing(tmp_path: Path) -> None:
    Catalogue(tmp_path / "does not exist")


def test_an_unknown_trade_is_a_sentence_for_the_user(library: Shelf) -> None:
    with pytest.raises(UserError, match="行业库里没有“shipyard”"):
        library.catalogue.trade("shipyard")


def test_a_major_item_bears_the_criterion_in_its_own_words(library: Shelf) -> None:
    (item,) = library.catalogue.trade("wood-furniture").majors
    assert item.text == "特种作业人员未按照规定经专门的安全作业培训并取得相应资格，上岗作业的"
    assert item.applies_to == "通用（全部工贸企业）"
    assert item.cited == "工贸企业重大事故隐患判定标准（应急管理部令第10号） 第3条第2项"
    assert item.checked is True


def test_a_criterion_of_which_we_hold_only_a_part_is_unchecked(library: Shelf) -> None:
    text = example(1).replace("industry_order10_2023", "commerce_2023_partial").replace('"3"', "大型商业综合体")
    library.put("trades/wood-furniture.yaml", text)
    (item,) = library.catalogue.trade("wood-furniture").majors
    assert item.checked is False
    assert item.cited.endswith("大型商业综合体第2项")


def with_unread_document(question: str, more: str = "") -> str:
    before, _, after = example(1).partition("major:\n")
    _, _, rest = after.partition("spread:")
    return f"{before}major:\n  - document: education_2024\n    question: {question}\n{more}spread:{rest}"


UNREAD = "有没有还没请专家按《教育系统重大事故隐患判定指南（教发厅函〔2024〕20号）》逐条核对"


def test_a_document_that_nobody_here_has_read_only_sends_to_an_expert(library: Shelf) -> None:
    library.put("trades/wood-furniture.yaml", with_unread_document(UNREAD))
    (item,) = library.catalogue.trade("wood-furniture").majors
    assert item.expert_only is True
    assert item.checked is False
    assert "手里没有" in item.text
    assert item.cited == "教育系统重大事故隐患判定指南（教发厅函〔2024〕20号）"


@pytest.mark.parametrize(
    ("question", "more", "told"),
    [
        ("有没有教室上锁", "", "education_2024 question"),
        (UNREAD, '    article: "3"\n', "education_2024 article"),
        (UNREAD, "    entry: panel-saw.guard\n", "education_2024 entry"),
    ],
)
def test_nothing_is_made_up_about_a_document_that_nobody_here_has_read(
    library: Shelf, question: str, more: str, told: str
) -> None:
    library.put("trades/wood-furniture.yaml", with_unread_document(question, more))
    assert any(told in str(fault) for fault in library.catalogue.faults())


def test_items_for_machines_that_the_firm_has_not_are_left_out(library: Shelf) -> None:
    text = example(1).replace("modules: []   ", "modules: [forklift]   ")
    library.put("trades/wood-furniture.yaml", text)
    catalogue = library.catalogue
    trade = catalogue.trade("wood-furniture")
    assert [item.modules for item in trade.majors] == [("forklift",)]
    assert catalogue.major_items(trade, {"panel-saw"}) == ()
    assert catalogue.major_items(trade, {"forklift"}) == trade.majors
    assert catalogue.major_items(trade) == trade.majors


def test_a_trade_sees_its_modules_with_its_own_differences(library: Shelf) -> None:
    text = example(1).replace("module: panel-saw", "module: wood-planer").replace(
        "differences: []",
        "differences:\n  - entry: wood-planer.guard\n    ask: later\n"
        "    grade: {likelihood: unlikely, exposure: weekly, consequence: serious, reason: 一周用一两次}",
    )  # fmt: skip
    library.put("trades/wood-furniture.yaml", text)
    catalogue = library.catalogue
    (module,) = catalogue.modules_of(catalogue.trade("wood-furniture"))
    entry = module.entry("wood-planer.guard")
    assert (entry.grade.likelihood, entry.grade.exposure, entry.ask) == ("unlikely", "weekly", Asking.LATER)
    assert catalogue.module("wood-planer").entry("wood-planer.guard").ask is Asking.FIRST
