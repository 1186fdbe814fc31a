"""Finds the columns of a text that are aligned with blanks instead of being separated by a delimiter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

SAMPLE_LINES = 600
"""First lines of a file from which its dialect and its columns are found."""
# Fewest lines that show columns aligned with blanks, and the characters of a line that count.
_FEWEST_ALIGNED = 3
_MOST_ALIGNED_CHARS = 2_000
# A line of dashes below the names of the columns, and the lines within which it is searched for.
_RULER = re.compile(r"\s*(?:-{2,}|={2,})(?: +(?:-{2,}|={2,}))+\s*")
_DASHES = re.compile(r"[-=]+")
_RULER_WITHIN = 20


def find_columns(lines: Sequence[str]) -> tuple[int, ...]:
    """Where the columns of a text begin if its cells are aligned with blanks; empty if they are not.

    Two or more blanks at the same place in every line separate columns. Lines without two blanks in a row, such as
    titles, do not count.
    """
    if ruled := ruled_columns(lines):
        return ruled
    aligned = [line.rstrip() for line in lines[:SAMPLE_LINES] if "  " in line.strip()]
    if len(aligned) < _FEWEST_ALIGNED or 2 * len(aligned) < sum(1 for line in lines[:SAMPLE_LINES] if line.strip()):
        return ()
    starts: list[int] = []
    blanks = 2
    for place in range(min(max(map(len, aligned)), _MOST_ALIGNED_CHARS)):
        if all(line[place : place + 1] in ("", " ") for line in aligned):
            blanks += 1
            continue
        if blanks >= 2:
            starts.append(place)
        blanks = 0
    return tuple(starts) if len(starts) > 1 else ()


def ruled_columns(lines: Sequence[str]) -> tuple[int, ...]:
    """Where columns begin by a line such as `---- --------`, as databases print tables; empty without one."""
    for before, line in pairwise(lines[:_RULER_WITHIN]):
        if _RULER.fullmatch(line.rstrip()):
            starts = tuple(match.start() for match in _DASHES.finditer(line))
            # Every name above begins where its dashes do.
            if before.strip() and all(before[start : start + 1].strip() for start in starts):
                return starts
    return ()
