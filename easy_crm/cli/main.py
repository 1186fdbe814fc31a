"""Registers every command, and turns the errors that they raise on purpose into one sentence on the terminal."""

from __future__ import annotations

import sys

import typer
from rich.markup import escape

from easy_crm.cli import bench, cdk_commands, local_commands, paths, preview, test_command
from easy_crm.cli.console import err
from easy_crm.cli.errors import CommandFailed

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
app.command(context_settings=_PASS_ON)(cdk_commands.deploy)


def run() -> None:
    """Runs the command that the arguments name; ends the process."""
    # The functions' own package, for commands that run its code here.
    sys.path.insert(0, str(paths.ROOT / "lambda_src"))
    try:
        app()
    except CommandFailed as failure:
        err.print(f"[red]Error:[/red] {escape(str(failure))}", highlight=False, soft_wrap=True)
        sys.exit(1)
