"""What the program tells a screen reader, through AT-SPI. Only what is shown is looked at."""

import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyatspi

PATIENCE = 20.0
_ENOUGH = 6000  # nodes: a tree that goes in circles ends here
_NOT_TEXT = {"push button", "toggle button", "check box", "radio button", "list item"}


class Box(NamedTuple):
    """A rectangle on the screen."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """Its centre."""
        return self.x + self.width // 2, self.y + self.height // 2

    def is_just_above(self, other: "Box") -> bool:
        """As a label stands above its field."""
        return abs(self.x - other.x) < 8 and 0 <= other.y - self.y - self.height < 16


class Gone(Exception):
    """What was looked for is not there, or not any more."""


class Node:
    """One thing in the tree."""

    def __init__(self, accessible: Any) -> None:
        self._it = accessible

    @property
    def name(self) -> str:
        """Its accessible name, without the letters for Alt."""
        return re.sub(r"\(&?\w\)", "", self._ask(lambda: self._it.name or "", ""))

    @property
    def about(self) -> str:
        """Its description: the smaller words of a painted line."""
        return str(self._ask(lambda: self._it.description or "", ""))

    @property
    def role(self) -> str:
        """What kind of thing it is."""
        return str(self._ask(self._it.getRoleName, ""))

    @property
    def box(self) -> Box:
        """Where it lies on the screen."""
        found = self._ask(lambda: self._it.queryComponent().getExtents(pyatspi.DESKTOP_COORDS), None)
        if found is None:
            raise Gone(self.name)
        return Box(found.x, found.y, found.width, found.height)

    @property
    def words(self) -> str:
        """The text inside a field; empty when it holds none."""
        return str(self._ask(lambda: self._it.queryText().getText(0, -1), ""))

    def is_(self, state: str) -> bool:
        """Whether it has a state: showing, enabled, checked, focused, active."""
        wanted = getattr(pyatspi, f"STATE_{state.upper()}")
        return bool(self._ask(lambda: self._it.getState().contains(wanted), False))

    @property
    def parent(self) -> "Node | None":
        """What it lies in."""
        found = self._ask(lambda: self._it.parent, None)
        return Node(found) if found is not None else None

    def children(self) -> "list[Node]":
        """What lies in it."""
        count = self._ask(lambda: self._it.childCount, 0)
        found = (self._ask(lambda place=place: self._it.getChildAtIndex(place), None) for place in range(count))
        return [Node(child) for child in found if child is not None]

    def walk(self) -> "Iterator[Node]":
        """It and everything shown in it, in the order of the tree."""
        waiting, seen = [self], 0
        while waiting and seen < _ENOUGH:
            node = waiting.pop()
            seen += 1
            if not node.is_("visible"):
                continue
            yield node
            waiting.extend(reversed(node.children()))

    @staticmethod
    def _ask(question: Any, otherwise: Any) -> Any:
        # A node may go between two questions, and the bus then answers with errors of several kinds.
        try:
            return question()
        except Exception:
            return otherwise


class Screen:
    """The windows of one process."""

    def __init__(self, process: int) -> None:
        self._process = process

    @property
    def window(self) -> Node:
        """The window in front; raises Gone while there is none."""
        windows = [node for app in self._applications() for node in app.children() if node.is_("visible")]
        if not windows:
            raise Gone("no window")
        return next((window for window in windows if window.is_("active")), windows[-1])

    def nodes(self) -> list[Node]:
        """Everything that is shown in the window in front."""
        try:
            return list(self.window.walk())
        except Gone:
            return []

    def find(self, name: str, *, patience: float = PATIENCE) -> Node:
        """What bears this name and can be operated; waits for it."""
        return self._wait(lambda: self._named(name), patience, lambda: f"{name!r} among {self._all_names()}")

    def find_like(self, pattern: str, *, patience: float = PATIENCE) -> Node:
        """The first thing to operate whose name matches."""
        return self._wait(lambda: self._like(pattern), patience, lambda: f"{pattern!r} among {self._all_names()}")

    def field(self, label: str) -> Node:
        """The field with this label."""

        def look() -> Node | None:
            fields = (node for node in self.nodes() if node.role in ("text", "spin button"))
            return next((node for node in fields if node.name == label), None)

        return self._wait(look, PATIENCE, lambda: f"a field {label!r}")

    def list_under(self, label: str) -> Node:
        """The list to choose from under this label. Its own name is what is chosen: so Qt tells it on Linux."""

        def look() -> Node | None:
            nodes = self.nodes()
            heads = [node.box for node in nodes if node.role == "label" and node.name == label]
            lists = [node for node in nodes if node.role == "combo box"]
            below = (each for head in heads for each in lists if head.is_just_above(each.box))
            return next(below, None)

        return self._wait(look, PATIENCE, lambda: f"a list under {label!r}")

    def names_like(self, pattern: str) -> list[str]:
        """The names of everything to operate that match."""
        return [node.name for node in self.nodes() if node.role in _NOT_TEXT and re.fullmatch(pattern, node.name)]

    def reads(self) -> list[str]:
        """All words that stand there as text."""
        return [node.name for node in self.nodes() if node.role == "label" and node.name]

    def wait_for_words(self, words: str, *, patience: float = PATIENCE) -> None:
        """Look until these words stand somewhere as text."""

        def look() -> bool | None:
            return any(words in each for each in self.reads()) or None

        self._wait(look, patience, lambda: f"the words {words!r} among {self.reads()}")

    @property
    def keyboard_at(self) -> str:
        """The name of what the keyboard would press."""
        return next((node.name for node in reversed(self.nodes()) if node.is_("focused")), "")

    def _applications(self) -> list[Node]:
        desktop = Node(pyatspi.Registry.getDesktop(0))
        return [app for app in desktop.children() if app._ask(app._it.get_process_id, 0) == self._process]

    def _named(self, name: str) -> Node | None:
        return next((node for node in self.nodes() if node.name == name and node.role in _NOT_TEXT), None)

    def _like(self, pattern: str) -> Node | None:
        shape = re.compile(pattern)
        return next((node for node in self.nodes() if node.role in _NOT_TEXT and shape.fullmatch(node.name)), None)

    def _all_names(self) -> list[str]:
        return [node.name for node in self.nodes() if node.role in _NOT_TEXT]

    @staticmethod
    def _wait(look: Any, patience: float, missing: Any) -> Any:
        deadline = time.monotonic() + patience
        while True:
            found = look()
            if found is not None:
                return found
            if time.monotonic() > deadline:
                raise Gone(f"not there: {missing()}")
            time.sleep(0.1)
