"""Module values → the text of a library file: what a user writes in the window becomes a file like any other.

`parse_module` reads the same value out of it again (a property test holds this).
"""

from typing import Any

import yaml

from ymh_desktop.knowledge.model import Asking, Basis, Entry, Header, LibraryCheck, LibraryMeasure, Module

_WIDE = 100_000  # no line is broken: a person reads the file beside docs/library.md
_Dumper: type = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

Said = dict[str, Any]


def module_text(module: Module) -> str:
    """The two documents of the file. Every text stands on one line; optional fields that are empty are left out."""
    return f"{_dumped(_header(module.header))}---\n{_dumped(_body(module))}"


def _dumped(said: Said) -> str:
    text: str = yaml.dump(
        said, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=_WIDE
    )
    return text


def _header(header: Header) -> Said:
    return _without_empty(
        {
            "id": header.id,
            "name": header.name,
            "kind": header.kind.value if header.kind else "",
            "aliases": list(header.aliases),
            "version": header.version,
            "date": header.date,
            "changes": [{"version": version, "date": date, "what": what} for version, date, what in header.changes],
            "sources": list(header.sources),
        }
    )


def _body(module: Module) -> Said:
    return _without_empty(
        {
            "ppe": list(module.ppe),
            "signs": list(module.signs),
            "emergency": list(module.emergency),
            "entries": [_entry(entry) for entry in module.entries],
        }
    )


def _entry(entry: Entry) -> Said:
    grade = entry.grade
    return _without_empty(
        {
            "id": entry.id,
            "same": entry.same,
            "ask": entry.ask.value if entry.ask is not Asking.FIRST else "",
            "statement": entry.statement,
            "inverse": entry.inverse,
            "look": entry.look,
            "hazard": entry.hazard,
            "factor": entry.factor,
            "accidents": list(entry.accidents),
            "consequence": entry.consequence,
            "grade": {
                "likelihood": grade.likelihood,
                "exposure": grade.exposure,
                "consequence": grade.consequence,
                "reason": grade.reason,
            },
            "measures": [_measure(measure) for measure in entry.measures],
            "check": _check(entry.check),
            "emergency": list(entry.emergency),
            "ppe": list(entry.ppe),
            "signs": list(entry.signs),
            "basis": [_basis(basis) for basis in entry.basis],
            "search": list(entry.search),
            "review": entry.review,
        }
    )


def _measure(measure: LibraryMeasure) -> Said:
    said: Said = {"id": measure.id, "kind": measure.kind.value, "text": measure.text}
    if measure.confirmed:
        said["confirmed"] = True
    return said | _without_empty({"card": measure.card, "either": measure.either})


def _check(check: LibraryCheck) -> Said:
    rounds = {tier.code: often.value for tier, often in check.rounds}
    return {"what": check.what, "standard": check.standard, "method": check.method, "rounds": rounds}


def _basis(basis: Basis) -> Said:
    return {"code": basis.code, "asks": basis.asks} | _without_empty({"clause": basis.clause})


def _without_empty(said: Said) -> Said:
    return {key: value for key, value in said.items() if value not in ("", [], None)}
