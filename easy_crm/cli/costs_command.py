"""`costs`: what an environment has used, at the model's prices."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, deployed
from easy_crm.errors import CommandFailed


def costs(
    env: Environment,
    profile: Profile = None,
    days: Annotated[int, typer.Option(min=1, max=455, help="Days to look back.")] = 30,
    billed: Annotated[bool, typer.Option("--billed", help="Ask Cost Explorer too, which costs a cent.")] = False,
) -> None:
    """Show what was used, at the prices of docs/costs.md, and what a million imported rows cost by meter and by model.

    S3's requests, keys, alarms and other fixed prices are not in it.
    """
    from easy_crm.operations import metered

    deployment = deployed(env, profile)
    if deployment.account.is_emulated:
        raise CommandFailed("The emulator meters nothing; what an import takes: ./easy-crm bench cost")
    bill = metered.meter(deployment, days)
    table = Table("item", "metered", "US$", "a million rows", "by the model", title=f"{env}, {days} days")
    for line in bill.lines:
        share, modelled = bill.per_million_rows(line.dollars), metered.modelled(line.item)
        table.add_row(line.item, f"{line.used:,.2f}", f"{line.dollars:.4f}", _dollars(share), _dollars(modelled))
    table.add_row("together", "", f"{bill.dollars:.4f}", _dollars(bill.per_million_rows(bill.dollars)), "")
    table.add_row("rows imported", f"{bill.rows:,}", "", "", "")
    console.out.print(table)
    if billed:
        total = metered.billed(deployment, days)
        console.say(
            "These credentials may not read Cost Explorer, or it has no data yet."
            if total is None
            else f"Cost Explorer has {total:.2f} US$ for the tag environment={env}."
        )


def _dollars(amount: float | None) -> str:
    return "" if amount is None else f"{amount:.4f}"
