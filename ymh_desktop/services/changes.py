"""What a use case touched, with the values before and after: screens reload by it, and undo writes back by it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One record. `before` None: it was made; `after` None: it was removed. `kind` is the record's class name."""

    kind: str
    id: str
    before: object | None
    after: object | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that one use case touched, in order; each record once."""

    items: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def kinds(self) -> frozenset[str]:
        """The class names touched."""
        return frozenset(change.kind for change in self.items)

    def ids(self, kind: str) -> frozenset[str]:
        """The ids touched of one kind."""
        return frozenset(change.id for change in self.items if change.kind == kind)

    def joined(self, later: "Changes") -> "Changes":
        """Both, as one: the first `before` and the last `after` of each record."""
        merged: dict[tuple[str, str], Change] = {}
        for change in (*self.items, *later.items):
            key = (change.kind, change.id)
            first = merged.get(key)
            merged[key] = Change(change.kind, change.id, first.before if first else change.before, change.after)
        return Changes(tuple(merged.values()))
