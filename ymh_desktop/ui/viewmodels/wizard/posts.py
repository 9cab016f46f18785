"""Step 2: the trade, what there is, posts, machines, activities and places."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.risks import RiskPoint, RiskPointKind
from ymh_desktop.knowledge.model import Header
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import risks
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.flows import posts
from ymh_desktop.services.flows.overview import posts_blocker
from ymh_desktop.services.flows.posts import ModuleChoice, PostChoice, ProfileChoice
from ymh_desktop.services.flows.walk import walk_cards
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import Unkept
from ymh_desktop.ui.viewmodels.wizard.keeping import Keeping

_KINDS = (RiskPointKind.FACILITY, RiskPointKind.ACTIVITY, RiskPointKind.PLACE, RiskPointKind.DUTY)
_KIND_HEADS = {
    RiskPointKind.FACILITY: ("机器设备", "有的勾上，写清在哪里；别处还有就“再加一处”。"),
    RiskPointKind.ACTIVITY: ("会做的事", "自己人做、请人来做都算。"),
    RiskPointKind.PLACE: ("场所", "厂里有的地方都勾上。"),
    RiskPointKind.DUTY: ("管理上的事", "每家都要有，一般不用动。"),
}


@dataclass(frozen=True, slots=True)
class PostsState:
    """Everything that step 2 shows. `trade` None: not chosen yet."""

    trades: tuple[Header, ...]
    trade: Header | None
    profile: tuple[ProfileChoice, ...] = ()
    posts: tuple[PostChoice, ...] = ()
    modules: tuple[ModuleChoice, ...] = ()
    own: tuple[RiskPoint, ...] = ()
    questions: int = 0


class PostsModel(Keeping[PostsState]):
    """Ticks are kept at once; what a tick brings along appears when it has been read again."""

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context)
        self._run_id = run_id
        self.state = PostsState((), None)
        self.unkept = Unkept(context, "posts")

    def load(self) -> None:
        """Read anew, first what could not be kept."""
        self.unkept.load()
        super().load()

    # ---- what is shown -------------------------------------------------------------------------------------------

    def trades(self, words: str = "") -> tuple[Header, ...]:
        """The trades whose name or other names contain the words."""
        wanted = words.strip().casefold()
        return tuple(t for t in self.state.trades if any(wanted in n.casefold() for n in (t.name, *t.aliases)))

    def kinds(self) -> tuple[tuple[RiskPointKind, str, str, tuple[ModuleChoice, ...]], ...]:
        """(kind, heading, sentence, modules) in the order in which they are shown."""
        return tuple(
            (kind, *_KIND_HEADS[kind], found)
            for kind in _KINDS
            if (found := tuple(m for m in self.state.modules if m.kind is kind))
        )

    def counts(self) -> str:
        """What was chosen, in a sentence."""
        state = self.state
        people = sum(choice.post.headcount for choice in state.posts if choice.post)
        chosen = sum(1 for choice in state.posts if choice.post)
        points = [p for m in state.modules for p in m.points] + list(state.own)
        parts = [f"{chosen} 个岗位（{people} 人次）"]
        for kind, word in ((RiskPointKind.FACILITY, "处设备"), (RiskPointKind.ACTIVITY, "项作业")):
            parts.append(f"{sum(1 for p in points if p.kind is kind)} {word}")
        parts.append(f"{sum(1 for p in points if p.kind is RiskPointKind.PLACE)} 处场所")
        return f"现在勾了 {'、'.join(parts)}；到现场大约要看 {state.questions} 条。"

    def summary(self) -> str:
        """How many posts."""
        if self.state.trade is None:
            return ""
        chosen = sum(1 for choice in self.state.posts if choice.post)
        return f"{chosen} 个岗位"

    def blocker(self) -> str:
        """What is still to be chosen."""
        trade = self.state.trade.id if self.state.trade else None
        return posts_blocker(trade, self.state.profile, sum(1 for choice in self.state.posts if choice.post))

    # ---- what can be done ----------------------------------------------------------------------------------------

    def choose_trade(self, trade_id: str) -> None:
        """This is the trade; what is there already stays."""
        name = next((t.name for t in self.state.trades if t.id == trade_id), "")
        self.keep(partial(posts.choose_trade, self._ports, self._run_id, trade_id), f"选行业“{name}”")

    def answer_profile(self, question_id: str, present: bool) -> None:
        """有 or 没有."""
        self.state = replace(
            self.state,
            profile=tuple(replace(q, answer=present) if q.id == question_id else q for q in self.state.profile),
        )
        question = next(q.question for q in self.state.profile if q.id == question_id)
        said = f"“{question}”选{'有' if present else '没有'}"
        self.keep(partial(posts.answer_profile, self._ports, self._run_id, question_id, present), said)
        self.changed.emit()

    def tick_post(self, library_id: str, there: bool) -> None:
        """A post of the trade is there, or is not."""
        name = next((c.name for c in self.state.posts if c.library and c.library.id == library_id), "")
        if there:
            self.keep(partial(_tick_post, self._ports, library_id), f"勾上“{name}”")
        else:
            self.keep(partial(_untick_post, self._ports, library_id), f"已去掉“{name}”", toast=True)

    def remove_own_post(self, post_id: str) -> None:
        """A post of the user's own is not there any more."""
        name = next((c.name for c in self.state.posts if c.post and c.post.id == post_id), "")
        self.keep(partial(posts.untick_post, self._ports, post_id), f"已去掉“{name}”", toast=True)

    def count_post(self, post_id: str, people: int) -> None:
        """How many people work there."""
        self.keep(partial(posts.set_post_count, self._ports, post_id, people), "改岗位人数")

    def tick_module(self, module_id: str, there: bool) -> None:
        """There is such a thing, or none."""
        name = self._module(module_id).name
        if there:
            self.keep(partial(_tick_module, self._ports, module_id), f"勾上“{name}”")
        else:
            self.keep(partial(posts.untick_module, self._ports, module_id), f"已去掉“{name}”", toast=True)

    def add_place(
        self, module_id: str, place: str, *, then: Callable[[], None], failed: Callable[[UserError], None]
    ) -> None:
        """Another one at another place; the fault belongs under the field."""
        if not place.strip():
            failed(UserError("还没有写在哪里。", "例如“二车间”。"))
            return
        said = f"“{self._module(module_id).name}”再加一处"
        self.keep(partial(posts.tick_module, self._ports, module_id, place), said, then=then, failed=failed)

    def remove_point(self, point_id: str, called: str) -> None:
        """Not there any more."""
        self.keep(partial(risks.remove_point, self._ports, point_id), f"已去掉“{called}”", toast=True)

    def count_point(self, point_id: str, count: int) -> None:
        """How many there are."""
        self.keep(partial(posts.set_point, self._ports, point_id, count=count), "改数量")

    def place_point(self, point_id: str, place: str) -> None:
        """Where it is."""
        self.keep(partial(posts.set_point, self._ports, point_id, place=place), "改地点")

    def add_post(self, name: str, place: str, failed: Callable[[UserError], None]) -> None:
        """A post of the user's own."""
        self.keep(partial(firm.add_post, self._ports, name, place=place), f"加岗位“{name.strip()}”", failed=failed)

    def add_point(self, name: str, place: str, kind: RiskPointKind, failed: Callable[[UserError], None]) -> None:
        """A risk point of the user's own, outside the library."""
        work = partial(risks.add_point, self._ports, name, kind, place=place)
        self.keep(work, f"加“{name.strip()}”", failed=failed)

    # ---- the road ------------------------------------------------------------------------------------------------

    @property
    def _ports(self) -> Ports:
        return self._context.ports

    def _module(self, module_id: str) -> ModuleChoice:
        return next(m for m in self.state.modules if m.module_id == module_id)

    def _reader(self) -> Callable[[], PostsState]:
        return partial(read_posts, self._ports, self._run_id)

    def _show(self, state: PostsState) -> None:
        self.state = state


def read_posts(ports: Ports, run_id: str) -> PostsState:
    """One look at everything of step 2."""
    headers = ports.library.trade_headers()
    with ports.units.read() as uow:
        enterprise = uow.enterprise()
        run = uow.identifications.get(run_id)
    trade = next((h for h in headers if enterprise and h.id == enterprise.trade_id), None)
    if trade is None or run.trade_id is None:
        return PostsState(headers, None)
    return PostsState(
        headers,
        trade,
        posts.profile_choices(ports, run_id),
        posts.post_choices(ports),
        posts.module_choices(ports),
        posts.own_points(ports),
        len(walk_cards(ports, run_id)),
    )


def _tick_post(ports: Ports, library_id: str) -> Changes:
    if any(c.post and c.library and c.library.id == library_id for c in posts.post_choices(ports)):
        return Changes()
    return posts.tick_post(ports, library_id)


def _untick_post(ports: Ports, library_id: str) -> Changes:
    found = next((c.post for c in posts.post_choices(ports) if c.library and c.library.id == library_id), None)
    return posts.untick_post(ports, found.id) if found else Changes()


def _tick_module(ports: Ports, module_id: str) -> Changes:
    if any(m.module_id == module_id and m.points for m in posts.module_choices(ports)):
        return Changes()
    return posts.tick_module(ports, module_id)
