"""`preview`: shows what an import of a file would do, without AWS."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from easy_crm.cli.console import err, out

if TYPE_CHECKING:
    from crm.preview import Preview

EXIT_STATUS = {"parsed": 0, "empty": 3, "rejected": 4}
SHOWN_ROWS = 10
"""Rows per sheet in the table when no limit is given."""


def preview(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A spreadsheet or text file.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    limit: Annotated[int | None, typer.Option(min=0, help="Maximum number of rows to list per sheet.")] = None,
    region: Annotated[
        str | None, typer.Option(help="Country of phone numbers without a country code (ISO 3166), such as GB.")
    ] = None,
) -> None:
    """Show what an import of FILE would do, without AWS. Exits with 0 if parsed, 3 if empty, 4 if rejected."""
    from crm.preview import preview_file
    from crm.values.national_numbers import is_region

    if region is not None and not is_region(region):
        raise typer.BadParameter(f"{region} is not a country code; use two letters, such as GB.", param_hint="--region")
    shown = preview_file(file, region=region, limit=limit if as_json or limit is not None else SHOWN_ROWS)
    if as_json:
        json.dump(shown.to_json(), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        _print(shown)
    raise typer.Exit(EXIT_STATUS[shown.outcome])


def _print(shown: Preview) -> None:
    if shown.reason is not None:
        err.print(f"{escape(shown.file)} {shown.outcome}: {escape(shown.reason)}", highlight=False, soft_wrap=True)
        return
    text = f", {shown.encoding}, delimiter {shown.delimiter!r}" if shown.encoding else ""
    out.print(f"[bold]{escape(shown.file)}[/bold]: {len(shown.sheets)} sheet(s){text}", highlight=False)
    for note in shown.notes:
        out.print(f"Note: {escape(note)}", highlight=False)
    for sheet in shown.sheets:
        _print_sheet(sheet)


def _print_sheet(sheet: dict[str, Any]) -> None:
    out.print()
    names = [sheet["name"], f"table {sheet['table']}" if sheet["table"] > 1 else ""]
    name = f"[bold]{escape(', '.join(filter(None, names)))}[/bold]: " if any(names) else ""
    if sheet["skipped"]:
        out.print(f"{name}skipped, {escape(sheet['skipped'])}", highlight=False)
        return
    header = ", ".join(map(str, sheet["headerRows"])) or "none"
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(sheet["outcomes"].items()))
    out.print(f"{name}header row {header}; {sheet['dataRows']} data rows: {counts}", highlight=False, soft_wrap=True)
    mapping = Table("column", "header", "field", "sure", "decided by", "as a field", box=None, pad_edge=False)
    for column in sheet["mapping"]:
        cells = (str(column["column"]), column["header"], column["target"], f"{column['confidence']:.0%}")
        own = column["ownField"] or {"type": ""}
        mapping.add_row(*map(escape, (*cells, column["decidedBy"], own["type"])))
    out.print(mapping)
    from crm.preview import SHOWN_FIELDS

    rows = Table("row", "outcome", *SHOWN_FIELDS, box=None, pad_edge=False)
    for row in sheet["rows"]:
        lead = row["lead"] or {}
        values = [_short(lead.get(name, "")) for name in SHOWN_FIELDS]
        rows.add_row(str(row["row"]), row["reason"] or row["outcome"], *map(escape, values))
    out.print(rows)


def _short(text: str, longest: int = 40) -> str:
    line = text.replace("\n", " · ")
    return line if len(line) <= longest else line[: longest - 1] + "…"
