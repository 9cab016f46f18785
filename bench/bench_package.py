"""The signed package: cost of photos in export and self-check, as ratios to hashing the same bytes, and memory.

Budget: photos ≤ 3 × their SHA-256, self-check ≤ 1.5 ×, whole export with 60 photos ≤ 10 s and ≤ 120 MiB above start.
The first figure depends on how fast the disk takes an fsync; a plain copy with fsync is printed beside it.
"""

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from ymh_desktop.exchange.header import Party, ProgramVersions
from ymh_desktop.exchange.identity import SigningIdentity, new_identity
from ymh_desktop.exchange.package import Photo, ReportPackage, export_package, new_package_id
from ymh_desktop.exchange.reader import verify_package
from ymh_desktop.exchange.schemas import Schemas
from ymh_desktop.exchange.trust import Trust

ROOT = Path(__file__).resolve().parents[1]
MIB = 1024 * 1024
PHOTO = 2 * MIB
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SCHEMAS = ROOT / "resources" / "schemas"
CODE, NAME = "91350100M000100Y43", "示例机械有限公司"
ROUNDS = 5


def make_photos(folder: Path, count: int) -> tuple[Photo, ...]:
    """Files of 2 MB, named by their digest as the program keeps photos."""
    made = []
    for _ in range(count):
        content = os.urandom(PHOTO)
        digest = hashlib.sha256(content).hexdigest()
        path = folder / f"{digest}.jpg"
        path.write_bytes(content)
        made.append(Photo(path, digest))
    return tuple(made)


def package(photos: tuple[Photo, ...]) -> ReportPackage:
    """A report of an enterprise with 200 risks."""
    risk = {
        "risk_point": "圆锯",
        "hazard": "手碰到锯片",
        "factor_code": "",
        "accident_codes": [],
        "method": "LEC",
        "marks": {"L": 3, "E": 6, "C": 15},
        "value": 270,
        "level": "considerable",
        "direct_judgement": None,
        "reason": "每天都用，碰到就断指。",
        "measures": [{"kind": "engineering", "text": "装防护罩", "state": "in_place"}],
        "tier": "department",
        "responsible": [{"tier": "department", "name": "王小明", "phone": "13800000000"}],
    }
    return ReportPackage(
        package_id=new_package_id(NOW),
        enterprise=Party(CODE, NAME),
        short_name="示例",
        recipient="示例镇",
        sequence=1,
        previous=None,
        created_at=NOW,
        period=(date(2026, 11, 1), date(2026, 11, 30)),
        subject="monthly",
        versions=ProgramVersions("0", "0", "0"),
        audit_head=None,
        data={"risks": [{**risk, "id": f"r{number}"} for number in range(200)]},
        documents={"report.pdf": os.urandom(200_000)},
        tables={},
        photos=photos,
    )


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def hash_all(photos: tuple[Photo, ...]) -> None:
    """What the ratios stand on: SHA-256 of every photo, read in blocks, one thread."""
    buffer = bytearray(MIB)
    for photo in photos:
        digest = hashlib.sha256()
        with open(photo.path, "rb", buffering=0) as stream:
            while count := stream.readinto(buffer):
                digest.update(memoryview(buffer)[:count])


def export(content: ReportPackage, folder: Path, identity: SigningIdentity, schemas: Schemas) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return export_package(content, folder, identity, schemas).path


def copy_and_flush(photos: tuple[Photo, ...], target: Path) -> None:
    with open(target, "wb", buffering=0) as out:
        for photo in photos:
            out.write(photo.path.read_bytes())
        os.fsync(out.fileno())


def speed(work: Path) -> None:
    photos = make_photos(work, 300)
    identity = new_identity(NAME, CODE, datetime.now(UTC))
    now = datetime.now(UTC)
    schemas = Schemas.load(SCHEMAS)
    with_photos = replace(package(photos), created_at=now)
    without = replace(with_photos, photos=())
    out, plain = work / "out", work / "plain"
    trust = Trust.of(identity.certificate)
    sealed = replace(with_photos, sealed_for=new_identity(NAME, CODE, datetime.now(UTC)).certificate)
    hashing, proving, exporting, copying, bare, sealing = [], [], [], [], [], []
    for _ in range(ROUNDS):  # ratios within a round, so that a busy machine slows both sides
        base = seconds(lambda: hash_all(photos))
        short = seconds(lambda: export(without, plain, identity, schemas))
        long = seconds(lambda: export(with_photos, out, identity, schemas))
        path = next(out.iterdir())
        proof = seconds(partial(verify_package, path, trust=trust, schemas=schemas, now=now, canonical=True))
        base = min(base, seconds(lambda: hash_all(photos)))
        hashing.append(base)
        bare.append(short)
        exporting.append((long - short) / base)
        proving.append(proof / base)
        sealing.append(seconds(lambda: export(sealed, out, identity, schemas)) / long)
        copying.append(seconds(lambda: copy_and_flush(photos, work / "copy")) / base)
    middle = statistics.median
    print(f"300 photos of 2 MB: SHA-256 alone {middle(hashing):.2f} s; copy with fsync {middle(copying):.2f} x that")
    print(
        f"export, photos only, with self-check: {middle(exporting):.2f} x SHA-256 (budget 3), best {min(exporting):.2f}"
    )
    print(f"self-check alone: {middle(proving):.2f} x SHA-256 (budget 1.5), best {min(proving):.2f}")
    print(f"export without photos: {middle(bare):.2f} s")
    print(f"the same export sealed for the department: {middle(sealing):.2f} x the open one")


def memory(work: Path) -> None:
    """Peak memory of one export with 60 photos, in a process of its own, above what that process had at its start."""
    photos = make_photos(work, 60)
    names = "\n".join(photo.sha256 for photo in photos)
    script = f"""
import time
from datetime import UTC, datetime
from pathlib import Path
def peak():  # not getrusage: its figure survives from the parent process
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024
before = peak()
from bench import bench_package as b
work = Path({str(work)!r})
photos = tuple(b.Photo(work / (name + ".jpg"), name) for name in {names!r}.split())
identity = b.new_identity(b.NAME, b.CODE, b.NOW)
start = time.perf_counter()
b.export(b.package(photos), work / "out60", identity, b.Schemas.load(b.SCHEMAS))
print(f"export with 60 photos: {{time.perf_counter() - start:.2f}} s (budget 10), "
      f"{{peak() - before}} MiB above start (budget 120)")
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    print(done.stdout.strip())


def main() -> None:
    if sys.platform != "linux":
        print("memory is measured on Linux only")
    with tempfile.TemporaryDirectory(prefix="ymh-bench-") as name:
        work = Path(name)
        speed(work)
        if sys.platform == "linux":
            memory(work)


if __name__ == "__main__":
    main()
