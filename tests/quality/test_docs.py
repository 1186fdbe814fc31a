"""Documents name files and rooms that exist, and every promise that code or a document cites is made."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from easy_crm import paths
from tests.quality.rooms import CRM, EASY_CRM, PAGE

DOCUMENTS = (*paths.ROOT.glob("*.md"), *(paths.ROOT / "docs").rglob("*.md"))
CONTRIBUTING = paths.ROOT / "CONTRIBUTING.md"
PROMISES = paths.ROOT / "docs" / "promises.md"
BASES = ("", "docs", "lambda_src", "lambda_src/crm", "easy_crm", "frontend/js")
"""Folders from which documents name paths; `crm/leads/model.py` is in `lambda_src`."""
NAMED_BY_OTHERS = {"environments.toml"}
"""Files that people make and the project does not hold."""

_QUOTED = re.compile(r"`([^`\s]+)`")
_FILE = re.compile(r"[\w./*-]+\.(?:py|toml|js|css|md|txt|yml)")
_FOLDER = re.compile(r"(?:docs|tests|lambda_src|crm|easy_crm|frontend|benchmarks|\.github)(?:/[\w.-]+)*/?")
_DOCUMENT_IN_CODE = re.compile(r"\bdocs/[\w/-]+\.md\b")
_CITED = re.compile(r"\bpromises? (\d+(?:(?:, | and )\d+)*)")
_HEADING = re.compile(r"^## (\d+)\. .+$", re.MULTILINE)
_NOT_OFFERED = "Not yet offered"


@cache
def project_files() -> tuple[Path, ...]:
    """The files under version control and new ones that are not ignored, relative to the project's folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(path for path in map(Path, listed.splitlines()) if (paths.ROOT / path).is_file())


def exists(named: str) -> bool:
    """Whether the project holds a file or folder of this name: a path, or the bare name of a file anywhere."""
    if any(list(paths.ROOT.glob(f"{base}/{named}".strip("/"))) for base in BASES):
        return True
    return "/" not in named and any(path.name == named for path in project_files())


def paths_named_in(text: str) -> Iterator[str]:
    """What a document puts between backticks and means as a file or a folder."""
    for quoted in _QUOTED.findall(text):
        if (_FILE.fullmatch(quoted) or _FOLDER.fullmatch(quoted)) and quoted not in NAMED_BY_OTHERS:
            yield quoted


def promises() -> dict[int, str]:
    """The text below each promise's heading, by number."""
    parts = _HEADING.split(PROMISES.read_text(encoding="utf-8"))
    return {int(number): text for number, text in zip(parts[1::2], parts[2::2], strict=True)}


def cited_in(text: str) -> set[int]:
    """Numbers of the promises that a text cites, `promise 1` or `promises 1 and 2`."""
    return {int(number) for numbers in _CITED.findall(text) for number in re.findall(r"\d+", numbers)}


def sources() -> Iterator[tuple[str, str]]:
    """Each source file and document with its text."""
    for path in project_files():
        if path.suffix in {".py", ".js", ".md", ".toml", ".yml"} and "vendor" not in path.parts:
            yield str(path), (paths.ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_files_that_exist(document: Path) -> None:
    named = set(paths_named_in(document.read_text(encoding="utf-8")))

    assert sorted(name for name in named if not exists(name)) == []


def test_code_names_documents_that_exist() -> None:
    missing = {(path, name) for path, text in sources() for name in _DOCUMENT_IN_CODE.findall(text) if not exists(name)}

    assert missing == set()


def test_every_cited_promise_is_made() -> None:
    made = {number for number, text in promises().items() if not text.strip().startswith(_NOT_OFFERED)}

    assert {(path, number) for path, text in sources() for number in cited_in(text) if number not in made} == set()


def test_promises_are_numbered_without_a_gap() -> None:
    assert list(promises()) == list(range(1, len(promises()) + 1))


@pytest.mark.parametrize("number", [number for number, text in promises().items() if _NOT_OFFERED not in text])
def test_a_promise_says_where_it_is_kept_and_which_tests_prove_it(number: int) -> None:
    kept, proved = promises()[number].split("- Kept by:")[1].split("- Proved by:")

    assert any(paths_named_in(kept))
    assert all(name.startswith("tests/") for name in paths_named_in(proved))
    assert any(paths_named_in(proved))


@pytest.mark.parametrize("order", [CRM, EASY_CRM, PAGE], ids=["crm", "easy_crm", "page"])
def test_contributing_explains_the_order_of_the_rooms(order: Sequence[Sequence[str]]) -> None:
    rows = re.findall(r"^\| (`.+?) \| ", CONTRIBUTING.read_text(encoding="utf-8"), flags=re.MULTILINE)
    explained = [tuple(re.findall(r"`([\w./]+)`", row)) for row in rows]

    assert [rooms for rooms in explained if rooms in {tuple(line) for line in order}] == [*map(tuple, order[:-1])]


@pytest.mark.parametrize(
    ("text", "cited"),
    [("(promise 2)", {2}), ("promises 1 and 2", {1, 2}), ("promises 1, 3 and 7", {1, 3, 7}), ("two promises", set())],
)
def test_citations_are_found(text: str, cited: set[int]) -> None:
    assert cited_in(text) == cited


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("`crm/leads/model.py`", ["crm/leads/model.py"]),
        ("`tests/concurrency`", ["tests/concurrency"]),
        ("`uploads/{importId}/file` and `completed`", []),
    ],
)
def test_paths_are_found_between_backticks(text: str, named: list[str]) -> None:
    assert list(paths_named_in(text)) == named


def test_a_path_that_is_gone_is_noticed() -> None:
    assert exists("crm/imports/model.py")
    assert exists("model.py")
    assert not exists("crm/leads/cellar.py")
