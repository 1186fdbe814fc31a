"""`fields`: the own fields of leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, deployed

if TYPE_CHECKING:
    from crm.own_fields.definition import OwnField

fields = typer.Typer(help="Make fields of what files hold besides the built-in ones.", no_args_is_help=True)


@fields.command("list")
def list_fields(env: Environment, profile: Profile = None) -> None:
    """List the own fields."""
    from easy_crm.operations.own_fields import fields_of

    found = fields_of(deployed(env, profile))
    for field in found:
        console.say(described(field))
    if not found:
        console.say("There are no own fields yet.")


@fields.command("add")
def add_field(
    label: Annotated[str, typer.Argument(help="What people call it; also the header of the column that it reads.")],
    env: Environment,
    profile: Profile = None,
    type: Annotated[
        str | None,
        typer.Option(
            help="text, number, date, dateTime, choice, choices, yesNo, link or address. Without it, the values of the "
            "leads decide."
        ),
    ] = None,
    header: Annotated[list[str] | None, typer.Option(help="A further header that it reads; may be repeated.")] = None,
    choice: Annotated[list[str] | None, typer.Option(help="One of the choices; may be repeated.")] = None,
    day_first: Annotated[
        bool | None, typer.Option("--day-first/--month-first", help="How dates such as 3/4/2026 are read.")
    ] = None,
    decimal_comma: Annotated[
        bool | None, typer.Option("--decimal-comma/--decimal-point", help="How numbers such as 1.234 are read.")
    ] = None,
) -> None:
    """Make a field of what leads have under a header. No lead is rewritten, and new imports fill it by themselves."""
    from easy_crm.operations.own_fields import WantedField, add

    wanted = WantedField(label, type, header or (), choice or (), day_first, decimal_comma)
    made, proposal = add(deployed(env, profile), wanted)
    if proposal is not None:
        console.say(proposal.reason)
    console.say(f"There is a new field now: {described(made)}")


@fields.command("remove")
def remove_field(
    key: Annotated[str, typer.Argument(help="Its key, as `fields list` shows it.")],
    env: Environment,
    profile: Profile = None,
) -> None:
    """Remove an own field. What leads have in it stays, as extras."""
    from easy_crm.operations.own_fields import remove

    gone = remove(deployed(env, profile), key)
    console.say(f"“{gone.label}” is no field any more. What leads have in it stays, as extras.")


def described(field: OwnField) -> str:
    """A field in one line."""
    parts = [field.type.value]
    parts += [f"reads {', '.join(field.headers)}"] if field.headers else []
    parts += [f"choices {', '.join(field.choices)}"] if field.choices else []
    parts += ["day first" if field.day_first else "month first"] if field.day_first is not None else []
    parts += ["decimal comma" if field.decimal_comma else "decimal point"] if field.decimal_comma is not None else []
    return f"{field.key}: “{field.label}”, {'; '.join(parts)}"
