"""What a function imports is in its layers, and a layer holds nothing else.

The imports of the functions are followed into the packages, module by module. Late imports count; those that only type
checkers see do not.
"""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from easy_crm.bundling.closure import SourceTree
from easy_crm.lambda_target import AWS_TARGET
from tests.infra.synthesis import FUNCTIONS, Synthesized, layers_of

LAYERS = ("runtime", "spreadsheets", "index", "excel")
IN_LAMBDA = {"boto3", "botocore", "crm", *sys.stdlib_module_names}
"""Top-level modules that need no layer."""
LAMBDA = {
    "python_version": AWS_TARGET.python,
    "python_full_version": f"{AWS_TARGET.python}.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "aarch64",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "os_name": "posix",
    "extra": "",
}
DISTRIBUTIONS = importlib.metadata.packages_distributions()


def _canonical(name: str) -> str:
    """A distribution's name as PEP 503 spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _listed(requirements: Path) -> dict[str, Requirement]:
    """The requirements of a file by the names of their distributions."""
    lines = [line for line in requirements.read_text().splitlines() if line and not line.startswith("#")]
    return {_canonical(one.name): one for one in map(Requirement, lines)}


def _needed_by(distribution: str) -> set[str]:
    """The distributions that another one requires in Lambda, by its own word."""
    required = map(Requirement, importlib.metadata.requires(distribution) or [])
    return {_canonical(one.name) for one in required if _holds(one.marker)}


def _holds(marker: Marker | None) -> bool:
    return marker is None or marker.evaluate(LAMBDA)


def _imports_of(name: str, spec: ModuleSpec) -> frozenset[str]:
    """The modules that an installed module may import: a name of `from … import` may be one or not."""
    if not spec.origin or not spec.origin.endswith(".py"):
        return frozenset()
    package = name if spec.submodule_search_locations is not None else name.rpartition(".")[0]
    return _named(Path(spec.origin), package)


@cache
def _named(file: Path, package: str) -> frozenset[str]:
    """Of `from a import b` both `a` and `a.b`, since `b` may be a module."""
    names: set[str] = set()
    for node in _running(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            relative = "." * node.level + (node.module or "")
            base = importlib.util.resolve_name(relative, package)
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """The statements that run. Expressions hold none, and some packages are long tables of them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            yield child
            yield from _running(child)


def _spec(name: str) -> ModuleSpec | None:
    """Where a module is installed, found without importing it or its package."""
    path: list[str] | None = None
    spec = None
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        spec = PathFinder.find_spec(".".join(parts[:end]), path)
        if spec is None or (end < len(parts) and spec.submodule_search_locations is None):
            return None
        path = list(spec.submodule_search_locations or [])
    return spec


def _reached(modules: set[str], available: set[str]) -> set[str]:
    """The available distributions that hold the modules, what these import, and so on; no other is there in Lambda."""
    waiting, seen, found = list(modules), set[str](), set[str]()
    while waiting:
        name = waiting.pop()
        holders = available & set(map(_canonical, DISTRIBUTIONS.get(name.partition(".")[0], ())))
        if name in seen or not holders:
            continue
        seen.add(name)
        spec = _spec(name)
        if spec is not None:
            found |= holders
            waiting += [name.rpartition(".")[0]] if "." in name else []
            waiting += _imports_of(name, spec)
    return found


@pytest.fixture(scope="module")
def imported(project: Path) -> dict[str, set[str]]:
    """Modules outside `crm` that each function's code imports."""
    root = project / "lambda_src"
    tree = SourceTree(root)
    names: dict[str, set[str]] = {}
    for function in FUNCTIONS:
        modules = [file for file in tree.closure(f"crm.handlers.{function}").files if file.suffix == ".py"]
        found = {name for file in modules for name in _named(root / file, ".".join(file.parent.parts))}
        names[function] = {name for name in found if name.partition(".")[0] not in IN_LAMBDA}
    return names


@pytest.fixture(scope="module")
def listed(project: Path) -> dict[str, dict[str, Requirement]]:
    return {layer: _listed(project / "lambda_src" / f"requirements-{layer}.txt") for layer in LAYERS}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_a_function_imports_is_in_its_layers_or_in_lambda(
    function: str,
    imported: dict[str, set[str]],
    listed: dict[str, dict[str, Requirement]],
    prod: Synthesized,
) -> None:
    available = {name for layer in layers_of(function, prod) for name in listed[layer]}
    tops = {name.partition(".")[0] for name in imported[function]}
    assert tops
    assert {top for top in tops if not available & set(map(_canonical, DISTRIBUTIONS.get(top, ())))} == set()


@pytest.mark.slow
@pytest.mark.parametrize("layer", LAYERS)
def test_every_package_of_a_layer_is_imported_by_a_function_that_has_it(
    layer: str, imported: dict[str, set[str]], listed: dict[str, dict[str, Requirement]], prod: Synthesized
) -> None:
    modules = {name for function in FUNCTIONS if layer in layers_of(function, prod) for name in imported[function]}
    available = {name for one in {"runtime", layer} for name in listed[one]}
    assert set(listed[layer]) - _reached(modules, available) == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_lists_what_its_packages_need_in_lambda(layer: str, listed: dict[str, dict[str, Requirement]]) -> None:
    there = set(listed["runtime"]) | set(listed[layer])
    assert {need for name in listed[layer] for need in _needed_by(name)} - there == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_takes_one_version_wherever_it_is_built(
    layer: str, listed: dict[str, dict[str, Requirement]], project: Path
) -> None:
    constraints = _listed(project / "constraints.txt")
    for name, one in listed[layer].items():
        assert one.marker is None, name
        assert [specifier.operator for specifier in one.specifier] == ["=="], name
        assert one.specifier == constraints[name].specifier, name
