"""Reads a batch's free text with the model, once, and stores the answer beside the batch.

A batch's message may be delivered twice, and the model may answer differently the second time. Its first answer is
therefore stored before any lead is written, and every later delivery uses it: the outcomes stay the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crm.fields import IDENTIFYING, TargetField
from crm.imports.batches import Batch
from crm.imports.model import Import
from crm.imports.plan import SheetPlan
from crm.imports.work_files import WorkFiles
from crm.mapping.language_model.free_text import FreeTextExtractor, with_extracted
from crm.sentences import as_json, from_json
from crm.standardizing.standardizer import StandardRow


@dataclass(frozen=True, slots=True)
class BatchExtraction:
    """What was found in a batch.

    Args:
        values: row number to field (API name) to value; rows without a find are left out.
        notes: sentences for the report, if the model could not be asked.
        exchanges: exactly what was sent to the model and what it answered.
    """

    values: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    exchanges: tuple[Mapping[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        values = {str(row): dict(found) for row, found in self.values.items()}
        return {"values": values, "notes": list(map(as_json, self.notes)), "exchanges": list(self.exchanges)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> BatchExtraction:
        values = {int(row): found for row, found in value["values"].items()}
        return cls(values, tuple(map(from_json, value["notes"])), tuple(value["exchanges"]))


NOTHING = BatchExtraction()


def stored_extraction(record: Import, batch: Batch, files: WorkFiles) -> BatchExtraction:
    """What was found in a batch when its leads were written; never calls the model."""
    if not record.extract_free_text:
        return NOTHING
    kept = files.extraction(batch.import_id, batch.number)
    return BatchExtraction.from_json(kept) if kept is not None else NOTHING


def extract(
    record: Import, sheet: SheetPlan, batch: Batch, files: WorkFiles, extractor: FreeTextExtractor | None
) -> BatchExtraction:
    """What an earlier delivery found in a batch's free text, or else what the model finds now.

    Args:
        extractor: None in functions that only close batches.
    """
    if not record.extract_free_text or extractor is None or not sheet.free_text:
        return NOTHING
    kept = files.extraction(batch.import_id, batch.number)
    if kept is None:
        found = extractor.extract(_texts(sheet, batch))
        values = {int(row): values for row, values in found.values.items()}
        kept = files.write_extraction(
            batch.import_id, batch.number, BatchExtraction(values, found.notes, found.exchanges).to_json()
        )
    return BatchExtraction.from_json(kept)


def with_extracted_values(row: StandardRow, found: Mapping[str, str], region: str | None) -> StandardRow:
    """Adds the values from a row's free text, which may turn a rejected row into a lead."""
    says = with_extracted(row.says, found, region)
    known = row.reason is None or any(path in says for path in IDENTIFYING)
    return replace(row, says=says, reason=None if known else row.reason)


def _texts(sheet: SheetPlan, batch: Batch) -> dict[str, str]:
    """Row number to free text, from the columns that the mapping sends to the remarks."""
    remarks = {
        column.column: column.header
        for column in (sheet.mapping.columns if sheet.mapping else ())
        if column.field == TargetField.REMARKS
    }
    columns = [column for column in sheet.free_text if column in remarks]
    texts = {str(row.number): "\n".join(_filled(row.cells, columns)) for row in batch.rows}
    return {row: text for row, text in texts.items() if text}


def _filled(cells: tuple[str, ...], columns: Iterable[int]) -> list[str]:
    return [cells[column] for column in columns if column < len(cells) and cells[column].strip()]
