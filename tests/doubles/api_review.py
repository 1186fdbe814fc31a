"""The review of an import in the API's double: the rows of its file, its draft, and what it would do.

A row whose email has no "@" would be rejected, one whose email a lead has would change that lead, and any other would
be a new one. A test may say something else.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.api_answers import ApiError, lead_answer, time_at

Json = dict[str, Any]
Rows = Mapping[int, list[str]]
"""Cells by row number."""
PAGE_ROWS = 50
TOP_ROWS = 20
COUNTED = ("created", "updated", "unchanged", "superseded", "rejected", "skipped")
REASON = "This is no email address."


@dataclass
class FakeReview:
    """Imports that wait for their review.

    Attributes:
        files: rows by import, then by sheet.
        drafts: what was decided last, by import.
        said: what dry runs answer in place of what the rows say.
        steps: of the next dry runs, one for each time that they are asked about; they go on until the last.
        longest_cell: characters of a cell that are shown.
    """

    files: dict[str, dict[int, Rows]] = field(default_factory=dict)
    drafts: dict[str, Json] = field(default_factory=dict)
    said: Json = field(default_factory=dict)
    steps: list[Json] = field(default_factory=list)
    longest_cell: int = 2_000
    _tried: dict[str, deque[Json]] = field(default_factory=dict)

    def rows(self, record: Json, sheet: int, start: int) -> Json:
        """A page of the rows of a sheet."""
        if record["importId"] not in self.files:
            raise ApiError(409, "files_expired", "The rows of this file were kept for a limited time and are gone.")
        found = sorted(self.files[record["importId"]].get(sheet, {}).items())
        shown = [self._row(number, cells) for number, cells in found if number >= start]
        following = shown[PAGE_ROWS]["number"] if len(shown) > PAGE_ROWS else None
        found_sheet = _sheet(record, sheet)
        header = [column["header"] for column in found_sheet["mapping"]]
        above = dict.fromkeys(found_sheet["headerRows"], header)
        top = [{"number": number, "cells": cells} for number, cells in sorted((above | dict(found)).items())[:TOP_ROWS]]
        where = {"headerRows": found_sheet["headerRows"], "top": top}
        return where | {"sheet": sheet, "header": header, "rows": shown[:PAGE_ROWS], "following": following}

    def _row(self, number: int, cells: list[str]) -> Json:
        shortened = [column for column, cell in enumerate(cells) if len(cell) > self.longest_cell]
        return {"number": number, "cells": [cell[: self.longest_cell] for cell in cells], "shortened": shortened}

    def save(self, record: Json, body: Json, email: str) -> Json:
        """Keeps a draft, unless somebody has kept another one meanwhile."""
        before = self.drafts.get(record["importId"])
        if body["basedOn"] != (before["draftId"] if before else None):
            by = before["by"] if before else "Somebody else"
            raise ApiError(409, "draft_outdated", f"{by} has decided something else meanwhile. Please look at it.")
        nothing: Json = {"columns": {}, "leftOut": False, "droppedRows": [], "cells": {}}
        sheets = [nothing | sheet for sheet in body["sheets"]]
        number = int(before["draftId"].removeprefix("draft-")) + 1 if before else 1
        kept: Json = {"draftId": f"draft-{number}", "by": email, "at": time_at(number), "rules": body.get("rules")}
        self.drafts[record["importId"]] = kept | {"sheets": sheets, "policy": body.get("policy")}
        record["draftId"] = f"draft-{number}"
        return self.drafts[record["importId"]]

    def read_again(self, record: Json, new: Json, sheet: int, row: int | None) -> None:
        """Gives the rows of an import to the one that replaces it, with another header row."""
        rows = self.files.pop(record["importId"])
        header = [] if row is None else rows[sheet].get(row, [])
        below = {number: cells for number, cells in rows[sheet].items() if number > (row or 0)}
        self.files[new["importId"]] = rows | {sheet: below}
        old = _sheet(record, sheet)
        kept = {"field": "remarks", "transform": "", "confidence": 0.9, "decidedBy": "rules", "because": "It is kept."}
        mapped = old["mapping"] or [{"column": place, **kept} for place in range(len(header))]
        columns = [
            {**column, "header": header[place] if row is not None else ""} for place, column in enumerate(mapped)
        ]
        found = old | {
            "skipped": None,
            "headerRows": [] if row is None else [row],
            "dataRows": len(below),
            "mapping": columns,
        }
        new["sheets"] = [found if one["index"] == sheet else one for one in record["sheets"]]

    def draft(self, record: Json) -> Json:
        """What was decided last."""
        if record["importId"] not in self.drafts:
            raise ApiError(404, "not_found", "Nothing has been decided of this import yet.")
        return self.drafts[record["importId"]]

    def start(self, record: Json, leads: Iterable[Json]) -> Json:
        """What an import would do: the first step."""
        whole = self._expected(record, list(leads)) | self.said
        self._tried[record["importId"]] = deque([whole | step for step in self.steps] or [whole])
        return self.tried(record)

    def tried(self, record: Json) -> Json:
        """What an import would do: one more step."""
        if record["importId"] not in self._tried:
            raise ApiError(409, "not_tried", "This has not been tried yet.")
        steps = self._tried[record["importId"]]
        return steps.popleft() if len(steps) > 1 else steps[0]

    def _expected(self, record: Json, leads: list[Json]) -> Json:
        draft = self.drafts.get(record["importId"], {"sheets": [], "policy": None})
        by_email = {lead["email"]: lead for lead in leads}
        decided = {sheet["index"]: sheet for sheet in draft["sheets"]}
        counts: Counter[str] = Counter()
        found: Json = {"newLeads": [], "changingLeads": [], "problems": []}
        for index, rows in self.files.get(record["importId"], {}).items():
            sheet = _sheet(record, index)
            mine = decided.get(index, {"columns": {}, "leftOut": False, "droppedRows": [], "cells": {}})
            fields = [mine["columns"].get(str(column["column"]), column["field"]) for column in sheet["mapping"]]
            headers = [column["header"] or f"Column {column['column'] + 1}" for column in sheet["mapping"]]
            for number, cells in sorted(rows.items()):
                if mine["leftOut"] or number in mine["droppedRows"]:
                    counts["skipped"] += 1
                    continue
                mended = mine["cells"].get(str(number), {})
                texts = [mended.get(str(column), cell) for column, cell in enumerate(cells)]
                place = {"sheet": index, "sheetName": sheet["name"], "row": number}
                outcome = _row(found, place, fields, texts, by_email, draft["policy"])
                counts[outcome] += 1
                if outcome == "created":
                    extras = {h: t for h, f, t in zip(headers, fields, texts, strict=True) if f == "remarks" and t}
                    found["newLeads"][-1]["extras"] = extras
        total = sum(counts.values())
        wrong = Counter((row["sheet"], cell["column"]) for row in found["problems"] for cell in row["wrongCells"])
        changes = [change for lead in found["changingLeads"] for change in lead["changes"]]
        return found | {
            "draftId": record["draftId"],
            **{"rows": total, "totalRows": total, "isWhole": True, "isGoingOn": False},
            "totals": {name: counts[name] for name in COUNTED},
            **{"changedValues": len(changes), "emptiedValues": 0, "typedValues": 0},
            **{"changingCount": len(found["changingLeads"]), "problemCount": len(found["problems"])},
            "goingCount": 0,
            "wrongColumns": [{"sheet": sheet, "column": at, "count": n} for (sheet, at), n in sorted(wrong.items())],
        }


def _row(
    found: Json,
    place: Json,
    fields: list[str],
    texts: list[str],
    by_email: Mapping[str, Json],
    policy: str | None,
) -> str:
    """The outcome of a row."""
    says = dict(zip(fields, texts, strict=True))
    if "email" in says and "@" not in says["email"]:
        said: Json = {"reason": REASON, "reasonMessages": []}
        cells = [said | {"column": fields.index("email"), "text": says["email"]}] if says["email"] else []
        found["problems"].append(place | said | {"outcome": "rejected", "wrongCells": cells})
        return "rejected"
    values = {name: text for name, text in says.items() if name in ("firstName", "lastName", "company", "email")}
    lead = by_email.get(says.get("email", ""))
    if lead is None:
        values |= {"leadId": f"new-{place['row']}", "createdAt": time_at(0), "updatedAt": time_at(0)}
        found["newLeads"].append(lead_answer({"sourceFile": None} | values))
        return "created"
    changes = [
        {"path": name, "before": lead[name], "after": text, "shortened": False}
        for name, text in values.items()
        if text and lead[name] != text and not (policy == "fill" and lead[name])
    ]
    if policy == "keep" or not changes:
        return "skipped" if policy == "keep" else "unchanged"
    name = f"{lead['firstName']} {lead['lastName']}"
    found["changingLeads"].append({"leadId": lead["leadId"], "name": name, "changes": changes})
    return "updated"


def _sheet(record: Json, index: int) -> Json:
    return next(sheet for sheet in record["sheets"] if sheet["index"] == index)
