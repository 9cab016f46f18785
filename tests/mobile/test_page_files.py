"""The pages as files: small, no script or style in them, nothing from elsewhere, and no language newer than 2018."""

import gzip
import re
from html.parser import HTMLParser

import pytest

from tests.mobile.support import Site
from tests.support.desk import RESOURCES
from ymh_desktop.mobile.app import PAGES

FOLDER = RESOURCES / "phone"
FILES = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
SCRIPTS = {name: text for name, text in FILES.items() if name.endswith(".js")}
HTML = {name: text for name, text in FILES.items() if name.endswith(".html")}

# What came after 2018, or only in modules: old browsers inside other programs stop at the first of them.
NEWER = {
    "optional chaining": r"[\w)\]]\?\.[\w\[(]",
    "a default for nothing": r"\?\?",
    "catching without a name": r"catch\s*\{",
    "modules": r"^\s*(?:import|export)\s",
    "private fields": r"this\.#",
    "lists made flat": r"\.flat(?:Map)?\(",
    "from entries": r"fromEntries",
    "replacing all": r"\.replaceAll\(",
    "at a place": r"\.at\(",
    "all settled": r"allSettled",
    "the global thing": r"globalThis",
    "big numbers": r"\b\d+n\b",
    "number separators": r"\b\d+_\d",
    "logical assignment": r"(?:&&|\|\||\?\?)=",
}


class Tags(HTMLParser):
    """Every tag with its attributes, and the words of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style") and data.strip():
            self.inside.append(data)


def test_every_file_is_served_and_every_served_file_is_there() -> None:
    assert set(FILES) == set(PAGES)


@pytest.mark.parametrize("name", HTML)
def test_no_script_and_no_style_stands_in_a_page(name: str) -> None:
    found = Tags(HTML[name])
    assert found.inside == []
    assert len(found.tags) > 3
    for tag, attributes in found.tags:
        assert tag != "style"
        assert not [each for each in attributes if each.startswith("on") or each == "style"]
        assert tag != "script" or attributes["src"] is not None


@pytest.mark.parametrize("name", FILES)
def test_nothing_comes_from_elsewhere(name: str) -> None:
    known = {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[\w./-]*", FILES[name])) <= known


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("what", NEWER)
def test_nothing_newer_than_2018_is_said(name: str, what: str) -> None:
    code = re.sub(r"/\*.*?\*/|//.*?$", "", SCRIPTS[name], flags=re.S | re.M)
    code = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', code)
    assert re.findall(NEWER[what], code, flags=re.M) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_words_never_become_markup_and_text_never_becomes_code(name: str) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setTimeout\(\s*[\"']"
    assert re.findall(forbidden, SCRIPTS[name]) == []


def test_no_english_reaches_the_worker() -> None:
    for name, text in HTML.items():
        words = re.sub(r"<[^>]*>", " ", text)
        assert re.findall(r"[A-Za-z]{3,}", words) == [], name
    said = [text for code in SCRIPTS.values() for text in re.findall(r'"([^"\n]*[\u4e00-\u9fff][^"\n]*)"', code)]
    assert len(said) > 60
    assert [text for text in said if set(re.findall(r"[A-Za-z]+", text)) - {"Wi", "Fi", "P"}] == []


def test_a_whole_page_weighs_less_than_50_kilobytes_on_the_way() -> None:
    page = ("index.html", "style.css", "talk.js", "parts.js", "pages.js")
    assert sum(len(gzip.compress(FILES[name].encode(), mtime=0)) for name in page) < 50 * 1024


def test_a_browser_that_can_unpack_is_served_packed_and_others_plainly(site: Site) -> None:
    packed = site.client().get("/pages.js", headers={"Accept-Encoding": "gzip, deflate"})
    plain = site.client().get("/pages.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == FILES["pages.js"].encode()


def test_every_picture_and_field_is_named_for_who_cannot_see_it() -> None:
    images = [image for code in SCRIPTS.values() for image in re.findall(r'make\("img", \{([^}]*)\}', code)]
    assert images
    assert [image for image in images if "alt:" not in image] == []
    page = Tags(HTML["index.html"])
    assert dict(page.tags)["html"]["lang"] == "zh-CN"
    assert {attributes.get("aria-label") for tag, attributes in page.tags if tag == "nav"} == {"主菜单"}
    viewport = next(a["content"] for tag, a in page.tags if tag == "meta" and a.get("name") == "viewport")
    assert "user-scalable" not in str(viewport)
    assert "maximum-scale" not in str(viewport)
