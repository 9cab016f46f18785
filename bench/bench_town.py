"""The town takes in 300 packages of 200 records: how many per second, and whether memory stays flat.

Budget: ≥ 20 per second on two cores, the last third not slower than 1.5 × the first, memory after 300 not 20 MiB above
memory after 100. Ratios within one run: beside each figure stands the time of proving the same files alone.
With --receipts each gets its signed receipt with PDF too, which is measured apart.
"""

import argparse
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from tests.town.enterprises import SCHEMAS, Enterprise, danger, risk
from ymh_desktop.bootstrap import opened_town
from ymh_desktop.exchange.identity import new_identity
from ymh_desktop.exchange.reader import verify_package
from ymh_desktop.exchange.trust import Trust
from ymh_desktop.services.town import office
from ymh_desktop.services.town.receive import receive

PACKAGES, RECORDS, FIRMS = 300, 200, 30
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def resident() -> int:
    """MiB of this process, now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


def credit_code(number: int) -> str:
    """A code with its right check digit."""
    body = f"91410881MA{number:07d}"[:17]
    weights = [pow(3, at, 31) for at in range(17)]
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(body, weights, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


def make(folder: Path, count: int) -> tuple[list[Enterprise], list[Path]]:
    """Ten reports of each of thirty enterprises, in the order in which they come; a few records differ each time."""
    start = datetime.now().astimezone() - timedelta(days=1)
    firms = [
        Enterprise(f"示例企业{n}", credit_code(n), new_identity(f"示例企业{n}", credit_code(n), start))
        for n in range(FIRMS)
    ]
    paths = []
    for turn in range(count // FIRMS):
        for firm in firms:
            risks = [
                risk(n, reason=f"第 {turn if n % 20 == 0 else 0} 次的理由", level="general")
                for n in range(RECORDS - 10)
            ]
            dangers = [danger(n, level="general") for n in range(10)]
            paths.append(firm.report(folder / f"{turn:02d}", risks, dangers))
    return firms, paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--receipts", action="store_true")
    parser.add_argument("--packages", type=int, default=PACKAGES)
    options = parser.parse_args()
    count = options.packages
    with tempfile.TemporaryDirectory(prefix="ymh-bench-town-") as name:
        work = Path(name)
        firms, paths = make(work / "in", count)
        now = datetime.now().astimezone()
        trust = Trust.of(*(firm.identity.certificate for firm in firms))
        verify_package(paths[0], trust=trust, schemas=SCHEMAS, now=now)
        begun = time.perf_counter()
        for path in paths:
            verify_package(path, trust=trust, schemas=SCHEMAS, now=now)
        proving = time.perf_counter() - begun
        with opened_town(work / "town", make=True) as ports:
            office.found_office(ports, "示例镇", "331082")
            for firm in firms:
                info = ports.packages.describe(firm.pem)
                office.enrol(ports, info, info.fingerprint)
            moments, memory, refused, busy = [time.perf_counter()], [], 0, time.process_time()
            for result in receive(ports, paths, work / "out", answer=options.receipts):
                refused += not result.taken
                moments.append(time.perf_counter())
                memory.append(resident())
            busy = time.process_time() - busy
        third = count // 3
        first, last = moments[third] - moments[0], moments[-1] - moments[-1 - third]
        spent = moments[-1] - moments[0]
        print(f"{count} packages of {RECORDS} records, {refused} refused")
        print(f"taking in: {count / spent:.0f} per second (budget 20), {spent / proving:.2f} x proving alone")
        print(f"of processor time: {count / busy:.0f} per second, {spent / busy:.1f} x of it was waited")
        print(f"last third {last / first:.2f} x the first (budget 1.5)")
        print(f"memory after {third}: {memory[third]} MiB, after {count}: {memory[-1]} MiB (budget +20)")


if __name__ == "__main__":
    main()
