"""What may lie in the tree: no trace of one machine, no registry, no loose ends, no binary without its licence."""

import posixpath
import re
from pathlib import PurePosixPath

# Written so that these lines do not find themselves.
FORBIDDEN = {
    # Not /home and C:/Users: the tests of places and logs make up people who live there.
    "a folder of one machine": re.compile(r"(?<![\w.])/(?:root|work)/\w"),
    "a registry": re.compile(
        r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|npm[m]irror|index-url[ =]|find-links[ =]"
    ),
    "a loose end": re.compile(r"\bTO[D]O\b|\bFIX[M]E\b"),
}

# Lock files of other tools record the address of the registry they were made with.
UNWANTED = ("uv.lock", "package-lock.json", "poetry.lock", "Pipfile.lock")

LICENCE = re.compile(r"(?i)^(licen[cs]e|ofl|copying)")


def test_no_file_names_a_machine_or_a_registry_or_leaves_a_loose_end(texts: dict[str, str]) -> None:
    found = [
        f"{name}:{number}: {what}: {line.strip()[:80]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(line)
    ]
    assert not found


def test_no_lock_file_records_a_registry(files: dict[str, bytes]) -> None:
    assert not [name for name in files if PurePosixPath(name).name in UNWANTED]


def test_every_binary_is_ours_or_has_its_licence_beside_it(files: dict[str, bytes]) -> None:
    """Pictures of our own windows and files made for tests are ours; everything else came from somebody."""
    folders = {str(PurePosixPath(name).parent) for name in files if LICENCE.match(PurePosixPath(name).name)}
    binaries = {name for name, content in files.items() if b"\0" in content[:8000]}
    ours = {name for name in binaries if name.startswith(("docs/images/", "tests/"))}
    assert "resources/fonts/NotoSansSC-Regular.ttf" in binaries
    assert not [name for name in binaries - ours if str(PurePosixPath(name).parent) not in folders]


def test_every_link_in_the_pages_leads_somewhere(files: dict[str, bytes], texts: dict[str, str]) -> None:
    """A link without a scheme names a file, from the folder of its page."""
    there = {*files, *(str(folder) for name in files for folder in PurePosixPath(name).parents)}
    broken = [
        f"{name}: {target}"
        for name, text in texts.items()
        if name.endswith(".md")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        if "://" not in target and posixpath.normpath(f"{PurePosixPath(name).parent}/{target}") not in there
    ]
    assert not broken
