"""Writes leads to a CSV file that Excel opens correctly and that imports again without a change.

- UTF-8 with a byte order mark: without it Excel reads José as JosÃ©.
- What a spreadsheet would run as a formula gets an apostrophe in front (`crm.values.formulas`). An import removes it
  again, so `+85291234567` comes back unchanged.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import IO

from crm.query.export_columns import Column
from crm.query.lead_texts import LeadTexts
from crm.values.formulas import escape_formulas, surely_runs_nowhere

_BATCH = 2_000


class _Lines:
    """A file that keeps nothing: who writes a line gets it back."""

    def write(self, line: str) -> str:
        return line


_write_row: Callable[[Iterable[str]], str] = csv.writer(_Lines()).writerow


def csv_line(cells: Iterable[str]) -> str:
    """A line with its end, in which no cell runs as a formula."""
    return _write_row([cell if surely_runs_nowhere(cell) else escape_formulas(cell) for cell in cells])


def csv_lines(leads: Iterable[LeadTexts], columns: Sequence[Column]) -> Iterator[str]:
    """A line for each lead."""
    texts = [column.text_of for column in columns]
    return (csv_line([text_of(lead) for text_of in texts]) for lead in leads)


def write_lines(lines: Iterable[Sequence[str]], columns: Sequence[Column], target: IO[bytes]) -> int:
    """Writes a file of lines that are made.

    Args:
        lines: a batch at a time, in the order of the file.
        columns: in their order.
        target: opened for writing bytes; stays open.

    Returns:
        How many lines there are below the header.
    """
    target.write(csv_line(column.header for column in columns).encode("utf-8-sig"))
    count = 0
    for batch in lines:
        target.write("".join(batch).encode())
        count += len(batch)
    return count


def write_csv(leads: Iterable[LeadTexts], columns: Sequence[Column], target: IO[bytes]) -> int:
    """Writes leads in their order; returns how many. Arguments as of `write_lines`."""
    lines = csv_lines(leads, columns)
    return write_lines(iter(lambda: list(islice(lines, _BATCH)), []), columns, target)
