"""Documents name commands and files that exist, and the list of commands is current."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from easy_crm import paths
from easy_crm.cli.main import app
from easy_crm.reference.commands import FILE, reference

DOCUMENTS = [*sorted(paths.ROOT.glob("*.md")), *sorted((paths.ROOT / "docs").rglob("*.md"))]
_COMMAND = re.compile(r"\./easy-crm ([^`#\n|]+)")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def commands() -> Iterator[tuple[str, str]]:
    """Each command in the documents, as (document, command without `./easy-crm`)."""
    for document in DOCUMENTS:
        for found in _COMMAND.finditer(document.read_text(encoding="utf-8")):
            yield document.name, found[1].strip()


COMMANDS = sorted({(document, command) for document, command in commands()})


@pytest.mark.parametrize("document,command", COMMANDS, ids=lambda value: value)
def test_a_command_in_a_document_exists_with_its_options(document: str, command: str) -> None:
    words = shlex.split(command)
    if words[0] == "COMMAND":
        return
    # Options are parsed before --help takes effect: an unknown one is still an error, and nothing runs.
    result = CliRunner().invoke(app, [*words, "--help"])

    assert result.exit_code == 0, f"{document}: ./easy-crm {command}\n{result.output}"


def test_commands_were_found_in_the_documents() -> None:
    assert len(COMMANDS) > 40
    assert {name for name, _ in COMMANDS} >= {"README.md", "deploying.md", "operating.md", "getting-started.md"}


def test_the_list_of_commands_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == reference(), "run: python -m easy_crm.reference.commands"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_link_to_files_that_exist(document: object) -> None:
    path = paths.ROOT / str(document)

    links = _LINK.findall(path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []
