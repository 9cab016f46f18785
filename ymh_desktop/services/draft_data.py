"""The whole identification as JSON and back: what an enterprise and an expert send each other as a draft.

Records go over member by member, as the schema `draft` in resources names them; enums by their word for files. Photos
and what only this computer knows stay here. Reading makes frozen records of a file that passed the schema; whether
they hang together is asked by whoever takes them over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum, IntEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ymh_desktop.domain.enterprise import Department, Enterprise, Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import Grade
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import Answer, Identification, SignOff
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.measures import Measure
from ymh_desktop.domain.risks import CheckItem, Hazard, RiskPoint
from ymh_desktop.domain.tiers import TierScheme
from ymh_desktop.services.ports import UnitOfWork
from ymh_desktop.services.runs import current, latest

T = TypeVar("T")

# What a record is called in the schema.
NAMES: dict[type, str] = {
    Enterprise: "enterprise",
    TierScheme: "tiers",
    Department: "department",
    Person: "person",
    Post: "post",
    RiskPoint: "risk_point",
    Hazard: "hazard",
    Grade: "grade",
    Measure: "measure",
    DirectJudgement: "judgement",
    CheckItem: "check",
    HiddenDanger: "hidden_danger",
    Identification: "identification",
    SignOff: "sign_off",
    Answer: "answer",
}
LEFT_OUT = frozenset({(HiddenDanger, "photos")})


class AuthorRole(Enum):
    """Who wrote a draft. Never shown by this name."""

    ENTERPRISE = "enterprise"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True)
class Author:
    """Who answers for a draft, in words."""

    role: AuthorRole
    name: str
    unit: str = ""
    speciality: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft. `base` names the package it was made from (id, manifest digest), None for a first one."""

    author: Author
    enterprise: Enterprise
    hazards: tuple[Hazard, ...]
    departments: tuple[Department, ...] = ()
    people: tuple[Person, ...] = ()
    posts: tuple[Post, ...] = ()
    risk_points: tuple[RiskPoint, ...] = ()
    hidden_dangers: tuple[HiddenDanger, ...] = ()
    identification: Identification | None = None
    answers: tuple[Answer, ...] = ()
    base: tuple[str, str] | None = None
    note: str = ""
    library_date: str = ""


_LISTS: Mapping[str, type] = {
    "departments": Department,
    "people": Person,
    "posts": Post,
    "risk_points": RiskPoint,
    "hazards": Hazard,
    "hidden_dangers": HiddenDanger,
    "answers": Answer,
}


class DraftBroken(UserError):
    """A draft that passed its signature and schema but says something that cannot be."""

    def __init__(self, what: str) -> None:
        super().__init__(f"初稿里的内容读不懂：{what}。", "本机数据没有改动；请对方用最新版本重新导出。")


def gathered(uow: UnitOfWork, author: Author, library_date: str) -> Draft:
    """Everything that stands in this data folder; raises DraftBroken without an enterprise."""
    enterprise, run = uow.enterprise(), current(uow) or latest(uow)
    if enterprise is None:
        raise DraftBroken("没有企业资料")
    return Draft(
        author=author,
        enterprise=enterprise,
        departments=uow.departments.all(),
        people=uow.people.all(),
        posts=uow.posts.all(),
        risk_points=uow.risk_points.all(),
        hazards=uow.hazards.all(),
        hidden_dangers=uow.hidden_dangers.all(),
        identification=run,
        answers=uow.answers.of_identification(run.id) if run else (),
        library_date=library_date,
    )


def draft_json(draft: Draft) -> dict[str, Any]:
    """The content of data/draft.json."""
    author = draft.author
    return {
        "author": {
            "role": author.role.value,
            "name": author.name,
            "unit": author.unit,
            "speciality": author.speciality,
            "certificate": author.certificate,
        },
        "base": {"package_id": draft.base[0], "manifest_sha256": draft.base[1]} if draft.base else None,
        "note": draft.note,
        "library_date": draft.library_date,
        "enterprise": _plain(draft.enterprise),
        "identification": _plain(draft.identification),
        **{name: _plain(getattr(draft, name)) for name in _LISTS},
    }


def draft_of(raw: Mapping[str, Any]) -> Draft:
    """The draft of a file that passed its schema; raises DraftBroken."""
    author, base = raw["author"], raw.get("base")
    try:
        run = raw.get("identification")
        return Draft(
            author=Author(
                AuthorRole(author["role"]),
                author["name"],
                *(author.get(name, "") for name in ("unit", "speciality", "certificate")),
            ),
            enterprise=_record(Enterprise, raw["enterprise"]),
            identification=_record(Identification, run) if run else None,
            base=(base["package_id"], base["manifest_sha256"]) if base else None,
            note=raw.get("note", ""),
            library_date=raw.get("library_date", ""),
            **{name: tuple(_record(kind, each) for each in raw.get(name, ())) for name, kind in _LISTS.items()},
        )
    except UserError as error:
        raise DraftBroken(error.problem.rstrip("。")) from error
    except (ValueError, KeyError, TypeError, InvalidOperation) as error:
        raise DraftBroken("有一项不是规定的写法") from error  # the words of the error are English


def word(member: Enum) -> str | int:
    """How files write this member: levels, tiers and others by their word, steps of the wizard by their number."""
    if isinstance(member, IntEnum):
        return str(member.code) if hasattr(member, "code") else int(member)
    return str(member.value)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kind = type(value)
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if (kind, f.name) not in LEFT_OUT}
    if isinstance(value, Enum):
        return word(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):  # also a datetime
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _record(kind: type[T], raw: Mapping[str, Any]) -> T:
    """Members that a later minor version added are read over; those with a default may be missing."""
    hints = _hints(kind)  # type: ignore[arg-type]  # mypy does not know that a type can be a key
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]  # only records come here
    return kind(**{name: _value(hints[name], each) for name, each in raw.items() if name in known})


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, raw: Any) -> Any:
    if get_origin(hint) is UnionType:
        if raw is None:
            return None
        (inner,) = (each for each in get_args(hint) if each is not type(None))
        return _value(inner, raw)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint), raw)
    if hint is Decimal:
        return Decimal(raw)
    if hint is datetime:
        return datetime.fromisoformat(raw)
    if hint is date:
        return date.fromisoformat(raw)
    if is_dataclass(hint):
        return _record(hint, raw)  # type: ignore[arg-type]  # the class itself, not a record
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _members(hint)[raw]
    return raw


def _tuple(hints: Sequence[Any], raw: Sequence[Any]) -> tuple[Any, ...]:
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_value(hints[0], each) for each in raw)
    return tuple(_value(hint, each) for hint, each in zip(hints, raw, strict=True))


@cache
def _members(kind: type[Enum]) -> Mapping[str | int, Enum]:
    return {word(member): member for member in kind}
