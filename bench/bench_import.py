"""Bringing in a ledger of 5,000 rows: reading, understanding and keeping, with the backup before it.

Budget: at most 3 s in all.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.desk import new_desk
from tests.support.ledgers import large
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.imports.bring_in import bring_in
from ymh_desktop.services.imports.columns import guess, guess_kind, read_table
from ymh_desktop.services.imports.preview import preview

ROWS, BUDGET, ROUNDS = 5_000, 3.0, 3


def measure(ledger: Path, folder: Path) -> tuple[float, float, float]:
    """Seconds of reading, understanding and keeping, in an enterprise of its own."""
    with new_desk(folder) as desk:
        ports = desk.with_ports(backups=desk.folder.backups).ports
        firm.save_enterprise(ports, {"name": "大厂"})
        begun = time.perf_counter()
        table = read_table(ports.spreadsheets.read(ledger)[0])
        read = time.perf_counter()
        kind = guess_kind(table)
        found = preview(ports, table, kind, guess(table, kind))
        understood = time.perf_counter()
        outcome = bring_in(ports, found)
        kept = time.perf_counter()
    assert outcome.hazards == ROWS, outcome
    return read - begun, understood - read, kept - understood


def main() -> int:
    """0 within the budget, 1 over it. The best of three: what other work on the machine adds is no part of it."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ledger = Path(folder) / "台账.xlsx"
        ledger.write_bytes(large(ROWS))
        rounds = []
        for number in range(ROUNDS):
            place = Path(folder) / str(number)
            place.mkdir()
            rounds.append(measure(ledger, place))
    read, understood, kept = min(rounds, key=sum)
    total = read + understood + kept
    print(f"{ROWS} rows: read {read:.2f} s, understood {understood:.2f} s, kept {kept:.2f} s, together {total:.2f} s")
    print(f"budget {BUDGET} s: {'kept' if total <= BUDGET else 'OVER'}")
    return 0 if total <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
