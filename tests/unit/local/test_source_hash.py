"""Which changes make `up` deploy again."""

from __future__ import annotations

from pathlib import Path

import pytest

from easy_crm.local.source_hash import hash_of_sources


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a file in every place that is deployed from."""
    for name in ("app.py", "cdk.json", "easy_crm/api_stack.py", "lambda_src/crm/fields.py", "frontend/index.html"):
        write(tmp_path / name, name)
    return tmp_path


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def test_an_unchanged_project_keeps_its_hash(project: Path) -> None:
    assert hash_of_sources(project) == hash_of_sources(project)


@pytest.mark.parametrize(
    "name", ["app.py", "cdk.json", "easy_crm/api_stack.py", "lambda_src/crm/fields.py", "frontend/index.html"]
)
def test_a_change_of_any_deployed_file_changes_the_hash(project: Path, name: str) -> None:
    before = hash_of_sources(project)

    write(project / name, "changed")

    assert hash_of_sources(project) != before


@pytest.mark.parametrize(
    "name", ["lambda_src/requirements-runtime.txt", "frontend/js/new.js", "constraints.txt", "environments.toml"]
)
def test_a_new_file_changes_the_hash(project: Path, name: str) -> None:
    before = hash_of_sources(project)

    write(project / name, "new")

    assert hash_of_sources(project) != before


def test_a_moved_file_changes_the_hash(project: Path) -> None:
    before = hash_of_sources(project)

    (project / "frontend" / "index.html").rename(project / "frontend" / "other.html")

    assert hash_of_sources(project) != before


@pytest.mark.parametrize(
    "name",
    [
        "easy_crm/cli/main.py",
        "easy_crm/local/emulator.py",
        "easy_crm/operations/website.py",
        "easy_crm/reference/commands.py",
        "easy_crm/__pycache__/app.pyc",
        "lambda_src/.mypy_cache/x.json",
        "tests/test_x.py",
        "README.md",
    ],
)
def test_files_that_are_not_deployed_do_not_change_the_hash(project: Path, name: str) -> None:
    before = hash_of_sources(project)

    write(project / name, "new")

    assert hash_of_sources(project) == before
