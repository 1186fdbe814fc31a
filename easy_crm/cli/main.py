"""Registers all commands, and prints the errors that they raise on purpose as one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

import typer
from rich.markup import escape

from easy_crm import paths
from easy_crm.cli import (
    admin_commands,
    bench,
    bootstrap_command,
    cdk_commands,
    check_commands,
    costs_command,
    deploy_command,
    destroy_command,
    fields_command,
    lead_command,
    local_commands,
    preview,
    release_commands,
    test_command,
    upgrade_command,
    watch_commands,
)
from easy_crm.cli.aws_errors import explain
from easy_crm.cli.console import err
from easy_crm.errors import CommandFailed

_PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}

app = typer.Typer(
    name="easy-crm",
    help="Easy CRM turns any spreadsheet of contacts into clean, deduplicated leads, on your own AWS account.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(local_commands.up)
app.command()(local_commands.down)
app.command()(preview.preview)
app.add_typer(bench.bench, name="bench")
app.command(context_settings=_PASS_ON)(test_command.test)
app.command(context_settings=_PASS_ON)(cdk_commands.synth)
app.command(context_settings=_PASS_ON)(cdk_commands.diff)
app.command()(bootstrap_command.bootstrap)
app.command(context_settings=_PASS_ON)(deploy_command.deploy)
app.command()(upgrade_command.upgrade)
app.command()(destroy_command.destroy)
app.command()(release_commands.frontend)
app.command()(release_commands.functions)
app.command()(release_commands.invalidate)
app.add_typer(release_commands.rollback, name="rollback")
app.command()(check_commands.validate)
app.command()(check_commands.smoke)
app.command()(costs_command.costs)
app.command()(watch_commands.events)
app.command()(watch_commands.logs)
app.add_typer(admin_commands.dlq, name="dlq")
app.add_typer(admin_commands.secret, name="secret")
app.add_typer(admin_commands.users, name="users")
app.command()(admin_commands.reindex)
app.command()(lead_command.lead)
app.add_typer(fields_command.fields, name="fields")


def run() -> None:
    """Runs the command that the arguments name, and exits."""
    # The functions' package, for commands that run its code in this process.
    sys.path.insert(0, str(paths.ROOT / "lambda_src"))
    try:
        app()
    except Exception as error:
        sentence = str(error) if isinstance(error, CommandFailed) else explain(error, _profile(sys.argv))
        if sentence is None:
            raise
        err.print(f"[red]Error:[/red] {escape(sentence)}", highlight=False, soft_wrap=True)
        sys.exit(1)


def _profile(arguments: Sequence[str]) -> str | None:
    """The value of `--profile`, for hints."""
    for argument, following in pairwise([*arguments, ""]):
        name, _, value = argument.partition("=")
        if name == "--profile":
            return value or following
    return os.environ.get("AWS_PROFILE")
