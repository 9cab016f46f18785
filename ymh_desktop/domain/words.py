"""The one Chinese label of every enum member that a user can meet. A test walks all enums of the domain."""

from enum import Enum

# By class and name: members of two IntEnums with the same number are equal, and would take each other's label.
_LABELS: dict[tuple[type[Enum], str], str] = {}


def labelled(enum: type[Enum], labels: dict[str, str]) -> None:
    """Give each member of `enum` its label, by member name; raises ValueError when one is missing or unknown."""
    if set(labels) != set(enum.__members__):
        raise ValueError(f"{enum.__name__}: labels and members differ: {set(labels) ^ set(enum.__members__)}")
    for name, text in labels.items():
        _LABELS[enum, name] = text


def label(member: Enum) -> str:
    """The Chinese word for `member`; raises KeyError for an enum that never reaches a user."""
    return _LABELS[type(member), member.name]
