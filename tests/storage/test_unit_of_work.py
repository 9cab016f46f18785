"""A unit of work is one transaction: everything with its audit rows, or nothing."""

from dataclasses import replace

import pytest

from tests.support.folders import TestFolder
from tests.support.samples import enterprise, filled, hazard, hidden_danger, person, post, risk_point
from ymh_desktop.domain.audit import GENESIS
from ymh_desktop.domain.enterprise import Department
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services.changes import Change
from ymh_desktop.storage.errors import AlreadyThere, RecordGone, StillUsed
from ymh_desktop.storage.place import NoSpace
from ymh_desktop.storage.repositories import ReadOnlyUnit


def test_what_was_committed_is_there_afterwards(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.read() as uow:
        assert uow.people.all() == (person(),)
        assert uow.enterprise() == enterprise(principal_id="p1")
        assert uow.hidden_dangers.get("d1").hazard_id == "h1"


def test_what_was_not_committed_leaves_nothing(opened: TestFolder) -> None:
    with opened.units.write() as uow:
        uow.people.save(person())
        uow.set_setting("accident_names", "1986")
    with opened.units.read() as uow:
        assert uow.people.all() == ()
        assert uow.setting("accident_names") is None
    assert opened.trail.head() == GENESIS


def test_an_error_on_the_way_leaves_nothing(opened: TestFolder) -> None:
    def interrupted() -> None:
        with opened.units.write() as uow:
            uow.people.save(person())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    with opened.units.read() as uow:
        assert uow.people.all() == ()


def test_changes_name_each_record_once_with_its_first_and_last_value(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.people.save(person(phone="1"))
        uow.risk_points.save(risk_point(name="裁板锯"))
        uow.people.save(person(phone="2"))
        changes = uow.commit()
    assert changes.items == (
        Change("Person", "p1", person(), person(phone="2")),
        Change("RiskPoint", "rp1", risk_point(post_ids=("post1",), owner_id="p1"), risk_point(name="裁板锯")),
    )


def test_saving_the_same_value_again_is_no_change(opened: TestFolder) -> None:
    filled(opened)
    head = opened.trail.head()
    with opened.units.write() as uow:
        uow.people.save(person())
        assert not uow.commit()
    assert opened.trail.head() == head


def test_a_record_made_and_taken_away_in_one_unit_is_no_change(opened: TestFolder) -> None:
    with opened.units.write() as uow:
        uow.people.save(person())
        uow.people.remove("p1")
        assert not uow.commit()


def test_the_unit_sees_what_it_has_saved(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.hazards.save(hazard("h2", title="木料反弹"))
        uow.hazards.save(hazard("h1", title="锯片外露"))
        assert [each.title for each in uow.hazards.of_point("rp1")] == ["锯片外露", "木料反弹"]
        uow.hazards.remove("h1")
        assert [each.id for each in uow.hazards.all()] == ["h2"]
        assert uow.hazards.find("h1") is None


def test_a_hazard_moved_to_another_point_is_found_there_only(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.risk_points.save(risk_point("rp2", code="F-0002"))
        uow.hazards.save(hazard(risk_point_id="rp2"))
        assert uow.hazards.of_point("rp1") == ()
        assert [each.id for each in uow.hazards.of_point("rp2")] == ["h1"]


def test_records_come_in_the_order_in_which_they_were_made(opened: TestFolder) -> None:
    made = [person(opened.new_id(), name=f"{number}号") for number in range(20)]
    for each in made:
        with opened.units.write() as uow:
            uow.people.save(each)
            uow.commit()
    with opened.units.read() as uow:
        assert list(uow.people.all()) == made


def test_a_missing_record_is_told_in_a_sentence(opened: TestFolder) -> None:
    with opened.units.write() as uow:
        with pytest.raises(RecordGone, match="这条记录已经不在了"):
            uow.people.get("nobody")
        with pytest.raises(RecordGone, match="刷新"):
            uow.people.remove("nobody")


def test_a_reading_unit_refuses_to_save(opened: TestFolder) -> None:
    with opened.units.read() as uow:
        with pytest.raises(ReadOnlyUnit):
            uow.people.save(person())
        with pytest.raises(ReadOnlyUnit):
            uow.set_setting("a", "b")
        with pytest.raises(ReadOnlyUnit):
            uow.next_number("post")
        with pytest.raises(ReadOnlyUnit):
            uow.commit()


def test_a_unit_is_of_no_use_outside_its_block(opened: TestFolder) -> None:
    with opened.units.write() as uow:
        uow.people.save(person())
        uow.commit()
        with pytest.raises(RuntimeError, match="after it ended"):
            uow.people.get("p2")
    with pytest.raises(RuntimeError, match="after it ended"):
        uow.enterprise()


def test_records_that_point_at_each_other_are_saved_in_any_order(opened: TestFolder) -> None:
    with opened.units.write() as uow:
        uow.departments.save(Department("d1", "木工车间", head_id="p1"))
        uow.people.save(person(department_id="d1"))
        uow.commit()
    with opened.units.read() as uow:
        assert uow.departments.get("d1").head_id == "p1"


def test_a_person_who_answers_for_something_is_not_removed(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.people.remove("p1")
        with pytest.raises(StillUsed, match="还被别的记录用着"):
            uow.commit()
    with opened.units.read() as uow:
        assert uow.people.find("p1") is not None


def test_a_closed_hidden_danger_outlives_its_hazard(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.hazards.remove("h1")
        uow.risk_points.remove("rp1")
        uow.commit()
    with opened.units.read() as uow:
        assert uow.hidden_dangers.get("d1").hazard_id == "h1"


def test_two_posts_never_bear_the_same_code(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.posts.save(post("post2"))
        with pytest.raises(AlreadyThere, match="编号相同"):
            uow.commit()


def test_a_second_enterprise_is_refused(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow, pytest.raises(ValueError, match="second enterprise"):
        uow.save_enterprise(enterprise("e2"))


def test_numbers_count_up_per_series(opened: TestFolder) -> None:
    with opened.units.write() as uow:
        assert [uow.next_number("post"), uow.next_number("facility"), uow.next_number("post")] == [1, 1, 2]
        uow.commit()
    with opened.units.write() as uow:
        assert uow.next_number("post") == 3


def test_a_number_is_not_given_again_when_its_record_is_gone(opened: TestFolder) -> None:
    with opened.units.write() as uow:
        uow.posts.save(post(code=f"P-{uow.next_number('post')}"))
        uow.commit()
    with opened.units.write() as uow:
        uow.posts.remove("post1")
        uow.commit()
    with opened.units.write() as uow:
        assert uow.next_number("post") == 2


def test_settings_are_kept_and_not_audited(opened: TestFolder) -> None:
    for value in ("1986", "2025"):
        with opened.units.write() as uow:
            uow.set_setting("accident_names", value)
            uow.commit()
    with opened.units.read() as uow:
        assert uow.setting("accident_names") == "2025"
    assert opened.trail.entries(10) == ()


def test_undo_by_the_values_before_gives_the_former_state(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.hazards.remove("h1")
        removed = uow.commit()
    with opened.units.write() as uow:
        for change in removed.items:
            assert isinstance(change.before, Hazard)
            uow.hazards.save(change.before)
        uow.commit("undo")
    with opened.units.read() as uow:
        assert uow.hazards.get("h1").measures == hazard().measures
    assert opened.trail.entries(1)[0].action == "undo"


def test_a_nearly_full_disk_is_read_but_not_written(opened: TestFolder) -> None:
    filled(opened)
    tight = replace(opened.units, room=lambda path: 99 * 1024 * 1024)
    with pytest.raises(NoSpace, match="磁盘只剩 99 MB，暂时只能查看") as refusal:
        tight.write()
    assert "腾出 500 MB" in refusal.value.advice
    with tight.read() as uow:
        assert uow.people.all() == (person(),)


def test_a_long_text_is_kept_whole(opened: TestFolder) -> None:
    """Whether 5,000 characters are allowed is a rule of the field; storage must never cut anything off."""
    with opened.units.write() as uow:
        uow.hidden_dangers.save(hidden_danger(title="罩" * 5000))
        uow.commit()
    with opened.units.read() as uow:
        assert uow.hidden_dangers.get("d1").title == "罩" * 5000
