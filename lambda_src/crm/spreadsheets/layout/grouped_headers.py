"""Joins headers of two rows: names of groups above names of columns.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import TEXT, kind_of
from crm.spreadsheets.layout.column_profile import LONGEST_NAME, filled_columns

Merge = tuple[int, int, int, int]
_NUMBERS = re.compile(r"\d+")
_FACT = re.compile(r"[^:：]+[:：]\s*\w")
"""A label and its value in one cell: `Project: Water main`."""
_ID = re.compile(r'\s*\{"ImportId":')
_TITLE_WIDTH = 0.8
"""Share of the table's width that makes a merged range a title and not a group of columns."""

_WORDS_OF_A_TITLE = 4
"""Fewest words, with a number among them, that are no group of columns. Chosen."""
_FEWEST_GROUPS = 2
"""Names of groups, exclusive, of which one may be that of a single column. Chosen."""
_FEWEST_PLAIN = 2
"""Columns of a survey, such as its numbers and dates, that have a name in the upper row only. Chosen."""
_WORDS_OF_A_QUESTION = 4
"""Fewest words of a question of a survey. Chosen."""
_FEWEST_ANSWERS = 2
"""Columns named below a merged cell before other names may stand beside them. Chosen."""
_OPEN_BESIDE_ANSWERS = 2
"""Columns that the upper row leaves open before the lower one may name what is named above, too. Chosen."""


class HeaderRows(NamedTuple):
    """The header of a sheet.

    Args:
        positions: 0-based positions of its rows.
        texts: one text a column.
    """

    positions: tuple[int, ...]
    texts: tuple[str, ...]


def in_one_row(rows: Sequence[Sequence[str]], position: int) -> HeaderRows:
    """The header that stands in one row, whatever is above and below it."""
    return HeaderRows((position,), _trimmed([" ".join(cell.split()) for cell in rows[position]]))


def with_groups(
    rows: Sequence[Sequence[str]],
    position: int,
    merges: Sequence[Merge],
    is_sub_header: Callable[[int], bool],
) -> HeaderRows:
    """The header at a position, joined with the row above or below if the two belong together."""
    if position:
        pair = rows[position - 1], rows[position], position - 1, merges
        if _names_groups(*pair) or _asks(*pair):
            return HeaderRows((position - 1, position), _joined(rows, position - 1, position, merges))
    below = position + 1
    if below < len(rows) and _are_ids(rows[below]):
        named = position and filled_columns(rows[position - 1]) == filled_columns(rows[position])
        first = position - 1 if named else position
        return HeaderRows(tuple(range(first, below + 1)), in_one_row(rows, position).texts)
    if (
        below < len(rows)
        and _completes(rows[position], rows[below], position, merges)
        and (bool(_spans(position, merges)) or is_sub_header(below))
    ):
        return HeaderRows((position, below), _joined(rows, position, below, merges))
    return in_one_row(rows, position)


def _are_ids(cells: Sequence[str]) -> bool:
    """Whether a row holds the ids by which Qualtrics takes back what it exports, below names and questions."""
    return bool(cells) and all(map(_ID.match, filter(str.strip, cells))) and any(map(str.strip, cells))


def _spans(row: int, merges: Sequence[Merge]) -> dict[int, int]:
    """First and last column of each range in a row that is merged sideways."""
    return {left: right for top, left, bottom, right in merges if top <= row <= bottom and right > left}


def _words_only(cells: Sequence[str], columns: Sequence[int]) -> bool:
    return all(kind_of(cells[column]) == TEXT and len(cells[column]) < LONGEST_NAME for column in columns)


def _is_title(text: str) -> bool:
    """Whether the only text of a row says what a list is about: `Can Rovelló – Reserves 2026`."""
    return _NUMBERS.search(text) is not None and len(text.split()) >= _WORDS_OF_A_TITLE


def _names_groups(upper: Sequence[str], lower: Sequence[str], row: int, merges: Sequence[Merge]) -> bool:
    above, below = filled_columns(upper), filled_columns(lower)
    if not above or not below or not _words_only(upper, above) or not _words_only(lower, below):
        return False
    is_title = len(above) == 1 and _is_title(upper[above[0]])
    if is_title or any(len(_NUMBERS.findall(upper[column])) > 1 or _FACT.match(upper[column]) for column in above):
        # "Stand: 01.11.2024", "令和6年4月20日現在" and "Project: Water main" say what a list is about.
        return False
    width = max(below[-1], above[-1]) + 1
    spans = _spans(row, merges)
    grouping = [
        left
        for left, right in spans.items()
        if left in above
        and right - left + 1 < _TITLE_WIDTH * width
        and sum(1 for column in below if left <= column <= right) > 1
    ]
    if grouping:
        return True
    if spans or len(above) < 2:
        return False
    if any(_goes_on(upper[column], lower[column]) for column in above if column in below):
        return True
    only_above = [column for column in above if column not in below]
    if len(only_above) >= 1 and len(above) > 2 and set(below) - set(above):
        return True
    if _all_span(above, below) or (above == below and _are_runs([upper[column].strip() for column in above])):
        return True
    names = [lower[column].strip().casefold() for column in below]
    return len(set(names)) < len(names) and len(above) < len(below) and _told_apart(upper, lower, below)


def _goes_on(above: str, below: str) -> bool:
    """Whether a word is divided between the two rows: `Mitglieds-` above `nummer`."""
    return above.rstrip().endswith("-") and below.lstrip()[:1].islower()


def _all_span(above: Sequence[int], below: Sequence[int]) -> bool:
    """Whether a gap follows each name above, or several and the first one, and every gap is filled below."""
    ends = [*above[1:], below[-1] + 1]
    wide = [end - start >= 2 for start, end in zip(above, ends, strict=True)]
    several = len(wide) > _FEWEST_GROUPS and wide[0] and wide.count(False) == 1 and above[0] == 0
    return (all(wide) or several) and len(below) == below[-1] + 1


def _are_runs(names: Sequence[str]) -> bool:
    """Whether the name of each group is repeated above all of its columns."""
    runs = [name for name, _ in groupby(names)]
    return len(set(runs)) == len(runs) and 2 <= len(runs) <= len(names) / 2


def _told_apart(upper: Sequence[str], lower: Sequence[str], below: Sequence[int]) -> bool:
    """Whether the groups distinguish columns of the same name."""
    group, full = "", []
    for column in range(below[-1] + 1):
        if column < len(upper) and upper[column].strip():
            group = upper[column].strip().casefold()
        if column in below:
            full.append((group, lower[column].strip().casefold()))
    plain = {name for _, name in full}
    return len(set(full)) > len(plain)


def _completes(upper: Sequence[str], lower: Sequence[str], row: int, merges: Sequence[Merge]) -> bool:
    """Whether the lower row names only columns that the upper row leaves open or spans, and answers of one column."""
    above, below = filled_columns(upper), filled_columns(lower)
    if len(below) < 2 and not (below and below[0] not in above):
        return False
    spans = _spans(row, merges)
    inside = {column for left, right in spans.items() for column in range(left, right + 1)}
    if inside:
        # Below the questions of a survey, `Response` also stands where one has a single column.
        plain = len(set(above) - set(below)) >= _FEWEST_PLAIN and len(inside.intersection(below)) >= _FEWEST_ANSWERS
        return all(column in inside for column in below) or (plain and _words_only(lower, below))
    open_columns = [column for column in below if column not in above]
    first_of_group = {column - 1 for column in open_columns}
    # A survey's answers of one column have a second line too: `Response` below a question.
    asked = len(open_columns) >= _OPEN_BESIDE_ANSWERS
    alone = {column for column in below if asked and column in above and _is_question(upper[column])}
    return bool(open_columns) and all(column in {*open_columns, *first_of_group, *alone} for column in below)


def _asks(upper: Sequence[str], lower: Sequence[str], row: int, merges: Sequence[Merge]) -> bool:
    """Whether the upper row has questions of a survey, whose answers have names below, and columns without any."""
    above, below = filled_columns(upper), filled_columns(lower)
    if _spans(row, merges) or len(set(above) - set(below)) < _FEWEST_PLAIN or not _completes(upper, lower, row, merges):
        return False
    return any(len(upper[column].split()) >= _WORDS_OF_A_QUESTION for column in above if column in below)


def _is_question(text: str) -> bool:
    return len(text.split()) > 2 or text.rstrip().endswith(("?", "？"))


def _joined(rows: Sequence[Sequence[str]], upper: int, lower: int, merges: Sequence[Merge]) -> tuple[str, ...]:
    groups, names = rows[upper], rows[lower]
    spans = _spans(upper, merges)
    texts: list[str] = []
    group, until = "", -1
    for column in range(max(len(groups), len(names))):
        above = " ".join(groups[column].split()) if column < len(groups) else ""
        below = " ".join(names[column].split()) if column < len(names) else ""
        if above:
            group, until = above, spans.get(column, column if spans else 1 << 20)
        current = group if column <= until else ""
        if _goes_on(above, below):
            texts.append(above.rstrip("-") + below)
        else:
            texts.append(_below_title(current, below) if below else above)
    return _trimmed(texts)


def _below_title(title: str, name: str) -> str:
    """A header below the title of its group, from which a question is told by a colon: `Your details: Name`."""
    asks = len(title.split()) >= _WORDS_OF_A_QUESTION and title[-1].isalpha()
    return f"{title}: {name}" if asks else f"{title} {name}".strip()


def _trimmed(texts: list[str]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
