"""The order of the rooms: a module imports from its own room and from rooms below it.

CONTRIBUTING.md explains the order to people; here it is data for the test.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CRM: Sequence[Sequence[str]] = (
    ("handlers",),
    ("composition",),
    ("imports", "chat"),
    ("query",),
    ("leads", "preview"),
    ("standardizing",),
    ("mapping",),
    ("deepseek", "api"),
    ("aws", "metrics", "users"),
    ("spreadsheets", "values"),
    (
        "fields",
        "outcomes",
        "errors",
        "settings",
        "clock",
        "ids",
        "compact_json",
        "concurrency",
        "log_safe",
    ),
)
"""Rooms of `lambda_src/crm`, from the top down. Rooms of one line do not know each other, but for the last."""

SPREADSHEETS: Sequence[Sequence[str]] = (
    ("opening",),
    ("sheets",),
    ("reading_process", "reading_child"),
    ("file_kind",),
    ("text_files", "workbooks", "layout"),
    ("cell_links", "cell_kinds", "frames", "rejections", "model", "word_lists"),
)

MAPPING: Sequence[Sequence[str]] = (
    ("decision",),
    ("reimport", "signature"),
    ("language_model",),
    ("rules",),
    ("headers",),
    ("ports", "region"),
    ("mapping",),
    ("confidence", "reasons"),
)

EASY_CRM: Sequence[Sequence[str]] = (
    ("reference",),
    ("cli",),
    ("application",),
    ("operations",),
    ("monitoring_stack",),
    ("frontend_stack",),
    ("api_stack", "processing_stack"),
    ("permissions", "function_stack"),
    ("storage_stack",),
    ("function_sizes",),
    ("constructs",),
    ("request_models", "nag"),
    ("local", "bundling", "templates"),
    ("environments_file", "website_config"),
    ("config", "routes", "gateway_answers", "errors", "paths", "lambda_target"),
)


@dataclass(frozen=True, slots=True)
class Import:
    """One import of one module: who, where, and what."""

    importer: str
    line: int
    imported: str


def imports_of(package: Path, name: str) -> Iterator[Import]:
    """Every import of a module of `name` in the package, late ones and those for type checkers too.

    Args:
        package: the package's folder.
        name: its dotted name.
    """
    for path in sorted(package.rglob("*.py")):
        importer = ".".join([name, *path.relative_to(package).with_suffix("").parts]).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                # `from crm import errors` and `from crm.errors import NotFound` name the same room.
                names = [f"{node.module}.{alias.name}" if node.module == name else node.module for alias in node.names]
            else:
                continue
            yield from (Import(importer, node.lineno, one) for one in names if one.startswith(f"{name}."))


def pointing_up(package: Path, name: str, order: Sequence[Sequence[str]]) -> list[str]:
    """A sentence for each import that points up or sideways, naming both files.

    Raises:
        KeyError: for a room that the order does not have.
    """
    heights = {room: len(order) - line for line, rooms in enumerate(order) for room in rooms}
    return [
        f"{one.importer}:{one.line} imports {one.imported}, which is not below it"
        for one in imports_of(package, name)
        if not _may(_room(one.importer, name), _room(one.imported, name), heights)
    ]


def _room(module: str, name: str) -> str:
    return module.removeprefix(name).removeprefix(".").partition(".")[0]


def _may(importer: str, imported: str, heights: Mapping[str, int]) -> bool:
    if importer in ("", imported):
        return True
    ground = heights[imported] == 1
    return heights[importer] > heights[imported] or (ground and heights[importer] == 1)
