"""Step 1: what is typed about the enterprise, kept as it is typed.

Before there is a name there is no record to keep it in: until then, and while it is refused, it is a draft.
"""

from collections.abc import Callable, Iterable
from functools import partial

from ymh_desktop.domain.codes import credit_code
from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import FirmFacts
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import FIRM, Unkept
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
    """`value` is what a field shows; `settle` keeps what was typed, `refuse` what will not do."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._facts = FirmFacts(None, None, None)
        self._typed: dict[str, str] = {}  # newer than the facts
        self._unkept = Unkept(context, FIRM)
        self._same: bool | None = None

    def load(self) -> None:
        """Read anew, first what could not be kept."""
        self._unkept.load()
        super().load()

    @property
    def same(self) -> bool:
        """Whether the owner is the safety officer too."""
        if self._same is not None:
            return self._same
        facts = self._facts
        return facts.principal is not None and facts.officer is not None and facts.principal.id == facts.officer.id

    def value(self, field: str) -> str:
        """The text of a field, as typed or as kept."""
        return self.unkept(field) or self.kept(field)

    def unkept(self, field: str) -> str:
        """What was typed and could not be kept, empty for nothing."""
        return "" if self._same_person(field) else self._unkept.words(field)

    def kept(self, field: str) -> str:
        """The text that will do, as typed or as kept."""
        if field in self._typed:
            return self._typed[field]
        facts = self._facts
        if field in ("principal", "principal_phone", "officer", "officer_phone"):
            person = facts.principal if field.startswith("principal") else facts.officer
            if person is None or self._same_person(field):
                return ""
            return person.phone if field.endswith("_phone") else person.name
        return str(getattr(facts.enterprise, field, None) or "")

    def check(self, field: str, words: str) -> None:
        """Raises UserError when the text cannot be right. Empty is asked for elsewhere."""
        if field == "credit_code":
            credit_code(words)
        elif field == "report_phone":
            firm.phone(LABELS[field], words)
        elif field.endswith("_phone"):
            firm.persons_phone(LABELS[field], words)
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
        if waits or self._waits_for_somebody(field):
            self._unkept.keep(field, words)
        if not waits:
            self._save(tuple(self._typed) if self._facts.enterprise is None else (field,))
        self.changed.emit()

    def refuse(self, field: str, words: str) -> None:
        """It will not do, and stands in the field: a draft. Empty: something else stands there now."""
        if words:
            self._typed.pop(field, None)
        if words or not self._waiting(field):
            self._unkept.keep(field, words)
        self.changed.emit()

    def set_same(self, same: bool) -> None:
        """The owner is the safety officer too, or is not."""
        self._same = same
        if same:
            for field in (firm.OFFICER, f"{firm.OFFICER}_phone"):
                self._typed.pop(field, None)
                self._unkept.keep(field, "")
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
        return self.kept("short_name") or self.kept("name")

    def filled_later(self) -> int:
        """How many of the fields that may wait are filled."""
        later = [field for field in LABELS if field not in NEEDED and field != "credit_code"]
        return sum(1 for field in later if self.value(field).strip())

    def _save(self, fields: Iterable[str]) -> None:
        fields, typed = tuple(fields), dict(self._typed)
        names = {f: self.kept(f) for f in ("principal", "principal_phone", "officer", "officer_phone")}
        said = "、".join(LABELS[field] for field in fields) if fields else "谁是安全员"
        work = partial(_keep, self._context.ports, fields, typed, names, self._same)
        self.keep(work, f"填写{said}" if fields else said, then=partial(self._was_saved, fields))

    def _was_saved(self, fields: tuple[str, ...]) -> None:
        """What was a draft until now is kept; a telephone goes with the name of its person."""
        phones = (f"{role}_phone" for role in (firm.PRINCIPAL, firm.OFFICER) if role in fields)
        for field in (*fields, *(phone for phone in phones if self._passes(phone, self._unkept.words(phone)))):
            if not self._waits_for_somebody(field):
                self._unkept.keep(field, "")

    def _same_person(self, field: str) -> bool:
        return field.startswith(firm.OFFICER) and self.same

    def _waiting(self, field: str) -> bool:
        """Whether it will do and cannot be kept yet: there is no firm, or no person whose telephone it is."""
        return field in self._typed and (self._facts.enterprise is None or self._waits_for_somebody(field))

    def _waits_for_somebody(self, field: str) -> bool:
        role = field.removesuffix("_phone")
        return role != field and role in (firm.PRINCIPAL, firm.OFFICER) and not self.kept(role).strip()

    def _passes(self, field: str, words: str) -> bool:
        try:
            self.check(field, words)
        except UserError:
            return False
        return True

    def _reader(self) -> Callable[[], FirmFacts]:
        return partial(firm.firm_facts, self._context.ports)

    def _show(self, facts: FirmFacts) -> None:
        self._facts = facts
        if facts.enterprise is not None:
            self._typed = {f: t for f, t in self._typed.items() if f.endswith("_phone") and not self._has_person(f)}
            self._same = self._same if facts.principal is None else None
        waited = {field: self._unkept.words(field) for field in LABELS if self._unkept.words(field)}
        for field, words in waited.items():  # written before the program ended
            if (facts.enterprise is None or self._waits_for_somebody(field)) and self._passes(field, words):
                self._typed.setdefault(field, words)

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
