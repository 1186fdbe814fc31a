"""Finds what one handler needs of the package `crm`, by reading its imports without running them.

A function's code asset holds this and no more, so a change of one function changes one asset.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "crm"
_MODULE_NAME = re.compile(rf"{PACKAGE}(\.[A-Za-z_]\w*)+")
_LEFT_OUT = {"__pycache__", "py.typed"}


class ModuleMissingError(LookupError):
    """Code imports a module of the package that is not there."""

    def __init__(self, module: str, importer: str) -> None:
        super().__init__(f"{importer} needs {module}, and lambda_src has no such module.")


@dataclass(frozen=True, slots=True)
class Closure:
    """The files that a handler needs.

    Attributes:
        files: paths relative to the source folder, sorted: modules, and the data files of their packages.
        third_party: top-level names of imported modules that are outside the package.
    """

    files: tuple[Path, ...]
    third_party: frozenset[str]


class SourceTree:
    """The folder that holds the package, with each module parsed at most once.

    Args:
        root: the folder with `crm/` in it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._imports: dict[str, _Imports] = {}

    def closure(self, module: str) -> Closure:
        """What `module` needs, itself included.

        Imports anywhere in a file count (functions import late to start fast), except below
        `if TYPE_CHECKING:`. A text that is exactly a module's name counts as well: it is how
        `importlib.import_module` and `python -m` name what they run.

        Args:
            module: `crm.handlers.lead_reader`.

        Raises:
            ModuleMissingError: when the module or one that it imports does not exist.
        """
        found: dict[str, Path] = {}
        third_party: set[str] = set()
        waiting = [(module, "The deployment")]
        while waiting:
            name, importer = waiting.pop()
            if name in found:
                continue
            path = self._path(name)
            if path is None:
                raise ModuleMissingError(name, importer)
            found[name] = path
            imports = self._imports_of(name, path)
            third_party |= imports.third_party
            importer = str(path.relative_to(self.root))
            waiting += [(needed, importer) for needed in imports.needed]
            waiting += [(parent, importer) for parent in (name.rpartition(".")[0],) if parent]
        files = set(found.values())
        for path in found.values():
            if path.name == "__init__.py":
                files |= set(_data_files(path.parent))
        return Closure(tuple(sorted(file.relative_to(self.root) for file in files)), frozenset(third_party))

    def _path(self, module: str) -> Path | None:
        base = self.root.joinpath(*module.split("."))
        for path in (base / "__init__.py", base.with_suffix(".py")):
            if path.is_file():
                return path
        return None

    def _imports_of(self, module: str, path: Path) -> _Imports:
        if module not in self._imports:
            self._imports[module] = self._read_imports(module, path)
        return self._imports[module]

    def _read_imports(self, module: str, path: Path) -> _Imports:
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        needed: set[str] = set()
        third_party: set[str] = set()
        for node in _running_code(ast.parse(path.read_bytes(), filename=str(path))):
            match node:
                case ast.Import(names=names):
                    targets = [alias.name for alias in names]
                case ast.ImportFrom(module=source, names=names, level=level):
                    base = _absolute(package, source, level)
                    submodules = [f"{base}.{alias.name}" for alias in names]
                    targets = [base, *(name for name in submodules if self._path(name) is not None)]
                case ast.Constant(value=str(text)) if _MODULE_NAME.fullmatch(text) and self._path(text) is not None:
                    targets = [text]
                case _:
                    continue
            for target in targets:
                top = target.partition(".")[0]
                if top == PACKAGE:
                    needed.add(target)
                else:
                    third_party.add(top)
        return _Imports(frozenset(needed), frozenset(third_party))


@dataclass(frozen=True, slots=True)
class _Imports:
    needed: frozenset[str]
    third_party: frozenset[str]


def _absolute(package: str, source: str | None, level: int) -> str:
    if not level:
        return source or ""
    parts = package.split(".")
    base = parts[: len(parts) - (level - 1)]
    return ".".join([*base, *([source] if source else [])])


def _running_code(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below `node` except what only type checkers see."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            for other in child.orelse:
                yield other
                yield from _running_code(other)
            continue
        yield child
        yield from _running_code(child)


def _data_files(package: Path) -> Iterator[Path]:
    """Files beside the modules of a package, and in folders below it that are no packages."""
    for path in sorted(package.iterdir()):
        if path.name in _LEFT_OUT or path.name.startswith("."):
            continue
        if path.is_dir():
            if not (path / "__init__.py").exists():
                yield from _data_files(path)
        elif path.suffix not in (".py", ".pyc", ".pyi"):
            yield path
