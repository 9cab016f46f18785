"""Step 2: the trade, its posts, machines, activities and places; ticked, counted, placed. Merges, never overwrites."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ymh_desktop.domain.enterprise import Post, optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.risks import RiskPoint, RiskPointKind
from ymh_desktop.knowledge.model import ModuleUse, Trade, UsualPost
from ymh_desktop.knowledge.shelves import OWN_PREFIX
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import forget_post, new_post, the_enterprise
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.risks import MOST_COUNT, new_point, remove_point_in


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A line of step 2: a post of the trade or of the user, ticked when `post` is there."""

    library: UsualPost | None
    post: Post | None

    @property
    def name(self) -> str:
        """As this firm calls it, else as the library does."""
        return self.post.name if self.post else self.library.name if self.library else ""


@dataclass(frozen=True, slots=True)
class ModuleChoice:
    """A line of step 2: a module with the risk points made from it (one per place); unticked when there are none."""

    module_id: str
    name: str
    kind: RiskPointKind
    usual_place: str
    points: tuple[RiskPoint, ...]


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """A profile question with its answer; None while it was not answered."""

    id: str
    question: str
    hint: str
    answer: bool | None


def choose_trade(ports: Ports, identification_id: str, trade_id: str) -> Changes:
    """Set the trade and make its usual posts and risk points; what is there already stays as it is.

    On another run for the same trade nothing that the user took away comes back.
    """
    trade = ports.library.trade(trade_id)
    with ports.units.write() as uow:
        enterprise = the_enterprise(uow)
        again = enterprise.trade_id == trade_id
        uow.save_enterprise(replace(enterprise, trade_id=trade_id))
        run = uow.identifications.get(identification_id)
        uow.identifications.save(replace(run, trade_id=trade_id, library_version=ports.library.version))
        if not again:
            switched = {m for q in trade.profile for m in q.modules}
            _make_points(uow, ports, (u for u in trade.modules if u.usual and u.module not in switched))
            for usual in trade.posts:
                if usual.usual and not set(usual.modules) <= switched:
                    _make_post(uow, ports, usual)
        return uow.commit()


def _make_points(uow: UnitOfWork, ports: Ports, uses: Iterable[ModuleUse]) -> None:
    present = {point.module_id for point in uow.risk_points.all()}
    readable = {header.id for header in ports.library.module_headers()}  # a damaged module file is told elsewhere
    for use in uses:
        if use.module in readable - present:
            _point_of(uow, ports, use.module, use.place, use.count)
    _link_posts(uow, ports)


def _point_of(uow: UnitOfWork, ports: Ports, module_id: str, place: str, count: int = 1) -> RiskPoint:
    header = next(h for h in ports.library.module_headers() if h.id == module_id)
    kind = header.kind or RiskPointKind.FACILITY
    return new_point(uow, ports, header.name, kind, place=place, count=count, module_id=module_id)


def _make_post(uow: UnitOfWork, ports: Ports, usual: UsualPost) -> None:
    if all(post.library_id != usual.id for post in uow.posts.all()):
        new_post(
            uow, ports, usual.name, work=usual.work, place=usual.place, headcount=usual.people, library_id=usual.id
        )
    _link_posts(uow, ports)


def _staff(uow: UnitOfWork, ports: Ports, trade: Trade, modules: Iterable[str]) -> None:
    """Somebody works at each of these: where no chosen post meets a module, make the trade's first one that does."""
    chosen = {post.library_id for post in uow.posts.all()}
    for module_id in modules:
        meeting = [usual for usual in trade.posts if module_id in usual.modules]
        if meeting and all(usual.id not in chosen for usual in meeting):
            _make_post(uow, ports, meeting[0])
            chosen.add(meeting[0].id)


def _link_posts(uow: UnitOfWork, ports: Ports) -> None:
    """Every risk point names the library posts that meet its module; the user's own links stay."""
    trade = _trade(uow, ports)
    if trade is None:
        return
    meets = {usual.id: set(usual.modules) for usual in trade.posts}
    posts = uow.posts.all()
    for point in uow.risk_points.all():
        ids = [p.id for p in posts if p.library_id and point.module_id in meets.get(p.library_id, ())]
        joined = tuple(dict.fromkeys((*point.post_ids, *ids)))
        if joined != point.post_ids:
            uow.risk_points.save(replace(point, post_ids=joined))


def _trade(uow: UnitOfWork, ports: Ports) -> Trade | None:
    enterprise = uow.enterprise()
    return ports.library.trade(enterprise.trade_id) if enterprise and enterprise.trade_id else None


def post_choices(ports: Ports) -> tuple[PostChoice, ...]:
    """The trade's posts in its order, then the user's own."""
    with ports.units.read() as uow:
        trade, posts = _trade(uow, ports), uow.posts.all()
    known = {usual.id for usual in trade.posts} if trade else set()
    chosen = {post.library_id: post for post in posts if post.library_id}
    offered = tuple(PostChoice(usual, chosen.get(usual.id)) for usual in (trade.posts if trade else ()))
    return offered + tuple(PostChoice(None, post) for post in posts if post.library_id not in known)


def module_choices(ports: Ports) -> tuple[ModuleChoice, ...]:
    """The trade's modules in its order, then others that were added, then what the user wrote himself."""
    with ports.units.read() as uow:
        trade, points = _trade(uow, ports), uow.risk_points.all()
    headers = {header.id: header for header in ports.library.module_headers()}
    places = {use.module: use.place for use in (trade.modules if trade else ())}
    extra = dict.fromkeys(p.module_id for p in points if p.module_id and p.module_id not in places)
    extra |= dict.fromkeys(name for name in headers if name.startswith(OWN_PREFIX))
    return tuple(
        ModuleChoice(
            module_id,
            headers[module_id].name,
            headers[module_id].kind or RiskPointKind.FACILITY,
            places.get(module_id, ""),
            tuple(p for p in points if p.module_id == module_id),
        )
        for module_id in (*places, *extra)
        if module_id in headers
    )


def own_points(ports: Ports) -> tuple[RiskPoint, ...]:
    """The risk points that the user added by himself, outside the library."""
    with ports.units.read() as uow:
        return tuple(point for point in uow.risk_points.all() if point.module_id is None)


def profile_choices(ports: Ports, identification_id: str) -> tuple[ProfileChoice, ...]:
    """The trade's profile questions with the answers of this run, or 有 where a risk point shows it.

    What is not there is asked anew on every run: that is where a firm changes.
    """
    with ports.units.read() as uow:
        trade = _trade(uow, ports)
        run = uow.identifications.get(identification_id)
        there = {point.module_id for point in uow.risk_points.all()}
    asked = trade.profile if trade else ()
    answers = {q.id: True for q in asked if there & set(q.modules)} | dict(run.profile_answers)
    return tuple(ProfileChoice(q.id, q.question, q.hint, answers.get(q.id)) for q in asked)


def answer_profile(ports: Ports, identification_id: str, question_id: str, present: bool) -> Changes:
    """有 switches the question's modules on; 没有 takes those away that have no hazards yet."""
    with ports.units.write() as uow:
        trade = _trade(uow, ports)
        if trade is None:
            raise UserError("还没有选行业。", "请先选行业。")
        question = next(q for q in trade.profile if q.id == question_id)
        run = uow.identifications.get(identification_id)
        answers = dict(run.profile_answers) | {question_id: present}
        uow.identifications.save(replace(run, profile_answers=tuple(answers.items())))
        if present:
            _make_points(uow, ports, (u for u in trade.modules if u.module in question.modules))
            _staff(uow, ports, trade, question.modules)
        else:
            elsewhere = {m for q in trade.profile if answers.get(q.id) and q.id != question_id for m in q.modules}
            for point in uow.risk_points.all():
                if point.module_id in set(question.modules) - elsewhere and not uow.hazards.of_point(point.id):
                    remove_point_in(uow, point.id)
            _drop_idle_posts(uow, trade, set(question.modules) - elsewhere)
        return uow.commit()


def _drop_idle_posts(uow: UnitOfWork, trade: Trade, gone: set[str]) -> None:
    """Library posts that met nothing but modules that are gone, and meet nothing now."""
    only_these = {usual.id for usual in trade.posts if usual.modules and set(usual.modules) <= gone}
    met = {post_id for point in uow.risk_points.all() for post_id in point.post_ids}
    for post in uow.posts.all():
        if post.library_id in only_these and post.id not in met:
            uow.posts.remove(post.id)


def tick_post(ports: Ports, library_post_id: str) -> Changes:
    """There is such a post here: make it, and the risk points it meets."""
    with ports.units.write() as uow:
        trade = _trade(uow, ports)
        usual = next((p for p in trade.posts if p.id == library_post_id), None) if trade else None
        if trade is None or usual is None:
            raise UserError("行业库里没有这个岗位。", "请用“自己加岗位”。")
        _make_post(uow, ports, usual)
        _make_points(uow, ports, (u for u in trade.modules if u.module in usual.modules))
        return uow.commit()


def untick_post(ports: Ports, post_id: str) -> Changes:
    """There is no such post: take it away; risk points that only it met and that have no hazards yet go too."""
    with ports.units.write() as uow:
        uow.posts.get(post_id)
        only_its = [p for p in uow.risk_points.all() if p.post_ids == (post_id,)]
        forget_post(uow, post_id)
        for point in only_its:
            if point.kind is not RiskPointKind.DUTY and not uow.hazards.of_point(point.id):
                remove_point_in(uow, point.id)
        uow.posts.remove(post_id)
        return uow.commit()


def tick_module(ports: Ports, module_id: str, place: str = "") -> Changes:
    """There is one here, or another one at another place; raises UserError for the same place."""
    with ports.units.write() as uow:
        trade = _trade(uow, ports)
        usual = next((u for u in trade.modules if u.module == module_id), None) if trade else None
        place = optional_text("地点", place, 40) or (usual.place if usual else "")
        if any(p.module_id == module_id and p.place == place for p in uow.risk_points.all()):
            raise UserError(f"“{place or '这里'}”已经有了。", "再加一处，请写上另一个地点，例如“二车间”。")
        _point_of(uow, ports, module_id, place)
        if trade is not None:
            _staff(uow, ports, trade, (module_id,))
        _link_posts(uow, ports)
        return uow.commit()


def untick_module(ports: Ports, module_id: str) -> Changes:
    """There is none here: take its risk points away with everything under them (undo brings all back)."""
    with ports.units.write() as uow:
        for point in uow.risk_points.all():
            if point.module_id == module_id:
                remove_point_in(uow, point.id)
        return uow.commit()


def set_point(ports: Ports, point_id: str, *, count: int | None = None, place: str | None = None) -> Changes:
    """How many, and where; None leaves it."""
    with ports.units.write() as uow:
        point = uow.risk_points.get(point_id)
        if count is not None:
            point = replace(point, count=min(max(1, count), MOST_COUNT))
        if place is not None:
            point = replace(point, place=optional_text("地点", place, 40))
        uow.risk_points.save(point)
        return uow.commit()


def set_post_count(ports: Ports, post_id: str, headcount: int) -> Changes:
    """How many people work at the post."""
    with ports.units.write() as uow:
        post = uow.posts.get(post_id)
        uow.posts.save(replace(post, headcount=min(max(1, headcount), MOST_COUNT)))
        return uow.commit()
