"""`events` and `logs`: show what happened."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, deployed


def events(
    env: Environment,
    profile: Profile = None,
    last: Annotated[int, typer.Option(min=1, help="Number of events, counted from the newest.")] = 30,
    failures: Annotated[bool, typer.Option("--failures", help="Show failures only.")] = False,
) -> None:
    """Show the events of the CloudFormation stacks, oldest first."""
    from easy_crm.operations.events import recent

    found = recent(deployed(env, profile), last=last, failures_only=failures)
    for event in found:
        colour = "red" if event.is_failure else "green" if event.status.endswith("COMPLETE") else "white"
        line = f"{event.when:%Y-%m-%d %H:%M:%S}  {event.part:<10}  [{colour}]{event.status:<28}[/{colour}]  "
        line += escape(f"{event.resource} ({event.type.removeprefix('AWS::')})")
        console.out.print(
            line + (f"\n    {escape(event.reason)}" if event.reason else ""), highlight=False, soft_wrap=True
        )
    if not found:
        console.say("There are no failures." if failures else "There are no events yet.")


def logs(
    function: Annotated[str, typer.Argument(help="The function's name, such as lead_splitter.")],
    env: Environment,
    profile: Profile = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Keep printing new events; Ctrl-C stops.")] = False,
    minutes: Annotated[int, typer.Option(min=1, help="Minutes of history to show.")] = 60,
) -> None:
    """Show a function's log, one line per event."""
    from easy_crm.operations.logs import read

    number = 0
    try:
        for line in read(deployed(env, profile), function, minutes=minutes, follow=follow):
            number += 1
            console.out.print(line, markup=False, highlight=False, soft_wrap=True)
    except KeyboardInterrupt:
        return
    if not number:
        console.say(f"{function} logged nothing in the last {minutes} minutes.")
