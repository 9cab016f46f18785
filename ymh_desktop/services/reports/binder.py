"""一企一档: papers bound together, with a cover, a table of contents, page numbers and bookmarks."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BoundPaper:
    """One paper as it lies in the binder. `remark` stands beside it in the table of contents."""

    name: str
    report: object
    remark: str = ""


@dataclass(frozen=True, slots=True)
class BinderPart:
    """A section of the binder. `missing` are papers that could not be made, each with the reason."""

    title: str
    papers: tuple[BoundPaper, ...]
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Binder:
    """The whole. `facts` stand on the cover; `note` says when only a part of the binder was made."""

    enterprise: str
    title: str
    made_on: date
    parts: tuple[BinderPart, ...]
    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    draft: str = ""
