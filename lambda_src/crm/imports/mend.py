"""What a person mends of an import that has ended: cells of some of its rows, and rows to leave out (docs/leads.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.imports.plan import NO_MENDS, ImportPlan, Mends


@dataclass(frozen=True, slots=True)
class MendedRow:
    """A row that is said anew.

    Args:
        batch: number of the batch that holds it.
        row: its number in its sheet.
        cells: texts in place of those of the file, by 0-based column; empty where it is imported as it is.
        is_dropped: whether it is left out instead.
    """

    batch: int
    row: int
    cells: Mapping[int, str] = field(default_factory=dict)
    is_dropped: bool = False

    def to_json(self) -> list[Any]:
        return [self.batch, self.row, list(self.cells.items()), self.is_dropped]

    @classmethod
    def from_json(cls, value: list[Any]) -> MendedRow:
        batch, row, cells, is_dropped = value
        return cls(batch, row, dict(cells), is_dropped)


@dataclass(frozen=True, slots=True)
class Mend:
    """What was mended in one go.

    Args:
        by, at: email address of who has done so, and when, ISO 8601.
        rows: at least one, none twice.
    """

    mend_id: str
    by: str
    at: str
    rows: tuple[MendedRow, ...]

    def rows_by_batch(self) -> dict[int, set[int]]:
        """The numbers of its rows, by batch in their order."""
        found: dict[int, set[int]] = {}
        for one in sorted(self.rows, key=lambda row: row.batch):
            found.setdefault(one.batch, set()).add(one.row)
        return found

    def by_sheet(self, plan: ImportPlan) -> dict[int, Mends]:
        """What it changes, by the index of the sheet."""
        found: dict[int, Mends] = {}
        for one in self.rows:
            sheet = plan.batch_sheets[one.batch - 1]
            dropped = frozenset({one.row} if one.is_dropped else ())
            mends = Mends(dropped=dropped, cells={one.row: one.cells} if one.cells else {})
            found[sheet] = found.get(sheet, NO_MENDS).and_then(mends)
        return found

    def to_json(self) -> dict[str, Any]:
        return {"mendId": self.mend_id, "by": self.by, "at": self.at, "rows": [row.to_json() for row in self.rows]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Mend:
        rows = tuple(MendedRow.from_json(row) for row in value["rows"])
        return cls(value["mendId"], value["by"], value["at"], rows)
