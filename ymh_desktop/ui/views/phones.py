"""手机端: what phones sent and waits to be confirmed, which phones are paired, and switching it on."""

from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QCheckBox, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.phone.inbox import LONGEST_WHY, InboxLine
from ymh_desktop.services.phone.pairing import PhoneLine
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.printing import open_file
from ymh_desktop.ui.shell.dialogs import AskDialog, ask_where_to_save
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.viewmodels.phones import HOST, PHONE_KINDS, WHY, Offer, PhonesModel, Seen
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Card,
    Combo,
    DangerButton,
    EmptyState,
    Field,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import hide_unless, scrolling

THUMBNAIL, MOST_THUMBNAILS, MOST_CARDS = 96, 500, 50
SIDE_WIDTH = 316
LOOK_EVERY_MS = 1500
FIREWALL = (
    "第一次打开时，Windows 会问“是否允许访问网络”：勾上“专用网络”，点“允许访问”。",
    "当时点了“取消”，手机就连不上。补救：开始菜单搜“允许应用通过 Windows 防火墙”，点“更改设置”，"
    "找到“双重预防桌面版”，勾上“专用”，点“确定”；列表里没有的，点“允许其他应用”选本程序。",
    "网络要设成“专用”：开始菜单→设置→网络和 Internet，点正在用的网络，选“专用”。“公用”网络会挡住手机。",
    "手机要连同一个路由器，不要连“访客”Wi-Fi：访客网络里的手机看不到电脑。",
    "苹果手机第一次打开时会问“是否允许查找本地网络上的设备”，点“允许”。",
)


class PhonesTab(Enum):
    """The parts; the value is the argument of a visit."""

    INBOX = "inbox"
    PHONES = "phones"
    SWITCH = "switch"


_TITLES = {PhonesTab.INBOX: "待确认", PhonesTab.PHONES: "绑定的手机", PhonesTab.SWITCH: "打开和连接"}


class PhonesPage(Page):
    """The argument of a visit is inbox, phones or switch; None: what waits, else the switch while it is off."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self.model = PhonesModel(context)
        self._chosen = False  # somebody chose a part, or a visit named one
        self._shown: dict[PhonesTab, Seen] = {}  # what each part showed last
        self.inbox = InboxPart(context, self.model)
        self.phones = PhonesPart(self.model)
        self.switch = SwitchPart(self.model)
        self.bar = QTabBar()
        self.bar.setAccessibleName("手机端的几部分")
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(False)
        self.stack = QStackedWidget()
        for tab, part in zip(PhonesTab, (self.inbox, self.phones, self.switch), strict=True):
            self.bar.addTab(_TITLES[tab])
            self.stack.addWidget(part)
        self.body.addLayout(row(self.bar, None))
        self.body.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._pressed)
        self.model.loaded.connect(self._show)
        self.phones.switch_asked.clicked.connect(lambda: self.show_tab(PhonesTab.SWITCH))
        context.records.recordsChanged.connect(self._changed)

    @property
    def tab(self) -> PhonesTab:
        """The part that is shown."""
        return tuple(PhonesTab)[self.stack.currentIndex()]

    def opened(self, argument: object = None) -> None:
        """Read anew."""
        wanted = next((tab for tab in PhonesTab if tab.value == argument), None)
        self._chosen = wanted is not None
        if wanted is not None:
            self.show_tab(wanted)
        self.model.load()
        self.switch.watch(True)

    def left(self) -> None:
        """Stop looking for connection tests; a code that was shown is no longer to be seen."""
        self.switch.watch(False)
        self.phones.hide_offer()

    def show_tab(self, tab: PhonesTab) -> None:
        """Another part."""
        place = tuple(PhonesTab).index(tab)
        with QSignalBlocker(self.bar):
            self.bar.setCurrentIndex(place)
        self.stack.setCurrentIndex(place)
        self._show_part()

    def take_focus(self) -> None:
        """On the first thing of the part that is shown."""
        part = self.stack.currentWidget()
        assert isinstance(part, InboxPart | PhonesPart | SwitchPart)
        if not part.take_focus():
            self.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self, place: int) -> None:
        self._chosen = True
        self.stack.setCurrentIndex(place)
        self._show_part()

    def _show(self) -> None:
        seen = self.model.seen
        assert seen is not None
        waiting = f"（{len(seen.lines)}）" if seen.lines else ""
        self.bar.setTabText(0, f"待确认{waiting}")
        if not self._chosen:
            self._chosen = True
            self.show_tab(PhonesTab.INBOX if seen.lines or self.model.running else PhonesTab.SWITCH)
            self.take_focus()
        self._show_part()

    def _show_part(self) -> None:
        """Only the part that is looked at is drawn anew; the others when they are opened."""
        part = self.stack.currentWidget()
        assert isinstance(part, InboxPart | PhonesPart | SwitchPart)
        if self.model.seen is not None and self._shown.get(self.tab) is not self.model.seen:
            self._shown[self.tab] = self.model.seen
            part.show_seen()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds() & (PHONE_KINDS | {"Person", "CheckPlan", "HiddenDanger"}):
            self.model.load()


# ---- 待确认 ----------------------------------------------------------------------------------------------------------


class InboxPart(QWidget):
    """One card per entry; 全部接受 above them."""

    def __init__(self, context: Context, model: PhonesModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self.nothing = EmptyState("smartphone", "没有等着确认的。", "手机发来的检查、隐患和签收，会先放在这里。")
        self.count = text("", "strong")
        self.all = PrimaryButton("全部接受", icon="check", on=lambda: model.accept_all(self.shown))
        self.cards: dict[str, EntryCard] = {}
        self._wanted: list[tuple[InboxLine, int, str]] = []
        self.thumbnails = Thumbnails(context)
        self._lines = column(spacing=10)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 8, 0)
        content.addLayout(self._lines)
        content.addStretch(1)
        self._head = QWidget()
        self._head.setLayout(row(self.count, None, self.all, spacing=12))
        self._scroller = scrolling(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._head)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self._scroller, 1)
        self._show_any(False)

    def take_focus(self) -> bool:
        """On 全部接受; False when there is nothing."""
        if self.all.isVisibleTo(self):
            self.all.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _show_any(self, any_there: bool) -> None:
        self._head.setVisible(any_there)
        self._scroller.setVisible(any_there)
        self.nothing.setVisible(not any_there)

    def show_seen(self) -> None:
        """What was read: new cards are made one by one, so that a dozen arrivals at once do not stop the window."""
        lines = self._model.seen.lines if self._model.seen else ()
        self._wanted = [
            (line, number, self._model.troubles.get(line.id, "")) for number, line in enumerate(lines[:MOST_CARDS], 1)
        ]
        staying = {line.id for line, _, _ in self._wanted}
        for entry_id in [key for key in self.cards if key not in staying]:
            self._drop(self.cards.pop(entry_id))
        more = f"先看前 {MOST_CARDS} 条。" if len(lines) > MOST_CARDS else ""
        self.count.setText(f"手机发来 {len(lines)} 条。{more}看一眼，对的点“接受”，才会记下来。")
        self._show_any(bool(lines))
        self._make_next()

    @property
    def shown(self) -> list[str]:
        """The ids of the entries that have a card, in their order."""
        return [line.id for line, _, _ in self._wanted if line.id in self.cards]

    def _make_next(self) -> None:
        """One card that is missing or says something else by now, then the next one in the next turn."""
        for place, said in enumerate(self._wanted):
            former = self.cards.get(said[0].id)
            if former is not None and former.said == said:
                continue
            card = EntryCard(self._context, self._model, self.thumbnails, *said)
            if former is not None:
                if former.refusing:
                    former.why.settle_now()
                    card.begin_refusing()
                self._drop(former)
            self.cards[said[0].id] = card
            self._lines.insertWidget(place, card)
            QTimer.singleShot(0, self, self._make_next)
            return

    def _drop(self, card: "EntryCard") -> None:
        self._lines.removeWidget(card)
        card.hide()
        card.deleteLater()


class EntryCard(Card):
    """One entry: what, who, when, photos, and the two answers."""

    def __init__(
        self, context: Context, model: PhonesModel, thumbnails: "Thumbnails", line: InboxLine, number: int, trouble: str
    ) -> None:
        super().__init__(margins=(16, 12, 16, 12))
        self._context, self._model, self._thumbnails, self._line = context, model, thumbnails, line
        self.said = (line, number, trouble)
        called = f"第 {number} 条"
        head = row(text(line.kind, "tag"), text(line.words, "strong", wrap=True), spacing=10)
        head.setStretch(1, 1)
        self.body.setSpacing(6)
        self.accept = Button("接受", name=f"接受{called}", icon="check", on=partial(model.accept, line.id))
        self.refuse = LinkButton("不接受", name=f"不接受{called}", on=self.begin_refusing)
        self._answers = QWidget()
        self._answers.setLayout(row(self.accept, self.refuse, spacing=10))
        head.addWidget(self._answers)
        self.body.addLayout(head)
        self.body.addWidget(text(_who_and_when(line), "secondary", wrap=True))
        for each in line.details:
            self.body.addWidget(text(each, "", wrap=True))
        if line.photos:
            self.body.addLayout(row(*(self._photo(name, called, at) for at, name in enumerate(line.photos, 1)), None))
        fault = text(trouble, "error", wrap=True)
        self.body.addWidget(fault)
        hide_unless(fault, trouble)
        self.why = Field(
            "为什么不接受（发的人看得到）",
            name=f"为什么不接受{called}",
            placeholder="例如：照片不清楚，请重拍",
            most=LONGEST_WHY,
        )
        self.why.written.connect(partial(model.unkept.keep, WHY, record=line.id))
        self.send = Button("确定不接受", name=f"确定不接受{called}", on=self._send)
        self.stay = LinkButton("算了", name=f"先不处理{called}", on=self._stop_refusing)
        self._refusal = QWidget()
        refusal = row(self.why, self.send, self.stay, spacing=10)
        refusal.setStretch(0, 1)
        self._refusal.setLayout(refusal)
        self._refusal.hide()
        self.body.addWidget(self._refusal)

    @property
    def refusing(self) -> bool:
        """A reason is being written."""
        return self._refusal.isVisibleTo(self)

    def begin_refusing(self) -> None:
        """Ask for the reason; what was written of it is there again."""
        self.why.show_draft(self._model.unkept.words(WHY, self._line.id))
        self._answers.hide()
        self._refusal.show()
        self.why.take_focus()

    def _stop_refusing(self) -> None:
        self._refusal.hide()
        self._answers.show()

    def _send(self) -> None:
        if not self.why.value.strip():
            self.why.show_fault("请写一句，发的人在手机上看得到。")
        elif self.why.validate():
            self._model.refuse(self._line.id, self.why.value)

    def _photo(self, name: str, called: str, at: int) -> QWidget:
        label = QLabel()
        label.setFixedHeight(THUMBNAIL)
        self._thumbnails.show_on(label, self._model.photo(name))
        look = LinkButton("看大图", name=f"看大图{called}第 {at} 张", on=partial(self._open, self._model.photo(name)))
        both = QWidget()
        both.setLayout(column(label, look, spacing=2))
        return both

    def _open(self, path: Path) -> None:
        try:
            open_file(path)
        except UserError as problem:
            self._context.notices.show(problem)


class Thumbnails:
    """Small pictures of photos, decoded off the window's thread: large ones would make it stumble."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[Path, QPixmap] = {}

    def show_on(self, label: QLabel, path: Path) -> None:
        """At once when it is known, else as soon as it is."""
        if path in self._known:
            label.setPixmap(self._known[path])
        else:
            self._context.tasks.run(partial(_small, path), partial(self._came, label, path))

    def _came(self, label: QLabel, path: Path, picture: QImage) -> None:
        if len(self._known) >= MOST_THUMBNAILS:
            self._known.clear()
        self._known[path] = QPixmap.fromImage(picture)
        if isValid(label):  # its card may be gone by now
            label.setPixmap(self._known[path])


def _small(path: Path) -> QImage:
    """A photo as it lies in the folder, decoded no larger than it is shown; null when the file is missing."""
    reader = QImageReader(str(path))
    reader.setScaledSize(reader.size().scaled(4 * THUMBNAIL, THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _who_and_when(line: InboxLine) -> str:
    made = f"{line.made_at.month}月{line.made_at.day}日 {line.made_at:%H:%M}"
    same_day = line.arrived_at.date() == line.made_at.date()
    arrived = (
        f"{line.arrived_at:%H:%M}"
        if same_day
        else f"{line.arrived_at.month}月{line.arrived_at.day}日 {line.arrived_at:%H:%M}"
    )
    parts = [line.person, line.phone, f"{made} 做的，{arrived} 才送到" if line.late else made]
    return " · ".join(part for part in parts if part)


# ---- 绑定的手机 ------------------------------------------------------------------------------------------------------


def _moment(moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment is not None else "还没用过"


_COLUMNS = (
    Column("谁的", 1, width=92),
    Column("手机", 2, width=150, stretch=True),
    Column("绑定时间", 3, words=_moment, width=150, secondary=True),
    Column("最后一次用", 4, words=_moment, width=150),
    Column("状态", 5, width=84, tone=lambda words: "ok" if words == "能用" else "hint"),
)


class PhonesPart(QWidget):
    """The list, and at its side a code for one more."""

    def __init__(self, model: PhonesModel) -> None:
        super().__init__()
        self._model = model
        self._seconds = 0
        self.records = TupleTableModel(_COLUMNS)
        self.table = RecordTable(
            "绑定的手机列表", self.records, "还没有绑定手机。", "在右边选好人，生成二维码，用手机扫。"
        )
        self.revoke = DangerButton("解除绑定", icon="trash-2", on=self._ask_revoke)
        self.revoke.setEnabled(False)
        self.hint = text("手机丢了、人走了，马上解除绑定：那部手机立刻就打不开了。", "hint", wrap=True)
        self.off = Banner("手机端没有打开。", "先打开，才能绑定手机。")
        self.switch_asked = Button("去打开", on=None)
        self.person = Combo("给谁绑定手机")
        self.make = PrimaryButton("生成绑定二维码", icon="plus", on=self._offer)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said = text("", "secondary", wrap=True)
        self.timer = QTimer(self)
        self.timer.setInterval(1000)
        self.timer.timeout.connect(self._tick)
        left = column(self.table, row(self.revoke, self.hint, spacing=12), spacing=10)
        left.setStretch(0, 1)
        add = Section("绑定一部手机", "每人用自己的手机。先选人，再让他扫。")
        add.setFixedWidth(SIDE_WIDTH)
        add.body.addWidget(self.off)
        add.body.addLayout(row(self.switch_asked, None))
        for part in (self.person, self.make, self.picture, self.said):
            add.body.addWidget(part)
        add.body.addStretch(1)
        side = scrolling(add)
        side.setFixedWidth(SIDE_WIDTH + 16)  # room for its scroll bar
        whole = row(left, side, spacing=14)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.table.selected.connect(self._selected)
        self.person.currentIndexChanged.connect(lambda _: self.hide_offer())
        model.offered.connect(self._show_offer)
        model.paired.connect(self._paired)

    def take_focus(self) -> bool:
        """On the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def hide_offer(self) -> None:
        """The code is no longer shown."""
        self.timer.stop()
        self.picture.clear()
        self.picture.hide()
        self.said.setText("")

    def show_seen(self) -> None:
        """What was read."""
        seen, running = self._model.seen, self._model.running
        assert seen is not None
        self.records.set_rows([_phone_row(phone) for phone in seen.phones])
        self.person.set_options(seen.people, self.person.chosen)
        self.off.setVisible(not running)
        self.switch_asked.setVisible(not running)
        self.person.setVisible(running)
        self.make.setVisible(running)
        self.make.setEnabled(bool(seen.people))
        if not running:
            self.hide_offer()

    def _selected(self, phone_id: object) -> None:
        phone = self._phone(phone_id)
        self.revoke.setEnabled(phone is not None and phone.active)

    def _phone(self, phone_id: object) -> PhoneLine | None:
        phones = self._model.seen.phones if self._model.seen else ()
        return next((phone for phone in phones if phone.id == phone_id), None)

    def _ask_revoke(self) -> None:
        phone = self._phone(self.table.selected_id)
        if phone is not None:
            AskDialog(
                self.window(),
                f"解除{phone.called}（{phone.person}）的绑定？",
                "那部手机马上就打不开了，要再用得重新扫码。已经发来的内容还在。",
                "解除绑定",
                partial(self._model.revoke, phone.id),
            ).open()

    def _offer(self) -> None:
        chosen = self.person.chosen
        if isinstance(chosen, str):
            self._model.offer(chosen)

    def _show_offer(self, offer: Offer) -> None:
        picture = QPixmap()
        picture.loadFromData(offer.picture)
        self.picture.setPixmap(picture)
        self.picture.show()
        self._person, self._seconds = offer.person, offer.seconds
        self._tick()
        self.timer.start()

    _person = ""

    def _tick(self) -> None:
        if self._seconds <= 0:
            self.hide_offer()
            self.said.setText("这个二维码过期了，请重新生成。")
            return
        minutes, seconds = divmod(self._seconds, 60)
        self.said.setText(f"请{self._person}用手机扫。只能用一次，还有 {minutes} 分 {seconds:02d} 秒。")
        self._seconds -= 1

    def _paired(self) -> None:
        self.hide_offer()
        self.said.setText("绑定好了。")


def _phone_row(phone: PhoneLine) -> tuple[object, ...]:
    state = "能用" if phone.active else "已解除"
    return (phone.id, phone.person, f"{phone.called} {phone.device}", phone.paired_at, phone.last_use, state)


# ---- 打开和连接 ------------------------------------------------------------------------------------------------------


class SwitchPart(QWidget):
    """The switch, the address, the connection test, and what to do about the firewall."""

    def __init__(self, model: PhonesModel) -> None:
        super().__init__()
        self._model = model
        settled = Button("知道了，已处理", name="地址变了，已处理", on=model.settle_move)
        self.moved = Banner("", action=settled)
        self.trouble = text("", "error", wrap=True)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 8, 0)
        content.setSpacing(14)
        content.addWidget(self.moved)
        content.addWidget(self._switch())
        content.addWidget(self._test())
        content.addWidget(self._more())
        content.addWidget(self._firewall())
        content.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(inside))
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_EVERY_MS)
        self.timer.timeout.connect(model.look_for_tests)
        self.moved.hide()
        self.trouble.hide()
        model.failed.connect(self._failed)
        model.tested.connect(self._tested)

    def take_focus(self) -> bool:
        """On the switch."""
        button = self.off if self._model.running else self.on
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def watch(self, watching: bool) -> None:
        """Look for connection tests while the page is open."""
        self.timer.start() if watching else self.timer.stop()

    def _switch(self) -> Section:
        section = Section(
            "手机端",
            "员工用自己的手机扫码干活：检查、随手拍隐患、看卡签收、整改。不用装软件，不上外网，只在厂里的 Wi-Fi 用。",
        )
        self.state = text("", "strong", wrap=True)
        self.address = Combo("这台电脑的地址")
        self.name = Field(
            "电脑的名字（可以不填）",
            placeholder="例如 office-pc.local",
            hint="路由器里给电脑固定了名字或地址的才填；填了，二维码里就用它。",
        )
        self.name.written.connect(partial(self._model.unkept.keep, HOST))
        self.on = PrimaryButton("打开手机端", icon="smartphone", on=self._turn_on)
        self.off = Button("关闭手机端", icon="x", on=self._model.switch_off)
        self.again = LinkButton("重新查找地址", on=self._model.load)
        fields = row(Field("这台电脑的地址", input_widget=self.address), self.name, spacing=16)
        self.fields = QWidget()
        self.fields.setLayout(fields)
        section.body.addWidget(self.state)
        section.body.addWidget(self.fields)
        section.body.addLayout(row(self.on, self.off, self.again, None, spacing=10))
        section.body.addWidget(self.trouble)
        section.body.addWidget(
            text(
                "手机和电脑之间没有加密，请只在可信的厂内 Wi-Fi 使用。手机上只有姓名，没有电话和证件号。",
                "hint",
                wrap=True,
            )
        )
        return section

    def _test(self) -> Section:
        self.testing = Section("连接测试", "用一部手机的相机扫一下。手机上显示“连上了”，就能用。")
        self.test_picture = QLabel()
        self.test_said = text("还没有手机打开过。", "secondary", wrap=True)
        line = row(self.test_picture, self.test_said, spacing=20)
        line.setStretch(1, 1)
        self.testing.body.addLayout(line)
        return self.testing

    def _more(self) -> Section:
        section = Section("其他")
        self.anonymous = QCheckBox("可以不留名字上报隐患")
        self.anonymous.setAccessibleName("可以不留名字上报隐患")
        self.anonymous.toggled.connect(self._model.allow_anonymous)
        self.stickers = Button("存扫码贴（PDF）", icon="download", on=self._ask_stickers)
        hint = "每个岗位一张，贴在告知卡旁边，手机一扫就打开这张卡。电脑的地址变了要重新印；卡上的二维码不用变。"
        section.body.addWidget(self.anonymous)
        section.body.addLayout(row(self.stickers, text(hint, "hint", wrap=True), spacing=12))
        return section

    def _firewall(self) -> Section:
        section = Section("手机连不上怎么办")
        for number, sentence in enumerate(FIREWALL, 1):
            section.body.addWidget(text(f"{number}. {sentence}", "", wrap=True))
        return section

    def _turn_on(self) -> None:
        self.trouble.hide()
        chosen = self.address.chosen
        self._model.switch_on(chosen if isinstance(chosen, str) else "", self.name.value)

    def _failed(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()

    def _tested(self) -> None:
        self.test_said.setText("有手机连上了。")

    def show_seen(self) -> None:
        """What was read."""
        seen = self._model.seen
        assert seen is not None
        end, running = seen.end, self._model.running
        self.state.setText(f"已打开：{end.url}" if running else "没有打开。")
        options = [(address, address) for address in end.addresses]
        if running and end.settings.address not in end.addresses:
            options.append((end.settings.address, end.settings.address))
        self.address.set_options(options, end.settings.address)
        self.name.refresh(end.settings.name, self._model.unkept.words(HOST))
        self.fields.setEnabled(not running)
        self.on.setVisible(not running)
        self.on.setEnabled(bool(end.addresses))
        self.off.setVisible(running)
        self.again.setVisible(not running)
        self.testing.setVisible(running)
        self.stickers.setEnabled(running)
        if not running and not end.addresses:
            self._failed("这台电脑没有连着厂里的网络。请先连上路由器（网线或 Wi-Fi），再点“重新查找地址”。")
        if running:
            self.trouble.hide()
            picture = QPixmap()
            picture.loadFromData(self._model.test_picture)
            self.test_picture.setPixmap(picture)
        self.moved.say(
            f"电脑的地址变了：以前是 {end.moved}。",
            "绑定过的手机和扫码贴还指着旧地址。最好在路由器里把电脑的地址固定成原来的；不然要重新绑定手机、重印扫码贴。",
        )
        self.moved.setVisible(bool(end.moved))
        with QSignalBlocker(self.anonymous):
            self.anonymous.setChecked(end.settings.anonymous)

    def _ask_stickers(self) -> None:
        ask_where_to_save(
            self, "存扫码贴", Path.home() / "手机扫码贴.pdf", "PDF 文件 (*.pdf)", self._model.save_stickers
        )
