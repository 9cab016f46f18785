"""Where the built program begins."""

import multiprocessing
import sys
import traceback
from pathlib import Path

_CALLERS_CONSOLE = -1
_STOP_SIGN = 0x10


def main() -> int:
    """Run the program. What goes wrong before there is a window is said in Chinese and kept in a file."""
    multiprocessing.freeze_support()
    _speak_to_the_console()
    try:
        from ymh_desktop.__main__ import main as run

        return run()
    except Exception:
        _tell(traceback.format_exc())
        return 1


def _speak_to_the_console() -> None:
    """On Windows the program has no console of its own; started from one, its commands answer there."""
    if sys.platform == "win32" and sys.stdout is None:
        import ctypes

        if ctypes.windll.kernel32.AttachConsole(_CALLERS_CONSOLE):
            # Open for as long as the program runs: whatever it prints goes there, so nothing here may close it.
            sys.stdout = sys.stderr = Path("CONOUT$").open("w", encoding="utf-8", errors="replace")  # noqa: SIM115


def _tell(trace: str) -> None:
    from ymh_desktop.system import logs, paths

    file = paths.user_log_folder() / "start.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(logs.redacted(trace), encoding="utf-8")
    sentence = (
        "双重预防桌面版没有打开。企业的资料都在，没有丢。\n\n"
        f"请重新安装一次。还是打不开，把这个文件发给帮您装软件的人：\n{file}"
    )
    if sys.stderr is not None:
        print(f"{trace}\n{sentence}", file=sys.stderr)
    if sys.platform == "win32" and len(sys.argv) == 1:  # not for commands, which nobody may be watching
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "双重预防桌面版", _STOP_SIGN)


if __name__ == "__main__":
    sys.exit(main())
