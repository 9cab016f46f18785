"""Somebody at the PC: finds things by their names, brings them into sight with the wheel, clicks, types, looks."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hands
from tree import Box, Gone, Node, Screen

_NOTCH = 60  # about as many pixels does one notch of the wheel move a page
_EDGE = 30  # what lies this close to the edge of a page is better brought further in
_TRIES = 60


class Person:
    """Sits before one run of the program. `typed` names the fields that were written in, each once."""

    def __init__(self, process: int, album: Path) -> None:
        self.screen = Screen(process)
        self.typed: list[str] = []
        self._album = album
        self._pictures = len(list(album.glob("*.png")))

    def press(self, name: str) -> Node:
        """Click what bears this name."""
        return self._press(self.screen.find(name))

    def press_like(self, pattern: str) -> str:
        """Click the first thing whose name matches; its name."""
        node = self.screen.find_like(pattern)
        name = node.name
        self._press(node)
        return name

    def write(self, label: str, words: str) -> None:
        """Type into a field, over what stood there, and read it back as a person would."""
        for _ in range(2):  # a loaded machine may swallow a key
            field = self.screen.field(label)
            self._click(field, self._bring_into_sight(field))
            hands.press("ctrl+a")
            hands.type_words(words)
            if self.comes_true(lambda: self.screen.field(label).words == words, 3):
                break
        else:
            raise AssertionError(f"{label} holds {self.screen.field(label).words!r} after typing {words!r}")
        hands.press("Tab")
        if label not in self.typed:
            self.typed.append(label)

    def write_day(self, label: str, day: str) -> None:
        """Type a day like 20261231 into a field for days."""
        field = self.screen.field(label)
        box = self._bring_into_sight(field)
        hands.click(box.x + 20, box.y + box.height // 2)
        hands.press("Home")
        hands.type_words(day)
        hands.press("Tab")
        self.typed.append(label)

    def choose(self, label: str, *keys: str) -> None:
        """Open the list under a label and go through it by keys."""
        self._press(self.screen.list_under(label))
        time.sleep(0.3)
        hands.press(*keys, "Return")
        time.sleep(0.2)

    def answers_dialog(self, path: Path) -> None:
        """Type a path into the dialog for files and accept it."""
        accept = self.screen.find_like("保存|打开|选择")
        for _ in range(2):
            field = [node for node in self.screen.nodes() if node.role == "text" and node.is_("enabled")][-1]
            self._click(field, field.box)
            hands.press("ctrl+a")
            hands.type_words(str(path))
            if self.comes_true(lambda field=field: field.words == str(path), 3):
                break
        if "文件名" not in self.typed:
            self.typed.append("文件名")
        hands.press("Tab")  # the list of proposals under the field closes
        self._press(accept)

    def keys(self, *keys: str) -> None:
        """Press keys wherever the keyboard is."""
        hands.press(*keys)

    def sees(self, words: str, *, patience: float = 20) -> None:
        """Look until these words stand somewhere."""
        self.screen.wait_for_words(words, patience=patience)

    def counts(self, pattern: str) -> int:
        """How many things of such a name there are, once no more are coming."""
        return int(self.comes_to_rest(lambda: len(self.screen.names_like(pattern))))

    def comes_to_rest(self, look: Callable[[], Any]) -> Any:
        """What is to be seen when it has stood there unchanged for a second."""
        seen, since = look(), time.monotonic()
        while time.monotonic() - since < 1:
            time.sleep(0.2)
            if (now := look()) != seen:
                seen, since = now, time.monotonic()
        return seen

    @staticmethod
    def comes_true(holds: Callable[[], bool], patience: float = 20) -> bool:
        """Look until it holds; False when it does not come to hold in time."""
        deadline = time.monotonic() + patience
        while not holds():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True

    def arrives(self, step: str) -> None:
        """Look until the list at the side says that this step is being done."""
        self.screen.find_like(rf"第\d步 {step} 正在做")

    def photographs(self, name: str) -> None:
        """Keep a picture of the screen."""
        time.sleep(0.4)  # what was just opened is painted
        self._pictures += 1
        hands.take_picture(self._album / f"{self._pictures:02d}-{name}.png")

    def _press(self, node: Node) -> Node:
        self.comes_true(lambda: node.is_("enabled"), 10)
        self._click(node, self._bring_into_sight(node))
        return node

    def _click(self, node: Node, box: Box) -> None:
        x, y = box.middle
        if node.role == "check box" and box.height < 40:
            x = box.x + 10  # the words of a box to tick may end long before it does
        hands.click(x, y)
        time.sleep(0.15)

    def _bring_into_sight(self, node: Node) -> Box:
        """Turn the wheel until it lies within the page that scrolls it; where it lies then."""
        page = self._page_of(node)
        if page is None:
            return node.box
        for _ in range(_TRIES):
            box = node.box
            above, below = page.y + _EDGE - box.y, box.y + box.height - (page.y + page.height - _EDGE)
            if above <= 0 and below <= 0:
                return box
            notches = -(above // _NOTCH + 1) if above > 0 else below // _NOTCH + 1
            hands.turn_wheel(page.x + 4, page.y + page.height // 2, notches)
            time.sleep(0.1)
            if node.box == box:  # the page ends here
                return box
        raise Gone(f"{node.name} could not be brought into sight")

    def _page_of(self, node: Node) -> Box | None:
        part = node.parent
        while part is not None:
            if part.role in ("scroll pane", "viewport"):
                return part.box
            above = part.parent
            if above is not None and above.role == "filler" and part.role == "filler":
                inner, outer = part.box, above.box
                if inner.height > outer.height > 0:  # a page higher than what shows it
                    return outer
            part = above
        return None
