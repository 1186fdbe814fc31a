"""What an import of a file would do, on the import's own code, without storing anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crm.fields import LeadValues
from crm.mapping.decision import decide_mapping
from crm.mapping.headers.header_reading import is_header_word
from crm.mapping.headers.label_ranks import rank_of_label
from crm.mapping.ports import MappingModel
from crm.spreadsheets import Row, Sheet, SpreadsheetRejected, open_spreadsheet
from crm.standardizing.standardizer import Standardizer
from crm.values.email import normalize_email

PARSED, EMPTY, REJECTED = "parsed", "empty", "rejected"
NO_ROWS = "The file holds no rows of data."
_BLANK = "blank row"


@dataclass(slots=True)
class Preview:
    """What an import of a file into an empty CRM would do.

    Args:
        file: the name of the file.
        outcome: parsed, empty or rejected.
        reason: for a business user, None when the file was parsed.
        encoding: of a text file, None for workbooks.
        delimiter: of a text file, None for workbooks.
        sheets: one entry a sheet, as in `to_json`.
        notes: sentences that an import's report would hold.
    """

    file: str
    outcome: str = PARSED
    reason: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheets: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "outcome": self.outcome,
            "reason": self.reason,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "notes": self.notes,
            "sheets": self.sheets,
        }


def preview_file(
    path: Path, *, region: str | None = None, limit: int | None = None, model: MappingModel | None = None
) -> Preview:
    """Reads, maps and standardizes a file as an import would.

    Args:
        path: the file; its name counts as the name under which a user uploaded it.
        region: ISO 3166 region for its phone numbers, None when none is chosen.
        limit: most rows of each sheet that are listed; all are counted. None lists all.
        model: asked about columns that the rules are not sure of, None for rules alone.
    """
    preview = Preview(path.name)
    seen: dict[str, LeadValues] = {}
    try:
        with open_spreadsheet(path, file_name=path.name, is_header_word=is_header_word) as book:
            preview.encoding, preview.delimiter = book.encoding, book.delimiter
            preview.notes.extend(book.notes)
            for sheet in book.sheets():
                preview.sheets.append(_sheet(sheet, preview, seen, region, limit, model))
    except SpreadsheetRejected as rejected:
        preview.outcome = EMPTY if rejected.code == "empty" else REJECTED
        preview.reason = rejected.sentence
        preview.sheets.clear()
        return preview
    if not any(sheet["dataRows"] for sheet in preview.sheets):
        preview.outcome, preview.reason = EMPTY, NO_ROWS
    return preview


def _sheet(
    sheet: Sheet,
    preview: Preview,
    seen: dict[str, LeadValues],
    region: str | None,
    limit: int | None,
    model: MappingModel | None,
) -> dict[str, Any]:
    head = sheet.head
    decision = decide_mapping(head, memory=None, model=None if head.skipped else model, region=region)
    preview.notes.extend(decision.notes)
    standardizer = Standardizer(decision.mapping, region, rank_of_label=rank_of_label)
    data_rows = 0
    counts: dict[str, int] = {}
    rows: list[dict[str, Any]] = []
    for row in sheet.rows():
        if any(cell.strip() for cell in row.cells):
            data_rows += 1
        shown = _row(row, head.skipped, standardizer, seen)
        counts[shown["outcome"]] = counts.get(shown["outcome"], 0) + 1
        if limit is None or len(rows) < limit:
            rows.append(shown)
    return {
        "name": head.name,
        "skipped": head.skipped,
        "headerRows": list(head.header_rows),
        "dataRows": data_rows,
        "outcomes": counts,
        "mapping": [column.shown() for column in decision.mapping.columns],
        "rows": rows,
    }


def _row(
    row: Row, sheet_skipped: str | None, standardizer: Standardizer, seen: dict[str, LeadValues]
) -> dict[str, Any]:
    skip = row.skip or sheet_skipped or (None if any(cell.strip() for cell in row.cells) else _BLANK)
    if skip is not None:
        return {"row": row.number, "outcome": "skipped", "reason": skip, "lead": None}
    result = standardizer.standardize(row.cells)
    if result.lead is None:
        return {"row": row.number, "outcome": "rejected", "reason": result.reason, "lead": result.values.to_json()}
    return {
        "row": row.number,
        "outcome": _outcome(result.lead, seen),
        "reason": None,
        "lead": result.lead.to_json(),
    }


def _outcome(lead: LeadValues, seen: dict[str, LeadValues]) -> str:
    """Created, or what a later row of the same person does to the lead of an earlier one."""
    email = normalize_email(lead.email)
    if email is None:
        return "created"
    before = seen.get(email)
    seen[email] = lead
    if before is None:
        return "created"
    return "unchanged" if before == lead else "updated"
