"""`validate` and `smoke`: check that the deployed resources are right, and that the system works."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, deployed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from easy_crm.operations.smoke import Step
    from easy_crm.operations.validation.model import Check


def validate(
    env: Environment,
    profile: Profile = None,
    every: Annotated[bool, typer.Option("--all", help="List the checks that passed too.")] = False,
) -> None:
    """Check that every resource exists and is configured as its template says. Exits with 1 if one is not."""
    from easy_crm.operations.validation import validate as check_all

    checks = check_all(deployed(env, profile))
    _print_checks(checks, every=every)
    if any(check.state in ("wrong", "missing") for check in checks):
        raise typer.Exit(1)


def smoke(env: Environment, profile: Profile = None) -> None:
    """Test the deployed system as temporary users, from sign-in to export, and clean up. Exits with 1 on failure."""
    from easy_crm.operations.smoke import Smoke

    steps = Smoke(deployed(env, profile), report=_print_step).run()
    failed = sum(step.failure is not None for step in steps)
    console.say(f"{failed} of {len(steps)} steps failed." if failed else f"All {len(steps)} steps passed.")
    if failed:
        raise typer.Exit(1)


def _print_checks(checks: Sequence[Check], *, every: bool) -> None:
    colours = {"right": "green", "wrong": "red", "missing": "red", "not checked here": "yellow"}
    shown = [check for check in checks if every or check.state in ("wrong", "missing")]
    if shown:
        table = Table("stack", "resource", "aspect", "state", "detail")
        for check in shown:
            table.add_row(
                check.resource.part,
                escape(f"{check.resource.logical_id}\n{check.resource.type.removeprefix('AWS::')}"),
                escape(check.aspect),
                f"[{colours[check.state]}]{check.state}[/]",
                escape(check.detail),
            )
        console.out.print(table)
    unchecked = Counter(
        (check.resource.type.removeprefix("AWS::"), check.aspect, check.detail)
        for check in checks
        if check.state == "not checked here"
    )
    for (kind, aspect, reason), number in sorted(unchecked.items()):
        console.say(f"not checked here: {kind}, {aspect}, of {number}: {reason}")
    numbers = Counter(check.state.value for check in checks)
    resources = len({(check.resource.part, check.resource.logical_id) for check in checks})
    summary = ", ".join(f"{number} {state}" for state, number in numbers.items())
    console.say(f"{resources} resources, {len(checks)} checks: {summary}")


def _print_step(step: Step) -> None:
    outcome = "[green]ok[/green]    " if step.failure is None else "[red]FAILED[/red]"
    console.out.print(f"{outcome}  {step.seconds:5.1f} s  {step.what}", highlight=False)
    if step.failure is not None:
        console.out.print(f"                  {escape(step.failure)}", highlight=False, soft_wrap=True)
