"""The industry library: list of trades and one trade with its modules, as ratios to the C loader on the same bytes.

Budget (issue 4): one trade cold ≤ 150 ms, all headers ≤ 30 ms, each ≤ 2.5 × `yaml.load_all` with the C loader.
"Cold" is a new catalogue each time; the files themselves are in the operating system's cache, as after a first start.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "resources"
TRADE = "wood-furniture"
ROUNDS = 9


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def load_with_c(documents: list[bytes]) -> None:
    """What reading these bytes costs without any checking."""
    for raw in documents:
        list(yaml.load_all(raw, Loader=yaml.CSafeLoader))


def read_trade() -> None:
    catalogue = Catalogue(RESOURCES)
    catalogue.modules_of(catalogue.trade(TRADE))


def read_headers() -> None:
    catalogue = Catalogue(RESOURCES)
    catalogue.trade_headers()
    catalogue.module_headers()


def read_codes() -> None:
    codes = Codes(RESOURCES)
    for _ in (codes.accident_types, codes.hazard_factors, codes.citations, codes.profiles(), codes.signs):
        pass


def report(name: str, work: Callable[[], None], documents: list[bytes], budget: int) -> None:
    taken, ratios = [], []
    for _ in range(ROUNDS):  # ratios within a round, so that a busy machine slows both sides
        base = seconds(partial(load_with_c, documents))
        taken.append(seconds(work))
        ratios.append(taken[-1] / min(base, seconds(partial(load_with_c, documents))))
    middle = statistics.median
    print(
        f"{name}: {middle(taken) * 1000:.0f} ms (budget {budget}), "
        f"{middle(ratios):.2f} x C loader on the same {sum(map(len, documents)) // 1024} KiB (budget 2.5)"
    )


def main() -> None:
    catalogue = Catalogue(RESOURCES)
    files = sorted((RESOURCES / "library").rglob("*.yaml"))
    headers = [path.read_text(encoding="utf-8").split("\n---\n", 1)[0].encode() for path in files]
    used = [use.module for use in catalogue.trade(TRADE).modules]
    paths = [RESOURCES / "library" / "trades" / f"{TRADE}.yaml"]
    paths += [RESOURCES / "library" / "modules" / f"{name}.yaml" for name in used]
    report(f"headers of {len(files)} files", read_headers, headers, 30)
    report(f"one trade with {len(used)} modules", read_trade, [path.read_bytes() for path in paths], 150)
    print(f"all code lists: {statistics.median(seconds(read_codes) for _ in range(ROUNDS)) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
