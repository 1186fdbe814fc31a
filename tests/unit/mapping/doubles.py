"""Sheets and the doubles of what deciding a mapping asks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from crm.deepseek.client import Exchange
from crm.deepseek.errors import ModelUnavailable
from crm.mapping.mapping import SheetMapping
from crm.spreadsheets import Row, SheetHead


def sheet(header: Sequence[str], *rows: Sequence[str]) -> SheetHead:
    width = max([len(header), *map(len, rows)])
    first = 2 if header else 1
    sample = tuple(Row(number, tuple(row)) for number, row in enumerate(rows[:100], start=first))
    return SheetHead(0, "", None, (1,) if header else (), tuple(header), sample, width)


class Memory:
    """A mapping memory that is a dictionary."""

    def __init__(self, *mappings: SheetMapping) -> None:
        self.kept = {mapping.signature: mapping for mapping in mappings}

    def recall(self, signature: str) -> SheetMapping | None:
        return self.kept.get(signature)

    def remember(self, mapping: SheetMapping) -> None:
        self.kept[mapping.signature] = mapping


class Model:
    """A client that gives one answer, or is not there, and keeps what it was sent."""

    def __init__(self, answer: Mapping[str, Any] | str) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []
        self.last_exchange: Exchange | None = None

    def complete_json(self, system: str, user: str, *, max_tokens: int) -> dict[str, Any]:
        assert max_tokens > 0
        self.asked.append((system, user))
        self.last_exchange = Exchange({"system": system, "user": user}, "")
        if isinstance(self.answer, str):
            raise ModelUnavailable(self.answer)
        self.last_exchange = Exchange(self.last_exchange.request, json.dumps(self.answer))
        return dict(self.answer)
