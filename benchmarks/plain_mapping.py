"""A simple mapper for comparison: ten rows per call with all their cells, and the model writes the leads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

ROWS_A_CALL = 10
PROMPT = """You are a data cleaning assistant for a CRM. For each row below return the fields firstName, lastName,
title, company, email, phone and remarks. Split full names, normalize phone numbers, put everything that fits nowhere
into remarks, and use N/A for missing values. Return a JSON array with one object per row, in the same order."""


def calls(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The prompt of each call, and the answer that an ideal model would give."""
    for start in range(0, len(rows), ROWS_A_CALL):
        chunk = rows[start : start + ROWS_A_CALL]
        asked = json.dumps([dict(zip(header, row, strict=True)) for row in chunk], ensure_ascii=False)
        yield f"{PROMPT}\n\nRows:\n{asked}", json.dumps([_lead(header, row) for row in chunk], ensure_ascii=False)


def _lead(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """A lead of a length that fits the row."""
    rest = "\n".join(f"{name}: {value}" for name, value in zip(header, row, strict=True) if value)
    names = ("firstName", "lastName", "title", "company", "email", "phone")
    return {**dict(zip(names, row[1:7], strict=False)), "remarks": rest[len(rest) // 2 :]}
