"""墙上台账: what hangs is known, what changed is offered for printing, and nothing else."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta

import pytest

from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import demo, risks
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.reports.binder import Binder
from ymh_desktop.services.wall import WallLine, WallState, hang, sheets, take_down, to_print, wall_register


@pytest.fixture
def sample(desk: Desk) -> Desk:
    """The sample enterprise, nothing hung yet."""
    demo.fill(desk.ports)
    return desk


def lines(desk: Desk) -> dict[tuple[str, str], WallLine]:
    return {line.key: line for line in wall_register(desk.ports)}


def states(desk: Desk) -> set[WallState]:
    return {line.state for line in wall_register(desk.ports)}


def hang_all(desk: Desk) -> None:
    hang(desk.ports, [sheet.key for sheet in sheets(desk.ports, open_book(desk.ports))])


def names(binder: Binder) -> list[str]:
    return [paper.name for part in binder.parts for paper in part.papers]


def test_at_first_nothing_hangs_and_everything_is_to_be_printed(sample: Desk) -> None:
    assert states(sample) == {WallState.NOT_HUNG}
    assert len(names(to_print(sample.ports))) == len(wall_register(sample.ports)) > 20


def test_each_post_has_its_card_and_the_firm_one_board(sample: Desk) -> None:
    found = lines(sample)
    posts = open_book(sample.ports).posts
    assert {key[1] for key in found if key[0] == "cards"} == {post.code for post in posts}
    assert [key for key in found if key[0] == "board"] == [("board", "")]


def test_what_hangs_is_right_the_next_week_too(sample: Desk) -> None:
    hang_all(sample)
    sample.clock.moment += timedelta(days=7)
    assert states(sample) == {WallState.CURRENT}
    with pytest.raises(UserError, match="没有要重新打印"):
        to_print(sample.ports)


def test_only_what_the_change_touches_is_printed_anew(sample: Desk) -> None:
    hang_all(sample)
    post = open_book(sample.ports).posts[0]
    firm.edit_post(sample.ports, replace(post, name="换了名字的岗位"))
    changed = {line.key for line in wall_register(sample.ports) if line.state is WallState.OUT_OF_DATE}
    assert ("cards", post.code) in changed
    assert not any(paper == "cards" and code != post.code for paper, code in changed)
    assert len(names(to_print(sample.ports))) == len(changed)


def test_a_graver_risk_makes_the_board_out_of_date(sample: Desk) -> None:
    hang_all(sample)
    book = open_book(sample.ports)
    hazard = min(book.hazards, key=lambda each: each.level)
    profile = sample.ports.codes.profile(hazard.grade.profile_id)
    worst = tuple(max(option.mark for option in factor.options) for factor in profile.factors)
    risks.grade_hazard(sample.ports, hazard.id, worst)
    assert lines(sample)["board", ""].state is WallState.OUT_OF_DATE


def test_a_new_print_takes_the_old_one_down(sample: Desk) -> None:
    key = ("board", "")
    hang(sample.ports, [key], place="厂门口")
    sample.clock.moment += timedelta(days=3)
    hang(sample.ports, [key], place="车间门口", photo="wall.jpg")
    with sample.ports.units.read() as uow:
        old, new = uow.postings.all()
    assert (old.hangs, old.taken_down_on) == (False, sample.clock.today())
    assert (new.hangs, new.place, new.photo) == (True, "车间门口", "wall.jpg")
    assert lines(sample)[key].place == "车间门口"


def test_the_card_of_a_post_that_is_gone_should_be_taken_down(sample: Desk) -> None:
    hang_all(sample)
    post = open_book(sample.ports).posts[-1]
    firm.remove_post(sample.ports, post.id)
    line = lines(sample)["cards", post.code]
    assert line.state is WallState.GONE
    take_down(sample.ports, line.posting_id or "")
    assert ("cards", post.code) not in lines(sample)


def test_a_sheet_that_is_no_more_cannot_be_hung(sample: Desk) -> None:
    with pytest.raises(UserError, match="已经没有了"):
        hang(sample.ports, [("cards", "P-9999")])
    with pytest.raises(UserError, match="还没到"):
        hang(sample.ports, [("board", "")], on=sample.clock.today() + timedelta(days=1))
    assert states(sample) == {WallState.NOT_HUNG}


def test_chosen_sheets_only_are_printed(sample: Desk) -> None:
    key = next(line.key for line in wall_register(sample.ports) if line.paper == "emergency")
    binder = to_print(sample.ports, [key])
    assert len(names(binder)) == 1


def test_no_sheet_speaks_of_another_post(sample: Desk) -> None:
    told: dict[str, set[int]] = {"cards": set(), "pages": set(), "tables": set()}
    for sheet in sheets(sample.ports, open_book(sample.ports)):
        assert is_dataclass(sheet.report)
        for name in told.keys() & {field.name for field in fields(sheet.report)}:
            told[name].add(len(getattr(sheet.report, name)))
    assert told == {"cards": {1}, "pages": {1}, "tables": {1}}
