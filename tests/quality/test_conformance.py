"""`tests/conformance` runs apart from the other tests, so it holds only what compares a double with another service.

A test of a double alone belongs to `tests/unit/doubles`: a change that breaks it is then seen at once.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

import pytest

from easy_crm import paths

COMPARING = frozenset({"database", "storage"})
"""Fixtures that are there once for the double and once for each other service."""


def arguments_by_function() -> dict[str, set[str]]:
    """What each test and each fixture asks for, by its name."""
    return {
        node.name: {argument.arg for argument in node.args.args}
        for file in sorted((paths.ROOT / "tests" / "conformance").glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def compares(arguments: Collection[str], asked: Mapping[str, Collection[str]]) -> bool:
    """Whether a test with these arguments runs on each service, by a fixture of its own or by one of theirs."""
    return any(name in COMPARING or compares(asked.get(name, ()), asked) for name in arguments)


def test_every_test_there_compares() -> None:
    asked = arguments_by_function()
    tests = {name: arguments for name, arguments in asked.items() if name.startswith("test_")}
    assert len(tests) > 50
    assert [name for name, arguments in tests.items() if not compares(arguments, asked)] == []


@pytest.mark.parametrize(
    ("arguments", "found"), [(["five"], True), (["database"], True), (["clock"], False), ([], False)]
)
def test_fixtures_are_followed(arguments: list[str], found: bool) -> None:
    assert compares(arguments, {"five": ["database"], "clock": []}) is found
