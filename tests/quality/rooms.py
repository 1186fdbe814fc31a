"""The order of the rooms: a module imports from its own room and from rooms below it.

CONTRIBUTING.md explains the order to people; here it is data for the test.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

CRM: Sequence[Sequence[str]] = (
    ("handlers",),
    ("composition",),
    ("imports", "chat", "duplicates"),
    ("index",),
    ("views",),
    ("query",),
    ("leads", "preview"),
    ("own_fields", "accounts"),
    ("statements",),
    ("standardizing",),
    ("mapping",),
    ("deepseek", "api"),
    ("aws", "users"),
    ("metrics",),
    ("spreadsheets", "values"),
    (
        "fields",
        "said",
        "export_labels",
        "outcomes",
        "errors",
        "settings",
        "clock",
        "ids",
        "compact_json",
        "versions",
        "table_numbers",
        "concurrency",
        "garbage",
        "log_safe",
        "patience",
        "sentences",
    ),
)
"""Rooms of `lambda_src/crm`, from the top down. Rooms of one line do not know each other, but for the last."""

SPREADSHEETS: Sequence[Sequence[str]] = (
    ("opening",),
    ("sheets",),
    ("sheet", "reading_process"),
    ("reading_child",),
    ("file_kind",),
    ("text_files", "workbooks", "layout"),
    ("cell_links", "cell_kinds", "budget", "frames", "rejections", "model", "word_lists"),
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
    ("bundling",),
    ("local", "templates"),
    ("environments_file", "website_config"),
    ("config", "routes", "gateway_answers", "errors", "paths", "lambda_target", "concurrent_runs", "regions", "prices"),
)

PAGE: Sequence[Sequence[str]] = (
    ("main.js",),
    ("components/app.js",),
    (
        "components/ask",
        "components/duplicates",
        "components/fields",
        "components/imports",
        "components/leads",
        "components/people",
    ),
    ("components/shell",),
    ("context.js", "views"),
    ("services",),
    ("labels",),
    ("lib",),
    ("vendor",),
)
"""Rooms of `frontend/js`, and `frontend/vendor`: a file, or a folder with all that is in it."""

FOREIGN: Mapping[str, Sequence[str]] = {
    "crm": ("easy_crm", "benchmarks", "tests"),
    "easy_crm": ("tests",),
}
"""Packages of this project that a package must not import at all. The command `bench` is what runs `benchmarks`."""

_MODULE = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_SCRIPT_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'`](\.[^"'`?]+\.js)(?:\?[^"'`]*)?["'`]""")
"""In code and in JSDoc. The types in `frontend/types`, which have no `.js`, are no room: nothing of them runs."""


@dataclass(frozen=True, slots=True)
class Import:
    """One import of one module: who, where, and what."""

    importer: str
    line: int
    imported: str


def imports_of(package: Path, name: str) -> Iterator[Import]:
    """Every import of a module of this project in a package, late ones and those for type checkers too.

    A text that is exactly the name of a module of the package counts as well: `importlib` and `python -m` go by such
    texts. Relative imports are resolved.

    Args:
        package: the package's folder.
        name: its dotted name.
    """
    prefixes = tuple(f"{one}." for one in (name, *FOREIGN.get(name, ())))
    for path in sorted(package.rglob("*.py")):
        place = [name, *path.relative_to(package).with_suffix("").parts]
        importer = ".".join(place).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for one in _named(node, place, name):
                if f"{one}.".startswith(prefixes) and one != name:
                    yield Import(importer, getattr(node, "lineno", 0), one)


def _named(node: ast.AST, place: Sequence[str], name: str) -> list[str]:
    """The modules that a piece of code names.

    Args:
        place: dotted path of the file that it stands in.
        name: of the package.
    """
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = ".".join([*place[: -node.level], *([node.module] if node.module else [])]) if node.level else node.module
        # `from crm import errors` and `from crm.errors import NotFound` name the same room.
        return [f"{base}.{alias.name}" if base == name else str(base) for alias in node.names]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _MODULE.fullmatch(node.value):
        return [node.value] if node.value.startswith(f"{name}.") else []
    return []


def imports_of_scripts(frontend: Path) -> Iterator[Import]:
    """Every import of a script by a script, those of types in JSDoc too.

    Args:
        frontend: the folder with `js`, from which scripts are named, and `vendor`.
    """
    root = frontend.resolve()
    for path in sorted((root / "js").rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        for found in _SCRIPT_IMPORT.finditer(text):
            importer, imported = (
                one.relative_to(root).as_posix().removeprefix("js/")
                for one in (path, (path.parent / found[1]).resolve())
            )
            yield Import(importer, text.count("\n", 0, found.start()) + 1, imported)


def pointing_up(package: Path, name: str, order: Sequence[Sequence[str]]) -> list[str]:
    """A sentence for each import of a package that points up or sideways, naming both files.

    Raises:
        KeyError: for a room that the order does not have.
    """
    imports = list(imports_of(package, name))
    foreign = [one for one in imports if not one.imported.startswith(f"{name}.")]
    own = [one for one in imports if one not in foreign]
    return [
        *(f"{one.importer}:{one.line} imports {one.imported}, which is another package" for one in foreign),
        *_refused(own, lambda module: _room(module, name), order),
    ]


def scripts_pointing_up(frontend: Path, order: Sequence[Sequence[str]]) -> list[str]:
    """A sentence for each import of a script that points up or sideways, naming both files.

    Raises:
        KeyError: for a room that the order does not have.
    """
    rooms = {room for line in order for room in line}
    return _refused(imports_of_scripts(frontend), lambda script: _room_of_script(script, rooms), order)


def _refused(imports: Iterable[Import], room: Callable[[str], str], order: Sequence[Sequence[str]]) -> list[str]:
    heights = {room: len(order) - line for line, rooms in enumerate(order) for room in rooms}
    return [
        f"{one.importer}:{one.line} imports {one.imported}, which is not below it"
        for one in imports
        if not _may(room(one.importer), room(one.imported), heights)
    ]


def _room(module: str, name: str) -> str:
    return module.removeprefix(name).removeprefix(".").partition(".")[0]


def _room_of_script(script: str, rooms: set[str]) -> str:
    path = PurePosixPath(script)
    return next((str(one) for one in (path, *path.parents) if str(one) in rooms), script)


def _may(importer: str, imported: str, heights: Mapping[str, int]) -> bool:
    if importer in ("", imported):
        return True
    ground = heights[imported] == 1
    return heights[importer] > heights[imported] or (ground and heights[importer] == 1)
