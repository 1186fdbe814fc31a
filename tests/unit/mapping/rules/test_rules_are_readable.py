"""Rules decide by named thresholds, and change columns by the methods of `Column` only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from crm.mapping.rules import thresholds

RULES = sorted(Path(thresholds.__file__).parent.glob("*.py"))
PARTS_OF_A_COLUMN = {"meaning", "confidence", "because", "rank", "transform"}


def _nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", [path for path in RULES if path.name != "thresholds.py"], ids=lambda path: path.name)
def test_a_rule_has_no_number_without_a_name(path: Path) -> None:
    numbers = [
        f"line {node.lineno}: {node.value}"
        for node in _nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value not in (0.0, 1.0)
    ]
    assert numbers == []


@pytest.mark.parametrize("path", [path for path in RULES if path.name != "column.py"], ids=lambda path: path.name)
def test_a_rule_sets_no_part_of_a_column_itself(path: Path) -> None:
    written = [
        f"line {node.lineno}: {node.attr}"
        for node in _nodes(path)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in PARTS_OF_A_COLUMN
    ]
    assert written == []


def test_every_threshold_says_what_it_decides() -> None:
    body = ast.parse(Path(thresholds.__file__).read_text(encoding="utf-8")).body
    names = [place for place, node in enumerate(body) if isinstance(node, ast.AnnAssign)]
    assert names
    for place in names:
        said = body[place + 1]
        assert isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant), ast.unparse(body[place])


def test_every_threshold_is_used() -> None:
    named = {name for name in vars(thresholds) if name.isupper()}
    sources = [path for path in RULES[0].parents[1].rglob("*.py") if path.name != "thresholds.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert {name for name in named if name not in text} == set()
