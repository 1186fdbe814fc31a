"""What the splitter hands to the workers: the plan of an import, and its batches; and what they hand back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.mapping.model import SheetMapping
from crm.outcomes import Outcome

SMALL_BATCH_ROWS = 1_000
LARGE_BATCH_ROWS = 2_000
SMALL_BATCHES = 200
"""Up to 200,000 rows, batches of 1,000: large enough that counting one takes less than a hundredth of writing its
leads (`./easy-crm bench ingest`), small enough for smooth progress. Beyond, larger ones keep the set of done batches
small (an update of the import's item costs a write unit per KB; see facts.md on counting a batch)."""

FREE_TEXT_BATCH_ROWS = 100
"""Rows of a batch whose free text is read by the model: five calls, which fit into a worker's time."""


def batch_rows(number: int) -> int:
    """How many rows the batch with this number (from 1) holds at most."""
    return SMALL_BATCH_ROWS if number <= SMALL_BATCHES else LARGE_BATCH_ROWS


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet of the file: what was found and how its columns map.

    Args:
        mapping: None when the sheet is skipped.
        free_text: 0-based columns whose texts the model may read, empty when the import does not allow it.
    """

    index: int
    name: str
    skipped: str | None
    header_rows: tuple[int, ...]
    data_rows: int
    mapping: SheetMapping | None
    free_text: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "index": self.index,
            "name": self.name,
            "skipped": self.skipped,
            "headerRows": list(self.header_rows),
            "dataRows": self.data_rows,
            "mapping": self.mapping.to_json() if self.mapping else None,
            "freeText": list(self.free_text),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SheetPlan:
        return cls(
            index=value["index"],
            name=value["name"],
            skipped=value["skipped"],
            header_rows=tuple(value["headerRows"]),
            data_rows=value["dataRows"],
            mapping=SheetMapping.from_json(value["mapping"]) if value["mapping"] else None,
            free_text=tuple(value.get("freeText", ())),
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All that workers need to know of a file.

    Args:
        file_sha256: hash of the file's content, in hex; part of the identity of rows without an email.
        batch_sheets: index of the sheet of each batch; batch n stands at n - 1.
        batch_sizes: rows of each batch.
        notes: sentences for the report.
        model_exchanges: exactly what was sent to the model and what it answered.
    """

    import_id: str
    file_sha256: str
    sheets: tuple[SheetPlan, ...]
    batch_sheets: tuple[int, ...]
    batch_sizes: tuple[int, ...]
    notes: tuple[str, ...] = ()
    model_exchanges: tuple[Mapping[str, Any], ...] = ()

    def sheet(self, index: int) -> SheetPlan:
        return next(sheet for sheet in self.sheets if sheet.index == index)

    def to_json(self) -> dict[str, Any]:
        return {
            "importId": self.import_id,
            "fileSha256": self.file_sha256,
            "sheets": [sheet.to_json() for sheet in self.sheets],
            "batchSheets": list(self.batch_sheets),
            "batchSizes": list(self.batch_sizes),
            "notes": list(self.notes),
            "modelExchanges": list(self.model_exchanges),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Plan:
        return cls(
            import_id=value["importId"],
            file_sha256=value["fileSha256"],
            sheets=tuple(SheetPlan.from_json(sheet) for sheet in value["sheets"]),
            batch_sheets=tuple(value["batchSheets"]),
            batch_sizes=tuple(value["batchSizes"]),
            notes=tuple(value["notes"]),
            model_exchanges=tuple(value["modelExchanges"]),
        )


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row's number in its sheet and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A run of rows of one sheet that one worker handles; numbers start at 1."""

    import_id: str
    number: int
    sheet: int
    rows: tuple[BatchRow, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "importId": self.import_id,
            "batch": self.number,
            "sheet": self.sheet,
            "rows": [[row.number, list(row.cells)] for row in self.rows],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Batch:
        rows = tuple(BatchRow(number, tuple(cells)) for number, cells in value["rows"])
        return cls(value["importId"], value["batch"], value["sheet"], rows)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What became of one row.

    Args:
        row: its number in the sheet; 0 when the batch's file is lost.
        reason: why, for outcomes other than created and updated.
        lead_id: the lead that it became, changed or matched.
        identity: that lead's key in the leads table; stays in the ledger and is shown to nobody.
    """

    sheet: int
    row: int
    outcome: Outcome
    reason: str | None = None
    lead_id: str | None = None
    identity: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "leadId": self.lead_id,
            "identity": self.identity,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> LedgerRow:
        return cls(
            sheet=value["sheet"],
            row=value["row"],
            outcome=Outcome(value["outcome"]),
            reason=value["reason"],
            lead_id=value["leadId"],
            identity=value["identity"],
        )
