"""Step 1: what is typed about the enterprise, kept as it is typed. Nothing can be kept before there is a name."""

from collections.abc import Callable, Iterable
from functools import partial

from ymh_desktop.domain.codes import credit_code
from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import FirmFacts
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.wizard.keeping import Keeping

LABELS = {
    "name": "企业名称",
    "credit_code": "统一社会信用代码",
    "principal": "主要负责人",
    "principal_phone": "主要负责人电话",
    "officer": "安全员",
    "officer_phone": "安全员电话",
    "short_name": "简称",
    "address": "地址",
    "headcount": "人数",
    "report_phone": "报警或值班电话",
    "recipient": "报送给谁",
}
NEEDED = ("name", "principal", "principal_phone", "officer")
_FIRM = ("name", "credit_code", "short_name", "address", "headcount", "report_phone", "recipient")


class EnterpriseModel(Keeping[FirmFacts]):
    """`value` is what a field shows; `settle` keeps what was typed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._facts = FirmFacts(None, None, None)
        self._typed: dict[str, str] = {}  # newer than the facts
        self._same: bool | None = None

    @property
    def same(self) -> bool:
        """Whether the owner is the safety officer too."""
        if self._same is not None:
            return self._same
        facts = self._facts
        return facts.principal is not None and facts.officer is not None and facts.principal.id == facts.officer.id

    def value(self, field: str) -> str:
        """The text of a field, as typed or as kept."""
        if field in self._typed:
            return self._typed[field]
        facts = self._facts
        if field in ("principal", "principal_phone", "officer", "officer_phone"):
            person = facts.principal if field.startswith("principal") else facts.officer
            if person is None or (field.startswith("officer") and self.same):
                return ""
            return person.phone if field.endswith("_phone") else person.name
        return str(getattr(facts.enterprise, field, None) or "")

    def check(self, field: str, words: str) -> None:
        """Raises UserError when the text cannot be right. Empty is asked for elsewhere."""
        if field == "credit_code":
            credit_code(words)
        elif field.endswith("phone"):
            firm.phone(LABELS[field], words)
        elif field in ("principal", "officer"):
            required_text(LABELS[field], words, 30)
        elif field == "headcount":
            firm.headcount(words)
        elif field in ("short_name", "address", "recipient"):
            optional_text(LABELS[field], words, firm.MOST_LETTERS[field])
        else:
            required_text(LABELS[field], words)

    def settle(self, field: str, words: str) -> None:
        """Keep it now, or with the name when there is no enterprise yet."""
        self._typed[field] = words
        waits = self._facts.enterprise is None and not self._typed.get("name", "").strip()
        if not waits:
            self._save(tuple(self._typed) if self._facts.enterprise is None else (field,))
        self.changed.emit()

    def set_same(self, same: bool) -> None:
        """The owner is the safety officer too, or is not."""
        self._same = same
        if same:
            self._typed.pop("officer", None)
            self._typed.pop("officer_phone", None)
        if self.value("principal"):
            self._save(())
        self.changed.emit()

    def blocker(self) -> str:
        """Which of the first five is still empty."""
        missing = [
            LABELS[field]
            for field in NEEDED
            if not self.value(field).strip() and not (field == "officer" and self.same)
        ]
        return f"还没有填：{'、'.join(missing)}" if missing else ""

    def summary(self) -> str:
        """The name as the list shows it."""
        return self.value("short_name") or self.value("name")

    def filled_later(self) -> int:
        """How many of the fields that may wait are filled."""
        later = [field for field in LABELS if field not in NEEDED and field != "credit_code"]
        return sum(1 for field in later if self.value(field).strip())

    def _save(self, fields: Iterable[str]) -> None:
        typed = dict(self._typed)
        names = {f: self.value(f) for f in ("principal", "principal_phone", "officer", "officer_phone")}
        said = "、".join(LABELS[field] for field in fields) if fields else "谁是安全员"
        work = partial(_keep, self._context.ports, tuple(fields), typed, names, self._same)
        self.keep(work, f"填写{said}" if fields else said)

    def _reader(self) -> Callable[[], FirmFacts]:
        return partial(firm.firm_facts, self._context.ports)

    def _show(self, state: FirmFacts) -> None:
        self._facts = state
        if state.enterprise is not None:
            self._typed = {f: t for f, t in self._typed.items() if f.endswith("_phone") and not self._has_person(f)}
            self._same = self._same if state.principal is None else None

    def _has_person(self, field: str) -> bool:
        return (self._facts.principal if field.startswith("principal") else self._facts.officer) is not None


def _keep(
    ports: Ports, fields: tuple[str, ...], typed: dict[str, str], names: dict[str, str], same: bool | None
) -> Changes:
    changes = Changes()
    own = {field: typed[field] for field in fields if field in _FIRM}
    if own:
        changes = changes.joined(firm.save_enterprise(ports, own))
    for role in (firm.PRINCIPAL, firm.OFFICER):
        touched = role in fields or f"{role}_phone" in fields
        if touched and names[role].strip() and not (role == firm.OFFICER and same):
            changes = changes.joined(firm.name_leader(ports, role, names[role], names[f"{role}_phone"]))
    if same is not None and names[firm.PRINCIPAL].strip():
        changes = changes.joined(firm.officer_is_principal(ports, same))
    return changes
