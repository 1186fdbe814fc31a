"""Leads and their history as the API shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from crm.fields import LEAD_FIELDS
from crm.leads.model import Lead

SHOWN_EVENTS = frozenset({"created", "overwritten", "edited", "deleted", "restored", "undone"})
"""What a person wants to know of; that a row found a lead unchanged is kept for undo only."""
MAX_BYTES = 5_000_000
"""A function's response may not exceed 6 MB."""
SHORTENED = 1_000
"""Characters of remarks that a list too long for one response shows of each lead."""


def lead_json(lead: Lead) -> dict[str, Any]:
    """A lead, with the version that an edit may name."""
    return {**lead.to_json(), "version": lead.version}


def leads_json(leads: Iterable[Lead]) -> list[dict[str, Any]]:
    """Leads of a list. Where they are too many bytes for one response, long remarks are cut and marked as such."""
    shown = [lead_json(lead) for lead in leads]
    if sum(len(json.dumps(lead, ensure_ascii=False).encode()) for lead in shown) > MAX_BYTES:
        for lead in shown:
            if len(lead["remarks"]) > SHORTENED:
                lead["remarks"] = lead["remarks"][:SHORTENED] + "…"
                lead["shortened"] = ["remarks"]
    return shown


def history_json(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entries that a person wants to see, in the order given."""
    return [_entry_json(entry) for entry in entries if entry["event"] in SHOWN_EVENTS]


def _entry_json(entry: Mapping[str, Any]) -> dict[str, Any]:
    before, after = entry["before"], entry["after"]
    return {
        "at": entry["time"],
        "event": entry["event"],
        "by": entry.get("byEmail"),
        "importId": entry.get("importId") or entry.get("undoneImportId"),
        "row": entry.get("row"),
        "sourceFile": {"before": before.get("sourceFile") or None, "after": after.get("sourceFile") or None},
        "before": _values(before),
        "after": _values(after),
    }


def _values(record: Mapping[str, Any]) -> dict[str, Any] | None:
    return {field: record.get(field) for field in LEAD_FIELDS} if record else None
