"""What hangs on the wall: board, warning boards, emergency cards, sign plan, stickers and the comparison chart."""

from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from tests.documents import samples
from tests.documents.reading import RESOURCES, codes_on, facts_of, pictures_of, text_of, traced
from ymh_desktop.documents.board import NONE_SERIOUS
from ymh_desktop.documents.four_colour_map import UNGRADED
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.reports.card import CardForm, NoticeCards
from ymh_desktop.services.reports.comparison import ChartBar
from ymh_desktop.services.reports.emergency import EmergencyCards
from ymh_desktop.services.reports.four_colour_map import MapPage, MapZone
from ymh_desktop.services.reports.paper import DRAFT, EXPERT_PENDING, PageSize
from ymh_desktop.services.reports.stickers import STICKER_QR_BYTES, Sticker, sticker_qr

RENDERER = PaperRenderer(RESOURCES)


def first_page(report: object, folder: Path) -> Image.Image:
    """In grey, as a black-and-white printer has it."""
    pictures = pictures_of(RENDERER.pdf(report), folder, 100)
    for picture in pictures:
        picture.load()
    return pictures[0]


@pytest.mark.parametrize(("form", "turned"), [(CardForm.LANDSCAPE, True), (CardForm.LARGE, False)])
@pytest.mark.parametrize("page_size", [PageSize.A3, PageSize.A4])
def test_other_forms_of_a_card_are_one_page_too(form: CardForm, turned: bool, page_size: PageSize) -> None:
    cards = (samples.bare_card(), samples.crowded_card(), samples.endless_card())
    facts = facts_of(RENDERER.pdf(NoticeCards(cards, page_size, form)))
    width, _, height = facts["Page size"].split()[:3]
    assert facts["Pages"] == "3"
    assert (float(width) > float(height)) is turned


@pytest.mark.parametrize("form", CardForm)
def test_the_code_of_every_form_is_read_from_the_page(form: CardForm, tmp_path: Path) -> None:
    card = samples.notice_card()
    (picture,) = pictures_of(RENDERER.pdf(NoticeCards((card,), form=form)), tmp_path, 150)
    assert codes_on(picture) == [card.qr_text]


def test_a_card_of_a_risk_point_bears_its_own_title() -> None:
    words = text_of(RENDERER.pdf(replace(samples.notice_card(), title="较大以上安全风险告知牌")))
    assert "较大以上安全风险告知牌" in words
    assert "岗位安全风险告知卡" not in words


@pytest.mark.parametrize(("page_size", "side"), [(PageSize.A3, 1191), (PageSize.A2, 1684)])
def test_the_board_lies_and_has_the_size_asked_for(page_size: PageSize, side: int) -> None:
    size = facts_of(RENDERER.pdf(samples.notice_board(3, page_size)))["Page size"].split()
    assert round(float(size[0])) == side
    assert float(size[0]) > float(size[2])


def test_the_board_explains_all_four_colours_without_colour() -> None:
    words = text_of(RENDERER.pdf(samples.notice_board()))
    for level in RiskLevel:
        assert f"{level.shape}{label(level)}（{level.colour}）" in words
    assert "火警119" in words


def test_a_board_without_serious_risks_says_so() -> None:
    assert NONE_SERIOUS in text_of(RENDERER.pdf(samples.notice_board(0)))


def test_a_risk_without_measures_is_not_shown_as_guarded() -> None:
    assert "还没有已落实的措施" in text_of(RENDERER.pdf(samples.notice_board(2)))


def test_a_post_without_steps_and_without_phones_leaves_lines_to_write_on() -> None:
    bare = replace(samples.emergency_card(0), person="", phone="", officer="", officer_phone="", address="")
    words = text_of(RENDERER.pdf(EmergencyCards((bare,))))
    assert "责任人________" in words
    assert "还没有填写应急处置步骤" in words


def test_drafts_and_unconfirmed_ones_say_so() -> None:
    card = replace(samples.emergency_card(), draft=DRAFT, expert_pending=True)
    words = text_of(RENDERER.pdf(EmergencyCards((card,))))
    assert DRAFT in words
    assert EXPERT_PENDING in words


def test_every_sticker_is_read_from_the_printed_sheet(tmp_path: Path) -> None:
    sheet = samples.sticker_sheet(26)
    pictures = pictures_of(RENDERER.pdf(sheet), tmp_path, 150)
    assert [len(codes_on(picture)) for picture in pictures] == [24, 2]
    assert {code for picture in pictures for code in codes_on(picture)} == {s.qr_text for s in sheet.stickers}


@pytest.mark.parametrize("name", ["平刨", "全自动数控多轴联动木工加工中心（东厂区二号厂房）" * 3])
def test_a_stickers_code_is_text_and_begins_with_the_number(name: str) -> None:
    text = sticker_qr("河南省新乡市获嘉县亢村镇示例精密机械制造有限责任公司", name, "S-0012", "13800000002")
    assert text.startswith("S-0012 ")
    assert text.endswith("13800000002")
    assert len(text.encode()) <= STICKER_QR_BYTES
    assert "http" not in text


def test_a_sticker_refuses_a_code_that_no_phone_reads() -> None:
    with pytest.raises(ValueError, match="holds"):
        Sticker("P-0001", "木工", "岗位", "示例木业", "字" * 40)


@pytest.mark.parametrize("length", [-0.1, 1.1])
def test_a_bar_cannot_leave_the_chart(length: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        ChartBar("Z-0001", "动火作业", RiskLevel.LOW, length, "90")


def test_signs_to_buy_come_with_their_number_and_what_is_unchecked() -> None:
    words = text_of(RENDERER.pdf(samples.sign_plan()))
    assert "当心伤手警告3块待核对" in words
    assert "共3种7块" in words


def test_the_map_has_a_page_per_floor_and_the_list_of_zones() -> None:
    report = samples.four_colour_map()
    assert facts_of(RENDERER.pdf(report))["Pages"] == "3"
    words = text_of(RENDERER.pdf(report))
    assert "木工区" in words
    assert "没有画到图上的风险点动火作业、装卸搬运" in words


def test_every_zone_says_its_level_in_words_and_an_empty_one_that_it_has_none() -> None:
    words = text_of(RENDERER.pdf(samples.four_colour_map()))
    for level in RiskLevel:
        assert f"{level.shape}{label(level)}" in words
        assert f"（{level.colour}）" in words
    assert UNGRADED in words


def test_no_plate_of_a_narrow_zone_lies_over_another() -> None:
    def room(number: int, level: RiskLevel | None) -> MapZone:
        left, right = 100 + 90 * number, 190 + 90 * number
        corners = ((left, 300), (right, 300), (right, 900), (left, 900))
        return MapZone("烤漆房", corners, level, dangers=number % 2)

    page = MapPage("图", 1, tuple(room(number, level) for number, level in enumerate((*RiskLevel, None) * 2)))
    drawn = traced(replace(samples.four_colour_map(page_size=PageSize.A4), pages=(page,)))
    plates = {each.box for each in drawn if each.page == 0 and each.text in "烤漆房"}
    assert len(plates) == 10
    for one, other in combinations(plates, 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3], (one, other)


def test_levels_differ_on_a_grey_print(tmp_path: Path) -> None:
    """Red and blue are nearly the same grey; the hatching tells them apart, the denser the worse."""
    whole = ((200, 200), (2600, 200), (2600, 1800), (200, 1800))
    edges = {}
    for level in RiskLevel:
        page = MapPage("图", 1, (MapZone("区", whole, level),))
        picture = first_page(replace(samples.four_colour_map(), pages=(page,)), tmp_path)
        wide, high = picture.size
        part = picture.crop((wide // 8, high // 4, wide // 4, high // 3))
        histogram = part.histogram()
        ground = max(range(256), key=histogram.__getitem__)
        edges[level] = 1 - sum(histogram[max(0, ground - 8) : ground + 9]) / (part.width * part.height)
    assert edges[RiskLevel.MAJOR] > edges[RiskLevel.CONSIDERABLE] > edges[RiskLevel.GENERAL] > 0.01
    assert edges[RiskLevel.LOW] == 0


def test_a_plan_lies_under_the_zones_as_it_came(tmp_path: Path) -> None:
    """The same bytes, not drawn anew; without them the page is nothing but vectors."""
    plan = BytesIO()
    Image.new("RGB", (1600, 900), "#777777").save(plan, "JPEG")
    bare = samples.four_colour_map()
    report = replace(bare, pages=(replace(bare.pages[0], plan=plan.getvalue()),))
    assert plan.getvalue() in RENDERER.pdf(report)
    assert b"/DCTDecode" not in RENDERER.pdf(bare)
    picture = first_page(report, tmp_path)
    assert picture.getpixel((picture.width // 3, picture.height * 3 // 5)) not in (0, 255)
