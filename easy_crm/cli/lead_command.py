"""`lead`: shows one lead with the origins of its values and all that was ever said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, deployed

if TYPE_CHECKING:
    from crm.said import Said
    from crm.statements.folding import LeadState
    from crm.statements.statement import Entry, Origin, Source

    from easy_crm.operations.leads import StoredLead


def lead(
    who: Annotated[str, typer.Argument(help="An email address that the lead has or had, or its id.")],
    env: Environment = "local",
    profile: Profile = None,
) -> None:
    """Show a lead: its values with their origins, and all that was ever said of it, oldest first."""
    from easy_crm.operations.leads import find

    show(find(deployed(env, profile), who))


def show(found: StoredLead) -> None:
    """Prints a lead and the entries of its chain."""
    stored, state = found.lead, found.lead.standing.state
    console.say(f"Lead {stored.lead_id}")
    if state is None:
        console.say("All that made it was taken back.")
    else:
        bin_ = f", deleted {state.deleted_at}, in the bin for 30 days" if state.deleted_at else ""
        console.say(f"created {state.created_at}, changed {state.updated_at}{bin_}")
        console.out.print(_values(state))
    console.say(f"Newest place {tuple(stored.standing.newest)}, last piece of its chain: chains/{stored.chain}.json.gz")
    for entry in found.entries:
        console.say(_line(entry))


def _values(state: LeadState) -> Table:
    table = Table("path", "value", "origin")
    for path, held in sorted(state.held.items()):
        value = f"{held.text} ({held.label})" if held.label else held.text
        protected = ", protected" if held.is_protected else ""
        table.add_row(escape(path), escape(value), escape(_origin(held.origin, held.column) + protected))
    return table


def _origin(origin: Origin, column: int | None) -> str:
    if origin.place.is_by_hand:
        return f"typed by {origin.by} at {origin.at}"
    from crm.standardizing.remarks import column_name
    from crm.table_numbers import sheet_of

    cell = f"{column_name(column)}{origin.place.row}" if column is not None else f"row {origin.place.row}"
    return f"{origin.file_name}, sheet {sheet_of(origin.place.sheet) + 1}, {cell}, by {origin.by} at {origin.at}"


def _line(entry: Entry) -> str:
    from crm.statements.statement import OWN, Merge, Revocation

    source = entry.source
    if isinstance(entry, Merge):
        return (
            f"{_who(source)} merges {tuple(entry.place.to_json())}: {', '.join(one or 'this lead' for one in entry.of)}"
        )
    if isinstance(entry, Revocation):
        taken = [f"merge {entry.merge_id}"] if entry.merge_id else []
        taken += [f"import {sequence}" for sequence in sorted(entry.sequences)]
        taken += [str(tuple(place.to_json())) for place in sorted(entry.places)]
        return f"{_who(source)} takes back {', '.join(taken)}"
    of = "" if entry.of == OWN else f" of {', '.join(one or 'this lead' for one in entry.of)}"
    says = ", ".join(_said(path, said) for path, said in entry.says.items())
    if entry.place.is_by_hand:
        return f"{_who(source)} {entry.kind.value}s {tuple(entry.place.to_json())}{of}{': ' if says else ''}{says}"
    rules = "".join(f", {field} {rule.value}" for field, rule in source.rules.items())
    how = f"{source.policy.value}{rules}, known by {entry.known_by.value}"
    return f"{_who(source)} {source.file_name} {tuple(entry.place.to_json())}{of} ({how}): {says}"


def _who(source: Source) -> str:
    return f"{source.at} {source.by}"


def _said(path: str, said: Said) -> str:
    label = f" ({said.label})" if said.label else ""
    return f"{path}={said.text!r}{label}{' protected' if said.is_protected else ''}"
