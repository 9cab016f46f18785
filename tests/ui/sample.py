"""Sample pages with every widget, for the tests of the frame and for looking at."""

from PySide6.QtWidgets import QHBoxLayout

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page, PageSpec, Place, Rail
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.widgets import (
    THERE_OR_NOT,
    AnswerCard,
    Banner,
    Button,
    CardGrid,
    ChoiceCard,
    Combo,
    DateField,
    EmptyState,
    Field,
    FilterBar,
    LevelBadge,
    LinkButton,
    PickPerson,
    PrimaryButton,
    Section,
    StepLine,
    StepList,
    StepShown,
    StepState,
    row,
    text,
)

STEPS = (
    StepShown("企业", "福林家具厂", StepState.DONE),
    StepShown("行业与岗位", "5 个岗位", StepState.DONE),
    StepShown("有没有这些情况", "1 项不清楚", StepState.OPEN),
    StepShown("现场问答", "约 10 分钟", StepState.NOW),
    StepShown("分级", "先给建议"),
    StepShown("措施与责任"),
    StepShown("成果"),
)
COLUMNS = (
    Column("岗位", 1, width=120),
    Column("风险点", 2, stretch=True),
    Column("事故类型", 3, width=120, secondary=True),
    Column("得分", 4, width=90, centred=True, secondary=True),
    Column("等级", 5, width=140, level=True, sort=int),
    Column("管控层级", 6, width=110),
)
ROWS = (
    ("1", "开料工", "锯片没有防护罩，手指可能碰到", "机械伤害", 252, RiskLevel.CONSIDERABLE, "部门级"),
    ("2", "喷漆工", "漆雾遇静电起火", "火灾", 720, RiskLevel.MAJOR, "公司级"),
    ("3", "叉车司机", "倒车撞人", "厂内车辆伤害", 126, RiskLevel.GENERAL, "班组级"),
    ("4", "打包工", "弯腰搬重物扭伤", "其它伤害", 42, RiskLevel.LOW, "岗位级"),
    ("5", "电工", "配电箱没上锁", "触电", None, None, ""),
)


class QuestionsPage(Page):
    """The walk: steps, answer cards, footer."""

    def __init__(self) -> None:
        super().__init__("到现场对着问题看一看", "每题选一个答案。拿不准就先放一放。可按键盘 1、2、3 作答。")
        self.steps = StepList()
        self.steps.foot.addWidget(Banner("可以随时退出，下次接着做。"))
        self.steps.show_steps(STEPS)
        self.line = StepLine()
        self.line.show_steps(STEPS)
        self.beside.addWidget(self.steps)
        self.above.addWidget(self.line)
        self.cards = [
            AnswerCard(
                1, "锯片的防护罩装着、没有拆", "看罩子是不是盖住锯齿。", tags=("推台锯", "机械伤害"), can_park=True
            ),
            AnswerCard(2, "急停按钮一按就停", "空转时按一下试试。", tags=("推台锯", "机械伤害"), can_park=True),
            AnswerCard(3, "换锯片前先断电并挂牌", "问一下师傅最近一次怎么换的。", tags=("推台锯",), can_park=True),
        ]
        for card in self.cards:
            self.body.addWidget(card)
        other = AnswerCard(4, "喷漆房里有没有人睡觉、做饭", options=THERE_OR_NOT, beside=False)
        self.body.addWidget(other)
        self.body.addStretch(1)
        self.cards[0].set_answer("yes")
        self.cards[1].set_answer("no")
        self.cards[2].set_missing(True)
        footer = self.add_footer()
        footer.addWidget(LinkButton("保存并退出"))
        footer.addStretch(1)
        footer.addWidget(text("还有 1 题没有选，已用红框标出", "error"))
        footer.addWidget(Button("上一步", icon="chevron-left"))
        self.next = PrimaryButton("下一步：分级")
        footer.addWidget(self.next)

    def fit(self, window_width: int, window_height: int) -> None:
        super().fit(window_width, window_height)
        self.steps.setVisible(window_width >= 980)
        self.line.setVisible(window_width < 980)


class FormPage(Page):
    """Fields, choices, badges."""

    def __init__(self) -> None:
        super().__init__("企业", "先填五项就能往下走，其余以后再补。")
        form = Section("基本情况", "这些内容会印在告知卡和清单上。")
        self.name = Field("企业名称", value="福林家具厂", needed=True)
        self.code = Field("统一社会信用代码", hint="营业执照上的 18 位；手头没有可以先空着。", placeholder="18 位")
        self.code.show_fault("这个代码不对：最后一位应是 6。")
        self.note = Field("说明", lines=3)
        form.body.addLayout(row(self.name, self.code, spacing=16))
        form.body.addLayout(
            row(
                Field("复查日期", input_widget=DateField("复查日期")),
                Field("行业", input_widget=Combo("行业", [("a", "木质家具制造"), ("b", "机械加工")])),
            )
        )
        form.body.addWidget(self.note)
        self.person = PickPerson("主要负责人")
        self.person.set_people([("1", "王福林（厂长）"), ("2", "𬭎师傅")], "1")
        form.body.addWidget(text("主要负责人", "label"))
        form.body.addWidget(self.person)
        self.body.addWidget(form)
        badges = QHBoxLayout()
        for level in reversed(RiskLevel):
            badges.addWidget(LevelBadge(level))
        badges.addWidget(LevelBadge())
        badges.addWidget(text("推台锯", "tag"))
        badges.addWidget(text("草稿", "tag-warning"))
        badges.addWidget(text("已超期", "tag-error"))
        badges.addWidget(text("已销号", "tag-ok"))
        badges.addStretch(1)
        self.body.addLayout(badges)
        grid = CardGrid()
        self.choices = [
            ChoiceCard("推台锯", "开料、裁板", icon="drill", unit="台", count=2, checked=True),
            ChoiceCard("平刨", "刨平面", icon="cog", unit="台", count=1),
            ChoiceCard("喷漆房", "喷底漆、面漆，有漆雾和稀释剂", icon="spray-can", unit="间", count=1),
            ChoiceCard("叉车", "", icon="forklift"),
        ]
        for choice in self.choices:
            grid.add(choice)
        self.body.addWidget(grid)
        self.body.addWidget(
            Banner(
                "数据文件夹快满了。", "请清理磁盘，或者把备份移到U盘。", look="card-error", action=Button("怎么清理")
            )
        )
        self.body.addStretch(1)


class RegisterPage(Page):
    """A table that scrolls by itself."""

    def __init__(self) -> None:
        super().__init__("风险清单", "点一行看详情。", scrolls=False)
        self.head_actions.addWidget(Button("导出表格", icon="file-spreadsheet"))
        self.head_actions.addWidget(PrimaryButton("新增风险", icon="plus"))
        self.bar = FilterBar("搜索风险", [("level", "等级", [(level, label(level)) for level in reversed(RiskLevel)])])
        self.model = TupleTableModel(COLUMNS)
        self.model.set_rows(ROWS)
        self.table = RecordTable("风险清单表", self.model, "没有符合条件的风险")
        self.body.addWidget(self.bar)
        self.body.addWidget(self.table, 1)
        self.bar.changed.connect(self._filter)
        self._filter()

    def _filter(self) -> None:
        level, words = self.bar.chosen("level"), self.bar.words
        self.model.set_filter(lambda r: (level is None or r[5] is level) and words in r[2])
        self.bar.show_count(self.model.rowCount(), self.model.total)


class MapPage(Page):
    """Nothing there yet."""

    def __init__(self) -> None:
        super().__init__(scrolls=False)
        self.body.addWidget(EmptyState("map", "还没有平面图", "用手机拍一张墙上的平面图也可以。", "导入平面图"))


def specs() -> tuple[PageSpec, ...]:
    """The sample's pages."""

    def questions(context: Context) -> Page:
        return QuestionsPage()

    def form(context: Context) -> Page:
        return FormPage()

    def register(context: Context) -> Page:
        return RegisterPage()

    def nothing(context: Context) -> Page:
        return MapPage()

    return (
        PageSpec("form", "首页", "house", form),
        PageSpec("walk", "风险辨识", "shield-alert", questions, rail=Rail.SLIM),
        PageSpec("register", "风险清单", "clipboard-list", register),
        PageSpec("map", "四色图", "map", nothing),
        PageSpec("alone", "隐患整改", "clipboard-check", nothing),
        PageSpec("cards", "打印中心", "printer", nothing),
        PageSpec("send", "上报", "package", nothing),
        PageSpec("people", "岗位人员", "users", nothing),
        PageSpec("settings", "设置", "settings", nothing, Place.FOOT),
    )
