"""The plan of an import: what workers need to know about its file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.compact_json import compact_json
from crm.mapping.mapping import SheetMapping
from crm.own_fields.definition import OwnField, OwnFields, readers_of
from crm.own_fields.proposed import Proposal
from crm.sentences import as_json, from_json
from crm.statements.field_paths import Readers

NOT_READ = "The file has not been read yet, or what was read of it has expired, so there are no rows to show."
"""Why there is nothing to answer while there is no plan."""
_READING_DIGITS = 16
"""Each lead keeps them for each import that it has values from; two readings share 64 bits by no accident."""


@dataclass(frozen=True, slots=True)
class Mends:
    """What a person has changed of a sheet before its import, or of its rows after it.

    Args:
        left_out: whether the whole sheet is left out.
        dropped: numbers of the rows that are left out.
        cells: text by 0-based column, by row number.
    """

    left_out: bool = False
    dropped: frozenset[int] = frozenset()
    cells: Mapping[int, Mapping[int, str]] = field(default_factory=dict)

    def and_then(self, later: Mends) -> Mends:
        """With what was changed later."""
        cells = {row: {**self.cells.get(row, {}), **later.cells.get(row, {})} for row in (*self.cells, *later.cells)}
        return Mends(self.left_out or later.left_out, self.dropped | later.dropped, cells)

    @property
    def size(self) -> int:
        """How many rows and cells it changes."""
        return len(self.dropped) + sum(map(len, self.cells.values()))

    def to_json(self) -> list[Any]:
        cells = [[row, list(texts.items())] for row, texts in self.cells.items()]
        return [self.left_out, sorted(self.dropped), cells]

    @classmethod
    def from_json(cls, value: list[Any]) -> Mends:
        left_out, dropped, cells = value
        return cls(left_out, frozenset(dropped), {row: dict(texts) for row, texts in cells})


NO_MENDS = Mends()


@dataclass(frozen=True, slots=True)
class TopRow:
    """One of the first rows of a sheet, for whoever chooses the one that holds the header.

    Args:
        number: as the spreadsheet program counts.
        cells: the beginnings of the texts of the first columns.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet of the file: what was found and how its columns map.

    Args:
        mapping: None when the sheet is skipped.
        free_text: 0-based columns whose texts the model may read, empty when the import does not allow it.
        top: its first rows with content, the header and what stands above it included.
        mends: what a person has changed of it.
        proposals: by column, the own field that it could be.
    """

    index: int
    name: str
    skipped: str | None
    header_rows: tuple[int, ...]
    data_rows: int
    mapping: SheetMapping | None
    free_text: tuple[int, ...] = ()
    top: tuple[TopRow, ...] = ()
    mends: Mends = NO_MENDS
    proposals: Mapping[int, Proposal] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "index": self.index,
            "name": self.name,
            "skipped": self.skipped,
            "headerRows": list(self.header_rows),
            "dataRows": self.data_rows,
            "mapping": self.mapping.to_json() if self.mapping else None,
            "freeText": list(self.free_text),
            "top": [[row.number, row.cells] for row in self.top],
            "mends": self.mends.to_json(),
            "proposals": [[column, proposal.to_json()] for column, proposal in self.proposals.items()],
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
            free_text=tuple(value["freeText"]),
            top=tuple(TopRow(number, tuple(cells)) for number, cells in value["top"]),
            mends=Mends.from_json(value["mends"]),
            proposals={column: Proposal.from_json(proposal) for column, proposal in value["proposals"]},
        )


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that workers need to know about a file.

    Args:
        batch_sheets: the sheet's index of each batch; batch n is at position n - 1.
        batch_sizes: rows of each batch.
        notes: sentences for the report.
        model_exchanges: exactly what was sent to the model and what it answered.
        own_fields: those that read one of the file's headers, as they were when the mapping was decided, so that all
            batches mean the same.
        file_digest: of the file's bytes.
    """

    import_id: str
    sheets: tuple[SheetPlan, ...]
    batch_sheets: tuple[int, ...]
    batch_sizes: tuple[int, ...]
    notes: tuple[str, ...] = ()
    model_exchanges: tuple[Mapping[str, Any], ...] = ()
    own_fields: OwnFields = ()
    file_digest: str = ""

    @property
    def readers(self) -> Readers:
        """All headers that the own fields read."""
        return readers_of(self.own_fields)

    @property
    def reading(self) -> str:
        """Of the file and what its columns mean: each row of a plan with the same says the same."""
        mapped = [(sheet.index, sheet.mapping.columns) for sheet in self.sheets if sheet.mapping]
        meanings = [[index, [[c.column, c.field, c.transform.to_json()] for c in columns]] for index, columns in mapped]
        mends = [[sheet.index, sheet.mends.to_json()] for sheet in self.sheets if sheet.mends != NO_MENDS]
        return hashlib.sha256(compact_json([self.file_digest, meanings, mends]).encode()).hexdigest()[:_READING_DIGITS]

    def sheet(self, index: int) -> SheetPlan:
        return next(sheet for sheet in self.sheets if sheet.index == index)

    def to_json(self) -> dict[str, Any]:
        return {
            "importId": self.import_id,
            "sheets": [sheet.to_json() for sheet in self.sheets],
            "batchSheets": list(self.batch_sheets),
            "batchSizes": list(self.batch_sizes),
            "notes": list(map(as_json, self.notes)),
            "modelExchanges": list(self.model_exchanges),
            "ownFields": [field.to_json() for field in self.own_fields],
            "fileDigest": self.file_digest,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ImportPlan:
        return cls(
            import_id=value["importId"],
            sheets=tuple(SheetPlan.from_json(sheet) for sheet in value["sheets"]),
            batch_sheets=tuple(value["batchSheets"]),
            batch_sizes=tuple(value["batchSizes"]),
            notes=tuple(map(from_json, value["notes"])),
            model_exchanges=tuple(value["modelExchanges"]),
            own_fields=tuple(OwnField.from_json(field) for field in value["ownFields"]),
            file_digest=value["fileDigest"],
        )
