"""The locks name all that the requirements bring along, by hashes and without an address."""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from easy_crm import paths
from easy_crm.local import machine
from easy_crm.reference.locks import LOCKED

_ENTRY = re.compile(r"^(\S+==\S+(?: ; .*?)?)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE)


def _pins(file: Path) -> Iterator[tuple[str, str]]:
    """(name, version) of what a file of requirements pins, and of what it includes."""
    for line in file.read_text().splitlines():
        if line.startswith("-r "):
            yield from _pins(file.parent / line.removeprefix("-r "))
        elif line and not line.startswith(("#", "-c ")):
            name, version = line.split("==")
            yield canonicalize_name(name), version


def _lock(file: str) -> str:
    return (paths.ROOT / file).with_suffix(".lock").read_text()


def _entries(file: str) -> Mapping[str, Requirement]:
    requirements = [Requirement(found[1]) for found in _ENTRY.finditer(_lock(file))]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def _version(requirement: Requirement) -> str:
    return str(requirement.specifier).removeprefix("==")


def test_every_file_of_requirements_has_a_lock() -> None:
    files = {path.relative_to(paths.ROOT).as_posix() for path in (*paths.ROOT.glob("requirements*.txt"),)}
    files |= {path.relative_to(paths.ROOT).as_posix() for path in (paths.ROOT / "lambda_src").glob("requirements*.txt")}
    assert files == set(LOCKED)


@pytest.mark.parametrize("file", LOCKED)
def test_a_lock_fits_its_requirements_and_the_constraints(file: str) -> None:
    locked = {name: _version(requirement) for name, requirement in _entries(file).items()}
    pinned = dict(_pins(paths.ROOT / file))
    assert pinned
    stale = "run: python -m easy_crm.reference.locks"
    assert {name: locked.get(name) for name in pinned} == pinned, stale
    if file == "requirements.txt" or file.startswith("lambda_src/"):
        constrained = dict(_pins(paths.ROOT / "constraints.txt"))
        assert {name: constrained.get(name, version) for name, version in locked.items()} == locked, stale


@pytest.mark.parametrize("file", ["requirements.txt", "lambda_src/requirements-runtime.txt"])
def test_a_lock_names_all_that_its_packages_bring_along(file: str) -> None:
    """Otherwise pip refuses, with the hashes of what it was not told of."""
    entries = _entries(file)
    needed = {
        canonicalize_name(one.name): name
        for name in entries
        if not (marker := entries[name].marker) or marker.evaluate()
        for one in map(Requirement, importlib.metadata.requires(name) or [])
        if not one.marker or one.marker.evaluate({"extra": ""})
    }
    assert len(needed) > 3
    assert {name: by for name, by in needed.items() if name not in entries} == {}
    pinned = dict(_pins(paths.ROOT / file))
    left_over = [name for name in entries if name not in needed and name not in pinned and not entries[name].marker]
    assert left_over == [], "nothing asks for these any more"


def test_the_constraints_name_nothing_that_is_not_installed() -> None:
    assert dict(_pins(paths.ROOT / "constraints.txt")).keys() <= _entries("requirements.txt").keys()


@pytest.mark.parametrize("file", LOCKED)
def test_a_lock_has_a_hash_for_each_package_and_no_address(file: str) -> None:
    lock = _lock(file)
    head, _, rest = lock.partition("\n")
    assert head.startswith(f"# {Path(file).name} with hashes.")
    assert _ENTRY.sub("", rest).strip() == ""
    assert not re.search(r"://|index|find-links", rest)


def test_npm_checks_every_package_too() -> None:
    packages = json.loads((paths.ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert len(fetched) > 50
    unchecked = [name for name, package in fetched.items() if not package.get("integrity", "").startswith("sha512-")]
    # What comes inside of another package is checked with it.
    assert [name for name in unchecked if not fetched[name].get("inBundle")] == []


@pytest.mark.parametrize(("told", "file"), [(None, "requirements.txt"), ("1", "requirements.lock")])
def test_hashes_are_required_where_pip_is_told_so(
    told: str | None, file: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "PRIVATE", tmp_path)
    monkeypatch.setattr(paths, "VENV", tmp_path / "venv")
    monkeypatch.delenv("PIP_REQUIRE_HASHES", raising=False)
    if told:
        monkeypatch.setenv("PIP_REQUIRE_HASHES", told)
    ran: list[list[str]] = []

    def run(command: list[str], *_: object, **__: object) -> None:
        (tmp_path / "venv").mkdir(exist_ok=True)
        ran.append(command)

    monkeypatch.setattr(machine, "_run", run)
    machine.ensure_packages()
    assert ran[-1][-2:] == ["-r", str(paths.ROOT / file)]
