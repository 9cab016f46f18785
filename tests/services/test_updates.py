"""A newer version from a file: what is offered, what is refused in a sentence, and what happens before an installer."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.updates import INSTALLER, NOTE, NOW, make_update, updates_of
from ymh_desktop.bootstrap import Program, open_program
from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.identity import SigningIdentity, new_identity
from ymh_desktop.exchange.update_files import ForeignUpdate, NoReleaseKey, UpdateFiles
from ymh_desktop.exchange.updates import LIBRARY
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.updates import (
    Change,
    UpdateRefused,
    is_newer,
    look_at_update,
    prepare_library,
    prepare_update,
)


@pytest.fixture(scope="module")
def makers() -> SigningIdentity:
    return new_identity("发布方", "", NOW)


@pytest.fixture(scope="module")
def strangers() -> SigningIdentity:
    return new_identity("别人", "", NOW)


@dataclass
class Bench:
    """A program with its own release key, and the means to make updates for it."""

    program: Program
    ports: Ports
    folder: Path
    makers: SigningIdentity

    def update(
        self, version: str, *, signer: SigningIdentity | None = None, builds: dict[str, Path] | None = None, **more: Any
    ) -> Path:
        """An update file; without `builds` it holds an installer for Windows."""
        more.setdefault("schema", self.ports.versions.schema)
        return make_update(self.folder, signer or self.makers, version, builds=builds, **more)

    def library(self, *names: str) -> Path:
        """A ZIP with these files, as a library travels."""
        path = self.folder / "library.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "id: x\n")
        return path

    def for_platform(self, platform: str | None) -> Ports:
        """The same ports on another kind of PC."""
        assert isinstance(self.ports.updates, UpdateFiles)
        return replace(self.ports, updates=replace(self.ports.updates, platform=platform))


@pytest.fixture
def bench(tmp_path: Path, makers: SigningIdentity) -> Iterator[Bench]:
    program = open_program(tmp_path / "data", via="测试")
    updates = updates_of(tmp_path, makers)

    class Clock:
        def now(self) -> datetime:
            return NOW

        def today(self) -> date:
            return NOW.date()

    ports = replace(program.ports, updates=updates, clock=Clock())
    yield Bench(program, ports, tmp_path, makers)
    program.close()


def test_a_newer_version_is_offered_with_what_changes(bench: Bench) -> None:
    offer = look_at_update(bench.ports, bench.update("9.0.0", schema="9999"))
    assert offer.change is Change.PROGRAM
    assert offer.lines[0].startswith(f"程序从 {bench.ports.versions.program} 升级到 9.0.0（2026年12月01日发布）")
    assert any("旧版本打不开" in line for line in offer.lines)
    assert offer.lines[-1] == NOTE


def test_taking_it_backs_up_first_and_lays_the_proven_installer_out(bench: Bench) -> None:
    before = len(bench.ports.backups.all())
    installer = prepare_update(bench.ports, look_at_update(bench.ports, bench.update("9.0.0")))
    assert installer.read_bytes() == INSTALLER
    assert installer.suffix == ".exe"
    assert len(bench.ports.backups.all()) == before + 1


def test_what_an_earlier_update_left_is_cleared(bench: Bench) -> None:
    offer = look_at_update(bench.ports, bench.update("9.0.0"))
    first = prepare_update(bench.ports, offer)
    (first.parent / "leftover.exe").write_bytes(b"old")
    second = prepare_update(bench.ports, offer)
    assert [path.name for path in second.parent.iterdir()] == [second.name]


@pytest.mark.parametrize(("version", "said"), [("0.0.1", "旧的 0.0.1 版"), ("same", "就是现在的")])
def test_an_older_or_the_same_version_is_refused(bench: Bench, version: str, said: str) -> None:
    number = bench.ports.versions.program if version == "same" else version
    with pytest.raises(UpdateRefused, match=said):
        look_at_update(bench.ports, bench.update(number))


def test_a_version_in_between_comes_first(bench: Bench) -> None:
    with pytest.raises(UpdateRefused, match=r"要先升级到 8\.0\.0 版"):
        look_at_update(bench.ports, bench.update("9.0.0", least="8.0.0"))


def test_a_file_for_another_system_is_refused(bench: Bench) -> None:
    with pytest.raises(UpdateRefused, match="没有适合这台电脑"):
        look_at_update(bench.for_platform("linux-x86_64"), bench.update("9.0.0"))


def test_on_a_stick_the_way_to_do_it_by_hand_is_told(bench: Bench) -> None:
    with pytest.raises(UpdateRefused, match="免安装") as refused:
        look_at_update(bench.for_platform(None), bench.update("9.0.0"))
    assert "ymh-data 文件夹不要动" in refused.value.advice


def test_a_file_of_strangers_is_refused(bench: Bench, strangers: SigningIdentity) -> None:
    with pytest.raises(ForeignUpdate):
        look_at_update(bench.ports, bench.update("9.0.0", signer=strangers))


def test_without_a_release_key_nothing_is_taken(bench: Bench) -> None:
    assert isinstance(bench.ports.updates, UpdateFiles)
    bench.ports.updates.release_key.unlink()
    with pytest.raises(NoReleaseKey):
        look_at_update(bench.ports, bench.update("9.0.0"))


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a changed byte in the installer": lambda content: content.replace(b"MZ an", b"MZ am", 1),
    "cut short": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "something else": lambda content: b"MZ" + bytes(1000),
    "a letter behind it": lambda content: content + b"!",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_is_refused_and_nothing_is_laid_out(bench: Bench, damage: Callable[[bytes], bytes]) -> None:
    path = bench.update("9.0.0")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(UserError):
        look_at_update(bench.ports, path)
    assert not (bench.folder / "taken-out").exists()


def test_a_file_that_changes_after_it_was_looked_at_is_refused(bench: Bench) -> None:
    offer = look_at_update(bench.ports, bench.update("9.0.0"))
    offer.path.write_bytes(offer.path.read_bytes().replace(b"MZ an", b"MZ am", 1))
    with pytest.raises(UserError):
        prepare_update(bench.ports, offer)
    assert not list((bench.folder / "taken-out").glob("*.exe"))


def test_a_newer_library_is_offered_without_a_newer_program(bench: Bench) -> None:
    archive = bench.library("modules/lathe.yaml", "trades/furniture.yaml")
    path = bench.update(bench.ports.versions.program, builds={LIBRARY: archive}, library="2099-01-01.2")
    for ports in (bench.ports, bench.for_platform(None)):  # also on a stick
        offer = look_at_update(ports, path)
        assert offer.change is Change.LIBRARY
        assert "不用重装" in offer.lines[0]
    folder = prepare_library(bench.ports, offer)
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")) == [
        "modules/lathe.yaml",
        "trades/furniture.yaml",
    ]


def test_an_older_library_is_refused(bench: Bench) -> None:
    path = bench.update("0.0.1", builds={LIBRARY: bench.library("modules/a.yaml")}, library="2020-01-01.2")
    with pytest.raises(UpdateRefused):
        look_at_update(bench.ports, path)


@pytest.mark.parametrize(
    "name", ["../outside.yaml", "modules/../../x.yaml", "/etc/x.yaml", "modules/run.py", "x.yaml", "modules/a/b.yaml"]
)
def test_a_library_with_a_file_elsewhere_is_refused(bench: Bench, name: str) -> None:
    """Even signed by the makers: a slip there must not write outside."""
    path = bench.update("0.0.1", builds={LIBRARY: bench.library(name)}, library="2099-01-01.2")
    offer = look_at_update(bench.ports, path)
    with pytest.raises(UserError):
        prepare_library(bench.ports, offer)
    assert not list(bench.folder.rglob("outside.yaml"))


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        ("0.10.0", "0.9.2", True),
        ("0.9.2", "0.10.0", False),
        ("1.0", "1.0", False),
        ("2026-12-01.9", "2026-11-25.30", True),
        ("", "0.1.0", False),
    ],
)
def test_versions_are_compared_by_their_numbers(one: str, other: str, newer: bool) -> None:
    assert is_newer(one, other) is newer
