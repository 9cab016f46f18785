"""The guide and the help speak of buttons and pages that exist, and the pictures stay small."""

import re

import pytest

LARGEST_IMAGE = 120 * 1024
MOST_IMAGES = 12
# Words between quotation marks that are no label of the window.
SPOKEN = {"这里可能出事", "该防的没防住", "必须先改"}
HELP = ("import", "papers", "people", "phones", "settings", "training")
PAGES = ["docs/user-guide.md", *(f"resources/help/{name}.md" for name in HELP)]
SPEAKS = (("ymh_desktop/", ".py"), ("resources/phone/", ".js"))  # the window and the pages of phones


@pytest.mark.parametrize("page", PAGES)
def test_every_label_that_is_quoted_stands_in_the_program(texts: dict[str, str], page: str) -> None:
    source = "\n".join(
        text for name, text in texts.items() if any(name.startswith(a) and name.endswith(b) for a, b in SPEAKS)
    )
    quoted = {words for words in re.findall(r"“([^”]+)”", texts[page]) if words not in SPOKEN}
    assert quoted
    assert sorted(words for words in quoted if words not in source) == []


def test_the_pictures_of_the_guide_are_few_and_small(files: dict[str, bytes]) -> None:
    pictures = {name: len(content) for name, content in files.items() if name.startswith("docs/images/")}
    assert 0 < len(pictures) <= MOST_IMAGES
    assert {name: size for name, size in pictures.items() if size > LARGEST_IMAGE} == {}
