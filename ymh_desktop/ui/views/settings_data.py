"""设置, 数据 and 关于: copies, going back to one, looking whether all is well; versions and licences."""

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import moment_words
from ymh_desktop.system import paths
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.printing import open_file
from ymh_desktop.ui.shell.dialogs import AskDialog, ask_where_to_save, ask_which_folder, numbers
from ymh_desktop.ui.shell.navigation import PRODUCT
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.renewal import Renew
from ymh_desktop.ui.viewmodels.start import FoundBackup, StartModel
from ymh_desktop.ui.viewmodels.upkeep import UpkeepModel, check_passphrase, usual_stick
from ymh_desktop.ui.views.licences import LicencesDialog
from ymh_desktop.ui.views.settings_renewal import RenewalSettings
from ymh_desktop.ui.widgets import Banner, Button, Field, LinkButton, PrimaryButton, Section, column, picture, row, text
from ymh_desktop.ui.widgets.basics import empty

_THIRD_PARTIES = "third-parties.csv"


class DataSettings(QWidget):
    """Everything about the data folder. `restore` None: copies are listed, but not put back from here."""

    def __init__(
        self,
        context: Context,
        restore: Callable[[Path], None] | None,
        diagnose: Callable[[Path], None] | None,
    ) -> None:
        super().__init__()
        self.context = context
        self.model = UpkeepModel(context, diagnose)
        self.restoring = StartModel(context, restore)
        self._can_restore = restore is not None
        parts = [self._stick(), self._copies(), self._lists(), self._health(), self._place()]
        if self.model.can_diagnose:
            parts.append(self._diagnosis())
        self.setLayout(column(*parts, None, spacing=14))
        self.model.loaded.connect(self._show)
        self.model.copied.connect(self._forget_passphrase)
        self.model.checked.connect(self._show_findings)
        self.restoring.found.connect(self._show_found)
        self.restoring.asked.connect(self.ask)

    def _lists(self) -> Section:
        section = Section("全部清单", "风险、隐患、检查、人员、岗位、培训、到期事项……存成一个 Excel 文件，一种一张表。")
        save = Button("存成 Excel", name="全部清单存成 Excel", icon="file-spreadsheet", on=self._ask_lists)
        section.body.addLayout(row(save, None))
        return section

    def _ask_lists(self) -> None:
        path = Path.home() / "全部清单.xlsx"
        ask_where_to_save(self, "存成 Excel", path, "Excel 表格 (*.xlsx)", self.model.write_lists)

    # ---- 备份到U盘 --------------------------------------------------------------------------------------------------

    def _stick(self) -> Section:
        section = Section("备份到U盘", "每周一次。备份好了把U盘拔下来，另外放。")
        self.last = text("", "secondary", wrap=True)
        self.copy = PrimaryButton("选U盘，开始备份", icon="usb", on=self._copy)
        self.with_key = QCheckBox("带上签名密钥")
        self.with_key.setAccessibleName("带上签名密钥")
        self.key_hint = text("", "hint", wrap=True)
        self.first = Field("定一个口令", name="密钥口令", check=check_passphrase, needed=True)
        self.second = Field("再输一遍", name="再输一遍密钥口令", check=self._check_same, needed=True)
        for field in (self.first, self.second):
            assert isinstance(field.input, QLineEdit)
            field.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase = QWidget()
        both = row(self.first, self.second, spacing=20)
        note = Banner("口令没有存在任何地方，忘了谁也打不开。", "请记在本子上，和U盘分开放。")
        self.passphrase.setLayout(column(both, note, spacing=8))
        self.passphrase.hide()
        self.with_key.toggled.connect(self._key_toggled)
        section.body.addWidget(self.last)
        section.body.addLayout(row(self.with_key, None))
        section.body.addWidget(self.key_hint)
        section.body.addWidget(self.passphrase)
        section.body.addLayout(row(self.copy, None))
        return section

    def _check_same(self, words: str) -> None:
        if words != self.first.value.strip():
            raise UserError("两次输的口令不一样。", "请再输一遍。")

    def _key_toggled(self, on: bool) -> None:
        self.passphrase.setVisible(on)
        if on:
            self.first.take_focus()

    def _copy(self) -> None:
        passphrase = None
        if self.with_key.isChecked():
            wrong = [field for field in (self.first, self.second) if not field.validate()]
            if wrong:
                wrong[0].take_focus()
                return
            passphrase = self.first.value.strip()
        ask_which_folder(
            self, "选U盘，或者U盘上的文件夹", usual_stick(), lambda folder: self.model.copy_to(folder, passphrase)
        )

    def _forget_passphrase(self) -> None:
        self.with_key.setChecked(False)
        for field in (self.first, self.second):
            field.set_value("")

    # ---- copies and going back -------------------------------------------------------------------------------------

    def _copies(self) -> Section:
        section = Section("自动备份", "每天第一次打开时自动备份，存在这台电脑里。")
        self.copies = column(spacing=6)
        section.body.addLayout(self.copies)
        self.elsewhere = Button("从U盘或别的文件夹恢复", icon="folder-open", on=self._look_elsewhere)
        self.found_title = text("那里的备份：", "strong")
        self.found_title.hide()
        self.found = column(spacing=6)
        section.body.addLayout(row(self.elsewhere, None))
        section.body.addWidget(self.found_title)
        section.body.addLayout(self.found)
        self.elsewhere.setVisible(self._can_restore)
        return section

    def _look_elsewhere(self) -> None:
        ask_which_folder(self, "选择备份所在的文件夹", usual_stick(), self.restoring.look_in)

    def _show_found(self) -> None:
        empty(self.found)
        for number, backup in enumerate(self.restoring.backups, 1):
            self.found.addLayout(self._copy_line(backup, f"恢复那里第 {number} 份备份（{backup.words}）"))
        self.found_title.setVisible(bool(self.restoring.backups))

    def _copy_line(self, backup: FoundBackup, name: str) -> QHBoxLayout:
        line = row(picture("archive", 18), text(backup.words), spacing=10)
        if self._can_restore:
            line.addWidget(Button("恢复到这一份", name=name, icon="rotate-ccw", on=partial(self.ask, backup)))
        line.addStretch(1)
        return line

    def ask(self, backup: FoundBackup) -> None:
        """Going back cannot be undone with 撤销, so it is asked with verbs."""
        AskDialog(
            self.window(),
            f"回到 {backup.words} 的样子？",
            "那以后填的、改的都要重新做。现在的资料会另外留着，不会删。",
            "恢复",
            lambda: self.restoring.put_back(backup),
        ).open()

    # ---- looking after it ------------------------------------------------------------------------------------------

    def _health(self) -> Section:
        section = Section("检查数据", "看看资料有没有损坏、备份是不是最近的、密钥能不能用。只看，不改。")
        self.check = Button("开始检查", icon="shield-check", on=self.model.look_over)
        self.findings = column(spacing=6)
        section.body.addLayout(row(self.check, None))
        section.body.addLayout(self.findings)
        return section

    def _show_findings(self, findings: tuple[tuple[bool, str], ...]) -> None:
        empty(self.findings)
        wrong = sum(not right for right, _ in findings)
        words = f"有 {wrong} 处要处理：" if wrong else "都正常。"
        self.findings.addWidget(text(words, "error" if wrong else "ok"))
        for right, sentence in sorted(findings):
            mark = picture("circle-check" if right else "circle-alert", 18, tokens.OK if right else tokens.ERROR)
            said = text(f"{'正常' if right else '要处理'}：{sentence}", "secondary" if right else "error", wrap=True)
            self.findings.addLayout(row(mark, said, spacing=10))

    def _place(self) -> Section:
        section = Section("资料放在哪里", "全部资料都在这个文件夹里，不要自己改里面的文件。")
        self.folder = text("", "strong", wrap=True)
        self.open = Button("打开文件夹", icon="folder-open", on=self._open_folder)
        section.body.addWidget(self.folder)
        expert = LinkButton("我是专家，换一家企业", on=lambda: self.context.navigate("clients"))
        section.body.addLayout(row(self.open, expert, None))
        return section

    def _open_folder(self) -> None:
        if self.model.state is not None:
            try:
                open_file(self.model.state.folder)
            except UserError as problem:
                self.context.notices.show(problem)

    def _diagnosis(self) -> Section:
        section = Section(
            "导出诊断包", "程序出错时发给帮您装软件的人。里面没有企业、人员、风险的内容，也不会自动发送。"
        )
        self.diagnose = Button("导出诊断包", icon="download", on=self._ask_diagnosis)
        section.body.addLayout(row(self.diagnose, None))
        return section

    def _ask_diagnosis(self) -> None:
        suggested = Path.home() / self.model.diagnosis_name()
        ask_where_to_save(self, "导出诊断包", suggested, "压缩包 (*.zip)", self.model.write_diagnosis)

    def _show(self) -> None:
        state = self.model.state
        assert state is not None
        self.last.setText(self.model.last_copy)
        self.folder.setText(str(state.folder))
        self.with_key.setEnabled(state.has_key)
        if state.has_key:
            hint = "换了电脑还想用原来的密钥上报，就带上；不带，换电脑后要重新登记密钥。"
        else:
            hint = "现在还没有签名密钥，第一次上报时会自动生成。"
        self.key_hint.setText(hint)
        empty(self.copies)
        for number, (path, moment) in enumerate(state.backups, 1):  # two of one minute still need two names
            backup = FoundBackup(path, moment_words(moment))
            self.copies.addLayout(self._copy_line(backup, f"恢复第 {number} 份自动备份（{backup.words}）"))
        if not state.backups:
            self.copies.addWidget(text("还没有自动备份，下次打开时会做一份。", "secondary", wrap=True))


class AboutSettings(QWidget):
    """The four version numbers, taking a newer version, and whose work is inside."""

    def __init__(self, context: Context, renew: Renew | None) -> None:
        super().__init__()
        versions = context.ports.versions
        self.renewal = RenewalSettings(context, renew)
        about = Section(f"关于{PRODUCT}", "给小微企业用的风险分级管控和隐患排查治理软件，不联网也能用。")
        about.body.addLayout(_table(numbers(versions)))
        about.body.addWidget(text("本软件以 Apache 2.0 许可开放，免费使用。", "secondary", wrap=True))
        others = Section("用到的别人的成果", "Qt 按 LGPL 3.0 使用，未作修改，可以自行替换。")
        others.body.addLayout(_table(third_parties(paths.shipped().resources / _THIRD_PARTIES)))
        self.notices = Button("看许可全文", icon="file-text", on=self._show_notices)
        others.body.addLayout(row(self.notices, None))
        self.setLayout(column(about, self.renewal, others, None, spacing=14))

    def _show_notices(self) -> None:
        LicencesDialog(self.window(), paths.shipped().licences).open()


def third_parties(path: Path) -> tuple[tuple[str, ...], ...]:
    """(name, what it is used for, licence) of everything that is not ours."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((line["name"], line["used_for"], line["licence"]) for line in csv.DictReader(file))


def _table(lines: tuple[tuple[str, ...], ...]) -> QGridLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(20)
    table.setVerticalSpacing(4)
    for place, line in enumerate(lines):
        for column_number, words in enumerate(line):
            look = "label" if len(line) == 2 and column_number == 0 else "secondary"
            table.addWidget(text(words, "strong" if len(line) == 2 and column_number else look), place, column_number)
    table.setColumnStretch(len(lines[0]) - 1, 1)
    return table
