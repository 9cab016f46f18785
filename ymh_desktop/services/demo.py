"""A believable sample enterprise, filled in through the same use cases as a user would: a ten-person furniture shop.

Every name, number and address is made up.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from ymh_desktop.domain.enterprise import DepartmentKind
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue, Step, WhyNotHere
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.services import demo_people, hidden_dangers, maps
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import posts, situations, steps, walk
from ymh_desktop.services.flows.measures import answer_rest, measure_choices, measure_list, plan_line
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.runs import PRINCIPAL

TRADE = "wood-furniture"
NAME = "示例县宏木家具厂（演示）"
CREDIT_CODE = "91350100M000100Y43"  # the example of GB 32100-2015 itself
SWITCHED_ON = ("spray", "solid-wood", "charging")
_PEOPLE = (
    ("王建国", "厂长"),
    ("李秀英", "安全员兼会计"),
    ("张大勇", "木工组长"),
    ("赵师傅", "喷漆工"),
    ("刘强", "电工"),
)


class NotEmpty(UserError):
    """Samples never mix with real data."""

    def __init__(self) -> None:
        super().__init__("这个数据文件夹里已经有企业了。", "演示数据请放到另一个空文件夹，例如加上 --data 演示。")


def fill(ports: Ports) -> None:
    """Fill an empty data folder up to the signed first identification; raises NotEmpty."""
    with ports.units.read() as uow:
        if uow.enterprise() is not None:
            raise NotEmpty
    run = steps.start_or_resume(ports).id
    people = _enterprise(ports)
    posts.choose_trade(ports, run, TRADE)
    for choice in posts.profile_choices(ports, run):
        posts.answer_profile(ports, run, choice.id, choice.id in SWITCHED_ON)
    _posts(ports, people)
    _situations(ports, run)
    _walk(ports, run)
    _measures(ports, people)
    _dangers(ports, people)
    _map(ports)
    _sign(ports, run)
    demo_people.begin(ports)


def _enterprise(ports: Ports) -> dict[str, str]:
    fields = {
        "name": NAME,
        "short_name": "宏木家具",
        "credit_code": CREDIT_CODE,
        "address": "示例县示例镇工业路 1 号",
        "headcount": "10",
        "report_phone": "01000000000",
        "recipient": "示例镇应急管理办公室",
    }
    firm.save_enterprise(ports, fields)
    phones = {name: f"1380000{number:04d}" for number, (name, _) in enumerate(_PEOPLE, start=1)}
    firm.name_leaders(ports, principal=("王建国", phones["王建国"]), officer=("李秀英", phones["李秀英"]))
    people = {}
    for name, duty in _PEOPLE:
        person, _ = firm.add_person(ports, name, phones[name], duty)
        people[name] = person.id
    firm.add_department(ports, "木工车间", DepartmentKind.WORKSHOP, people["张大勇"])
    return people


def _posts(ports: Ports, people: dict[str, str]) -> None:
    heads = {"喷漆工": "赵师傅", "电工（维修工）": "刘强"}
    for post in open_book(ports).posts:
        name = heads.get(post.name, "张大勇" if "工" in post.name else "李秀英")
        firm.edit_post(ports, replace(post, head_id=people[name]))


def _situations(ports: Ports, run: str) -> None:
    steps.go_to(ports, run, Step.SITUATIONS)
    for number, card in enumerate(situations.situation_cards(ports, run)):
        value = AnswerValue.UNSURE if number == 1 else AnswerValue.ABSENT
        situations.answer_situation(ports, run, card.subject, value)
    walk.settle_from_situations(ports, run)


def _walk(ports: Ports, run: str) -> None:
    """Four statements fail, one does not apply; the rest is 是."""
    steps.go_to(ports, run, Step.WALK)
    cards = [card for card in walk.walk_cards(ports, run) if not card.settled]
    fails = {cards[n].key for n in (2, len(cards) // 3, len(cards) // 2, len(cards) - 3)}
    absent = cards[len(cards) // 4].key
    for card in cards:
        value = AnswerValue.NO if card.key in fails else AnswerValue.YES
        if card.key == absent:
            value = AnswerValue.NOT_HERE
        targets = [(t.point.id, t.entry.id) for t in card.targets]
        why = WhyNotHere.NONE_HERE if value is AnswerValue.NOT_HERE else None
        first = frozenset({card.targets[0].point.id}) if value is AnswerValue.NO else None
        walk.answer_card(ports, run, targets, value, failed_points=first, why=why)


def _measures(ports: Ports, people: dict[str, str]) -> None:
    """Most measures are there; the first engineering measure still missing is planned with person, day and cost."""
    due = ports.clock.today() + timedelta(days=30)
    planned = False
    book = open_book(ports)
    choices = measure_choices(ports, book)
    for point in measure_list(book, choices):
        for line in point.lines:
            if line.open and line.kind is MeasureKind.ENGINEERING and not planned:
                plan_line(ports, line, person_id=people["王建国"], due=due, cost=Decimal(1200))
                planned = True
        fresh = next(p for p in measure_list(open_book(ports), choices) if p.point.id == point.point.id)
        answer_rest(ports, fresh, MeasureState.IN_PLACE)


def _dangers(ports: Ports, people: dict[str, str]) -> None:
    """One hidden danger is closed, the others are assigned."""
    deadline = ports.clock.today() + timedelta(days=7)
    for number, danger in enumerate(open_book(ports).dangers):
        hidden_dangers.assign_danger(ports, danger.id, people["张大勇"], deadline)
        if number == 0:
            hidden_dangers.close_danger(
                ports,
                danger.id,
                done="已按要求整改，现场看过",
                by_id=people["张大勇"],
                accepted_by_id=people["李秀英"],
            )


def _sign(ports: Ports, run: str) -> None:
    with ports.units.read() as uow:
        first = uow.posts.all()[0]
    steps.set_participants(ports, run, first.id, ("张大勇", "赵师傅"))
    steps.go_to(ports, run, Step.RESULT)
    steps.sign_off(ports, run, PRINCIPAL, "王建国")
    steps.finish(ports, run)
    _at_work(ports)


def _at_work(ports: Ports) -> None:
    """The sample is looked at on the day it is made: its checks are in use, as if they were planned the day before."""
    with ports.units.write() as uow:
        for plan in uow.check_plans.all():
            uow.check_plans.save(replace(plan, starts_on=ports.clock.today()))
        uow.commit()


_ROOMS = (
    ("开料和封边区", (100, 100, 900, 900), ("开料区", "封边区", "钻孔区")),
    ("木工区", (900, 100, 1500, 900), ("木工区",)),
    ("打磨区", (1500, 100, 2100, 900), ("打磨区", "车间外除尘处")),
    ("喷漆房和油漆间", (2100, 100, 2700, 900), ("喷漆房", "油漆间")),
    ("仓库和装卸区", (100, 1200, 1300, 1880), ("仓库", "装卸区")),
    ("空压机房", (1300, 1200, 1700, 1880), ("空压机房",)),
    ("充电区", (1700, 1200, 2100, 1880), ("充电区",)),
    ("办公室", (2100, 1200, 2700, 1880), ("办公室",)),
)


def _map(ports: Ports) -> None:
    """The shop as a floor plan of eight rooms; what is everywhere lies in none of them."""
    sheet, _ = maps.add_sheet(ports)
    points = open_book(ports).points
    for name, (left, top, right, bottom), places in _ROOMS:
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        zone, _ = maps.add_zone(ports, sheet.id, corners, name)
        maps.put_points(ports, sheet.id, zone.id, [point.id for point in points if point.place in places])
