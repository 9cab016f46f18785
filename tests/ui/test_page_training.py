"""培训与奖惩 as somebody uses it: who has what, trainings, three questions, what falls due, rewards."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit

from tests.ui.pages_support import field_of, window_of
from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import NoPage, calm, named, press, stand_in, write
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.domain.renewals import SPECIAL_CERTIFICATE
from ymh_desktop.domain.training import TestOutcome
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.training.awards import award_sheet
from ymh_desktop.services.training.proofs import place_person, post_quiz
from ymh_desktop.services.training.renewals import add_renewal, renewal_lines
from ymh_desktop.services.training.tasks import everybody
from ymh_desktop.services.training.trainings import training_list
from ymh_desktop.ui.pages import TRAINING
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.training import Face, QuizLine
from ymh_desktop.ui.views.photo_parts import Picture
from ymh_desktop.ui.views.training import Tab, TrainingPage
from ymh_desktop.ui.widgets import Button
from ymh_desktop.ui.widgets.basics import children

OTHERS = (("home", "首页"), ("papers", "打印材料"), ("identification", "风险辨识"), ("hidden_dangers", "隐患整改"))


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[TrainingPage]:
    yield from opened(sample_firm)


@pytest.fixture
def empty_page(qapp: object, empty_firm: Program) -> Iterator[TrainingPage]:
    firm.save_enterprise(empty_firm.ports, {"name": "宏木家具厂"})
    yield from opened(empty_firm)


def opened(program: Program) -> Iterator[TrainingPage]:
    window = MainWindow(program.ports, (TRAINING, *(stand_in(*other) for other in OTHERS)), RESOURCES)
    window.resize(1366, 728)
    window.navigate("training")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, TrainingPage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def tab(page: TrainingPage, face: Face) -> Tab:
    page.show_face(face)
    calm(page)
    return page.tabs[face]


def choose(page: TrainingPage, face: Face, words: str) -> Tab:
    """Press the row in which these words stand."""
    shown = tab(page, face)
    for place in range(shown.records.rowCount()):
        if words in [str(value) for value in shown.records.row(place)]:
            shown.table.selectRow(place)
            calm(page)
            return shown
    raise AssertionError(f"no {words!r} in the list")


def pick(page: TrainingPage, name: str, words: str) -> None:
    combo = named(page, name)
    assert isinstance(combo, QComboBox)
    place = next(i for i in range(combo.count()) if words in combo.itemText(i))
    combo.setCurrentIndex(place)
    settle()


def told(page: TrainingPage) -> str:
    return "\n".join(words_on(page))


# ---- every tab -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("face", Face)
def test_a_screen_reader_can_tell_every_tab_also_with_a_record_and_a_form(page: TrainingPage, face: Face) -> None:
    shown = tab(page, face)
    assert named_wrongly(page) == []
    if shown.records.rowCount():
        shown.table.selectRow(0)
        calm(page)
        assert named_wrongly(page) == []


@pytest.mark.parametrize("face", Face)
def test_an_empty_firm_is_told_where_to_begin(empty_page: TrainingPage, face: Face) -> None:
    shown = tab(empty_page, face)
    assert shown.records.rowCount() == 0
    assert shown.table.empty_state.isVisible()
    assert named_wrongly(empty_page) == []


def test_a_visit_opens_the_tab_that_is_asked_for(page: TrainingPage) -> None:
    window_of(page).navigate("training", "renewals")
    calm(page)
    assert page.face is Face.RENEWALS


def test_where_it_is_narrow_the_card_stands_instead_of_the_list(page: TrainingPage) -> None:
    page.window().resize(911, 472)
    settle()
    shown = choose(page, Face.TASKS, "刘强")
    assert shown.side.isVisible()
    assert not shown.left.isVisible()
    press(page, "关闭人人有任务旁边的一栏")
    assert shown.left.isVisible()


# ---- 人人有任务 ------------------------------------------------------------------------------------------------------


def test_the_ticks_and_the_coverage_are_those_of_the_use_case(page: TrainingPage, sample_firm: Program) -> None:
    found = everybody(sample_firm.ports)
    assert found.coverage.words in told(page)
    assert tab(page, Face.TASKS).records.rowCount() == len(found.lines)


def test_people_are_added_together_and_stand_in_the_list(page: TrainingPage, sample_firm: Program) -> None:
    press(page, "加员工")
    names = named(page, "姓名")
    assert isinstance(names, QPlainTextEdit)
    names.setPlainText("周木生、吴二")
    pick(page, "在哪个岗位", "封边工")
    press(page, "加员工：加进来")
    line = next(e for e in everybody(sample_firm.ports).lines if e.person.name == "吴二")
    assert [proof.post.name for proof in line.posts] == ["封边工"]
    assert page.tabs[Face.TASKS].records.rowCount() == 7


def test_signing_takes_one_press_and_a_form(page: TrainingPage, sample_firm: Program) -> None:
    choose(page, Face.TASKS, "赵师傅")
    assert "× 还没签收" in told(page)
    press(page, "签收了（赵师傅，喷漆工）")
    press(page, "赵师傅签收“喷漆工”的卡：签收了")
    assert "× 还没签收" not in told(page)
    line = next(e for e in everybody(sample_firm.ports).lines if e.person.name == "赵师傅")
    assert line.signed.yes
    window_of(page).records.undo()
    calm(page)
    assert "× 还没签收" in told(page)


def test_the_three_questions_are_asked_on_the_screen(page: TrainingPage, sample_firm: Program) -> None:
    with sample_firm.ports.units.read() as uow:
        post = next(post for post in uow.posts.all() if post.name == "喷漆工")
    asked = post_quiz(sample_firm.ports, post.id)
    choose(page, Face.TASKS, "赵师傅")
    press(page, "问三问（赵师傅，喷漆工）")
    assert all(option in told(page) for each in asked.questions for option in each.options)
    press(page, "问赵师傅：喷漆工：交卷")
    assert "这一问还没选。" in told(page)
    for number, question in enumerate(asked.questions, start=1):
        pick(page, f"{number}. {question.asked}", f"选 {question.letter}")
    press(page, "问赵师傅：喷漆工：交卷")
    line = next(e for e in everybody(sample_firm.ports).lines if e.person.name == "赵师傅")
    assert line.answered.yes


def test_somebody_moves_to_another_post(page: TrainingPage, sample_firm: Program) -> None:
    choose(page, Face.TASKS, "赵师傅")
    press(page, "改岗位（赵师傅）")
    for name, there in (("喷漆工", False), ("组装工", True)):
        box = named(page, name)
        assert isinstance(box, QCheckBox)
        box.setChecked(there)
    press(page, "赵师傅在哪些岗位：定下来")
    line = next(e for e in everybody(sample_firm.ports).lines if e.person.name == "赵师傅")
    assert [proof.post.name for proof in line.posts] == ["组装工"]


# ---- 三问和签收 ------------------------------------------------------------------------------------------------------


def test_a_corrected_sheet_is_keyed_for_all_of_a_post(page: TrainingPage, sample_firm: Program) -> None:
    choose(page, Face.QUIZ, "喷漆工")
    press(page, "录入三问答卷（喷漆工）")
    press(page, "录入“喷漆工”的三问：录入")
    assert "一个人也没有选对错。" in told(page)
    pick(page, "赵师傅答得怎样", "第2问错")
    press(page, "录入“喷漆工”的三问：录入")
    line = next(e for e in everybody(sample_firm.ports).lines if e.person.name == "赵师傅")
    assert line.answered.words == "答对 2 问，要再问"
    row = page.tabs[Face.QUIZ].table.selected_id
    found = next(each for each in lines_of(page) if each.post.id == row)
    assert (found.wrong, found.not_asked) == (1, 0)


def lines_of(page: TrainingPage) -> tuple[QuizLine, ...]:
    shown: Any = page.tabs[Face.QUIZ]  # its lines are those of the questions
    return tuple(shown._lines.values())


def test_a_sign_for_sheet_is_keyed_at_once(page: TrainingPage, sample_firm: Program) -> None:
    choose(page, Face.QUIZ, "喷漆工")
    press(page, "录入签收表（喷漆工）")
    press(page, "“喷漆工”的签收表：都签收了")
    assert next(e for e in everybody(sample_firm.ports).lines if e.person.name == "赵师傅").signed.yes


def test_the_questions_of_one_post_are_printed(page: TrainingPage) -> None:
    window = window_of(page)
    choose(page, Face.QUIZ, "喷漆工")
    press(page, "打印这个岗位的三问（喷漆工）")
    shown = window.page
    assert isinstance(shown, NoPage)


def test_people_are_placed_as_the_identification_tells_with_one_button(
    page: TrainingPage, sample_firm: Program
) -> None:
    who = next(line.person for line in everybody(sample_firm.ports).lines if line.person.name == "张大勇")
    place_person(sample_firm.ports, who.id, ())
    page.opened("tasks")
    calm(page)
    tasks = page.tabs[Face.TASKS]
    before = [line for line in everybody(sample_firm.ports).lines if line.posts]
    name = next(button for button in children(tasks, Button) if "按辨识时填的" in button.text()).text()
    press(page, name)
    after = [line for line in everybody(sample_firm.ports).lines if line.posts]
    assert len(after) > len(before)
    assert "按辨识时填的定岗位" not in "".join(b.text() for b in children(tasks, Button) if b.isVisibleTo(page))


# ---- 培训 ------------------------------------------------------------------------------------------------------------


def test_a_training_is_planned_and_its_sheet_keyed(page: TrainingPage, sample_firm: Program) -> None:
    tab(page, Face.TRAININGS)
    press(page, "排一次培训")
    write(page, "培训什么", "喷漆房防火")
    write(page, "学时", "1.5")
    press(page, "排一次培训：排上")
    made = next(e for e in training_list(sample_firm.ports).lines if e.training.topic == "喷漆房防火")
    choose(page, Face.TRAININGS, made.training.code)
    press(page, f"录入签到表（{made.training.code}）")
    assert not any(tick.isChecked() for tick in ticks(page))
    press(page, f"录入签到表 {made.training.code}：全都来了")
    assert len(ticks(page)) == 5
    assert all(tick.isChecked() for tick in ticks(page))
    absent = named(page, "刘强来了")
    assert isinstance(absent, QCheckBox)
    absent.setChecked(False)
    press(page, f"录入签到表 {made.training.code}：录入")
    held = training_list(sample_firm.ports).line(made.training.id)
    assert held is not None
    assert (held.attended, held.expected) == (4, 5)
    assert "来了 4 人" in told(page)


def ticks(page: TrainingPage) -> list[QCheckBox]:
    """Who came, as the form that is open shows it."""
    return [tick for tick in children(page, QCheckBox) if tick.accessibleName().endswith("来了")]


def test_who_failed_the_test_is_told_person_by_person_and_stays_so(page: TrainingPage, sample_firm: Program) -> None:
    line = next(each for each in training_list(sample_firm.ports).lines if each.training.held_on)
    code, came = line.training.code, line.training.attended
    names = {person.id: person.name for person in training_list(sample_firm.ports).people}
    failed = came[0].person_id
    choose(page, Face.TRAININGS, code)
    press(page, f"改名单、加照片（{code}）")
    assert [tick.isChecked() for tick in ticks(page)].count(True) == len(came)
    pick(page, "考核", "有人不合格，一个一个选")
    pick(page, f"{names[failed]}的考核", "不合格")
    press(page, f"录入签到表 {code}：录入")
    choose(page, Face.TRAININGS, code)
    assert f"{names[failed]}（不合格）" in told(page)
    press(page, f"改名单、加照片（{code}）")
    press(page, f"录入签到表 {code}：录入")  # looked at once more, nothing changed
    held = next(each.training for each in training_list(sample_firm.ports).lines if each.training.code == code)
    assert {each.person_id for each in held.attended if each.outcome is TestOutcome.FAILED} == {failed}
    assert {each.outcome for each in held.attended if each.person_id != failed} == {TestOutcome.PASSED}


def test_the_photo_of_a_sheet_is_seen_again(page: TrainingPage, sample_firm: Program, tmp_path: Path) -> None:
    photo = tmp_path / "签到表.png"
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.yellow)
    assert picture.save(str(photo))
    line = training_list(sample_firm.ports).lines[0]
    choose(page, Face.TRAININGS, line.training.code)
    press(page, f"录入签到表（{line.training.code}）")
    press(page, f"录入签到表 {line.training.code}：全都来了")
    page.tabs[Face.TRAININGS].asking.take_photos("photos", (photo,))
    calm(page)
    press(page, f"录入签到表 {line.training.code}：录入")
    held = training_list(sample_firm.ports).line(line.training.id)
    assert held is not None
    assert len(held.training.scans) == 1
    assert any(not each.pixmap().isNull() for each in children(page, Picture) if each.isVisibleTo(page))


def test_hours_that_are_no_number_are_told_under_their_field(page: TrainingPage) -> None:
    tab(page, Face.TRAININGS)
    press(page, "排一次培训")
    write(page, "培训什么", "喷漆房防火")
    write(page, "学时", "两小时")
    press(page, "排一次培训：排上")
    assert "“学时”里的“两小时”不是数字。" in told(page)


def test_a_usual_year_is_planned_with_one_press(empty_page: TrainingPage, empty_firm: Program) -> None:
    tab(empty_page, Face.TRAININGS)
    press(empty_page, "排一年的常用培训")
    assert len(training_list(empty_firm.ports).lines) == len(empty_firm.ports.codes.suggested_trainings)


# ---- 到期提醒 --------------------------------------------------------------------------------------------------------


def test_something_with_a_day_is_added_and_renewed(page: TrainingPage, sample_firm: Program) -> None:
    tab(page, Face.RENEWALS)
    pick(page, "到期事项的种类", "灭火器维修或换新")
    press(page, "加一项")
    day = named(page, "哪天到期")
    assert isinstance(day, QDateEdit)
    day.setDate(day.date().addDays(5))
    press(page, "加一项：灭火器维修或换新：加上")
    choose(page, Face.RENEWALS, "灭火器维修或换新")
    press(page, "已办好（灭火器维修或换新）")
    press(page, "“灭火器维修或换新”办好了：办好了")
    line = next(e for e in renewal_lines(sample_firm.ports) if e.renewal.kind == "extinguisher-service")
    assert len(line.renewal.rounds) == 1
    assert line.days > 600


def test_a_certificate_without_its_holder_is_refused_at_that_field(page: TrainingPage, sample_firm: Program) -> None:
    before = renewal_lines(sample_firm.ports)
    tab(page, Face.RENEWALS)
    pick(page, "到期事项的种类", "特种作业操作证")
    press(page, "加一项")
    press(page, "加一项：特种作业操作证：加上")
    assert "请选持证人：证是跟着人的，名单里没有就新增一个。" in told(page)
    assert renewal_lines(sample_firm.ports) == before


def test_an_expired_certificate_is_registered_as_suspected(page: TrainingPage, sample_firm: Program) -> None:
    yesterday = sample_firm.ports.clock.today() - timedelta(days=1)
    person, _ = firm.add_person(sample_firm.ports, "赵大力")
    add_renewal(sample_firm.ports, SPECIAL_CERTIFICATE, yesterday, title="焊工证", person_id=person.id)
    choose(page, Face.RENEWALS, "焊工证")
    assert "疑似重大事故隐患，需人工判定" in told(page)
    press(page, "登记为疑似重大隐患（焊工证）")
    press(page, "登记为疑似重大隐患：登记")
    with sample_firm.ports.units.read() as uow:
        danger = next(d for d in uow.hidden_dangers.all() if "焊工证已过期" in d.title)
    assert danger.level is DangerLevel.MAJOR
    assert danger.code in told(page)


def test_a_change_asks_to_identify_anew_and_can_be_answered(page: TrainingPage) -> None:
    tab(page, Face.RENEWALS)
    before = told(page)
    press(page, "记一次事故或变化")
    what = named(page, "发生了什么")
    assert isinstance(what, QPlainTextEdit)
    what.setPlainText("换了一台大开料锯")
    pick(page, "什么事", "别的变化")
    press(page, "记一次事故或变化：记下来")
    assert "换了一台大开料锯" not in before
    assert "该重新辨识风险了" not in told(page)  # the identification was finished on the same day
    assert page.tabs[Face.RENEWALS].asking.form is None


# ---- 奖惩 ------------------------------------------------------------------------------------------------------------


def test_a_sample_rule_counts_only_after_it_was_taken_over(page: TrainingPage, sample_firm: Program) -> None:
    tab(page, Face.AWARDS)
    press(page, "用上：提出安全改进建议，被采用")
    assert any(rule.text == "提出安全改进建议，被采用" for rule in award_sheet(sample_firm.ports).rules)
    press(page, "停用办法：提出安全改进建议，被采用")
    assert "（已停用）奖励：提出安全改进建议，被采用，5 分、100 元" in told(page)


def test_an_award_is_given_by_a_rule_and_taken_back_with_a_reason(page: TrainingPage, sample_firm: Program) -> None:
    tab(page, Face.AWARDS)
    press(page, "记一笔")
    press(page, "记一笔奖惩：记上")
    assert "还没有选奖谁、罚谁。" in told(page)
    pick(page, "谁", "刘强")
    press(page, "记一笔奖惩：记上")
    (line,) = award_sheet(sample_firm.ports).lines
    assert line.whose == "刘强"
    choose(page, Face.AWARDS, line.award.code)
    press(page, f"撤回（{line.award.code}）")
    write(page, "为什么", "记错人了")
    press(page, f"撤回 {line.award.code}：撤回")
    assert award_sheet(sample_firm.ports).lines[0].award.withdrawn == "记错人了"
    assert "（已撤回）" in str(page.tabs[Face.AWARDS].records.row(0))


def test_what_is_half_written_is_there_again(page: TrainingPage) -> None:
    tab(page, Face.TRAININGS)
    press(page, "排一次培训")
    field = named(page, "培训什么")
    QTest.keyClicks(field, "fanghuo")
    press(page, "排一次培训：先不做")
    press(page, "排一次培训")
    again = field_of(page, "培训什么", QLineEdit)
    assert again.text() == "fanghuo"
    QTest.keyClick(again, Qt.Key.Key_Escape)
    calm(page)
    assert page.tabs[Face.TRAININGS].asking.form is None
