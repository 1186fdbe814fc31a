"""Finds the files of the package `crm` that one handler needs, from its import statements.

A function's asset holds only these files, so a change of one function changes one asset.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "crm"
_MODULE_NAME = re.compile(rf"{PACKAGE}(\.[A-Za-z_]\w*)+")
_LEFT_OUT = {"__pycache__", "py.typed"}
_ANYTHING = "*"


class ModuleMissingError(LookupError):
    """A module imports one that does not exist in the package."""

    def __init__(self, module: str, importer: str) -> None:
        super().__init__(f"{importer} needs {module}, and lambda_src has no such module.")


@dataclass(frozen=True, slots=True)
class Closure:
    """The files that a handler needs.

    Attributes:
        files: sorted paths relative to the source folder: modules, and the data files of their packages.
        third_party: the top-level names of the imported modules outside the package.
    """

    files: tuple[Path, ...]
    third_party: frozenset[str]


class SourceTree:
    """The folder with the package; each module is parsed at most once.

    Args:
        root: the folder that contains `crm/`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._modules: dict[str, _Module] = {}

    def closure(self, module: str) -> Closure:
        """The files that `module` needs, including itself.

        Imports anywhere in a file count (functions import late to start fast), except below
        `if TYPE_CHECKING:`. A string that is exactly a module's name counts too, because
        `importlib.import_module` and `python -m` take such strings.

        A package may import late in its own `__getattr__`. Those imports count when another module imports a name
        that the package does not define otherwise.

        Args:
            module: `crm.handlers.lead_api`.

        Raises:
            ModuleMissingError: when the module or one that it imports does not exist.
        """
        found: dict[str, Path] = {}
        third_party: set[str] = set()
        awake: set[str] = set()
        waiting = [(module, "The deployment")]
        while waiting:
            name, importer = waiting.pop()
            if name not in found:
                path = self._path(name)
                if path is None:
                    raise ModuleMissingError(name, importer)
                found[name] = path
                waiting += self._reached(self._read(name, path).imports, path, third_party)
                if "." in name:
                    waiting.append((name.rpartition(".")[0], str(path.relative_to(self.root))))
            if waiting:
                continue
            for package in self._woken(found) - awake:
                awake.add(package)
                lazy = self._read(package, found[package]).lazy_imports
                waiting += self._reached(lazy, found[package], third_party)
        files = set(found.values())
        for path in found.values():
            if path.name == "__init__.py":
                files |= set(_data_files(path.parent))
        return Closure(tuple(sorted(file.relative_to(self.root) for file in files)), frozenset(third_party))

    def _reached(self, imports: _Imports, path: Path, third_party: set[str]) -> list[tuple[str, str]]:
        third_party |= imports.third_party
        importer = str(path.relative_to(self.root))
        return [(needed, importer) for needed in imports.needed]

    def _woken(self, found: dict[str, Path]) -> set[str]:
        """The found packages whose `__getattr__` is triggered by a found module."""
        modules = {name: self._read(name, path) for name, path in found.items()}
        lazy = {name: module for name, module in modules.items() if module.lazy_imports.needed}
        return {
            package
            for module in modules.values()
            for package, name in module.asked
            if package in lazy and name not in lazy[package].bound
        }

    def _path(self, module: str) -> Path | None:
        base = self.root.joinpath(*module.split("."))
        for path in (base / "__init__.py", base.with_suffix(".py")):
            if path.is_file():
                return path
        return None

    def _read(self, module: str, path: Path) -> _Module:
        if module not in self._modules:
            self._modules[module] = self._parse(module, path)
        return self._modules[module]

    def _parse(self, module: str, path: Path) -> _Module:
        is_package = path.name == "__init__.py"
        package = module if is_package else module.rpartition(".")[0]
        tree = ast.parse(path.read_bytes(), filename=str(path))
        lazy = [node for node in tree.body if is_package and _is_getattr(node)]
        code = _running_code(node for node in tree.body if node not in lazy)
        asked: set[tuple[str, str]] = set()
        imports = self._imports(code, package, asked)
        lazy_imports = self._imports(_running_code(lazy), package, asked)
        return _Module(imports, lazy_imports, _bound_names(code), frozenset(asked))

    def _imports(self, code: Iterable[ast.AST], package: str, asked: set[tuple[str, str]]) -> _Imports:
        targets: set[str] = set()
        for node in code:
            match node:
                case ast.Import(names=names):
                    targets |= {alias.name for alias in names}
                    asked |= {(alias.name, _ANYTHING) for alias in names}
                case ast.ImportFrom(module=source, names=names, level=level):
                    base = _absolute(package, source, level)
                    targets.add(base)
                    for alias in names:
                        submodule = f"{base}.{alias.name}"
                        if self._path(submodule) is not None:
                            targets.add(submodule)
                            asked.add((submodule, _ANYTHING))
                        else:
                            asked.add((base, alias.name))
                case ast.Constant(value=str(text)) if _MODULE_NAME.fullmatch(text) and self._path(text) is not None:
                    targets.add(text)
                    asked.add((text, _ANYTHING))
        ours = {target for target in targets if target.partition(".")[0] == PACKAGE}
        return _Imports(frozenset(ours), frozenset(target.partition(".")[0] for target in targets - ours))


@dataclass(frozen=True, slots=True)
class _Imports:
    needed: frozenset[str]
    third_party: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Module:
    """One parsed module.

    Attributes:
        imports: the modules that it imports, anywhere in the file.
        lazy_imports: the modules that a package's `__getattr__` imports in addition.
        bound: the names that it defines without that `__getattr__`.
        asked: the names that it imports from other modules, as (module, name).
    """

    imports: _Imports
    lazy_imports: _Imports
    bound: frozenset[str]
    asked: frozenset[tuple[str, str]]


def _is_getattr(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "__getattr__"


def _bound_names(code: Iterable[ast.AST]) -> frozenset[str]:
    names: set[str] = set()
    for node in code:
        match node:
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name.partition(".")[0] for alias in aliases}
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
    return frozenset(names)


def _absolute(package: str, source: str | None, level: int) -> str:
    if not level:
        return source or ""
    parts = package.split(".")
    base = parts[: len(parts) - (level - 1)]
    return ".".join([*base, *([source] if source else [])])


def _running_code(statements: Iterable[ast.stmt]) -> list[ast.AST]:
    """All nodes of statements, except those that only type checkers see."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and _is_type_checking(node.test):
            waiting += node.orelse
            continue
        found.append(node)
        waiting += ast.iter_child_nodes(node)
    return found


def _is_type_checking(test: ast.expr) -> bool:
    match test:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="typing"), attr=name):
            return name == "TYPE_CHECKING"
    return False


def _data_files(package: Path) -> Iterator[Path]:
    """The data files of a package: those beside its modules, and those in subfolders that are not packages."""
    for path in sorted(package.iterdir()):
        if path.name in _LEFT_OUT or path.name.startswith("."):
            continue
        if path.is_dir():
            if not (path / "__init__.py").exists():
                yield from _data_files(path)
        elif path.suffix not in (".py", ".pyc", ".pyi"):
            yield path
