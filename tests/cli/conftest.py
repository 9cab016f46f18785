"""The command line in this process, over the sample enterprise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ymh_desktop.__main__ import main


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample enterprise, of which the tests of one file see what each other did."""
    folder = tmp_path_factory.mktemp("命令行") / "数据"
    assert main(["--data", str(folder), "demo"]) == 0
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run one command: exit code, what it printed, what it complained."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command
