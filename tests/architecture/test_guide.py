"""The guide and the help speak of buttons and pages that exist, and the pictures stay small."""

import ast
import re

import pytest

from ymh_desktop.ui import pages
from ymh_desktop.ui.shell.page import PageSpec

LARGEST_IMAGE = 120 * 1024
MOST_IMAGES = 12
# Words between quotation marks that are no label of the window: what somebody says, writes, or names a folder.
SPOKEN = {"这里可能出事", "该防的没防住", "必须先改", "A级", "漏查 3", "演示"}
GUIDE, HELP = "docs/user-guide.md", "resources/help/"
SPEAKS = (("ymh_desktop/", ".py"), ("resources/phone/", ".js"))  # the window and the pages of phones


def said_in(source: str) -> list[str]:
    """The texts in a module, without what its docstrings and comments say about them."""
    tree = ast.parse(source)
    documented = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    told = {id(node.body[0].value) for node in documented if node.body and isinstance(node.body[0], ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    return [node.value for node in constants if isinstance(node.value, str)]


@pytest.fixture(scope="module")
def program(texts: dict[str, str]) -> str:
    """Every text that the program can show."""
    said: list[str] = []
    for name, text in texts.items():
        if any(name.startswith(folder) and name.endswith(kind) for folder, kind in SPEAKS):
            said += said_in(text) if name.endswith(".py") else [text]
    return "\n".join(said)


def test_every_label_that_is_quoted_stands_in_the_program(texts: dict[str, str], program: str) -> None:
    where = [name for name in texts if name == GUIDE or name.startswith(HELP)]
    quoted = {(page, words) for page in where for words in re.findall(r"“([^”]+)”", texts[page])}
    assert len(quoted) > 200
    assert sorted((page, words) for page, words in quoted if words not in SPOKEN and words not in program) == []


def test_every_page_of_the_window_has_a_place_in_the_guide(texts: dict[str, str]) -> None:
    named = [spec.title for spec in vars(pages).values() if isinstance(spec, PageSpec)]
    assert len(named) > 12
    assert [title for title in named if title not in texts[GUIDE]] == []


def test_the_pictures_of_the_guide_are_few_and_small(files: dict[str, bytes]) -> None:
    pictures = {name: len(content) for name, content in files.items() if name.startswith("docs/images/")}
    assert 0 < len(pictures) <= MOST_IMAGES
    assert {name: size for name, size in pictures.items() if size > LARGEST_IMAGE} == {}
