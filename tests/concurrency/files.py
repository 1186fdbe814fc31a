"""Small files of invented people who share addresses, and the reading of them without a child process.

Reading spreadsheets has its own tests; here a file is JSON, so that a schedule takes milliseconds.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from crm.fields import TargetField
from crm.mapping.decision import MappingDecision
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, SheetMapping
from crm.mapping.ports import ModelProposal
from crm.mapping.reasons import Reason, Why
from crm.spreadsheets import Row, SheetHead

PEOPLE = 5
"""So few that rows of different batches and files are often the same person."""
MAPPING = SheetMapping(
    "simulated",
    tuple(
        ColumnMapping(place, field.value, field, PLAIN, 1.0, DecidedBy.RULES, Reason(Why.HEADER_SAYS_SO))
        for place, field in enumerate((TargetField.FIRST_NAME, TargetField.EMAIL, TargetField.REMARKS))
    ),
)


def random_file(chance: random.Random, label: str) -> bytes:
    """Rows of people: most with an address, some without, some that are nobody, some blank; in one or two sheets."""
    sheets = [[_row(chance, f"{label}{sheet}{n}") for n in range(chance.randint(1, 6))] for sheet in (0, 1)]
    return json.dumps(sheets[: chance.randint(1, 2)]).encode()


def _row(chance: random.Random, name: str) -> list[str]:
    kind = chance.random()
    if kind < 0.1:
        return []
    if kind < 0.2:
        return ["", "", "call back"]
    if kind < 0.3:
        return [name, "", ""]
    # Few names too, so that a row often says what the lead already says.
    return [chance.choice((name, "Ada", "Grace")), f"p{chance.randrange(PEOPLE)}@initech.example", ""]


class NoModel:
    """Stands in for DeepSeek."""

    def propose(self, _questions: Any) -> ModelProposal:
        return ModelProposal()


@contextmanager
def simulated_files() -> Iterator[None]:
    """While it runs, the splitter takes files for such JSON."""
    with (
        patch("crm.imports.splitter.open_spreadsheet", open_simulated),
        patch("crm.imports.splitter.decide_mapping", decide_simulated),
    ):
        yield


@contextmanager
def open_simulated(path: Path, **_: Any) -> Iterator[Any]:
    """Stands in for `open_spreadsheet`."""
    sheets = [_sheet(index, rows) for index, rows in enumerate(json.loads(path.read_bytes()))]
    yield SimpleNamespace(notes=(), sheets=lambda: sheets)


def decide_simulated(*_: Any, **__: Any) -> MappingDecision:
    """Stands in for `decide_mapping`."""
    return MappingDecision(MAPPING)


def _sheet(index: int, rows: list[list[str]]) -> Any:
    head = SheetHead(index, f"Sheet{index}", None, (1,), ("First name", "Email", "Remarks"), (), 3)
    read = [Row(n, tuple(cells), None if cells else "blank row") for n, cells in enumerate(rows, 2)]
    return SimpleNamespace(head=head, rows=lambda: iter(read))
