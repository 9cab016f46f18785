"""Dates are put into words without handing Chinese to the system: on Windows it would refuse or garble the format."""

import ast
from collections.abc import Iterator
from datetime import datetime

from ymh_desktop.domain.moments import day_words, moment_words


def formats(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, format) of every f-string value and every call of strftime."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            for part in ast.walk(node.format_spec):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield node.lineno, part.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime":
            for part in node.args:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield node.lineno, part.value


def test_no_format_of_a_date_holds_chinese(texts: dict[str, str]) -> None:
    wrong = [
        f"{name}:{line}: {spec}"
        for name, text in texts.items()
        if name.startswith("ymh_desktop/") and name.endswith(".py")
        for line, spec in formats(ast.parse(text))
        if "%" in spec and not spec.isascii()
    ]
    assert not wrong


def test_a_moment_in_words() -> None:
    moment = datetime(2026, 11, 3, 9, 5)
    assert (day_words(moment), moment_words(moment)) == ("2026年11月03日", "2026年11月03日 09:05")
