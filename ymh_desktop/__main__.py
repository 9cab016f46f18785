"""Start: a command of the command line, or the window."""

import gc
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code. Without a command the window opens."""
    from ymh_desktop.cli.arguments import FAILED, WINDOW, WrongArguments, parse, say_error

    _speak_utf8()
    try:
        arguments = parse(argv)
    except WrongArguments as error:
        say_error(error)
        return FAILED
    if arguments.version:
        from ymh_desktop.bootstrap import tools

        versions = tools().versions
        print(f"双重预防桌面版 {versions.program}")
        print(f"数据格式 {versions.schema}，上报文件格式 {versions.package_format}，行业库 {versions.library}")
        return 0
    if arguments.command == WINDOW:
        gc.disable()  # a start makes much and drops nothing; later the window collects by itself (ui.garbage)
        from ymh_desktop.start import open_window

        return open_window(arguments.data, demo=arguments.demo, probe=arguments.probe_start, file=arguments.open)
    if arguments.command == "self-test":
        from ymh_desktop.start import self_test

        return self_test(arguments.log)
    from ymh_desktop.bootstrap import opened, opened_town, restore_folder, tools
    from ymh_desktop.cli.main import Entrance, run

    return run(arguments, Entrance(opened, tools, opened_town, restore_folder))


def _speak_utf8() -> None:
    """A Chinese Windows console is cp936; a sign it lacks must not end the command."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
