"""Leads for the tests of queries, chat and exports."""

from __future__ import annotations

import random

from crm.fields import LeadValues
from crm.leads.model import Lead

_FIRST = ["Anna", "Émile", "José", "Łukasz", "Søren", "小明", "Иван", "Zoë", "N/A"]
_LAST = ["Smith", "Müller", "García", "Null", "王", "O'Neill", "Von der Heide", "N/A"]
_COMPANIES = ["Acme", "ACME", "acme", "3M", "Ångström AB", "腾讯", "Globex (Asia) Ltd.", "N/A"]
_TITLES = ["CEO", "Sales Manager", "engineer", "Engineer", "N/A"]


def lead(number: int = 1, *, source_file: str = "people.xlsx", created_at: str = "", **values: str) -> Lead:
    """One lead; `values` are attributes of `LeadValues`."""
    created_at = created_at or f"2026-01-{(number - 1) % 28 + 1:02d}T10:00:00.000Z"
    return Lead(
        identity=f"hand#lead{number:05d}",
        lead_id=f"lead{number:05d}",
        values=LeadValues(**values),
        source_file=source_file,
        created_at=created_at,
        updated_at=created_at,
    )


def many(count: int, seed: int = 7) -> list[Lead]:
    """Leads as troublesome as real ones: accents, CJK, several spellings, missing values."""
    chance = random.Random(seed)
    return [
        lead(
            number,
            first_name=chance.choice(_FIRST),
            last_name=chance.choice(_LAST),
            company=chance.choice(_COMPANIES),
            title=chance.choice(_TITLES),
            email=chance.choice(["N/A", f"person{number}@example.com", f"p{number}@mail.example.org"]),
            phone=chance.choice(["N/A", f"+8529123{number:04d}"]),
            remarks=chance.choice(["N/A", f"met in hall {number}", "prefers “calls”, not mail"]),
        )
        for number in range(1, count + 1)
    ]
