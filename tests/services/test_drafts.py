"""Drafts of forms: kept apart from each other, dropped when they were sent, and no records."""

from tests.support.desk import Desk
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.drafts import draft, drop_draft, forget_removed, keep_draft, keep_words
from ymh_desktop.services.staff import remove_person
from ymh_desktop.services.undo import undo


def test_a_draft_is_kept_until_it_is_dropped_and_leaves_others_alone(desk: Desk) -> None:
    keep_draft(desk.ports, "a", {"done": "擦了一半", "cost": ""})
    keep_draft(desk.ports, "b", {"done": "别的"})
    assert draft(desk.ports, "a") == {"done": "擦了一半"}
    drop_draft(desk.ports, "a")
    drop_draft(desk.ports, "a")
    assert draft(desk.ports, "a") == {}
    assert draft(desk.ports, "b") == {"done": "别的"}


def test_an_emptied_form_has_no_draft(desk: Desk) -> None:
    keep_draft(desk.ports, "a", {"done": "擦了"})
    keep_draft(desk.ports, "a", {"done": ""})
    assert draft(desk.ports, "a") == {}


def test_one_field_is_kept_and_forgotten_beside_the_others(desk: Desk) -> None:
    keep_words(desk.ports, "firm", "headcount", "十来个")
    keep_words(desk.ports, "firm", "phone", "一三八")
    assert draft(desk.ports, "firm") == {"headcount": "十来个", "phone": "一三八"}
    keep_words(desk.ports, "firm", "headcount", "")
    assert draft(desk.ports, "firm") == {"phone": "一三八"}


def test_a_draft_is_no_record_and_leaves_no_trace(desk: Desk) -> None:
    keep_draft(desk.ports, "a", {"done": "擦了"})
    assert desk.ports.audit.entries(10) == ()


def test_what_was_written_about_a_removed_record_goes_when_the_folder_is_opened_again(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    gone, _ = firm.add_person(desk.ports, "小周")
    here, _ = firm.add_person(desk.ports, "小吴")
    never_a_record = desk.ports.new_id()
    for each in (gone.id, here.id, never_a_record):
        keep_words(desk.ports, "staff", f"{each} phone", "1380")
        keep_draft(desk.ports, f"place:{each}", {"posts": "开料工"})
    keep_draft(desk.ports, "new:", {"title": "地上有油"})
    remove_person(desk.ports, gone.id)
    forget_removed(desk.ports)
    assert draft(desk.ports, "staff") == {f"{here.id} phone": "1380", f"{never_a_record} phone": "1380"}
    assert draft(desk.ports, f"place:{gone.id}") == {}
    assert draft(desk.ports, f"place:{here.id}") == draft(desk.ports, f"place:{never_a_record}") == {"posts": "开料工"}
    assert draft(desk.ports, "new:") == {"title": "地上有油"}


def test_a_form_of_which_nothing_is_left_is_no_draft(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    gone, _ = firm.add_person(desk.ports, "小周")
    keep_words(desk.ports, "staff", f"{gone.id} phone", "1380")
    remove_person(desk.ports, gone.id)
    forget_removed(desk.ports)
    with desk.ports.units.read() as uow:
        assert uow.setting("drafts") == "{}"


def test_what_was_written_about_a_record_that_was_brought_back_stays(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    back, _ = firm.add_person(desk.ports, "小周")
    never, made = firm.add_person(desk.ports, "小吴")
    with desk.ports.units.read() as uow:
        owner = uow.enterprise()
    assert owner is not None
    for each in (back, never, owner):
        keep_words(desk.ports, "staff", f"{each.id} phone", "1380")
    undo(desk.ports, remove_person(desk.ports, back.id))
    undo(desk.ports, made)
    forget_removed(desk.ports)
    assert draft(desk.ports, "staff") == {f"{back.id} phone": "1380", f"{owner.id} phone": "1380"}


def test_what_was_written_about_a_danger_stays_when_only_its_file_went(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    danger, _ = dangers.register_danger(desk.ports, "喷漆房电线裸露", "喷漆房", level=DangerLevel.MAJOR, basis="条款")
    keep_draft(desk.ports, f"danger:{danger.id}", {"cause": "老化"})
    undo(desk.ports, dangers.describe_major(desk.ports, danger.id, situation="电线裸露"))
    forget_removed(desk.ports)
    assert draft(desk.ports, f"danger:{danger.id}") == {"cause": "老化"}
