"""Start to the first usable window, beside the least that any such program needs.

Ours: the real start over a data folder with the sample enterprise. Peer: a process that imports QtWidgets and
sqlalchemy.orm, sets the same style sheet, opens the same data file and shows one window. Target: ours ≤ 1.5 × peer.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
TARGET = 1.5

PEER = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QLabel
import sqlalchemy.orm
from sqlalchemy import create_engine, text
app = QApplication([])
app.setStyle("Fusion")
from ymh_desktop.ui import theme
theme.apply(app, Path(sys.argv[2]))
engine = create_engine("sqlite:///" + sys.argv[1])
with engine.connect() as connection:
    connection.execute(text("SELECT count(*) FROM hazard")).scalar_one()
window = QLabel("双重预防桌面版")
window.resize(1366, 728)
window.show()
app.processEvents()
"""


def main() -> None:
    """Print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "数据"
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": folder}
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            environment[name] = str(Path(folder) / name)
        program = [sys.executable, "-m", "ymh_desktop", "--data", str(data)]
        subprocess.run([*program, "demo"], cwd=ROOT, env=environment, check=True, capture_output=True)
        ours = [*program, "--probe-start"]
        peer = [sys.executable, "-c", PEER, str(data / "ymh.db"), str(ROOT / "resources")]
        times: dict[str, list[float]] = {"ours": [], "peer": []}
        for _ in range(ROUNDS + 1):  # the first round warms the disk cache
            for name, command in (("ours", ours), ("peer", peer)):
                begun = time.perf_counter()
                subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
                times[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(each[1:]) for name, each in times.items()}
    ratio = medians["ours"] / medians["peer"]
    print(f"start to the first window: {medians['ours']:.2f} s, least program {medians['peer']:.2f} s")
    print(f"ratio {ratio:.2f} (target ≤ {TARGET})")


if __name__ == "__main__":
    main()
