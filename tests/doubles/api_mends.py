"""Mending an import that has ended, in the API's double.

A row with a cell that holds an "@" comes into a lead, one that is left out is skipped, and any other stays as it was.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.api_answers import ApiError

Json = dict[str, Any]
PAGE_ROWS = 50


def row_to_mend(row: int, cells: list[str], **values: Any) -> Json:
    """A row as the API lists it: rejected, unless something else is said."""
    rejected: Json = {"outcome": "rejected", "reason": "The row has no name, company, email address or phone number."}
    rejected |= {"reasonMessages": []}
    place = {"batch": 1, "sheet": 0, "sheetName": "People", "row": row}
    return place | rejected | {"leadId": None, "columns": [], "cells": cells, "shortened": []} | values


@dataclass
class FakeMends:
    """Rows that need mending.

    Attributes:
        rows: by import.
        refusal: why none can be mended: a code and a sentence.
    """

    rows: dict[str, list[Json]] = field(default_factory=dict)
    refusal: Json | None = None

    def page(self, record: Json, start: int) -> Json:
        """A page of the rows of an import."""
        found = self.rows.get(record["importId"], [])
        following = f"0.{start + PAGE_ROWS}" if start + PAGE_ROWS < len(found) else None
        shown = found[start : start + PAGE_ROWS]
        return {"rows": shown, "cursor": following, "mends": record["mends"], "refusal": self.refusal}

    def start(self, record: Json, body: Json) -> deque[Json]:
        """Mends rows of an import; returns its next states."""
        if body["mends"] != record["mends"]:
            raise ApiError(409, "mended", "Rows of this import were mended meanwhile. Please look at them and go on.")
        record |= {"mends": record["mends"] + 1, "isMending": True}
        moved: Counter[str] = Counter()
        left: list[Json] = []
        wanted = {(one["batch"], one["row"]): one for one in body["rows"]}
        for row in self.rows.get(record["importId"], []):
            mended = wanted.get((row["batch"], row["row"]), {})
            texts = {int(column): text for column, text in mended.get("cells", {}).items()}
            cells = [texts.get(column, cell) for column, cell in enumerate(row["cells"])]
            if mended.get("isDropped"):
                moved.update({row["outcome"]: -1, "skipped": 1})
            elif mended and any("@" in cell for cell in cells):
                moved.update({row["outcome"]: -1, "created": 1} if row["outcome"] == "rejected" else {"doubtful": -1})
            else:
                left.append(row | {"cells": cells})
        self.rows[record["importId"]] = left
        doubtful = {"doubtfulRows": record["doubtfulRows"] + moved.pop("doubtful", 0)}
        totals = {outcome: record["totals"][outcome] + number for outcome, number in moved.items()}
        return deque([{}, {"isMending": False, "totals": totals} | doubtful])
