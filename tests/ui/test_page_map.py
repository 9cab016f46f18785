"""四色图 as somebody uses it: draw, name, tick what lies inside, see the colour follow, undo, print."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, qGray
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, press, stand_in
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import GRID
from ymh_desktop.services import maps
from ymh_desktop.services.maps import ShownZone, site_map
from ymh_desktop.ui import pages
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.map import moved, stretched
from ymh_desktop.ui.views.map import MapPage
from ymh_desktop.ui.views.map_plates import PlateItem
from ymh_desktop.ui.widgets import Field

SQUARE = ((200, 200), (1000, 200), (1000, 800), (200, 800))


def window_over(program: Program) -> MainWindow:
    window = MainWindow(program.ports, (pages.MAP, stand_in("papers", "打印材料")), RESOURCES)
    window.resize(1366, 728)
    window.navigate("map")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    return window


def opened(program: Program) -> Iterator[MapPage]:
    window = window_over(program)
    assert isinstance(window.page, MapPage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


@pytest.fixture
def sample_page(qapp: object, sample_firm: Program) -> Iterator[MapPage]:
    """The map of the sample enterprise."""
    yield from opened(sample_firm)


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[MapPage]:
    """Without a floor."""
    for shown in site_map(sample_firm.ports).sheets:
        maps.remove_sheet(sample_firm.ports, shown.sheet.id)
    yield from opened(sample_firm)


@pytest.fixture
def floor(page: MapPage) -> MapPage:
    """With one blank floor."""
    press(page, "画第一张图")
    calm(page)
    return page


def zones(page: MapPage) -> tuple[ShownZone, ...]:
    return site_map(page._context.ports).sheets[0].zones


def at(page: MapPage, x: int, y: int) -> QPoint:
    return page.canvas.mapFromScene(x, y)


def draw(page: MapPage, *corners: tuple[int, int]) -> None:
    """Click the corners one by one and double-click at the last."""
    press(page, "画区域")
    view = page.canvas.viewport()
    for corner in corners:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(page, *corner))
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at(page, *corners[-1]))
    calm(page)


def tick(page: MapPage, words: str) -> None:
    items = [page.side.points.item(place) for place in range(page.side.points.count())]
    item = next(each for each in items if each.text().startswith(words))
    item.setCheckState(Qt.CheckState.Checked)
    calm(page)


def test_an_empty_map_invites_to_draw(page: MapPage) -> None:
    assert "还没有平面图" in words_on(page)
    press(page, "画第一张图")
    calm(page)
    assert page.tools.floor.currentText() == "厂区平面图"


def test_a_zone_is_clicked_corner_by_corner_and_snaps_to_the_grid(floor: MapPage) -> None:
    draw(floor, (203, 198), (1001, 203), (997, 799), (204, 803))
    (zone,) = zones(floor)
    assert zone.zone.corners == SQUARE
    assert not floor.tools.draw.isChecked()
    assert len(floor.canvas.handles) == 4


def test_the_level_of_a_zone_follows_what_lies_inside(floor: MapPage) -> None:
    draw(floor, *SQUARE)
    assert floor.side.level.text() == "未分级"
    tick(floor, "平刨")
    assert floor.side.level.text() == "一般风险"
    tick(floor, "砂光打磨")
    assert floor.side.level.text() == "较大风险"
    assert zones(floor)[0].level is RiskLevel.CONSIDERABLE


def type_in(floor: MapPage, field: Field, words: str) -> None:
    field.take_focus()
    assert isinstance(field.input, QLineEdit)
    field.input.setText(words)  # keys are Latin only
    floor.canvas.setFocus()
    calm(floor)


def drawing(page: MapPage) -> QImage:
    """As it is seen, without the frame around it."""
    return page.canvas.grab(page.canvas.viewport().geometry()).toImage()


def test_the_black_and_white_look_shows_the_greys_of_a_printer_and_the_hatching(sample_page: MapPage) -> None:
    coloured = drawing(sample_page)
    press(sample_page, "看黑白效果")
    printed = drawing(sample_page)
    hatched = 0
    for x in range(0, printed.width(), 3):
        for y in range(0, printed.height(), 3):
            colour, before = printed.pixelColor(x, y), qGray(coloured.pixel(x, y))
            assert colour.red() == colour.green() == colour.blue()
            hatched += colour.red() < before - 40
            assert colour.red() <= before + 3  # as light as before, or a line of the hatching
    assert hatched > 1000
    press(sample_page, "看黑白效果")
    assert drawing(sample_page) == coloured


def test_a_name_is_typed_and_kept(floor: MapPage) -> None:
    draw(floor, *SQUARE)
    field = floor.side.name.input
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.setText("木工区")  # keys are Latin only
    floor.side.name.settle_now()
    calm(floor)
    assert zones(floor)[0].zone.name == "木工区"


def test_a_name_that_is_too_long_stands_there_again_with_its_zone_and_its_floor(floor: MapPage) -> None:
    draw(floor, *SQUARE)
    (zone,) = zones(floor)
    type_in(floor, floor.side.name, "木" * 61)
    type_in(floor, floor.side.title, "图" * 61)
    press(floor, "加方块")
    assert floor.side.name.value != "木" * 61
    press(floor, "加一张图")
    assert floor.side.title.value != "图" * 61
    again = MapPage(floor.model._context)
    again.opened(floor.model.site.sheets[0].sheet.id)
    calm(floor)
    again.model.choose_zone(zone.zone.id)
    assert (again.side.name.value, again.side.title.value) == ("木" * 61, "图" * 61)
    assert "最多 60 个字" in again.side.name.fault.text()
    assert "最多 60 个字" in again.side.title.fault.text()
    assert zones(floor)[0].zone.name == zone.zone.name
    again.deleteLater()


def test_a_zone_is_dragged_and_the_step_can_be_undone(floor: MapPage) -> None:
    draw(floor, *SQUARE)
    view = floor.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(floor, 300, 300))
    QTest.mouseMove(view, at(floor, 700, 500))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(floor, 700, 500))
    calm(floor)
    assert zones(floor)[0].zone.corners == moved(SQUARE, 400, 200)
    floor._context.records.undo()
    calm(floor)
    assert zones(floor)[0].zone.corners == SQUARE


def test_a_handle_moves_one_corner(floor: MapPage) -> None:
    draw(floor, *SQUARE)
    view = floor.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(floor, 1000, 800))
    QTest.mouseMove(view, at(floor, 1400, 1200))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(floor, 1400, 1200))
    calm(floor)
    assert zones(floor)[0].zone.corners == (*SQUARE[:2], (1400, 1200), SQUARE[3])


def test_everything_goes_by_keyboard(floor: MapPage) -> None:
    press(floor, "加方块")
    calm(floor)
    before = zones(floor)[0].zone.corners
    QTest.keyClick(floor.canvas, Qt.Key.Key_Right)
    calm(floor)
    QTest.keyClick(floor.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    calm(floor)
    assert zones(floor)[0].zone.corners == stretched(moved(before, GRID, 0), 0, GRID)
    QTest.keyClick(floor.canvas, Qt.Key.Key_Delete)
    calm(floor)
    assert zones(floor) == ()


def test_blocks_do_not_cover_each_other(floor: MapPage) -> None:
    for _ in range(3):
        press(floor, "加方块")
        calm(floor)
    boxes = [zone.zone.corners for zone in zones(floor)]
    assert len({box[0] for box in boxes}) == 3


def test_edges_that_cross_are_refused_in_a_sentence(floor: MapPage) -> None:
    draw(floor, (200, 200), (1000, 800), (1000, 200), (200, 800))
    assert "这个区域的边互相交叉了。" in words_on(floor)
    assert zones(floor) == ()


def test_drawing_can_be_taken_back_corner_by_corner_and_given_up(floor: MapPage) -> None:
    press(floor, "画区域")
    view = floor.canvas.viewport()
    for corner in (*SQUARE, (40, 1900)):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(floor, *corner))
    QTest.keyClick(floor.canvas, Qt.Key.Key_Backspace)
    QTest.keyClick(floor.canvas, Qt.Key.Key_Return)
    calm(floor)
    assert zones(floor)[0].zone.corners == SQUARE
    press(floor, "画区域")
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(floor, 1500, 1500))
    QTest.keyClick(floor.canvas, Qt.Key.Key_Escape)
    QTest.keyClick(floor.canvas, Qt.Key.Key_Escape)
    assert not floor.tools.draw.isChecked()
    assert len(zones(floor)) == 1


def test_a_plan_is_imported_and_a_broken_one_is_told(floor: MapPage, tmp_path: Path) -> None:
    (tmp_path / "坏.jpg").write_bytes(b"nothing")
    floor.choose_plan(tmp_path / "坏.jpg")
    calm(floor)
    assert any("不是能用的照片" in words for words in words_on(floor))
    Image.new("RGB", (800, 600), "white").save(tmp_path / "平面图.png")
    floor.choose_plan(tmp_path / "平面图.png")
    calm(floor)
    assert floor.model.plan
    assert not floor.model.plan_missing


def test_a_removed_zone_comes_back_by_the_toast(floor: MapPage) -> None:
    draw(floor, *SQUARE)
    press(floor, "删除区域")
    calm(floor)
    assert zones(floor) == ()
    floor._context.records.undo()
    calm(floor)
    assert len(zones(floor)) == 1


def test_printing_keeps_what_the_map_showed(floor: MapPage) -> None:
    draw(floor, *SQUARE)
    tick(floor, "平刨")
    press(floor, "打印四色图")
    calm(floor)
    sheet = site_map(floor._context.ports).sheets[0]
    assert (sheet.versions, sheet.changed) == (1, False)
    assert len(maps.versions_of(floor._context.ports, sheet.sheet.id)) == 1


def test_another_floor_has_zones_of_its_own(floor: MapPage) -> None:
    draw(floor, *SQUARE)
    press(floor, "加一张图")
    calm(floor)
    assert floor.tools.floor.currentText() == "第 2 层"
    assert floor.canvas.zones == {}
    floor.tools.floor.setCurrentIndex(0)
    calm(floor)
    assert len(floor.canvas.zones) == 1


@pytest.mark.parametrize("size", [(1366, 728), (1093, 580), (911, 472)])
def test_everything_has_its_own_name_and_nothing_is_pushed_out(floor: MapPage, size: tuple[int, int]) -> None:
    draw(floor, *SQUARE)
    floor.window().resize(*size)
    settle()
    assert named_wrongly(floor) == []
    assert floor.window().width() == size[0]
    assert floor.canvas.width() > 300


def test_a_printed_version_can_be_looked_at_again(floor: MapPage) -> None:
    assert not floor.side.printed.isVisible()
    draw(floor, *SQUARE)
    press(floor, "打印四色图")
    window = floor.window()
    assert isinstance(window, MainWindow)
    window.navigate("map")
    calm(floor)
    assert floor.side.printed.isVisible()
    assert [words.split("　")[0] for _, words in floor.model.versions] == ["第 1 版"]
    press(floor, "看这一版")
    assert window.page_id == "papers"


@pytest.mark.parametrize("size", [(1366, 728), (1093, 580), (911, 472), (880, 440)], ids=str)
def test_no_name_on_the_map_lies_over_another(sample_page: MapPage, size: tuple[int, int]) -> None:
    sample_page.window().resize(*size)
    settle()
    canvas = sample_page.canvas
    shown = [item for item in canvas.items() if isinstance(item, PlateItem)]
    plates = [item.taken.translated(canvas.mapFromScene(item.pos()).toPointF()) for item in shown]
    assert len(plates) == len(canvas.zones) > 5
    assert [(one, other) for one, other in combinations(plates, 2) if one.intersects(other)] == []
    assert all(canvas.viewport().rect().toRectF().contains(plate) for plate in plates)


def test_a_plate_beside_its_zone_is_tied_to_it(floor: MapPage) -> None:
    for left in (200, 260, 320):
        draw(floor, (left, 200), (left + 60, 200), (left + 60, 280), (left, 280))
    plates = [item for item in floor.canvas.items() if isinstance(item, PlateItem)]
    assert sum(item.leader.isVisible() for item in plates) >= 1
    assert sum(not item.leader.isVisible() for item in plates) >= 1
