"""What an import of a file would do, on the import's own code, without storing anything."""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crm.fields import TargetField
from crm.mapping.decision import decide_mapping
from crm.mapping.headers.header_reading import is_header_word
from crm.mapping.headers.label_ranks import rank_of_label
from crm.mapping.headers.parties_of_rows import says_who
from crm.mapping.mapping import ColumnMapping
from crm.mapping.ports import MappingModel
from crm.mapping.rules.value_kinds import kinds_of
from crm.outcomes import Outcome
from crm.own_fields.headed import headed
from crm.own_fields.proposal import propose
from crm.said import EMAIL, Said, Says
from crm.spreadsheets import Row, Sheet, SpreadsheetRejected, open_spreadsheet
from crm.standardizing.standardizer import Standardizer, StandardRow
from crm.statements.folding import LeadState, applied
from crm.statements.statement import Kind, Place, Source, Statement
from crm.table_numbers import table_of

PARSED, EMPTY, REJECTED = "parsed", "empty", "rejected"
NO_ROWS = "The file holds no rows of data."
SHOWN_FIELDS = ("firstName", "lastName", "title", "company", "email", "phone", "remarks")
"""What is shown of a lead: fields of one value, and all else as one text."""
_BLANK = "blank row"
_Seen = dict[str, LeadState | bytes]
"""By email, the lead of its rows; of a single row, what that says, packed."""
_HERE, _FILE = Place(1, 0, 1), Source("", "", "")
"""Of every row: what a lead becomes does not depend on where its rows stand, but on their order."""


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
    seen: _Seen = {}
    try:
        with open_spreadsheet(
            path, file_name=path.name, is_header_word=is_header_word, kinds_of=kinds_of, says_who=says_who
        ) as book:
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
    seen: _Seen,
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
        outcome, reason, standard = _read(row, head.skipped, standardizer, seen)
        counts[outcome] = counts.get(outcome, 0) + 1
        if limit is None or len(rows) < limit:
            rows.append(_listed(row.number, outcome, reason, standard))
    return {
        "name": head.name,
        "table": table_of(head.index),
        "skipped": head.skipped,
        "headerRows": list(head.header_rows),
        "dataRows": data_rows,
        "outcomes": counts,
        "mapping": [_column(column, head.sample) for column in decision.mapping.columns],
        "rows": rows,
    }


def _column(column: ColumnMapping, sample: Sequence[Row]) -> dict[str, Any]:
    """A column: `field` is the part of `lead` that shows its values, `target` where they go.

    Of what has no field, `ownField` says which type a field of one's own would have.
    """
    field = str(column.field)
    shown = field if field in (*SHOWN_FIELDS, TargetField.FULL_NAME, TargetField.LEAD_ID) else TargetField.REMARKS.value
    return {**column.shown(), "field": shown, "target": field, "ownField": _own_field(column, sample)}


def _own_field(column: ColumnMapping, sample: Sequence[Row]) -> dict[str, Any] | None:
    if column.field != TargetField.REMARKS or not column.header.strip():
        return None
    texts = (row.cells[column.column] for row in sample if not row.skip and column.column < len(row.cells))
    proposal = propose(texts, headed(column.header))
    return {
        "type": proposal.type.value,
        "dayFirst": proposal.day_first,
        "decimalComma": proposal.decimal_comma,
        "choices": list(proposal.choices),
        "reason": proposal.reason,
    }


def _read(
    row: Row, sheet_skipped: str | None, standardizer: Standardizer, seen: _Seen
) -> tuple[str, str | None, StandardRow | None]:
    """The outcome of a row, the reason of one that is no lead, and what it says; None for one that is skipped."""
    skip = row.skip or sheet_skipped or (None if any(cell.strip() for cell in row.cells) else _BLANK)
    if skip is not None:
        return "skipped", skip, None
    result = standardizer.standardize(row.cells)
    if result.is_nobody:
        return "skipped", result.reason, None
    return "rejected" if result.reason else _outcome(result.says, seen).value, result.reason, result


def _listed(number: int, outcome: str, reason: str | None, row: StandardRow | None) -> dict[str, Any]:
    return {
        "row": number,
        "outcome": outcome,
        "reason": reason,
        "lead": _shown(row) if row else None,
        "values": {path: said.text for path, said in row.says.items()} if row else {},
        "cut": list(row.cut) if row else [],
    }


def _shown(row: StandardRow) -> dict[str, str]:
    values = {name: said.text or "" for name in SHOWN_FIELDS if (said := row.says.get(name))}
    return {**dict.fromkeys(SHOWN_FIELDS, ""), **values, "remarks": row.remarks}


def _outcome(says: Says, seen: _Seen) -> Outcome:
    """Created, or what a later row of the same person does to the lead of an earlier one."""
    email = says[EMAIL].text if EMAIL in says else None
    earlier = seen.get(email) if email else None
    if email is None or earlier is None:
        if email:
            # A lead takes five times as much memory, and hardly any row is somebody's second.
            seen[email] = marshal.dumps([(path, *said) for path, said in says.items()])
        return Outcome.CREATED
    before = _after(None, _said(earlier)) if isinstance(earlier, bytes) else earlier
    after = _after(before, says)
    if after is not None:
        seen[email] = after
    return Outcome.UNCHANGED if after is before else Outcome.UPDATED


def _after(before: LeadState | None, says: Says) -> LeadState | None:
    return applied(before, Statement(_HERE, Kind.ROW, _FILE, says))


def _said(row: bytes) -> Says:
    return {path: Said(*said) for path, *said in marshal.loads(row)}  # noqa: S302 - written by `_outcome`
