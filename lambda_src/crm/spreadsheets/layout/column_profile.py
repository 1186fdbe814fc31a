"""Profiles the columns below a possible header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import compress

from crm.spreadsheets.cell_kinds import DATA_KINDS, kind_of, shape_of

MAX_COLUMNS = 300
"""First columns of a sheet by which its layout is judged."""
LONGEST_NAME = 60
"""Characters of a cell that may still be the name of a column, of a group of columns or of a sum; longer is prose."""
_EXAMINED = 300
"""First characters of a cell that decide its kind."""


class ColumnProfile:
    """One column of a table's body. Rarely used properties are computed on demand.

    Args:
        texts: the cells with content, stripped.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._starts = [text[:_EXAMINED] for text in texts]
        self.filled = len(texts)
        self.values = frozenset(texts)
        self.mean_length = sum(map(len, texts)) / len(texts)
        data = [_is_data(start) for start in self._starts]
        self.data_share = sum(data) / len(texts)
        """Share of the cells that are addresses, numbers, dates and the like."""
        self.data_first = data[0]
        """Whether the first cell is one of these."""

    @cached_property
    def shape(self) -> tuple[str, float]:
        """The most common `shape_of`, with its share."""
        return _most_common(map(shape_of, self._starts), self.filled)

    @cached_property
    def manner(self) -> tuple[str, float]:
        """The most common `manner_of`, with its share."""
        return _most_common(map(manner_of, self._starts), self.filled)


def _most_common(looks: Iterable[str], count: int) -> tuple[str, float]:
    (look, times), *_ = Counter(looks).most_common(1)
    return look, times / count


@lru_cache(maxsize=1 << 14)
def _is_data(text: str) -> bool:
    return kind_of(text) in DATA_KINDS


@lru_cache(maxsize=1 << 14)
def manner_of(text: str) -> str:
    """How the words are capitalized (lower, upper, title, mixed, uncased), and their number up to 3."""
    words = text.split()
    letters = [word for word in words if word[0].isalpha()]
    if not letters:
        case = "uncased"
    elif text == text.lower():
        # Georgian has capitals, which begin no words.
        case = "uncased" if text == text.title() else "lower"
    elif text == text.upper() and len(text) > 1:
        case = "upper"
    elif all(word[0].isupper() for word in letters):
        case = "title"
    else:
        case = "mixed"
    return f"{case} {min(len(words), 3)}"


def filled_columns(cells: Sequence[str]) -> list[int]:
    """The columns with content."""
    cells = cells[:MAX_COLUMNS]
    if any(map(str.isspace, cells)):
        return [column for column, cell in enumerate(cells) if cell.strip()]
    return list(compress(range(len(cells)), cells))


def filled_count(cells: Sequence[str]) -> int:
    """Number of cells that are not empty; quick, since the readers leave few that are blank."""
    return len(cells) - cells.count("")


def profile(body: Sequence[Sequence[str]]) -> dict[int, ColumnProfile]:
    """The columns that have any content in the body."""
    columns: dict[int, ColumnProfile] = {}
    for column in range(min(MAX_COLUMNS, max(map(len, body), default=0))):
        texts = [text for cells in body if column < len(cells) and (text := cells[column].strip())]
        if texts:
            columns[column] = ColumnProfile(texts)
    return columns
