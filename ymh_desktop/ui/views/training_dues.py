"""Two tabs of 培训与奖惩: 到期提醒 (with whether to identify anew) and 奖惩."""

from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from ymh_desktop.domain.awards import Award, AwardKind, AwardRule
from ymh_desktop.domain.renewals import DueState
from ymh_desktop.domain.words import label
from ymh_desktop.services.papers.training import plain
from ymh_desktop.services.training.awards import AwardSheet
from ymh_desktop.services.training.reidentify import Reason
from ymh_desktop.services.training.renewals import SUSPECTED, RenewalLine
from ymh_desktop.ui.tablemodels import Column
from ymh_desktop.ui.viewmodels.training import Dues, TrainingModel, forms
from ymh_desktop.ui.views.training_parts import ListTab
from ymh_desktop.ui.widgets import Button, Card, Combo, LinkButton, column, empty, row, text

MOST_REASONS = 3
_TONES = {DueState.OVERDUE: "error", DueState.SOON: "warning", DueState.IN_TIME: "", DueState.ENDED: "hint"}


def _days(days: int | None) -> str:
    if days is None:
        return ""
    return f"过了 {-days} 天" if days < 0 else "就是今天" if days == 0 else f"还有 {days} 天"


class AgainCard(Card):
    """Why the risks should be identified anew; hidden while nothing speaks for it."""

    def __init__(self, tab: "RenewalsTab") -> None:
        super().__init__("card-warning", margins=(16, 12, 16, 12))
        self._tab = tab
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.body.addLayout(self._lines)
        self.hide()

    def show_found(self, found: Dues) -> None:
        """The first reasons with what can be done about each."""
        empty(self._lines)
        reasons = () if found.again.running else found.again.reasons
        self.setVisible(bool(reasons))
        if not reasons:
            return
        go = Button("去重新辨识", icon="shield-alert", on=self._tab.model.open_wizard)
        head = row(text("该重新辨识风险了，以前的答案都留着，只改变了的。", "strong", wrap=True), go)
        head.setStretch(0, 1)
        self._lines.addLayout(head)
        for number, reason in enumerate(reasons[:MOST_REASONS], start=1):
            self._lines.addLayout(self._line(number, reason))
        if len(reasons) > MOST_REASONS:
            self._lines.addWidget(text(f"另外还有 {len(reasons) - MOST_REASONS} 条。", "hint"))

    def _line(self, number: int, reason: Reason) -> QVBoxLayout:
        say = LinkButton("不用，写原因", name=f"第{number}条不用重新辨识", on=partial(self._tab.answer, reason))
        line = row(text(f"{label(reason.kind)}：{reason.what}", "secondary", wrap=True), say)
        line.setStretch(0, 1)
        return column(line)


class RenewalsTab(ListTab):
    """到期提醒: what falls due, the most urgent first."""

    def __init__(self, model: TrainingModel) -> None:
        self.model = model
        self.again = AgainCard(self)
        super().__init__(
            "到期提醒",
            (
                Column("种类", 1, width=110, secondary=True),
                Column("是什么", 2, width=180, stretch=True),
                Column("谁", 3, width=90),
                Column("证号或编号", 4, width=140, secondary=True),
                Column("到期", 5, width=110),
                Column("还有几天", 6, words=_days, sort=lambda days: 10**6 if days is None else days, width=110),
                Column("状态", 7, words=label, sort=lambda state: list(DueState).index(state), tone=_TONES.__getitem__,
                       width=100),
            ),
            ("还没有登记到期事项", "先选种类，再点“加一项”：特种作业证、灭火器、演练、合同……"),
            model.asking(),
            self.again,
        )  # fmt: skip
        self._lines: dict[str, RenewalLine] = {}
        self._dues: Dues | None = None
        self.kind = Combo("到期事项的种类")
        self.kind.setMinimumWidth(220)
        self.buttons.addWidget(self.kind)
        self.buttons.addWidget(Button("加一项", icon="plus", on=self._add))
        self.buttons.addWidget(LinkButton("记一次事故或变化", on=partial(model.ask, self.asking, forms.note_change)))
        self.buttons.addWidget(
            LinkButton("打印一览表", name="打印到期事项一览表", on=partial(model.open_paper, "renewals"))
        )

    def show_found(self, found: Dues) -> None:
        """What was read."""
        first = self._dues is None
        self._dues, self._lines = found, {line.renewal.id: line for line in found.lines}
        kept = self.kind.chosen
        self.kind.set_options([(kind.id, kind.name) for kind in found.kinds], None if first else kept)
        self.again.show_found(found)
        states = [line.state for line in found.lines]
        late, soon = states.count(DueState.OVERDUE), states.count(DueState.SOON)
        self.summary.setText(f"过期 {late} 项，快到期 {soon} 项。" if found.lines else "")
        self.show_rows(
            [
                (
                    line.renewal.id, line.preset.group, line.renewal.title, line.person, line.renewal.number,
                    line.renewal.due_on, None if line.state is DueState.ENDED else line.days, line.state,
                )
                for line in found.lines
            ]
        )  # fmt: skip

    def visit(self, record_id: object) -> None:
        """One thing with its history."""
        line = self._lines.get(str(record_id))
        if line is None:
            return
        side, renewal = self.side, line.renewal
        side.say(renewal.title)
        side.fact("到期", f"{renewal.due_on}（{_days(line.days)}）", _TONES[line.state])
        if line.suspect:
            side.line(f"证件过期还在干，{SUSPECTED}。复审、换证以前，不要让他干这项作业。", "error")
        side.fact("已登记的隐患", line.danger)
        side.fact(line.preset.person, line.person)
        side.fact(line.preset.number or "编号", renewal.number)
        side.fact(line.preset.issuer or "单位", renewal.issuer)
        side.fact("在哪里", renewal.place)
        side.fact(
            "周期", f"{renewal.every_months} 个月一次（习惯值，以证件上的日期为准）" if renewal.every_months else ""
        )
        side.fact("说明", renewal.note)
        side.pictures("照片", renewal.photos)
        side.fact("不用再管的原因", renewal.ended)
        if renewal.rounds:
            side.heading("办过")
            for done in reversed(renewal.rounds):
                side.line(
                    f"{done.done_on} 办的，管到 {done.due_after}{f'：{done.note}' if done.note else ''}", "secondary"
                )
        self._deeds(line)

    def _deeds(self, line: RenewalLine) -> None:
        if line.state is DueState.ENDED:
            return
        ask, about = partial(self.model.ask, self.asking), f"（{line.renewal.title}）"
        first = [("已办好", partial(ask, forms.renew, line))]
        if line.suspect and not line.danger:
            first.append(("登记为疑似重大隐患", partial(ask, forms.register_expired, line)))
        others = (
            ("改", partial(ask, forms.edit_renewal, line)),
            ("不用再管", partial(ask, forms.give_up_renewal, line)),
        )
        self.side.do(first, others, about=about)

    def answer(self, reason: Reason) -> None:
        """Write why no new identification is needed."""
        self.model.ask(self.asking, forms.answer_reason, reason)

    def _add(self) -> None:
        if self._dues is not None:
            self.table.clearSelection()
            self.model.ask(self.asking, forms.choose_kind, self._dues.kinds, str(self.kind.chosen))


def _kind_tone(kind: AwardKind) -> str:
    return "ok" if kind is AwardKind.REWARD else "warning"


def _signed(award: Award, amount: Decimal) -> str:
    if not amount:
        return ""
    return f"{'+' if award.kind is AwardKind.REWARD else '−'}{plain(amount)}"


class AwardsTab(ListTab):
    """奖惩: the ledger; with nothing chosen the card shows the enterprise's own rules."""

    def __init__(self, model: TrainingModel) -> None:
        super().__init__(
            "奖惩",
            (
                Column("日期", 1, width=110),
                Column("编号", 2, width=92, secondary=True),
                Column("谁", 3, width=110),
                Column("奖惩", 4, words=label, sort=lambda kind: kind.value, tone=_kind_tone, width=80),
                Column("为什么", 5, width=200, stretch=True),
                Column("分", 6, width=76, centred=True),
                Column("元", 7, width=84, centred=True),
                Column("谁定的", 8, width=90, secondary=True),
            ),
            ("还没有奖惩记录", "先在右边定下自己的办法，再点“记一笔”。"),
            model.asking(),
        )
        self.model = model
        self._sheet: AwardSheet | None = None
        self.buttons.addWidget(Button("记一笔", icon="plus", on=self._give))
        self.buttons.addWidget(LinkButton("奖惩办法", on=self._show_rules))
        self.buttons.addWidget(LinkButton("打印台账", on=partial(model.open_paper, "awards")))

    def show_found(self, found: AwardSheet) -> None:
        """What was read."""
        self._sheet = found
        total = found.total
        self.summary.setText(
            f"奖励 {total.rewards} 次，处罚 {total.penalties} 次，合计 {total.points:+d} 分、{total.yuan:+f} 元。"
            if found.lines
            else "奖惩要有办法、有记录、公布出来；奖励报隐患的人，别让人怕报。"
        )
        self.show_rows(
            [
                (
                    e.award.id, e.award.on, e.award.code, e.whose, e.award.kind,
                    f"（已撤回）{e.award.reason}" if e.award.withdrawn else e.award.reason,
                    _signed(e.award, Decimal(e.award.points)), _signed(e.award, e.award.yuan), e.decided_by,
                )
                for e in found.lines
            ]
        )  # fmt: skip

    def visit(self, record_id: object) -> None:
        """One entry."""
        found = self._sheet
        line = next((each for each in found.lines if each.award.id == record_id), None) if found else None
        if line is None:
            return
        side, award = self.side, line.award
        side.say(f"{award.code}　{label(award.kind)}{line.whose}")
        side.fact("为什么", award.reason)
        side.fact("按哪一条", line.rule)
        amounts = (f"{award.points} 分" if award.points else "", f"{plain(award.yuan)} 元" if award.yuan else "")
        side.fact("多少", "、".join(part for part in amounts if part))
        side.fact("哪天、谁定的", "　".join(part for part in (f"{award.on}", line.decided_by) if part))
        side.fact("关联的隐患", line.danger)
        side.fact("撤回的原因", award.withdrawn)
        if award.counts:
            back = partial(self.model.ask, self.asking, forms.withdraw_award, award.id, award.code)
            side.do((), (("撤回", back),), about=f"（{award.code}）")

    def begin(self) -> None:
        """The rules, unless they would hide the entries."""
        if self.wide or not (self._sheet and self._sheet.lines):
            self._show_rules()
        else:
            super().begin()

    def _give(self) -> None:
        if self._sheet is not None:
            self.table.clearSelection()
            self.model.ask(self.asking, forms.give_award, self._sheet.rules)

    def _show_rules(self) -> None:
        found = self._sheet
        if found is None:
            return
        self.asking.close()
        self.table.clearSelection()
        side = self.side
        side.say("奖惩办法（自己定的）")
        for rule in found.rules:
            self._rule(rule)
        if not found.rules:
            side.line("还没有定办法。可以用下面的样例，也可以自己写。", "secondary")
        side.do((("加一条办法", partial(self.model.ask, self.asking, forms.rule_form, None)),))
        self._sums(found)
        if found.suggestions:
            side.heading("样例（习惯值，点“用上”才算数）")
            for each in found.suggestions:
                use = LinkButton("用上", name=f"用上：{each.text}", on=partial(self.model.adopt_rule, each.id))
                side.line(f"{label(each.kind)}：{each.text}，{each.points} 分、{plain(each.yuan)} 元", "secondary", use)
        self._open(True)

    def _sums(self, found: AwardSheet) -> None:
        """What remains per person and per post."""
        for title, sums in (
            ("每人合计", [(person.name, each) for person, each in found.per_person]),
            ("每个岗位合计", [(post.name, each) for post, each in found.per_post]),
        ):
            if sums:
                self.side.heading(title)
            for name, each in sums:
                times = f"奖 {each.rewards} 次、罚 {each.penalties} 次"
                self.side.line(f"{name}：{times}，{each.points:+d} 分、{each.yuan:+f} 元", "secondary")

    def _rule(self, rule: AwardRule) -> None:
        words = f"{label(rule.kind)}：{rule.text}，{rule.points} 分、{plain(rule.yuan)} 元"
        change = LinkButton(
            "改", name=f"改办法：{rule.text}", on=partial(self.model.ask, self.asking, forms.rule_form, rule)
        )
        turn = LinkButton(
            "停用" if rule.in_force else "恢复",
            name=f"{'停用' if rule.in_force else '恢复'}办法：{rule.text}",
            on=partial(self.model.set_rule_in_force, rule.id, not rule.in_force),
        )
        self.side.line(words if rule.in_force else f"（已停用）{words}", "" if rule.in_force else "hint", change, turn)
