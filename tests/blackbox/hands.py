"""Mouse, keyboard and camera: xdotool and ImageMagick, which know nothing of the program."""

import subprocess
import time
from pathlib import Path

PAUSE = 0.05  # between moving and clicking, so that what is under the pointer has noticed it


def click(x: int, y: int) -> None:
    """A real click at this point of the screen."""
    _xdotool("mousemove", "--sync", str(x), str(y))
    time.sleep(PAUSE)
    _xdotool("click", "1")


def turn_wheel(x: int, y: int, notches: int) -> None:
    """Turn the wheel over this point; positive numbers lead down."""
    _xdotool("mousemove", str(x), str(y))
    time.sleep(PAUSE)
    _xdotool("click", "--repeat", str(abs(notches)), "--delay", "6", "5" if notches > 0 else "4")


def press(*keys: str) -> None:
    """Press keys one after the other; a combination reads ctrl+a."""
    _xdotool("key", "--delay", "20", *keys)


def type_words(words: str) -> None:
    """Type, Chinese too. Unhurried: for a character that no key has the keyboard must be told anew each time."""
    _xdotool("type", "--delay", "15" if words.isascii() else "70", words)


def take_picture(path: Path) -> None:
    """The whole screen."""
    subprocess.run(["import", "-window", "root", str(path)], check=True, timeout=30)


def _xdotool(*arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True, timeout=60)
