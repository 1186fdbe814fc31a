"""One column while its mapping is being decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crm.mapping.headers.column_meaning import PLAIN_RANK, Meaning
from crm.mapping.headers.header_reading import HeaderReading, languages_of, read_header
from crm.mapping.headers.shared_words import about_their_subject
from crm.mapping.rules.reconciliation import settle
from crm.mapping.rules.value_shapes import Shape, shape_of
from crm.spreadsheets.model import SheetHead

SOME_COMPANIES = 0.2
"""Share of companies among names from which on they are not all those of people."""
MOST_COLUMNS = 500
"""Columns that are looked at; contact lists have at most some hundred."""


@dataclass(slots=True)
class Column:
    """What is known and decided of a column.

    Args:
        index: 0-based position in the sheet.
        header: its text, "" when it has none.
        reading: what the header says.
        shape: what the sampled values look like.
        values: the sampled cells, one a data row.
        meaning: what it is taken for.
        confidence: 0 to 1.
        rank: lower is taken first among columns of one meaning.
        transform: as `ColumnMapping.transform`.
    """

    index: int
    header: str
    reading: HeaderReading
    shape: Shape
    values: tuple[str, ...]
    meaning: Meaning
    confidence: float
    rank: int
    transform: str = ""

    def become(self, meaning: Meaning, confidence: float) -> None:
        self.meaning, self.confidence = meaning, confidence


def columns_of(head: SheetHead) -> list[Column]:
    """Every column of a sheet with what its header and values say, not yet what its neighbours say."""
    width = max([head.width, len(head.header), *(len(row.cells) for row in head.sample)], default=0)
    rows = [row.cells for row in head.sample if row.skip is None]
    languages = languages_of(head.header[:MOST_COLUMNS])
    texts = [head.header[index] if index < len(head.header) else "" for index in range(width)]
    readings = about_their_subject([read_header(text, languages) for text in texts[:MOST_COLUMNS]], languages)
    columns = []
    for index, header in enumerate(texts):
        values = tuple(row[index] if index < len(row) else "" for row in rows)
        if index >= MOST_COLUMNS:
            columns.append(_unread(index, header, values))
            continue
        reading, shape = readings[index], shape_of(values)
        meaning, confidence = settle(reading, shape)
        columns.append(Column(index, header, reading, shape, values, meaning, confidence, reading.rank))
    return columns


def _unread(index: int, header: str, values: tuple[str, ...]) -> Column:
    """A column far to the right, which goes to the remarks unseen."""
    return Column(index, header, read_header(""), shape_of(()), values, Meaning.UNKNOWN, 0.0, PLAIN_RANK)


def of_meaning(columns: Iterable[Column], *meanings: Meaning) -> list[Column]:
    """The columns that are taken for one of the meanings."""
    return [column for column in columns if column.meaning in meanings]
