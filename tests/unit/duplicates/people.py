"""Leads of a few fields in a database like a copy of the read model."""

from __future__ import annotations

from collections.abc import Sequence

from crm.index.database import Database, Limits
from crm.query.text import normalize, normalize_phone

COLUMNS = ("t_firstName", "t_lastName", "t_phone", "t_email", "t_company")


def database_of(people: Sequence[str]) -> Database:
    """A database of leads, each `first name | last name | phone | email | company`; their ids count from 0."""
    database = Database(None, Limits())
    rows = [
        [(normalize_phone if column == "t_phone" else normalize)(part.strip()) or None for column, part in named]
        for named in (list(zip(COLUMNS, person.split("|"), strict=True)) for person in people)
    ]
    database.run(
        f"INSERT INTO leads (lead_id, born, revision, in_bin, {', '.join(COLUMNS)})"
        f" SELECT unnest(?::VARCHAR[]), '1', 1, FALSE, {', '.join(['unnest(?::VARCHAR[])'] * len(COLUMNS))}",
        [list(map(lead_id, range(len(people)))), *map(list, zip(*rows, strict=True))],
    )
    return database


def lead_id(number: int) -> str:
    return f"{number:032x}"
