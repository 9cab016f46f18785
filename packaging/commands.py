"""What each command of dev.py does."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

import checks
import debian
from environment import prepare, variables
from house import CACHE, ROOT, VENV_PYTHON, Stop
from lanes import WHOLE_LIMIT, Lane, run_lanes, strict
from locking import lock

_DEMO_DATA = CACHE / "demo"


def _told_to_end(*_: object) -> None:
    """Not by raising SIGINT: what a shell starts in the background ignores it."""
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Carry out one command; 0 when all went well, 1 when something failed, 2 when it could not begin."""
    options = _parser().parse_args(arguments)
    # Told to end, it ends as on Ctrl-C: a lane runs in a session of its own and would live on.
    signal.signal(signal.SIGTERM, _told_to_end)
    try:
        return 0 if options.action(options) else 1
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description="Commands for working on YMH Desktop.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    setup = commands.add_parser("setup", help="make .venv with the pinned packages")
    setup.set_defaults(action=_setup)

    run = commands.add_parser("run", help="make everything ready and open the program")
    run.add_argument("--demo", action="store_true", help="with a sample enterprise, kept in .cache/demo")
    run.add_argument("arguments", nargs="*", help="passed on to the program (after --)")
    run.set_defaults(action=_run)

    test = commands.add_parser("test", help="make everything ready and run format, lint, types, layers and tests")
    test.add_argument("--all", action="store_true", help="then drive the real window, build, and test the build")
    test.add_argument("arguments", nargs="*", help="passed on to pytest (after --)")
    test.set_defaults(action=_test)

    lint = commands.add_parser("lint", help="format, lint, types and layers only")
    lint.add_argument("--fix", action="store_true", help="write the mended files")
    lint.set_defaults(action=_lint)

    bench = commands.add_parser("bench", help="run the benchmarks, each in a process of its own")
    bench.add_argument("names", nargs="*", metavar="NAME", help="only these, as in bench/bench_NAME.py")
    bench.set_defaults(action=_bench)

    gallery = commands.add_parser("gallery", help="render every window and paper to PNG")
    gallery.add_argument("--images", action="store_true", help="renew the pictures of the README as well")
    gallery.set_defaults(action=lambda options: _script("packaging/gallery.py", ["--images"] if options.images else []))

    build = commands.add_parser("build", help="make what users get, into dist/release, and let it test itself")
    build.add_argument("target", choices=["linux", "windows", "all"])
    build.add_argument("--tests", action="store_true", help="first run tests on the Windows Python as well")
    build.set_defaults(action=_build)

    key = commands.add_parser("release-key", help="make the key that signs updates; once, and kept outside the tree")
    key.add_argument("folder", help="where the private half will lie")
    key.set_defaults(action=lambda options: _script("packaging/update_file.py", ["key", options.folder]))

    update = commands.add_parser("update", help="sign an update file from what dist/release holds")
    update.add_argument("folder", help="where the private half of the release key lies")
    update.add_argument("--library-only", action="store_true", help="only the industry library, for any program")
    update.set_defaults(action=_update)

    relock = commands.add_parser("lock", help="make packaging/requirements.lock anew from pyproject.toml")
    relock.add_argument("--upgrade", action="store_true", help="take the newest versions that the pins allow")
    relock.set_defaults(action=lambda options: lock(options.upgrade))
    return parser


def _setup(_: argparse.Namespace) -> bool:
    prepare()
    print("Ready: .venv is up to date.")
    return True


def _run(options: argparse.Namespace) -> bool:
    prepare()
    program = [str(VENV_PYTHON), "-m", "ymh_desktop"]
    if options.demo:
        program += ["--data", str(_DEMO_DATA), "--demo"]
    program += options.arguments
    if os.name == "posix":
        sys.stdout.flush()
        os.chdir(ROOT)
        os.execve(program[0], program, variables())
    return subprocess.run(program, cwd=ROOT, env=variables()).returncode == 0


def _test(options: argparse.Namespace) -> bool:
    prepare()
    tools = {**debian.TEST_TOOLS, **debian.RARER_TEST_TOOLS} if strict() else debian.TEST_TOOLS
    debian.need_tools(tools, "The tests read what the program makes with other programs")
    if not options.all:
        return checks.test(options.arguments)
    here = [sys.executable, str(ROOT / "packaging" / "dev.py")]
    inside = str(VENV_PYTHON)
    return run_lanes(
        [
            Lane("test", [*here, "test", "--", *options.arguments], limit=WHOLE_LIMIT),
            Lane("blackbox", [inside, "packaging/lane_blackbox.py"]),
            Lane("browser", [inside, "packaging/lane_browser.py"]),
            Lane("build", [inside, "packaging/freeze.py"]),
            Lane("windows", [inside, "packaging/lane_windows.py", "--lane"], limit=WHOLE_LIMIT, optional=True),
        ],
        variables(),
    )


def _lint(options: argparse.Namespace) -> bool:
    prepare()
    return checks.lint(options.fix)


def _build(options: argparse.Namespace) -> bool:
    """Each system after the other, the second also after the first has failed. A skipped build is no success."""
    prepare()
    builds = {
        "linux": ("packaging/freeze.py", ["--release"]),
        "windows": ("packaging/lane_windows.py", ["--tests"] if options.tests else []),
    }
    chosen = builds if options.target == "all" else {options.target: builds[options.target]}
    results = [_script(path, arguments) for path, arguments in chosen.values()]
    return all(results)


def _update(options: argparse.Namespace) -> bool:
    more = ["--library-only"] if options.library_only else []
    return _script("packaging/update_file.py", ["make", options.folder, *more])


def _bench(options: argparse.Namespace) -> bool:
    """Every benchmark, also after one was over its budget (it exits with 1)."""
    names = options.names or sorted(path.stem.removeprefix("bench_") for path in (ROOT / "bench").glob("bench_*.py"))
    results = []
    for name in names:
        print(f"\n== {name} ==", flush=True)
        # As a module: its imports of tests/ and bench/ begin at the root, where it is started.
        results.append(_script(f"bench/bench_{name}.py", [], as_module=True))
    return all(results)


def _script(path: str, arguments: list[str], as_module: bool = False) -> bool:
    """Run a script of the tree inside .venv."""
    prepare()
    if not (ROOT / path).exists():
        raise Stop(f"{path} is not in this tree.")
    named = ["-m", ".".join(Path(path).with_suffix("").parts)] if as_module else [path]
    return subprocess.run([str(VENV_PYTHON), *named, *arguments], cwd=ROOT, env=variables()).returncode == 0
