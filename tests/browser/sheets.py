"""Parts of an import as the API shows them."""

from __future__ import annotations

from typing import Any


def column(place: int, header: str, field: str, decided_by: str = "rules", confidence: float = 0.9) -> dict[str, Any]:
    named = {"column": place, "header": header, "field": field, "transform": ""}
    return named | {"confidence": confidence, "decidedBy": decided_by, "because": "The header says so."}


SHEET = {
    "index": 0,
    "name": "Kunden",
    "skipped": None,
    "headerRows": [3],
    "dataRows": 100,
    "mapping": [
        column(0, "Vorname", "firstName"),
        column(1, "", "remarks", "model", 0.4)
        | {"becauseKey": "plainerName", "becauseValues": {"neighbour": "Vorname"}},
        column(2, "Mail", "email", "memory"),
    ],
}

UNDONE = {
    "status": "undone",
    "batches": {"total": 1, "done": 1},
    "removed": 41,
    "restored": 0,
    "kept": 2,
    "gone": 0,
}
