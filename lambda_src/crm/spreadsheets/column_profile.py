"""What stands in the columns below a possible header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import DATA_KINDS, kind_of, shape_of

# Wider sheets are judged by their first columns.
MAX_COLUMNS = 300
# Characters of a cell that tell what it is.
_LOOKED_AT = 300


class ColumnProfile(NamedTuple):
    """One column of the body.

    Args:
        filled: cells with content.
        data_share: the share of them that are addresses, numbers, dates and the like.
        data_first: the first of them is one of these.
        values: the texts.
        shape: the most common `shape_of`, with its share.
        manner: the most common `manner_of`, with its share.
        mean_length: characters.
    """

    filled: int
    data_share: float
    data_first: bool
    values: frozenset[str]
    shape: str
    shape_share: float
    manner: str
    manner_share: float
    mean_length: float


@lru_cache(maxsize=1 << 14)
def _looked_at(text: str) -> tuple[bool, str, str]:
    return kind_of(text) in DATA_KINDS, shape_of(text), manner_of(text)


def manner_of(text: str) -> str:
    """How words are written: lower, upper, title, mixed, or uncased, and whether there are several."""
    words = text.split()
    letters = [word for word in words if word[0].isalpha()]
    if not letters or text == text.upper() == text.lower():
        case = "uncased"
    elif text == text.lower():
        case = "lower"
    elif text == text.upper() and len(text) > 1:
        case = "upper"
    elif all(word[0].isupper() for word in letters):
        case = "title"
    else:
        case = "mixed"
    return f"{case} {min(len(words), 3)}"


def filled_columns(cells: Sequence[str]) -> list[int]:
    """The columns with content."""
    return [column for column, cell in enumerate(cells[:MAX_COLUMNS]) if cell and not cell.isspace()]


def profile(body: Sequence[Sequence[str]]) -> dict[int, ColumnProfile]:
    """The columns that have any content in the body."""
    columns: dict[int, ColumnProfile] = {}
    for column in range(min(MAX_COLUMNS, max(map(len, body), default=0))):
        texts = [text for cells in body if column < len(cells) and (text := cells[column].strip())]
        if not texts:
            continue
        looks = [_looked_at(text[:_LOOKED_AT]) for text in texts]
        (shape, shapes), *_ = Counter(look[1] for look in looks).most_common(1)
        (manner, manners), *_ = Counter(look[2] for look in looks).most_common(1)
        count = len(texts)
        columns[column] = ColumnProfile(
            filled=count,
            data_share=sum(look[0] for look in looks) / count,
            data_first=looks[0][0],
            values=frozenset(texts),
            shape=shape,
            shape_share=shapes / count,
            manner=manner,
            manner_share=manners / count,
            mean_length=sum(map(len, texts)) / count,
        )
    return columns
