"""Sheets written as header and rows, mapped by the rules and standardized."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from crm.mapping.decision import decide_mapping
from crm.spreadsheets import Row, SheetHead
from crm.standardizing.standardizer import Standardizer, StandardRow

Standardize = Callable[..., list[StandardRow]]


def head_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> SheetHead:
    width = max([len(header), *map(len, rows)])
    first = 2 if header else 1
    sample = tuple(Row(number, tuple(row)) for number, row in enumerate(rows[:100], start=first))
    return SheetHead(0, "", None, (1,) if header else (), tuple(header), sample, width)


@pytest.fixture
def standardize() -> Standardize:
    """Standardizes rows under a header ("" cells for columns without one, an empty header for a sheet without)."""

    def run(header: Sequence[str], *rows: Sequence[str], region: str | None = None) -> list[StandardRow]:
        decision = decide_mapping(head_of(header, rows), memory=None, model=None, region=region)
        standardizer = Standardizer(decision.mapping, region)
        return [standardizer.standardize(row) for row in rows]

    return run


def text(row: StandardRow, path: str) -> str:
    """What a row says at a path, "" where it says nothing."""
    said = row.says.get(path)
    return said.text or "" if said else ""
