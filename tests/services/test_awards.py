"""奖惩: rules of one's own, a ledger that forgets nothing, sums per person and post."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.services.check_support import walked
from tests.support.desk import Desk
from ymh_desktop.domain.awards import AwardKind, Tally
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.training.awards import (
    add_rule,
    adopt_rule,
    award_sheet,
    edit_rule,
    give_award,
    set_rule_in_force,
    withdraw_award,
)
from ymh_desktop.services.training.proofs import place_person


@pytest.fixture
def post(desk: Desk) -> Post:
    walked(desk)
    with desk.ports.units.read() as uow:
        return uow.posts.all()[0]


@pytest.fixture
def worker(desk: Desk, post: Post) -> Person:
    person, _ = firm.add_person(desk.ports, "周木生")
    place_person(desk.ports, person.id, (post.id,))
    return person


def test_nothing_is_a_rule_until_it_is_taken_over(desk: Desk, worker: Person) -> None:
    before = award_sheet(desk.ports)
    assert before.rules == ()
    assert len(before.suggestions) == len(desk.ports.codes.suggested_rules)
    rule, _ = adopt_rule(desk.ports, "report-danger")
    after = award_sheet(desk.ports)
    assert after.rules == (rule,)
    assert len(after.suggestions) == len(before.suggestions) - 1


def test_an_award_by_a_rule_takes_its_words_and_amounts_and_keeps_them(desk: Desk, worker: Person) -> None:
    rule, _ = add_rule(desk.ports, AwardKind.REWARD, "报告隐患", 2, Decimal(20))
    made, _ = give_award(desk.ports, rule_id=rule.id, person_id=worker.id)
    edit_rule(desk.ports, rule.id, text="报告隐患，查实", points=5, yuan=Decimal(50))
    (line,) = award_sheet(desk.ports).lines
    assert (made.code, line.award.reason, line.award.points, line.award.yuan) == ("JC-0001", "报告隐患", 2, Decimal(20))
    assert (line.whose, line.rule) == ("周木生", "报告隐患，查实")


def test_sums_count_rewards_less_penalties_per_person_and_post(desk: Desk, post: Post, worker: Person) -> None:
    give_award(desk.ports, kind=AwardKind.REWARD, reason="好", points=5, yuan=Decimal(50), person_id=worker.id)
    give_award(desk.ports, kind=AwardKind.PENALTY, reason="坏", points=2, yuan=Decimal("20.5"), person_id=worker.id)
    give_award(desk.ports, kind=AwardKind.REWARD, reason="齐", points=3, post_id=post.id)
    found = award_sheet(desk.ports)
    assert found.total == Tally(2, 1, 6, Decimal("29.5"))
    assert [(person.name, sums) for person, sums in found.per_person] == [("周木生", Tally(1, 1, 3, Decimal("29.5")))]
    assert [(each.name, sums.points) for each, sums in found.per_post] == [(post.name, 6)]


def test_a_withdrawn_award_stays_in_the_ledger_and_counts_no_more(desk: Desk, worker: Person) -> None:
    made, _ = give_award(desk.ports, reason="好", points=5, person_id=worker.id)
    with pytest.raises(UserError, match="撤回的原因"):
        withdraw_award(desk.ports, made.id, " ")
    withdraw_award(desk.ports, made.id, "记错人")
    found = award_sheet(desk.ports)
    assert found.lines[0].award.withdrawn == "记错人"
    assert found.total == Tally()


def test_only_what_was_decided_in_the_stretch_is_counted(desk: Desk, worker: Person) -> None:
    today = desk.clock.today()
    give_award(desk.ports, reason="早", points=5, person_id=worker.id, on=today - timedelta(days=40))
    give_award(desk.ports, reason="近", points=1, person_id=worker.id, on=today)
    assert award_sheet(desk.ports, today - timedelta(days=30), today).total.points == 1
    assert award_sheet(desk.ports, None, today - timedelta(days=30)).total.points == 5


def test_what_is_no_award_is_refused(desk: Desk, worker: Person) -> None:
    with pytest.raises(UserError, match="还没有选奖谁"):
        give_award(desk.ports, reason="好")
    with pytest.raises(UserError, match="为什么"):
        give_award(desk.ports, reason=" ", person_id=worker.id)
    with pytest.raises(UserError, match="-5 分不对"):
        give_award(desk.ports, reason="好", points=-5, person_id=worker.id)
    with pytest.raises(UserError, match="还没到"):
        give_award(desk.ports, reason="好", person_id=worker.id, on=desk.clock.today() + timedelta(days=1))


def test_a_rule_is_not_made_twice_and_one_out_of_force_is_kept(desk: Desk, worker: Person) -> None:
    rule, _ = add_rule(desk.ports, AwardKind.PENALTY, "不戴帽", 2)
    with pytest.raises(UserError, match="已经有"):
        add_rule(desk.ports, AwardKind.PENALTY, "不戴帽", 3)
    set_rule_in_force(desk.ports, rule.id, False)
    assert [each.in_force for each in award_sheet(desk.ports).rules] == [False]
