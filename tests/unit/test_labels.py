"""Every enum of domain and knowledge has Chinese words, for no English ever reaches a user."""

import importlib
import pkgutil
import re
from enum import Enum

import pytest

import ymh_desktop.domain
import ymh_desktop.knowledge
from ymh_desktop.domain.words import label, labelled

# Names of methods and standards are what they are in Chinese papers too.
ALLOWED = {"LEC", "LS", "MES", "GB", "T", "PDF", "U"}


def enums() -> list[type[Enum]]:
    found: dict[str, type[Enum]] = {}
    for package in (ymh_desktop.domain, ymh_desktop.knowledge):
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            for thing in vars(module).values():
                if isinstance(thing, type) and issubclass(thing, Enum) and thing.__module__ == module.__name__:
                    found[f"{module.__name__}.{thing.__name__}"] = thing
    return list(found.values())


def test_the_walk_finds_the_enums() -> None:
    assert {"RiskLevel", "MeasureKind", "ControlTier", "DangerStatus", "Step"} <= {enum.__name__ for enum in enums()}


@pytest.mark.parametrize("enum", enums(), ids=lambda enum: enum.__name__)
def test_every_member_has_a_chinese_label_of_its_own(enum: type[Enum]) -> None:
    labels = [label(member) for member in enum]
    for text in labels:
        assert re.search(r"[\u4e00-\u9fff]", text), text
        assert set(re.findall(r"[A-Za-z]+", text)) <= ALLOWED
    assert len(set(labels)) == len(labels)


def test_a_member_without_a_label_is_refused_at_once() -> None:
    class Colour(Enum):
        RED = 1
        BLUE = 2

    with pytest.raises(ValueError, match="BLUE"):
        labelled(Colour, {"RED": "红"})
    with pytest.raises(KeyError):
        label(Colour.RED)
