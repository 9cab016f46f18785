"""Start to the first usable window: the built program beside the same program from source, on the same system.

Needs dist/ymh-desktop, see `dev.py build linux`. Target: built ≤ 2 × source.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "dist" / "ymh-desktop" / "ymh-desktop"
ROUNDS = 7
TARGET = 2.0


def main() -> int:
    """Print the medians and their ratio; 1 when over the target."""
    if not BUILT.exists():
        print("Skipped: nothing is built. Run: python3 packaging/dev.py build linux")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "数据"
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": folder}
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            environment[name] = str(Path(folder) / name)
        starts = {"built": [str(BUILT)], "source": [sys.executable, "-m", "ymh_desktop"]}
        subprocess.run(
            [*starts["source"], "--data", str(data), "demo"],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
        )
        times: dict[str, list[float]] = {name: [] for name in starts}
        for _ in range(ROUNDS + 1):  # the first round warms the disk cache
            for name, program in starts.items():
                command = [*program, "--data", str(data), "--probe-start"]
                begun = time.perf_counter()
                subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
                times[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(each[1:]) for name, each in times.items()}
    first = times["built"][0] / times["source"][0]
    ratio = medians["built"] / medians["source"]
    print(f"start to the first window: built {medians['built']:.2f} s, from source {medians['source']:.2f} s")
    print(f"ratio {ratio:.2f} (target ≤ {TARGET:.0f}), in the first round {first:.2f}")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
