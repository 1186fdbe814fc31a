"""Small files of invented people who share addresses, and the reading of them without a child process.

Reading and mapping spreadsheets have their own tests; here a file is a list of sheets and a column's header is its
field, so that a schedule takes milliseconds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from crm.fields import TargetField
from crm.imports.plan import Mends
from crm.mapping.decision import MappingDecision
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, SheetMapping, Transform, TransformKind
from crm.mapping.ports import ModelProposal
from crm.mapping.reasons import Reason, Why
from crm.own_fields.definition import OwnField
from crm.spreadsheets import Row, SheetHead
from crm.standardizing.standardizer import Standardizer, StandardRow

PEOPLE = 4
"""So few that rows of different batches and files are often the same person."""
ADDRESSES = tuple(f"p{number}@initech.example" for number in range(PEOPLE))
FRESH = tuple(f"new{number}@initech.example" for number in range(3))
"""Addresses that only corrections and edits bring in."""
BESIDE = "b@initech.example"
EVERY_ADDRESS = (*ADDRESSES, *FRESH, BESIDE)
NAMES = ("Ada", "Grace")
"""Few, so that a row often says what the lead already says, and rows without an address are often equal."""

_FIELDS: dict[str, tuple[TargetField, Transform]] = {
    "First name": (TargetField.FIRST_NAME, PLAIN),
    "Company": (TargetField.COMPANY, PLAIN),
    "Email": (TargetField.EMAIL, PLAIN),
    "Email 2": (TargetField.EMAIL, Transform(TransformKind.CHOICE, choice=2)),
    "Phone": (TargetField.PHONE, PLAIN),
    "Notes": (TargetField.REMARKS, Transform(TransformKind.NOTES)),
    "Status": (TargetField.STATUS, PLAIN),
    "Tags": (TargetField.TAGS, PLAIN),
    "City": (TargetField.REMARKS, PLAIN),
    "Town": (TargetField.REMARKS, PLAIN),
    "Unused": (TargetField.NOTHING, PLAIN),
    "Lead ID": (TargetField.LEAD_ID, Transform(TransformKind.AS_EXPORTED)),
}
_OTHERS = ("First name", "Company", "Email 2", "Phone", "Notes", "Status", "Tags", "City", "Town")

OWN_FIELDS = (OwnField(key="city", label="City", headers=("Town",)),)

Cells = list[str]


@dataclass(frozen=True, slots=True)
class SimulatedSheet:
    """A sheet: its header, and the cells of each row; a row without cells is blank."""

    header: tuple[str, ...]
    rows: list[Cells]

    def numbered(self) -> Iterator[tuple[int, Cells]]:
        """Each row that is not blank, with its number."""
        return ((number, cells) for number, cells in enumerate(self.rows, 2) if cells)


SimulatedFile = list[SimulatedSheet]


def random_file(chance: random.Random, lead_ids: Sequence[str] = ()) -> SimulatedFile:
    """Rows of people: most with an address, some without, some that are nobody, some blank; in one or two sheets.

    Args:
        lead_ids: of leads that the rows of an own export name.
    """
    header = ["Email", *chance.sample(_OTHERS, chance.randint(1, 4)), *(["Lead ID"] if lead_ids else [])]
    file: SimulatedFile = []
    for _ in range(1 if chance.random() < 0.75 else 2):
        chance.shuffle(header)
        rows = [_row(chance, header, lead_ids) for _ in range(chance.randint(1, 3))]
        file.append(SimulatedSheet(tuple(header), rows))
    return file


def with_other_columns(chance: random.Random, file: SimulatedFile) -> SimulatedFile:
    """The same rows, of which some columns mean something else."""
    return [SimulatedSheet(_other_header(chance, sheet.header), sheet.rows) for sheet in file]


def other_cells(chance: random.Random, header: Sequence[str]) -> dict[int, str]:
    """Some cells of a row, as somebody mends them."""
    return {column: _cell(chance, name, ()) for column, name in enumerate(header) if chance.random() < 0.5}


@dataclass(frozen=True, slots=True)
class MendedFile:
    """What an import says after a round of mending.

    Args:
        mends: all that was mended by then, as text; empty where nothing was.
        left_out: index of the sheet and number of each row that is left out by then.
    """

    file: SimulatedFile
    mends: str
    left_out: frozenset[tuple[int, int]]


def with_mended_rows(file: SimulatedFile, sheets: Mapping[int, Mends]) -> SimulatedFile:
    """The same file with other cells."""
    return [
        SimulatedSheet(sheet.header, [_mended(row, sheets.get(index), n) for n, row in enumerate(sheet.rows, 2)])
        for index, sheet in enumerate(file)
    ]


def _mended(cells: Cells, mends: Mends | None, number: int) -> Cells:
    texts = mends.cells.get(number, {}) if mends else {}
    return [texts.get(column, cell) for column, cell in enumerate(cells)]


def _other_header(chance: random.Random, header: tuple[str, ...]) -> tuple[str, ...]:
    header = tuple(header)
    left = [name for name in (*_OTHERS, "Email", "Unused") if name not in header]
    chance.shuffle(left)
    return tuple(left.pop() if chance.random() < (0.1 if name == "Email" else 0.3) else name for name in header)


def meaning_of(file: SimulatedFile) -> list[list[tuple[TargetField, Transform]]]:
    """What the columns of each sheet mean."""
    return [[_FIELDS[name] for name in sheet.header] for sheet in file]


def _row(chance: random.Random, header: Sequence[str], lead_ids: Sequence[str]) -> Cells:
    if chance.random() < 0.1:
        return []
    return [_cell(chance, name, lead_ids) for name in header]


def _cell(chance: random.Random, name: str, lead_ids: Sequence[str]) -> str:
    if name == "Lead ID":
        return chance.choice(lead_ids) if chance.random() < 0.7 else ""
    if chance.random() < 0.25:
        return ""
    if name == "Email" and chance.random() < 0.05:
        return "soon"
    if name == "Email":
        return chance.choice(ADDRESSES + FRESH) if lead_ids and chance.random() < 0.4 else chance.choice(ADDRESSES)
    values = {
        "First name": NAMES,
        "Company": ("Initech", "Globex"),
        "Email 2": (BESIDE, *ADDRESSES[:2]),
        "Phone": ("+493012345", "+493067890"),
        "Tags": ("vip", "fair", "vip; fair"),
        "Status": ("New", "Won"),
    }
    return chance.choice(values.get(name, ("Rome", "Oslo", "a longer text")))


@cache
def mapping_of(header: tuple[str, ...]) -> SheetMapping:
    """The mapping of a simulated sheet."""
    columns = [
        ColumnMapping(place, name, *_FIELDS[name], 1.0, DecidedBy.RULES, Reason(Why.HEADER_SAYS_SO))
        for place, name in enumerate(header)
    ]
    return SheetMapping("simulated", tuple(columns))


def standard_row(header: tuple[str, ...], cells: Cells) -> StandardRow:
    """What a row says."""
    return _standardized(header, tuple(cells))


@lru_cache(100_000)
def _standardized(header: tuple[str, ...], cells: tuple[str, ...]) -> StandardRow:
    return _standardizer(header).standardize(cells)


@cache
def _standardizer(header: tuple[str, ...]) -> Standardizer:
    return Standardizer(mapping_of(header), None)


class SimulatedStandardizer:
    """Stands in for `Standardizer`: what a row says does not depend on the schedule, and is worked out once."""

    def __init__(self, mapping: SheetMapping, _region: str | None) -> None:
        self._header = tuple(column.header for column in mapping.columns)

    def standardize(self, cells: Sequence[str]) -> StandardRow:
        return _standardized(self._header, tuple(cells))


class NoModel:
    """Stands in for DeepSeek."""

    def propose(self, _questions: Any) -> ModelProposal:
        return ModelProposal()


class NoUsers:
    """Stands in for the user pool."""

    def emails(self) -> frozenset[str]:
        return frozenset()


@contextmanager
def simulated_files() -> Iterator[None]:
    """While it runs, the splitter takes a `SimulatedFile` for a file."""
    with (
        patch("crm.imports.splitter.open_spreadsheet", open_simulated),
        patch("crm.imports.splitter.file_digest", lambda file: str(id(file))),
        patch("crm.imports.splitter.decide_mapping", decide_simulated),
        patch("crm.imports.statements_of_rows.Standardizer", SimulatedStandardizer),
    ):
        yield


@contextmanager
def open_simulated(file: SimulatedFile, **_: Any) -> Iterator[Any]:
    """Stands in for `open_spreadsheet`."""
    sheets = [_sheet(index, sheet) for index, sheet in enumerate(file)]
    yield SimpleNamespace(notes=(), sheets=lambda: sheets)


def decide_simulated(head: SheetHead, **_: Any) -> MappingDecision:
    """Stands in for `decide_mapping`."""
    return MappingDecision(mapping_of(tuple(head.header)))


def _sheet(index: int, sheet: SimulatedSheet) -> Any:
    head = SheetHead(index, f"Sheet{index}", None, (1,), sheet.header, (), len(sheet.header))
    read = [Row(n, tuple(cells), None if cells else "blank row") for n, cells in enumerate(sheet.rows, 2)]
    return SimpleNamespace(head=head, rows=lambda: iter(read))
