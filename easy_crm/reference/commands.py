"""Writes docs/commands.md from the help of the commands: `.venv/bin/python -m easy_crm.reference.commands`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from easy_crm import paths
from easy_crm.cli.main import app

FILE = paths.ROOT / "docs" / "commands.md"

_HEAD = """# Commands

`.venv/bin/python -m easy_crm.reference.commands` generates this page from the commands' help; a test compares the two.

`./easy-crm COMMAND --help` shows the same text. Commands exit with 0 on success, with 1 when something is wrong or was
not done, and with 2 when they were called with wrong arguments.
"""


def reference() -> str:
    """The whole document."""
    root: Any = typer.main.get_command(app)
    return "\n".join([_HEAD, *_commands(root, "./easy-crm")])


def _commands(group: Any, path: str) -> Iterator[str]:
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}")
        else:
            yield from _command(command, f"{path} {name}")


def _command(command: Any, path: str) -> Iterator[str]:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    usage = " ".join([path, *(argument.name.upper() for argument in arguments)])
    yield f"## `{usage}`\n"
    yield " ".join((command.help or "").split("\n\n")[0].split()) + "\n"
    yield from (" ".join(paragraph.split()) + "\n" for paragraph in (command.help or "").split("\n\n")[1:])
    rows = [f"| `{argument.name.upper()}` | {argument.help or ''} |" for argument in arguments]
    rows += [f"| {_names(option)} | {_meaning(option)} |" for option in options]
    if rows:
        yield "\n".join(["| | |", "|---|---|", *rows]) + "\n"


def _names(option: Any) -> str:
    value = "" if option.is_flag else f" {option.name.upper()}"
    return ", ".join(f"`{name}{value}`" for name in option.opts)


def _meaning(option: Any) -> str:
    default = "" if option.is_flag or option.default is None else f" Default: {option.default}."
    return f"{option.help or ''}{' Required.' if option.required else ''}{default}"


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
