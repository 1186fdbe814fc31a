"""Reading decides by named numbers: a share or a weight in the middle of a function says neither what it is nor why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CRM = Path(__file__).resolve().parents[2] / "lambda_src" / "crm"
ROOMS = ("spreadsheets", "values", "standardizing")
PLAIN = (0.0, 1.0)
"""Nothing and all of it need no name."""


def bare_floats(source: str) -> Iterator[tuple[int, float]]:
    """Line and value of each float that stands inside a function."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.Lambda))
    found = {
        (node.lineno, node.value)
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value not in PLAIN
    }
    yield from sorted(found)


@pytest.mark.parametrize("room", ROOMS)
def test_no_function_holds_a_share_or_a_weight_without_a_name(room: str) -> None:
    found = [
        f"{path.relative_to(CRM)}:{line} has {value}: give it a name and say what it decides"
        for path in sorted((CRM / room).rglob("*.py"))
        for line, value in bare_floats(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_a_float_in_a_function_is_found() -> None:
    source = "LIMIT = 0.5\n\n\ndef enough(share: float) -> bool:\n    return share > 0.6 or share == 1.0\n"

    assert list(bare_floats(source)) == [(5, 0.6)]
