"""Paired phones and what they send: read strictly, decided once."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.records import records
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.inspections import Mark, ResultState
from ymh_desktop.domain.phones import (
    MOST_PHOTOS,
    Acceptance,
    AlreadyDecided,
    CardSigned,
    CheckDone,
    DangerSeen,
    EntryKind,
    EntryState,
    Payload,
    Phone,
    PhoneEntry,
    QuizAnswered,
    Rectified,
    WrongEntry,
    checked,
    checked_host_name,
    is_post_code,
    payload_data,
    payload_from,
    photos_of,
    post_code_in,
    with_photos,
)

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PAYLOADS = st.one_of([records(kind) for kind in get_args(Payload)])
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(["plan_id", "day", "marks", "what", "place", "photos", "danger_id", "done", "passed", "words"])


def entry(**other: Any) -> PhoneEntry:
    made = PhoneEntry("e1", "s" * 20, "ph1", "p1", NOW, NOW, DangerSeen("过道有油", ""))
    return replace(made, **other)


@given(payload=PAYLOADS)
def test_what_was_said_as_json_is_read_back_as_it_was(payload: Payload) -> None:
    said = json.loads(json.dumps(payload_data(payload), ensure_ascii=False))
    assert payload_from(payload.kind, said) == payload


@given(kind=st.sampled_from(EntryKind), data=JSON | st.dictionaries(FIELDS, JSON, max_size=5))
def test_any_other_json_is_refused_with_a_sentence_and_nothing_worse(kind: EntryKind, data: object) -> None:
    try:
        payload = payload_from(kind, data)
    except WrongEntry:
        return
    assert payload.kind is kind


@given(payload=PAYLOADS, other=st.text(min_size=1, max_size=10))
def test_a_field_more_is_refused(payload: Payload, other: str) -> None:
    data = payload_data(payload)
    if other not in data:
        with pytest.raises(WrongEntry):
            payload_from(payload.kind, {**data, other: 1})


@given(payload=PAYLOADS)
def test_what_was_checked_passes_the_check_again(payload: Payload) -> None:
    try:
        once = checked(payload)
    except WrongEntry:
        return
    assert checked(once) == once


@given(payload=PAYLOADS)
def test_photos_are_called_by_their_names_in_the_store_wherever_they_stand(payload: Payload) -> None:
    names = {ticket: f"{number}.jpg" for number, ticket in enumerate(dict.fromkeys(photos_of(payload)))}
    named = with_photos(payload, names)
    assert photos_of(named) == tuple(names[ticket] for ticket in photos_of(payload))
    assert {key for key in payload_data(named) if payload_data(named)[key] != payload_data(payload)[key]} <= {
        "photos",
        "marks",
    }


ABNORMAL = Mark(1, ResultState.ABNORMAL, "松了")
BEYOND = {
    "a check of a million seconds": CheckDone("p", date(2026, 11, 23), seconds=1_000_000),
    "seconds below nothing": CheckDone("p", date(2026, 11, 23), seconds=-1),
    "a normal mark": CheckDone("p", date(2026, 11, 23), (Mark(1, ResultState.NORMAL),)),
    "the same line twice": CheckDone("p", date(2026, 11, 23), (ABNORMAL, ABNORMAL)),
    "a line 0": CheckDone("p", date(2026, 11, 23), (replace(ABNORMAL, number=0),)),
    "words for the hidden danger": CheckDone("p", date(2026, 11, 23), (replace(ABNORMAL, title="重大"),)),
    "a measure of one's choice": CheckDone("p", date(2026, 11, 23), (replace(ABNORMAL, measure_id="m"),)),
    "a note without end": CheckDone("p", date(2026, 11, 23), (replace(ABNORMAL, note="长" * 201),)),
    "too many lines": CheckDone(
        "p", date(2026, 11, 23), tuple(replace(ABNORMAL, number=number) for number in range(1, 300))
    ),
    "too many photos of one line": CheckDone(
        "p", date(2026, 11, 23), (replace(ABNORMAL, photos=tuple(map(str, range(MOST_PHOTOS + 1)))),)
    ),
    "nothing seen": DangerSeen(" \n", "车间"),
    "a place without end": DangerSeen("油", "长" * 61),
    "the same photo twice": DangerSeen("油", "", ("a", "a")),
    "nothing done": Rectified("d", "  "),
    "refused without a word": Acceptance("d", False, " "),
    "no signature": CardSigned("p", "A1", ()),
    "two signatures": CardSigned("p", "A1", ("a", "b")),
    "an edition that is none": CardSigned("p", "../x", ("a",)),
    "two letters": QuizAnswered("p", "A1", "AB"),
    "a fourth option": QuizAnswered("p", "A1", "ABD"),
}


@pytest.mark.parametrize("payload", BEYOND.values(), ids=BEYOND)
def test_what_goes_beyond_a_limit_is_refused(payload: Payload) -> None:
    with pytest.raises(WrongEntry):
        checked(payload)


def test_outer_blanks_and_control_signs_are_taken_off() -> None:
    assert checked(DangerSeen("  过道\x07有油\n", " 车间 ")) == DangerSeen("过道有油", "车间")


# ---- decided once ----------------------------------------------------------------------------------------------------


def test_an_entry_is_accepted_or_refused_once() -> None:
    accepted, refused = entry().accepted(NOW, "已记成隐患 Y-0001", "d1"), entry().refused(NOW, "看不清")
    assert (accepted.state, accepted.record_id) == (EntryState.ACCEPTED, "d1")
    assert (refused.state, refused.said) == (EntryState.REFUSED, "看不清")
    for decided in (accepted, refused):
        with pytest.raises(AlreadyDecided):
            decided.accepted(NOW, "", None)
        with pytest.raises(AlreadyDecided):
            decided.refused(NOW, "再说")


def test_a_refusal_says_why() -> None:
    with pytest.raises(UserError, match="为什么不接受"):
        entry().refused(NOW, "  ")


# ---- phones, names and codes -----------------------------------------------------------------------------------------


def test_a_phone_is_let_in_for_180_days_unless_it_was_revoked() -> None:
    phone = Phone("ph1", 3, "p1", "安卓手机", "0" * 64, NOW)
    assert phone.called == "手机3号"
    assert phone.lets_in(NOW + timedelta(days=179))
    assert not phone.lets_in(NOW + timedelta(days=180))
    assert not phone.ended(NOW).lets_in(NOW)
    with pytest.raises(UserError, match="重新扫码"):
        phone.ended(NOW).ended(NOW)


@given(number=st.integers(1, 999_999), before=st.sampled_from(["", "P-", "p", "P ", "Ｐ－", "http://x:8765/i/P-"]))
def test_the_code_of_a_post_is_found_however_it_is_written(number: int, before: str) -> None:
    found = post_code_in(f"{before}{number}")
    assert found == f"P-{number:04d}"
    assert is_post_code(found)


@pytest.mark.parametrize("text", ["", "P-", "P-0", "0000", "GB-0007", "SP-0007", "P-0007A", "1234567", "K-0007", "卡"])
def test_where_no_code_stands_none_is_found(text: str) -> None:
    assert post_code_in(text) is None


@pytest.mark.parametrize("name", ["office-pc.local", "192.168.1.5", "PC", "a.b-c.d"])
def test_a_name_that_a_phone_can_open_is_kept_in_small_letters(name: str) -> None:
    assert checked_host_name(f" {name} ") == name.lower()


@pytest.mark.parametrize("name", ["办公室", "a b", "-a", "a-", "a..b", "http://x", "x:80", "a/b", "a" * 64, "x\ny"])
def test_a_name_that_no_phone_could_open_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="不像电脑的名字"):
        checked_host_name(name)
