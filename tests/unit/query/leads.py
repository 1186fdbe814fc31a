"""Leads for the tests of queries, chat and exports."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from crm.said import extra_path, further_email, further_phone, tag_path
from crm.statements.lead import Lead

from tests import factories

_NAMES = {"first_name": "firstName", "last_name": "lastName"}
_FIRST = ["Anna", "Émile", "José", "Łukasz", "Søren", "小明", "Иван", "Zoë", ""]
_LAST = ["Smith", "Müller", "García", "Null", "王", "O'Neill", "Von der Heide", ""]
_COMPANIES = ["Acme", "ACME", "acme", "3M", "Ångström AB", "腾讯", "Globex (Asia) Ltd.", ""]
_TITLES = ["CEO", "Sales Manager", "engineer", "Engineer", ""]
_CITIES = ["Berlin", "berlin", "São Paulo", "東京", ""]


def lead(
    number: int = 1,
    *,
    source_file: str = "people.xlsx",
    created_at: str = "",
    tags: Sequence[str] = (),
    emails: Sequence[str] = (),
    phones: Sequence[str] = (),
    extras: Mapping[str, str] | None = None,
    **values: str,
) -> Lead:
    """One lead, `values` by field, with an underscore before a capital letter's place; "" is no value."""
    texts = {_NAMES.get(name, name): text for name, text in values.items()}
    texts |= {tag_path(tag): tag for tag in tags}
    texts |= {further_email(email): email for email in emails} | {further_phone(phone): phone for phone in phones}
    texts |= {extra_path(header): text for header, text in (extras or {}).items()}
    present = {path: text for path, text in texts.items() if text}
    return factories.lead(number, present, file_name=source_file, created_at=created_at)


def in_bin(one: Lead, deleted_at: str = "2026-02-01T10:00:00.000Z") -> Lead:
    """The same lead after a person has deleted it."""
    state = one.standing.state
    assert state is not None
    return replace(one, standing=replace(one.standing, state=replace(state, deleted_at=deleted_at)))


def value(one: Lead, path: str) -> str:
    """A lead's text at a path; "" where there is none."""
    return factories.texts_of(one).get(path, "")


def seconds(moment: str) -> int:
    """Seconds since 1970 of an ISO time."""
    return int(datetime.fromisoformat(moment).timestamp())


def many(count: int, seed: int = 7) -> list[Lead]:
    """Leads as troublesome as real ones: accents, CJK, several spellings, several emails, missing values."""
    chance = random.Random(seed)
    return [
        lead(
            number,
            first_name=chance.choice(_FIRST),
            last_name=chance.choice(_LAST),
            company=chance.choice(_COMPANIES),
            title=chance.choice(_TITLES),
            email=chance.choice(["", f"person{number}@example.com", f"p{number}@mail.example.org"]),
            phone=chance.choice(["", f"+8529123{number:04d}"]),
            notes=chance.choice(["", f"met in hall {number}", "prefers “calls”, not mail"]),
            status=chance.choice(["", "new", "won"]),
            tags=chance.choice([(), ("VIP",), ("VIP", "fair 2026")]),
            emails=chance.choice([(), (f"also{number}@example.net",)]),
            extras={"City": chance.choice(_CITIES), "Size": chance.choice(["", "7", "1,200"])},
        )
        for number in range(1, count + 1)
    ]
