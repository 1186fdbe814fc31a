"""A lead with texts that are normalized once, so that a query over many leads need not do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm.fields import LEAD_FIELDS, MISSING
from crm.leads.model import Lead
from crm.query.text import is_cjk, normalize, normalize_phone


@dataclass(frozen=True, slots=True)
class SearchableLead:
    """A lead and its normalized texts.

    Args:
        lead: the stored lead.
        texts: query field to normalized text; "" where the lead has no value.
        everything: the text that free-text search looks through: all values and the file's name, but no dates, or
            "2026" would find every lead.
        lacks_something: whether one of the seven values is missing; a search for "N/A" finds such leads.
    """

    lead: Lead
    texts: Mapping[str, str]
    everything: str
    lacks_something: bool


def searchable(lead: Lead) -> SearchableLead:
    """Makes a lead ready for queries."""
    shown = lead.to_json()
    texts = {name: "" if value == MISSING else normalize(value) for name, value in shown.items()}
    texts["phone"] = "" if shown["phone"] == MISSING else normalize_phone(shown["phone"])
    texts["name"] = f"{texts['firstName']} {texts['lastName']}".strip()
    texts["emailDomain"] = texts["email"].rpartition("@")[2] if "@" in texts["email"] else ""
    parts = [texts[field] for field in (*LEAD_FIELDS, "sourceFile") if texts[field]]
    if is_cjk(texts["name"]):
        parts.append(texts["lastName"] + texts["firstName"])
    # No search text holds a line break, so no match spans two fields.
    return SearchableLead(lead, texts, "\n".join(parts), MISSING in shown.values())


def display_value(lead: Lead, field: str) -> str:
    """A field's value as a person would write it; `MISSING` if there is none."""
    if field == "name":
        known = [part for part in (lead.values.first_name, lead.values.last_name) if part != MISSING]
        return " ".join(known) or MISSING
    if field == "emailDomain":
        return lead.values.email.rpartition("@")[2].lower() if "@" in lead.values.email else MISSING
    return lead.to_json()[field] or MISSING
