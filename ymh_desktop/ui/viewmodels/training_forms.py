"""The short forms of 培训与奖惩: each asks a few things and calls one use case."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from ymh_desktop.domain.awards import AwardKind, AwardRule
from ymh_desktop.domain.change_notes import TYPED, ChangeKind
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import still_to_come
from ymh_desktop.domain.quiz import LETTERS
from ymh_desktop.domain.receipts import HowProved
from ymh_desktop.domain.renewals import Renewal, checked_due
from ymh_desktop.domain.training import Attendance, TestOutcome, Training, TrainingKind
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.training_data import RenewalPreset
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.papers.training import plain
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.training import awards, proofs, reidentify, renewals, tasks, trainings
from ymh_desktop.services.training.lessons import Quiz
from ymh_desktop.services.training.reidentify import Reason
from ymh_desktop.services.training.renewals import SUSPECTED, RenewalLine
from ymh_desktop.services.training.tasks import PersonTicks
from ymh_desktop.services.training.trainings import TrainingList
from ymh_desktop.ui.viewmodels.asking import Ask, Form, Kind, Values, day_check

_TICK, _POST, _OUTCOME = "tick:", "post:", "outcome:"
_EACH = "each"
_TESTED: tuple[tuple[object, str], ...] = (
    (TestOutcome.NOT_TESTED, "没有考核"),
    (TestOutcome.PASSED, "来的都合格"),
    (_EACH, "有人不合格，一个一个选"),
)
_OUTCOMES = tuple((outcome, label(outcome)) for outcome in TestOutcome)
_PHOTO_HINT = "把纸拍一张照片存上，检查组要看。"
_NOT_ASKED = "no"
_ANSWERS: tuple[tuple[str, str], ...] = (
    (_NOT_ASKED, "没答"), ("111", "全对"), ("011", "第1问错"), ("101", "第2问错"), ("110", "第3问错"),
    ("001", "第1、2问错"), ("010", "第1、3问错"), ("100", "第2、3问错"), ("000", "三问都错"),
)  # fmt: skip


def _people(ports: Ports) -> tuple[Person, ...]:
    with ports.units.read() as uow:
        return uow.people.all()


def _posts(ports: Ports) -> tuple[tuple[object, str], ...]:
    with ports.units.read() as uow:
        return tuple((post.id, post.name) for post in uow.posts.all())


def _number(name: str, words: str, least: Decimal) -> Decimal:
    try:
        found = Decimal(words.strip() or "0")
    except InvalidOperation as error:
        raise UserError(f"“{name}”里的“{words[:20]}”不是数字。", "请只填数字，例如 2 或 1.5。") from error
    if not found.is_finite() or found < least:
        raise UserError(f"“{name}”要填不小于 {least} 的数。", "请只填数字，例如 2 或 1.5。")
    return found


def _whole(name: str, words: str) -> int:
    found = _number(name, words, Decimal(0))
    if found != found.to_integral_value():
        raise UserError(f"“{name}”要填整数。", "例如 2。")
    return int(found)


def _ticked(values: Values) -> tuple[str, ...]:
    """The ids whose tick is set."""
    return tuple(name.removeprefix(_TICK) for name, value in values.items() if name.startswith(_TICK) and value)


def _ticks(people: Sequence[Person], posts: str = "", *, yes: bool) -> tuple[Ask, ...]:
    return tuple(
        Ask(f"{_TICK}{person.id}", person.name, Kind.TICK, yes, half=True, name=f"{person.name}{posts}")
        for person in people
    )


def _today(ports: Ports, label_: str = "哪天") -> Ask:
    return Ask("on", label_, Kind.DAY, ports.clock.today(), half=True)


def _photos(name: str, most: int = 1) -> Ask:
    return Ask("photos", name, Kind.PHOTOS, hint=_PHOTO_HINT, most=most)


# ---- 人人有任务 ------------------------------------------------------------------------------------------------------


def add_people(ports: Ports) -> Form:
    """Several at once, by their names."""

    def send(values: Values) -> tuple[tuple[Person, ...], Changes]:
        return tasks.add_people(ports, values["names"], values["post"])

    return Form(
        "people:add",
        "加员工",
        "加进来",
        (
            Ask("names", "姓名", Kind.TEXT, placeholder="一行一个，或者用顿号隔开，例如 周木生、吴二",
                needed="请写上姓名。", lines=4),
            Ask("post", "在哪个岗位", Kind.CHOICE, None, ((None, "（以后再定）"), *_posts(ports))),
        ),
        send,
        "加了员工",
        sentence="不用账号。可以一次粘贴很多人。",
    )  # fmt: skip


def place_person(ports: Ports, line: PersonTicks, posts: Sequence[Post]) -> Form:
    """At which posts somebody works."""
    there = {proof.post.id for proof in line.posts}

    def send(values: Values) -> Changes:
        chosen = tuple(post.id for post in posts if values[f"{_POST}{post.id}"])
        return proofs.place_person(ports, line.person.id, chosen)

    return Form(
        f"place:{line.person.id}",
        f"{line.person.name}在哪些岗位",
        "定下来",
        tuple(Ask(f"{_POST}{post.id}", post.name, Kind.TICK, post.id in there, half=True) for post in posts),
        send,
        f"定了“{line.person.name}”的岗位",
    )


def sign_card(ports: Ports, person: Person, post: Post) -> Form:
    """One person signed for the card of one post."""

    def send(values: Values) -> tuple[object, Changes]:
        return proofs.sign_for_card(
            ports, person.id, post.id, how=HowProved.PAPER, on=values["on"], picture=next(iter(values["photos"]), None)
        )

    return Form(
        f"sign:{person.id}:{post.id}",
        f"{person.name}签收“{post.name}”的卡",
        "签收了",
        (_today(ports, "哪天签的"), _photos("签名的照片")),
        send,
        f"“{person.name}”签收了告知卡",
        sentence="先让本人把卡看一遍，在卡下面或者签收表上签名。",
    )


def sign_together(ports: Ports, post: Post, people: Sequence[Person]) -> Form:
    """Everybody whose name stands under one card."""

    def send(values: Values) -> tuple[object, Changes]:
        return proofs.sign_together(
            ports, post.id, _ticked(values), on=values["on"], picture=next(iter(values["photos"]), None)
        )

    return Form(
        f"sign-all:{post.id}",
        f"“{post.name}”的签收表",
        "都签收了",
        (*_ticks(people, " 签收", yes=True), _today(ports, "哪天签的"), _photos("签收表的照片")),
        send,
        f"“{post.name}”签收了告知卡",
        sentence="照着纸上的签名勾，没签的去掉。",
    )


def ask_quiz(ports: Ports, person: Person, post: Post) -> Form:
    """The three questions on the screen: read aloud, choose. Raises CardNotReady."""
    asked = proofs.post_quiz(ports, post.id)

    def send(values: Values) -> tuple[object, Changes]:
        letters = "".join(values[f"q{number}"] or "-" for number in range(1, len(asked.questions) + 1))
        return proofs.answer_questions(ports, person.id, asked.post_id, letters, asked.edition, how=HowProved.WINDOW)

    return Form(
        f"quiz:{person.id}:{asked.post_id}:{asked.edition}",
        f"问{person.name}：{asked.post_name}",
        "交卷",
        tuple(
            Ask(
                f"q{number}",
                f"{number}. {each.asked}",
                Kind.CHOICE,
                None,
                ((None, "（还没选）"), *((letter, f"选 {letter}") for letter in LETTERS[: len(each.options)])),
                hint="\n".join(f"{letter}　{text}" for letter, text in zip(LETTERS, each.options, strict=False)),
                needed="这一问还没选。",
            )
            for number, each in enumerate(asked.questions, start=1)
        ),
        send,
        f"“{person.name}”答了三问",
        sentence="念给他听，让他自己选。答案都在告知卡上。",
    )


def mark_quiz(ports: Ports, post: Post, people: Sequence[Person], asked: Quiz) -> Form:
    """Answers on paper, corrected with the key: one choice per person."""

    def send(values: Values) -> Changes:
        picture = next(iter(values["photos"]), None)
        changes = Changes()
        for person in people:
            marks = values[f"{_TICK}{person.id}"]
            if marks and marks != _NOT_ASKED:
                first, second, third = (mark == "1" for mark in marks)
                _, more = proofs.mark_questions(
                    ports, person.id, post.id, (first, second, third), asked.edition, on=values["on"], picture=picture
                )
                changes = changes.joined(more)
        if not changes:
            raise UserError("一个人也没有选对错。", "照着答卷给每个人选一项，没答的不用选。")
        return changes

    return Form(
        f"marks:{post.id}:{asked.edition}",
        f"录入“{post.name}”的三问",
        "录入",
        (
            *(Ask(f"{_TICK}{person.id}", person.name, Kind.CHOICE, _NOT_ASKED, _ANSWERS, half=True,
                  name=f"{person.name}答得怎样") for person in people),
            _today(ports, "哪天问的"),
            _photos("答卷的照片"),
        ),
        send,
        f"录入了“{post.name}”的三问",
        sentence=f"答案：{' '.join(asked.key)}。答卷上的版本要是 {asked.edition}。",
    )  # fmt: skip


# ---- 培训 ------------------------------------------------------------------------------------------------------------


def _training_asks(ports: Ports, known: Training | None) -> tuple[Ask, ...]:
    kinds, today = tuple((kind, label(kind)) for kind in TrainingKind), ports.clock.today()
    with ports.units.read() as uow:
        posts = uow.posts.all()
    chosen = set(known.post_ids) if known else set()

    def day_left(day: date) -> None:
        if known is None or day != known.planned_on:
            still_to_come("培训日期", day, today)

    return (
        Ask("topic", "培训什么", value=known.topic if known else None, needed="请写培训内容。"),
        Ask("kind", "类别", Kind.CHOICE, known.kind if known else TrainingKind.POST, kinds, half=True),
        Ask("planned_on", "哪天", Kind.DAY,
            known.planned_on if known else today + timedelta(days=7), half=True,
            check=day_check(day_left),
            hint="" if known else "已经办过的，排在今天，再录入签到表"),
        Ask("hours", "学时", value=plain(known.hours) if known else "1", hint="一小时算一学时",
            check=lambda words: _number("学时", words, Decimal("0.5")), half=True),
        Ask("teacher", "谁来讲", value=known.teacher if known else None, half=True),
        Ask("place", "在哪里", value=known.place if known else None, half=True),
        Ask("content", "讲些什么", Kind.TEXT, known.content if known else None, lines=3),
        Ask("all", "全体员工都来", Kind.TICK, not chosen),
        *(Ask(f"{_POST}{post.id}", post.name, Kind.TICK, post.id in chosen, half=True,
              shown=lambda values: not values.get("all"), name=f"培训给{post.name}") for post in posts),
    )  # fmt: skip


def _training_fields(values: Values) -> dict[str, Any]:
    post_ids = tuple(name.removeprefix(_POST) for name, value in values.items() if name.startswith(_POST) and value)
    if not values["all"] and not post_ids:
        raise UserError("还没有选给谁培训。", "勾“全体员工都来”，或者勾上岗位。")
    fields = {name: values[name] for name in ("topic", "kind", "planned_on", "teacher", "place", "content")}
    return {
        **fields,
        "hours": _number("学时", values["hours"], Decimal("0.5")),
        "post_ids": () if values["all"] else post_ids,
    }


def plan_training(ports: Ports) -> Form:
    """A new training."""

    def send(values: Values) -> tuple[Training, Changes]:
        fields = _training_fields(values)
        return trainings.plan_training(ports, fields.pop("topic"), fields.pop("planned_on"), **fields)

    return Form("training:plan", "排一次培训", "排上", _training_asks(ports, None), send, "排了一次培训")


def edit_training(ports: Ports, training: Training) -> Form:
    """Other words or another day."""
    return Form(
        f"training:{training.id}:edit",
        f"改 {training.code}",
        "改好了",
        _training_asks(ports, training),
        lambda values: trainings.edit_training(ports, training.id, **_training_fields(values)),
        f"改了 {training.code}",
    )


def hold_training(ports: Ports, found: TrainingList, training: Training) -> Form:
    """The signed sheet came back: who came, and how each did who was tested."""
    came = {each.person_id: each.outcome for each in training.attended}
    here = [person for person in found.people if not person.left or person.id in came]
    invited = {person.id for person in found.invited(training)}
    offered = [person for person in here if person.id in invited or person.id in came]
    today = ports.clock.today()
    kept = set(came.values())
    alike = next(iter(kept)) if len(kept) == 1 else TestOutcome.NOT_TESTED
    tested = _EACH if len(kept) > 1 or alike is TestOutcome.FAILED else alike

    def outcome(values: Values, person_id: str) -> TestOutcome:
        said = values[f"{_OUTCOME}{person_id}"] if values["outcome"] == _EACH else values["outcome"]
        return TestOutcome(said)

    def send(values: Values) -> Changes:
        there = [Attendance(person_id, outcome(values, person_id)) for person_id in _ticked(values)]
        return trainings.hold_training(
            ports, training.id, there, on=values["on"], scans=values["photos"], teacher=values["teacher"]
        )

    return Form(
        f"training:{training.id}:held",
        f"录入签到表 {training.code}",
        "录入",
        (
            Ask("on", "哪天办的", Kind.DAY, training.held_on or min(training.planned_on, today), half=True),
            Ask("teacher", "谁讲的", value=training.teacher or None, half=True),
            *(
                Ask(f"{_TICK}{person.id}", person.name, Kind.TICK, person.id in came, half=True,
                    name=f"{person.name}来了")
                for person in offered
            ),
            Ask("outcome", "考核", Kind.CHOICE, tested, _TESTED),
            *(
                Ask(f"{_OUTCOME}{person.id}", f"{person.name}的考核", Kind.CHOICE,
                    came.get(person.id, TestOutcome.PASSED), _OUTCOMES, half=True, shown=partial(_is_told, person.id))
                for person in offered
            ),
            _photos("签到表和现场的照片", most=5),
        ),
        send,
        f"录入了签到表 {training.code}",
        sentence="照着签到表，签了名的才勾。",
        tick_all="全都来了",
    )  # fmt: skip


def _is_told(person_id: str, values: Values) -> bool:
    """Whether the result of this person is asked for: they came, and not all did alike."""
    return values.get("outcome") == _EACH and bool(values.get(f"{_TICK}{person_id}"))


def call_off_training(ports: Ports, training: Training) -> Form:
    """It will not be held."""
    return Form(
        f"training:{training.id}:off",
        f"取消 {training.code}",
        "取消这次培训",
        (Ask("why", "为什么", needed="请写原因。"),),
        lambda values: trainings.call_off_training(ports, training.id, values["why"]),
        f"取消了 {training.code}",
    )


# ---- 到期提醒 --------------------------------------------------------------------------------------------------------


def _months(words: str) -> int | None:
    return _whole("几个月一次", words) or None


def _renewal_asks(preset: RenewalPreset, known: Renewal | None, today: date) -> tuple[Ask, ...]:
    months = known.every_months if known else preset.months
    asks = [
        Ask("title", "是什么", value=known.title if known else preset.name, needed="请写是什么。"),
        Ask("due_on", "哪天到期", Kind.DAY, known.due_on if known else today, half=True,
            check=day_check(lambda day: checked_due(renewals.DUE, day, today))),
        Ask("months", "几个月一次", value=str(months) if months else None, half=True,
            hint="习惯值，以证件上的日期为准", check=_months),
        Ask("person", preset.person, Kind.PERSON, known.person_id if known else None,
            needed=renewals.holder_wanted(preset)),
    ]  # fmt: skip
    if preset.number:
        asks.append(Ask("number", preset.number, value=known.number if known else None, half=True))
    if preset.issuer:
        asks.append(Ask("issuer", preset.issuer, value=known.issuer if known else None, half=True))
    asks.append(Ask("place", "在哪里", value=known.place if known else None, half=True))
    asks.append(Ask("note", "说明", value=known.note if known else None, half=True))
    asks.append(Ask("photos", "证件或报告的照片", Kind.PHOTOS, known.photos if known else None, most=5))
    return tuple(asks)


def _renewal_fields(values: Values) -> dict[str, Any]:
    return {
        "title": values["title"],
        "due_on": values["due_on"],
        "every_months": _months(values["months"]),
        "person_id": values["person"],
        **{name: values.get(name) or "" for name in ("number", "issuer", "place", "note")},
        "photos": tuple(values["photos"]),
    }


def choose_kind(ports: Ports, kinds: Sequence[RenewalPreset], kind: str) -> Form:
    """One more thing with a day, of this kind."""
    preset = next(each for each in kinds if each.id == kind)

    def send(values: Values) -> tuple[Renewal, Changes]:
        fields = _renewal_fields(values)
        return renewals.add_renewal(ports, preset.id, fields.pop("due_on"), **fields)

    return Form(
        f"renewal:add:{preset.id}",
        f"加一项：{preset.name}",
        "加上",
        _renewal_asks(preset, None, ports.clock.today()),
        send,
        f"加了“{preset.name}”",
        sentence=preset.note,
        people=_people(ports),
    )


def edit_renewal(ports: Ports, line: RenewalLine) -> Form:
    """Other words or another day."""
    return Form(
        f"renewal:{line.renewal.id}:edit",
        f"改“{line.renewal.title}”",
        "改好了",
        _renewal_asks(line.preset, line.renewal, ports.clock.today()),
        lambda values: renewals.edit_renewal(ports, line.renewal.id, **_renewal_fields(values)),
        f"改了“{line.renewal.title}”",
        people=_people(ports),
    )


def renew(ports: Ports, line: RenewalLine) -> Form:
    """It was renewed."""
    today = ports.clock.today()
    proposed = line.renewal.next_due(today) or today + timedelta(days=365)

    def send(values: Values) -> Changes:
        return renewals.renew(
            ports, line.renewal.id, done_on=values["on"], next_due=values["next_due"], by_id=values["by"],
            note=values["note"], photo=next(iter(values["photos"]), None),
        )  # fmt: skip

    return Form(
        f"renewal:{line.renewal.id}:done",
        f"“{line.renewal.title}”办好了",
        "办好了",
        (
            _today(ports, "哪天办的"),
            Ask("next_due", "下次到期", Kind.DAY, proposed, half=True, hint="照着新证、新报告上的日期改"),
            Ask("by", "谁办的", Kind.PERSON, line.renewal.person_id),
            Ask("note", "说明", placeholder="例如：指针都在绿区，换了 1 具"),
            _photos("凭证的照片"),
        ),
        send,
        f"“{line.renewal.title}”办好了",
        people=_people(ports),
    )


def give_up_renewal(ports: Ports, line: RenewalLine) -> Form:
    """No longer needed."""
    return Form(
        f"renewal:{line.renewal.id}:end",
        f"“{line.renewal.title}”不用再管",
        "不用再管",
        (Ask("why", "为什么", placeholder="例如：叉车卖了", needed="请写原因。"),),
        lambda values: renewals.give_up_renewal(ports, line.renewal.id, values["why"]),
        f"“{line.renewal.title}”不用再管",
    )


def register_expired(ports: Ports, line: RenewalLine) -> Form:
    """疑似重大隐患, which a person must judge."""
    return Form(
        f"renewal:{line.renewal.id}:danger",
        "登记为疑似重大隐患",
        "登记",
        (),
        lambda _: renewals.register_expired(ports, line.renewal.id),
        "登记了疑似重大隐患",
        sentence=f"证件过期还在干这项作业，{SUSPECTED}。登记以后到“隐患整改”里判定；判定不是重大的，改成一般。",
    )


def note_change(ports: Ports) -> Form:
    """An accident, a near miss or another change."""
    kinds = tuple((kind, label(kind)) for kind in TYPED)

    def send(values: Values) -> tuple[object, Changes]:
        return reidentify.note_change(
            ports, values["kind"], values["what"], on=values["on"], place=values["place"], cause=values["cause"]
        )

    return Form(
        "change:note",
        "记一次事故或变化",
        "记下来",
        (
            Ask("kind", "什么事", Kind.CHOICE, ChangeKind.NEAR_MISS, kinds, half=True),
            _today(ports),
            Ask("what", "发生了什么", Kind.TEXT, needed="请写发生了什么。"),
            Ask("place", "在哪里", half=True),
            Ask("cause", "为什么会这样", half=True),
        ),
        send,
        "记了一次变化",
        sentence="记下来以后，程序会提醒重新看一遍风险。发生事故的，另外按规定一小时内报告。",
    )


def answer_reason(ports: Ports, reason: Reason) -> Form:
    """No new identification is needed."""
    return Form(
        f"reason:{reason.kind.value}:{reason.about}",
        "不用重新辨识",
        "就这样定",
        (Ask("why", "为什么不用", Kind.TEXT, placeholder="例如：这台设备已经单独评过，措施也补了",
             needed="请写清楚原因，检查组会看。"),),
        lambda values: reidentify.answer_reason(ports, reason, values["why"]),
        "定了不用重新辨识",
        sentence=reason.what,
    )  # fmt: skip


# ---- 奖惩 ------------------------------------------------------------------------------------------------------------


def give_award(ports: Ports, rules: Sequence[AwardRule]) -> Form:
    """One reward or penalty, by a rule or freely."""
    in_force = [rule for rule in rules if rule.in_force]
    offered = tuple((rule.id, f"{label(rule.kind)}：{rule.text}") for rule in in_force)
    free: tuple[tuple[object, str], ...] = ((None, "（不按办法，自己写）"),)

    def freely(values: Values) -> bool:
        return values.get("rule") is None

    def send(values: Values) -> tuple[object, Changes]:
        own = freely(values)
        return awards.give_award(
            ports, rule_id=values["rule"], kind=values["kind"] or AwardKind.REWARD, reason=values["reason"],
            points=_whole("分", values["points"]) if own else None,
            yuan=_number("元", values["yuan"], Decimal(0)) if own else None,
            person_id=values["person"], post_id=values["post"], decided_by_id=values["by"], on=values["on"],
        )  # fmt: skip

    return Form(
        "award:give",
        "记一笔奖惩",
        "记上",
        (
            Ask("rule", "按哪一条", Kind.CHOICE, in_force[0].id if in_force else None, (*offered, *free)),
            Ask("kind", "奖还是罚", Kind.CHOICE, AwardKind.REWARD,
                tuple((kind, label(kind)) for kind in AwardKind), shown=freely),
            Ask("points", "几分", value="0", check=lambda words: _whole("分", words), shown=freely, half=True),
            Ask("yuan", "几元", value="0", check=lambda words: _number("元", words, Decimal(0)), shown=freely,
                half=True),
            Ask("person", "谁", Kind.PERSON),
            Ask("post", "整个岗位一起的，选岗位", Kind.CHOICE, None, ((None, "（不是）"), *_posts(ports))),
            Ask("reason", "具体什么事", Kind.TEXT, placeholder="例如：11月3日报告平刨护罩松动"),
            Ask("by", "谁定的", Kind.PERSON),
            _today(ports),
        ),
        send,
        "记了一笔奖惩",
        people=_people(ports),
    )  # fmt: skip


def withdraw_award(ports: Ports, award_id: str, code: str) -> Form:
    """A wrong entry stays, struck out."""
    return Form(
        f"award:{award_id}:back",
        f"撤回 {code}",
        "撤回",
        (Ask("why", "为什么", placeholder="例如：记错人了", needed="请写原因。"),),
        lambda values: awards.withdraw_award(ports, award_id, values["why"]),
        f"撤回了 {code}",
        sentence="台账上还看得到，划掉，不再算数。",
    )


def rule_form(ports: Ports, rule: AwardRule | None) -> Form:
    """A rule of one's own, new or changed."""
    kinds = tuple((kind, label(kind)) for kind in AwardKind)

    def send(values: Values) -> Any:
        points, yuan = _whole("分", values["points"]), _number("元", values["yuan"], Decimal(0))
        if rule is None:
            return awards.add_rule(ports, values["kind"], values["text"], points, yuan)
        return awards.edit_rule(ports, rule.id, text=values["text"], points=points, yuan=yuan)

    return Form(
        f"rule:{rule.id if rule else 'add'}",
        "改一条办法" if rule else "加一条办法",
        "改好了" if rule else "加上",
        (
            Ask("kind", "奖还是罚", Kind.CHOICE, rule.kind if rule else AwardKind.REWARD, kinds, fixed=bool(rule)),
            Ask("text", "什么情况", value=rule.text if rule else None, needed="请写什么情况。"),
            Ask("points", "几分", value=str(rule.points) if rule else "0", check=lambda words: _whole("分", words),
                half=True),
            Ask("yuan", "几元", value=plain(rule.yuan) if rule else "0",
                check=lambda words: _number("元", words, Decimal(0)), half=True),
        ),
        send,
        "改了一条办法" if rule else "加了一条办法",
        sentence="办法由企业自己定，定以前听听员工的意见，定了要公布。",
    )  # fmt: skip
