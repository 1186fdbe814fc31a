"""Batches: the runs of rows that the splitter hands to the workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BATCH_ROWS = 2_000
"""Counting a batch takes little beside writing its leads, and the set of counted batches stays small: an update of the
import's item costs a write unit per KB (docs/measurements.md, "Counting a batch")."""

FREE_TEXT_BATCH_ROWS = 100
"""Rows of a batch whose free text the model reads: five calls, which fit into a worker's time-out."""


BATCH_CHARACTERS = 4_000_000
"""Characters of the cells after which a batch ends: a worker holds one in memory several times."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row's number in its sheet and its cells.

    Args:
        equal_before: rows of the file that say the same and stand before it, see `crm.imports.row_content`.
    """

    number: int
    cells: tuple[str, ...]
    equal_before: int = 0

    def to_json(self) -> list[Any]:
        return [self.number, list(self.cells), *([self.equal_before] if self.equal_before else [])]


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
            "rows": [row.to_json() for row in self.rows],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Batch:
        rows = tuple(BatchRow(number, tuple(cells), *rest) for number, cells, *rest in value["rows"])
        return cls(value["importId"], value["batch"], value["sheet"], rows)
