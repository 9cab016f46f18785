"""Tries the .deb as a user's PC would meet it: a Debian 12 without Python and without fonts. Root only."""

import sys
from pathlib import Path

import roots
from house import ROOT, program_version

_LOG = ROOT / "build" / "linux" / "self-test-bare.log"
_USER = "worker"
_AS_USER = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"]
_HOME = "/tmp/home"
_VARIABLES = {"HOME": _HOME, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": f"{_HOME}/run"}
_LIMIT = 300


def run(package: Path) -> bool:
    """Install, look, test itself as an ordinary user, make data, take away; the data is still there."""
    roots.make(roots.BARE)
    _LOG.parent.mkdir(parents=True, exist_ok=True)
    _LOG.unlink(missing_ok=True)
    with roots.entered(roots.BARE, package.parent, _LOG.parent, throwaway=True) as inside:
        return all(step(inside, package) for step in (_is_bare, _install, _self_test, _take_away))


def _is_bare(inside: roots.Entered, _: Path) -> bool:
    inside.run(["rm", "-rf", "/usr/share/fonts", "/var/cache/fontconfig"])
    code, said = inside.run(["sh", "-c", "! command -v python3 && ! ls /usr/share/fonts 2>/dev/null"])
    return _held("there is no Python and no font", code, said)


def _install(inside: roots.Entered, package: Path) -> bool:
    code, said = inside.run(["dpkg", "--install", str(package)])
    if not _held("the package installs with what it asks for", code, said):
        return False
    files = ("/usr/bin/ymh-desktop", "/usr/share/applications/ymh-desktop.desktop")
    code, said = inside.run(["ls", "-L", *files, "/usr/share/icons/hicolor/scalable/apps/ymh-desktop.svg"])
    if not _held("command, menu entry and icon are there", code, said):
        return False
    inside.run(["sh", "-c", f"mkdir -p {_HOME}/run && chmod 700 {_HOME}/run && chown -R 1000:1000 {_HOME}"])
    code, said = inside.run([*_AS_USER, "ymh-desktop", "--version"], _VARIABLES)
    return _held("it starts for an ordinary user", 0 if program_version().encode() in said else 1, said)


def _self_test(inside: roots.Entered, _: Path) -> bool:
    log = f"{_HOME}/{_LOG.name}"
    code, said = inside.run([*_AS_USER, "ymh-desktop", "self-test", log], _VARIABLES, limit=_LIMIT)
    picture = log.replace(".log", ".png")
    inside.run(["sh", "-c", f"cp {log} {picture} {_LOG.parent}"])
    return _held("the self-test passes there", code, said)


def _take_away(inside: roots.Entered, _: Path) -> bool:
    code, said = inside.run([*_AS_USER, "ymh-desktop", "demo"], _VARIABLES)
    if not _held("data can be made", code, said):
        return False
    code, said = inside.run(["dpkg", "--purge", "ymh-desktop"])
    gone = f"test ! -e /opt/ymh-desktop && test -s {_HOME}/.local/share/ymh-desktop/data/ymh.db"
    if code == 0:
        code, said = inside.run(["sh", "-c", gone])
    return _held("purging takes the program away and leaves the data", code, said)


def _held(sentence: str, code: int, said: bytes) -> bool:
    print(f"{'ok' if code == 0 else 'FAILED'}: bare Debian 12: {sentence}", flush=True)
    if code != 0:
        print(said.decode("utf-8", "replace"), file=sys.stderr)
    return code == 0
