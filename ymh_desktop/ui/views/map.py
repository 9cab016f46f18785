"""四色图: the drawing, the tools over it, and beside it what lies in the chosen zone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from ymh_desktop.domain.enterprise import required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import Corners
from ymh_desktop.services.changes import Changes
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.dialogs import ask_which_file
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.map import NORTHS, MapModel
from ymh_desktop.ui.views.map_canvas import MapCanvas
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Card,
    Combo,
    DangerButton,
    EmptyState,
    Field,
    Flow,
    IconButton,
    LevelBadge,
    LinkButton,
    PrimaryButton,
    column,
    line,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import scrolling
from ymh_desktop.ui.widgets.choices import TickRows

_SIDE = 272
_NAME = "name"
_KINDS = "平面图 (*.jpg *.jpeg *.png *.bmp *.webp *.pdf)"


class MapPage(Page):
    """Shows an invitation while there is no floor, else drawing and side."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self._context = context
        self.model = MapModel(context)
        self.tools = MapTools(self.model)
        self.canvas = MapCanvas()
        self.side = ZoneSide(self.model)
        self.trouble = Banner("", look="card-error")
        self.trouble.hide()
        self.state = text("", "hint", wrap=True)
        self.empty = EmptyState(
            "map",
            "还没有平面图",
            "用手机拍一张墙上的平面图也可以；没有图，就在空白格子上画。",
            "画第一张图",
            self.model.add_sheet,
        )
        whole = QWidget()
        middle = row(self.canvas, self.side, spacing=12)
        middle.setStretch(0, 1)
        whole.setLayout(column(self.tools, self.trouble, middle, self.state, spacing=8))
        self.faces = QStackedWidget()
        self.faces.addWidget(self.empty)
        self.faces.addWidget(whole)
        self.body.addWidget(self.faces, 1)
        self._wire()

    def _wire(self) -> None:
        model, canvas, tools = self.model, self.canvas, self.tools
        model.loaded.connect(self._show)
        model.chosen.connect(self._show_zone)
        model.refused.connect(self._refused)
        model.print_ready.connect(lambda: self._context.navigate("papers", "map"))
        canvas.zone_chosen.connect(model.choose_zone)
        canvas.zone_drawn.connect(self._drawn)
        canvas.zone_reshaped.connect(self._reshaped)
        canvas.delete_asked.connect(model.remove_zone)
        canvas.moved.connect(model.move)
        canvas.stretched.connect(model.stretch)
        canvas.drawing_ended.connect(lambda: tools.draw.setChecked(False))
        tools.draw.toggled.connect(self._draw)
        tools.hatch.toggled.connect(canvas.show_as_printed_in_black)
        tools.import_asked = self._ask_plan
        self._context.records.recordsChanged.connect(self._changed)

    def opened(self, argument: object = None) -> None:
        """Read anew; a floor's id opens it."""
        if isinstance(argument, str):
            self.model.choose_sheet(argument)
        self.model.load()

    def left(self) -> None:
        """What was begun to be drawn is dropped."""
        self.tools.draw.setChecked(False)

    def take_focus(self) -> None:
        """On the drawing, or on the invitation."""
        if self.faces.currentWidget() is self.empty and self.empty.button is not None:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, window_width: int, window_height: int) -> None:
        """Where it is narrow the tools are pictures only."""
        super().fit(window_width, window_height)
        self.tools.set_narrow(window_width < 1240)
        self.side.setFixedWidth(_SIDE if window_width >= tokens.STEPS_IN_ONE_LINE_BELOW else 236)

    def choose_plan(self, path: Path) -> None:
        """Put this file under the zones."""
        self.trouble.hide()
        self.model.import_plan(path)

    def _ask_plan(self) -> None:
        ask_which_file(self, "选平面图（照片、扫描件或 PDF）", Path.home(), _KINDS, self.choose_plan)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.model.load()

    def _show(self) -> None:
        sheet = self.model.sheet
        self.faces.setCurrentIndex(0 if sheet is None else 1)
        if sheet is None:
            return
        zone = self.model.zone
        self.tools.show_floor()
        self.canvas.show_floor(self.model.plan, sheet.zones, zone.zone.id if zone else "")
        self.side.show_zone()
        self.state.setText(self.model.state)
        if self.model.plan_missing:
            self._say("平面图的图片找不到了。", "请重新导入平面图；画好的区域都还在。")

    def _show_zone(self) -> None:
        zone = self.model.zone
        self.canvas.show_chosen(zone.zone.id if zone else "")
        self.side.show_zone()

    def _draw(self, on: bool) -> None:
        self.canvas.draw_zones(on)
        if on:
            self.model.choose_zone("")
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            self.state.setText("沿着墙一个角一个角地点，最后双击收口（或按回车）。点错了按退格键。")
        else:
            self.state.setText(self.model.state)

    def _drawn(self, corners: list[tuple[int, int]]) -> None:
        self.trouble.hide()
        self.tools.draw.setChecked(False)
        self.model.add_zone(corners)

    def _reshaped(self, zone_id: str, corners: Corners) -> None:
        self.trouble.hide()
        self.model.reshape(zone_id, corners)

    def _refused(self, error: UserError) -> None:
        self._say(error.problem, error.advice)

    def _say(self, words: str, advice: str) -> None:
        self.trouble.say(words, advice)
        self.trouble.show()


class MapTools(QWidget):
    """The line over the drawing: which floor, and what can be done."""

    def __init__(self, model: MapModel) -> None:
        super().__init__()
        self.model = model
        self.import_asked: Callable[[], None] = _nothing
        self.floor = Combo("哪一张图")
        self.floor.setMinimumWidth(120)
        self.floor.setMaximumWidth(200)
        self.add = IconButton("plus", "加一张图", on=model.add_sheet)
        self.draw = Button("画区域", icon="pencil")
        self.draw.setCheckable(True)
        self.block = Button("加方块", icon="plus", on=model.add_block)
        self.block.setToolTip("加一个方块区域，用方向键移动")
        self.remove = Button("删除区域", icon="trash-2", on=model.remove_zone)
        self.plan = Button("导入平面图", icon="upload", on=lambda: self.import_asked())
        self.hatch = Button("看黑白效果", icon="eye")
        self.hatch.setCheckable(True)
        self.print = PrimaryButton("打印", icon="printer", on=model.print, name="打印四色图")
        self._worded = {button: button.text() for button in (self.draw, self.block, self.remove, self.plan, self.hatch)}
        self.setLayout(
            row(self.floor, self.add, self.draw, self.block, self.remove, None, self.plan, self.hatch, self.print)
        )
        self.floor.currentIndexChanged.connect(lambda _: model.choose_sheet(self.floor.chosen))

    def show_floor(self) -> None:
        """The floors, and which one is open."""
        sheet = self.model.sheet
        self.floor.set_options(self.model.sheets, sheet.sheet.id if sheet else None)

    def set_narrow(self, narrow: bool) -> None:
        """Short words where it is narrow; the names stay."""
        for button, words in self._worded.items():
            button.setText(_SHORT.get(words, words) if narrow else words)
            button.setToolTip(words)


def _nothing() -> None:
    """Until the page says what importing does."""


_SHORT = {"导入平面图": "导入", "看黑白效果": "黑白", "删除区域": "删除", "加方块": "方块"}


class ZoneSide(QWidget):
    """The zones of the floor, the chosen one with its risk points, the floor itself, and the legend."""

    def __init__(self, model: MapModel) -> None:
        super().__init__()
        self.model = model
        self.zones = QListWidget()
        self.zones.setProperty("look", "ticks")
        self.zones.setAccessibleName("这张图上的区域")
        self.zones.setFixedHeight(112)  # three whole lines
        self.name = Field("区域名称", check=partial(required_text, "区域名称"), needed=True)
        self.level = LevelBadge()
        self._shown = self._sheet = ""
        self.points = QListWidget()
        self.points.setProperty("look", "ticks")
        TickRows(self.points)
        self.points.setAccessibleName("区域里的风险点")
        self.points.setFixedHeight(190)
        self.points.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.zone_part = QWidget()
        self.zone_part.setLayout(
            column(
                self.name,
                text("等级（取里面最高的，自动变）", "label"),
                self.level,
                text("勾上在这里面的风险点", "label"),
                self.points,
                spacing=6,
            )
        )
        self.no_zone = text("点图上的区域，或者在上面列表里选一个。还没有区域，就先画一个。", "hint", wrap=True)
        self.title = Field("图的名称", check=partial(required_text, "图的名称"), needed=True)
        self.north = Combo("北在哪个方向", NORTHS)
        self.drop_plan = LinkButton("拿掉平面图", on=model.remove_plan)
        self.remove = DangerButton("删除这张图", on=model.remove_sheet)
        self.versions = Combo("打印过的版本")
        self.look = LinkButton("看这一版", on=self._look)
        self.printed = QWidget()
        self.printed.setLayout(column(text("打印过的版本", "label"), row(self.versions, self.look), spacing=6))
        legend = column(*(LevelBadge(level) for level in sorted(RiskLevel, reverse=True)), spacing=6)
        content = QWidget()
        inner = column(
            text("区域", "question"),
            self.zones,
            self.no_zone,
            self.zone_part,
            line(),
            text("这张图", "question"),
            self.title,
            text("北在图的哪一边", "label"),
            self.north,
            Flow(self.drop_plan, self.remove),
            self.printed,
            line(),
            text("图例", "label"),
            legend,
            None,
            spacing=8,
        )
        inner.setContentsMargins(12, 10, 12, 10)
        content.setLayout(inner)
        card = Card(margins=(1, 1, 1, 1))
        card.body.addWidget(scrolling(content))
        self.setLayout(column(card, spacing=0))
        self.name.settled.connect(model.rename_zone)
        self.name.refused.connect(lambda words: model.unkept.keep(_NAME, words, f"{self._sheet} {self._shown}"))
        self.title.settled.connect(model.rename_sheet)
        self.title.refused.connect(lambda words: model.unkept.keep(_NAME, words, self._sheet))
        self.north.currentIndexChanged.connect(lambda _: model.turn_north(self.north.chosen))
        self.zones.currentItemChanged.connect(self._picked)
        self.points.itemChanged.connect(self._ticked)

    def _look(self) -> None:
        if isinstance(self.versions.chosen, str):
            self.model.look_at_version(self.versions.chosen)

    def show_zone(self) -> None:
        """Everything anew; what is being typed stays."""
        sheet, zone = self.model.sheet, self.model.zone
        if sheet is None:
            return
        with QSignalBlocker(self.versions):
            self.versions.set_options(self.model.versions, self.versions.chosen)
        self.printed.setVisible(bool(self.model.versions))
        with QSignalBlocker(self.zones):
            self.zones.clear()
            for each in sheet.zones:
                item = QListWidgetItem(each.zone.name)
                item.setData(Qt.ItemDataRole.UserRole, each.zone.id)
                self.zones.addItem(item)
                if zone is not None and each.zone.id == zone.zone.id:
                    self.zones.setCurrentItem(item)
        other, self._sheet = sheet.sheet.id != self._sheet, sheet.sheet.id
        self.title.refresh(sheet.sheet.title, self.model.unkept.words(_NAME, self._sheet), fresh=other)
        self.north.choose(sheet.sheet.north)
        self.drop_plan.setEnabled(sheet.sheet.plan is not None)
        self.no_zone.setVisible(zone is None)
        self.zone_part.setVisible(zone is not None)
        if zone is None:
            return
        other, self._shown = zone.zone.id != self._shown, zone.zone.id
        unkept = self.model.unkept.words(_NAME, f"{self._sheet} {self._shown}")
        self.name.refresh(zone.zone.name, unkept, fresh=other)
        self.level.set_level(zone.level)
        with QSignalBlocker(self.points):
            self.points.clear()
            for tick in self.model.ticks:
                item = QListWidgetItem(tick.words)
                item.setToolTip(tick.words)
                item.setData(Qt.ItemDataRole.UserRole, tick.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if tick.on else Qt.CheckState.Unchecked)
                self.points.addItem(item)

    def _picked(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.model.choose_zone(str(item.data(Qt.ItemDataRole.UserRole)))

    def _ticked(self, item: QListWidgetItem) -> None:
        self.model.tick(str(item.data(Qt.ItemDataRole.UserRole)), item.checkState() is Qt.CheckState.Checked)
