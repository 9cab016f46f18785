"""A new version from a file: what it brings, whether this PC may take it, and everything before the installer begins.

Nothing is installed from here. The installer is proven, taken out and started by `start` after the window has closed.
"""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import day_words
from ymh_desktop.services.ports import Ports, UpdateNews

_NOT_NOW = "现在的版本可以照常用。"


class Change(Enum):
    """What a file would change."""

    PROGRAM = "program"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that this PC may take. `lines` say what changes, in sentences for the user."""

    path: Path
    change: Change
    news: UpdateNews
    lines: tuple[str, ...]


class UpdateRefused(UserError):
    """The file is genuine, but not for this PC or not newer."""


def look_at_update(ports: Ports, path: Path) -> Offer:
    """Prove the file and say what it would change; raises UserError for a foreign, damaged, older or unfit one."""
    news = ports.updates.read(path, ports.clock.now())
    mine = ports.versions
    newer = is_newer(news.version, mine.program)
    if newer and news.has_installer and not _first_needed(ports, news):
        return Offer(path, Change.PROGRAM, news, _program_lines(ports, news))
    if news.has_library and is_newer(news.library_date, mine.library):
        return Offer(path, Change.LIBRARY, news, _library_lines(ports, news))
    if newer:
        raise _refusal(ports, news)
    if news.version == mine.program:
        raise UpdateRefused(f"升级包里就是现在的 {mine.program} 版，不用再升级。", _NOT_NOW)
    raise UpdateRefused(f"升级包里是旧的 {news.version} 版，这台电脑上已经是 {mine.program} 版。", _NOT_NOW)


def prepare_update(ports: Ports, offer: Offer) -> Path:
    """Back up, then take the proven installer out; returns where it lies. Raises UserError and changes nothing then."""
    ports.backups.make()
    return ports.updates.take_out_installer(offer.path, ports.clock.now())


def prepare_library(ports: Ports, offer: Offer) -> Path:
    """The folder with the proven library files, for the screen that compares and takes over."""
    return ports.updates.take_out_library(offer.path, ports.clock.now())


def is_newer(one: str, other: str) -> bool:
    """Whether the numbers in one version come after those in the other, as 0.10.0 after 0.9.2."""
    return _numbers(one) > _numbers(other)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version))


def _first_needed(ports: Ports, news: UpdateNews) -> bool:
    """Whether a version in between has to come first."""
    return bool(news.least_version) and is_newer(news.least_version, ports.versions.program)


def _refusal(ports: Ports, news: UpdateNews) -> UpdateRefused:
    """Why a newer program is not for this PC."""
    if _first_needed(ports, news):
        return UpdateRefused(
            f"要先升级到 {news.least_version} 版，才能装 {news.version} 版。",
            "请向提供方要中间那一版的升级包，先装它。" + _NOT_NOW,
        )
    if not ports.updates.can_install:
        return UpdateRefused(
            "现在用的是免安装的版本，不能自动升级。",
            "请先关掉程序，把新的免安装包解压，用里面的文件换掉旧的，ymh-data 文件夹不要动。",
        )
    return UpdateRefused("这个升级包里没有适合这台电脑的安装程序。", "请向提供方要适合本机系统的升级包。" + _NOT_NOW)


def _program_lines(ports: Ports, news: UpdateNews) -> tuple[str, ...]:
    lines = [f"程序从 {ports.versions.program} 升级到 {news.version}（{day_words(news.released_on)}发布）。"]
    if news.schema_revision and news.schema_revision != ports.versions.schema:
        lines.append("资料的格式会跟着升级，升级后旧版本打不开这些资料。")
    if news.library_date and is_newer(news.library_date, ports.versions.library):
        lines.append("行业库也会更新。您改过的内容都在，不会被换掉。")
    return (*lines, *news.notes)


def _library_lines(ports: Ports, news: UpdateNews) -> tuple[str, ...]:
    lines = (f"行业库从 {ports.versions.library} 更新到 {news.library_date}，程序不变，不用重装。",)
    return (*lines, *news.notes)
