"""How a report is made: how large one file may be, and who alone can read it."""

from datetime import date
from decimal import Decimal

from ymh_desktop.domain.enterprise import Enterprise
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import plain
from ymh_desktop.domain.incoming import PartyRole, TrustedParty
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.reporting.parts import checked_largest

LAST_FOLDER = "reporting.folder"  # where the last export went
_LARGEST = "reporting.largest"  # megabytes that the department's platform takes in one file


class CannotExport(UserError):
    """Something must be mended first."""


def set_largest(ports: Ports, typed: str) -> Changes:
    """Keep how many megabytes the department's platform takes in one file, empty for no limit; raises UserError."""
    largest = checked_largest(typed)
    with ports.units.write() as uow:
        uow.set_setting(_LARGEST, "" if largest is None else plain(largest))
        return uow.commit()


def largest_of(uow: UnitOfWork) -> Decimal | None:
    """Megabytes that one file may have; None: no limit."""
    kept = uow.setting(_LARGEST)
    return Decimal(kept) if kept else None


def reader_of(ports: Ports, uow: UnitOfWork) -> TrustedParty | None:
    """The department whose certificate a report can be sealed for: whom we report to, else whoever was pinned last."""
    enterprise, today = uow.enterprise(), ports.clock.today()
    usable = [
        party
        for party in uow.trusted_parties.all()
        if party.role is PartyRole.DEPARTMENT and party.counts(today) and _opens(ports, party, today)
    ]
    return max(usable, key=lambda party: (_reported_to(enterprise, party), party.pinned_on, party.id), default=None)


def _opens(ports: Ports, party: TrustedParty, today: date) -> bool:
    info = ports.packages.describe(party.certificate.encode())
    return info.can_open and today <= info.valid_to


def _reported_to(enterprise: Enterprise | None, party: TrustedParty) -> bool:
    return enterprise is not None and bool(party.name) and party.name == enterprise.recipient
