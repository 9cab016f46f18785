"""Step 1 and people: what may be typed, and what each wrong input says."""

from dataclasses import replace

import pytest

from tests.services.support import shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers
from ymh_desktop.services.book import open_book


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "   ", "还空着"),
        ("name", "长" * 5000, "最多 60 个字"),
        ("credit_code", "91350100M000100Y44", "最后一位"),
        ("credit_code", "123", "18 位"),
        ("headcount", "十个", "不是"),
        ("headcount", "-3", "不是"),
        ("report_phone", "打我", "不是号码"),
    ],
)
def test_a_wrong_field_gets_one_sentence_and_keeps_what_was_there(desk: Desk, field: str, text: str, said: str) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    before = open_book(desk.ports).enterprise
    with pytest.raises(UserError, match=said) as caught:
        firm.save_enterprise(desk.ports, {field: text})
    assert caught.value.advice
    assert open_book(desk.ports).enterprise == before


def test_a_credit_code_is_accepted_as_people_type_it(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木", "credit_code": " 91350100m000 100y43 "})
    assert open_book(desk.ports).enterprise.credit_code == "91350100M000100Y43"


def test_a_surname_outside_the_common_characters_is_kept(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    person, _ = firm.add_person(desk.ports, "𬭎建国", "13800000003")
    assert open_book(desk.ports).people[person.id].name == "𬭎建国"


@pytest.mark.parametrize("number", ["119", "12345", "转 8001", "0591-66"])
def test_nobody_is_reached_at_a_short_number_which_the_report_phone_may_be(desk: Desk, number: str) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木", "report_phone": number})
    with pytest.raises(UserError, match="打不通"):
        firm.add_person(desk.ports, "王建国", number)


@pytest.mark.parametrize("number", ["13800000003", "7654321", "0591-87654321 转 8001", "+86 138 0000 0003"])
def test_a_mobile_or_a_landline_is_somebodys_number(desk: Desk, number: str) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    assert firm.add_person(desk.ports, "王建国", number)[0].phone == number


def test_a_short_number_of_former_days_hinders_no_other_correction(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    person, _ = firm.add_person(desk.ports, "王建国")
    with desk.ports.units.write() as uow:
        uow.people.save(replace(person, phone="66123"))
        uow.commit()
    firm.edit_person(desk.ports, person.id, name="王建国", phone_text="66123", duty="厂长")
    firm.name_leader(desk.ports, firm.PRINCIPAL, "王建国", "66123")
    assert open_book(desk.ports).people[person.id].duty == "厂长"


def test_the_same_name_again_is_the_same_person(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    firm.name_leaders(desk.ports, principal=("王建国", "13800000001"), officer=("王建国", ""))
    enterprise = open_book(desk.ports).enterprise
    assert enterprise.principal_id == enterprise.officer_id


def test_a_person_with_open_hidden_dangers_cannot_simply_leave(desk: Desk) -> None:
    shop(desk)
    person, _ = firm.add_person(desk.ports, "刘强")
    danger, _ = hidden_dangers.register_danger(desk.ports, "配电箱门坏了", "仓库")
    hidden_dangers.assign_danger(desk.ports, danger.id, person.id, desk.clock.today())
    with pytest.raises(UserError, match="还有 1 条隐患"):
        firm.person_left(desk.ports, person.id)


def test_a_post_keeps_its_code_for_ever_and_codes_are_not_given_again(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    first, _ = firm.add_post(desk.ports, "油漆工")
    firm.remove_post(desk.ports, first.id)
    second, _ = firm.add_post(desk.ports, "油漆工")
    assert (first.code, second.code) == ("P-0001", "P-0002")


def test_two_posts_of_one_name_need_two_places(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    firm.add_post(desk.ports, "木工", place="一车间")
    firm.add_post(desk.ports, "木工", place="二车间")
    with pytest.raises(UserError, match="已经有岗位"):
        firm.add_post(desk.ports, "木工", place="二车间")


def test_a_hidden_danger_found_tomorrow_is_refused(desk: Desk) -> None:
    shop(desk)
    tomorrow = desk.clock.today().replace(day=desk.clock.today().day + 1)
    with pytest.raises(UserError, match="还没到"):
        hidden_dangers.register_danger(desk.ports, "通道堵了", "仓库", found_on=tomorrow)


def test_who_rectified_does_not_accept_unless_a_reason_is_written(desk: Desk) -> None:
    shop(desk)
    danger, _ = hidden_dangers.register_danger(desk.ports, "通道堵了", "仓库")
    owner = open_book(desk.ports).enterprise.principal_id or ""
    with pytest.raises(UserError, match="同一个人"):
        hidden_dangers.close_danger(desk.ports, danger.id, done="清开了", by_id=owner, accepted_by_id=owner)
    hidden_dangers.close_danger(
        desk.ports, danger.id, done="清开了", by_id=owner, accepted_by_id=owner, same_person_reason="只有一个人"
    )
    assert open_book(desk.ports).dangers[0].same_person_reason == "只有一个人"


def test_a_leaders_name_that_is_saved_while_it_is_typed_leaves_one_person(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    for typed in ("王", "王建", "王建国"):
        firm.name_leader(desk.ports, firm.PRINCIPAL, typed)
    firm.name_leader(desk.ports, firm.PRINCIPAL, "王建国", "13800000001")
    (person,) = open_book(desk.ports).people.values()
    assert (person.name, person.phone, person.duty) == ("王建国", "13800000001", "主要负责人")


def test_half_a_name_on_the_way_to_somebody_known_goes_away(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    firm.add_person(desk.ports, "李秀英", "13800000002")
    for typed in ("李", "李秀英"):
        firm.name_leader(desk.ports, firm.OFFICER, typed)
    assert [p.name for p in open_book(desk.ports).people.values()] == ["李秀英"]


def test_another_leader_does_not_rename_the_one_whom_records_name(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    firm.name_leader(desk.ports, firm.PRINCIPAL, "王建国")
    owner = open_book(desk.ports).enterprise.principal_id or ""
    danger, _ = hidden_dangers.register_danger(desk.ports, "配电箱门坏了", "仓库")
    hidden_dangers.assign_danger(desk.ports, danger.id, owner, desk.clock.today())
    firm.name_leader(desk.ports, firm.PRINCIPAL, "赵大力")
    assert {p.name for p in open_book(desk.ports).people.values()} == {"王建国", "赵大力"}


def test_one_person_for_both_follows_a_corrected_name_and_can_be_two_again(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    firm.name_leader(desk.ports, firm.PRINCIPAL, "王建国")
    firm.officer_is_principal(desk.ports, True)
    firm.name_leader(desk.ports, firm.PRINCIPAL, "王健国")
    facts = firm.firm_facts(desk.ports)
    assert facts.officer == facts.principal
    firm.name_leader(desk.ports, firm.OFFICER, "李秀英")
    facts = firm.firm_facts(desk.ports)
    assert [p.name if p else "" for p in (facts.principal, facts.officer)] == ["王健国", "李秀英"]
    firm.officer_is_principal(desk.ports, True)
    firm.officer_is_principal(desk.ports, False)
    assert firm.firm_facts(desk.ports).officer is None


@pytest.mark.parametrize(("number", "right"), [("1380000000", False), ("13800000001", True), ("119", True)])
def test_a_mobile_number_with_a_digit_missing_is_noticed(desk: Desk, number: str, right: bool) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木"})
    if right:
        firm.save_enterprise(desk.ports, {"report_phone": number})
        assert open_book(desk.ports).enterprise.report_phone == number
    else:
        with pytest.raises(UserError, match="手机号应是 11 位，现在是 10 位"):
            firm.save_enterprise(desk.ports, {"report_phone": number})
