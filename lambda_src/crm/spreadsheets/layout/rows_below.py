"""Marks notes and sums among the last rows of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from crm.spreadsheets.cell_kinds import TEXT, kind_of
from crm.spreadsheets.layout.notes import (
    NOTE_MARKS,
    begins_as_note,
    is_end_of_list,
    is_fact,
    is_footer,
    is_note,
    is_printed,
    says_whom_to_ask,
)
from crm.spreadsheets.layout.row_counts import are_sums, says_how_many
from crm.spreadsheets.layout.signatures import are_signed, is_signature
from crm.spreadsheets.model import NOTE_ROW, TOTALS_ROW, Row

_NOTE_WORDS = 5
"""Words that make a lone cell below a table a sentence: most names have four at most.
Measured: 4 takes 3 contacts for notes, 6 none."""
_NOTE_WORDS_APART = 3
"""The same below a blank row or a row of sums, where no more contacts are expected.
Measured: 2 takes 2 contacts for notes, 4 misses 1 note."""


def mark_below(rows: Sequence[Row], above: int, *, narrow: bool = False) -> list[Row]:
    """Marks the notes among the last rows of a sheet, which have one cell each.

    A lone name may be a contact. A note begins as one, is a sentence, stands apart, is in varying columns, or
    stands in one block with a note: programs end their reports with a name, a copyright and who made it. In a
    narrow table, where many contacts have one cell, only a text that begins as a note is one.

    Args:
        rows: the last rows.
        above: number of data rows above them.
        narrow: whether the table has so few columns that a contact may have one cell.
    """
    single = [row for row in rows if row.cells and row.skip is None and not is_footer(row.cells)]
    places = {next(column for column, cell in enumerate(row.cells) if cell.strip()) for row in single}
    marked: list[Row] = []
    block: list[int] = []
    apart = noted = False
    for row in rows:
        filled = [text for cell in row.cells if (text := cell.strip())]
        text = " ".join(filled)
        if not text or row.skip is TOTALS_ROW:
            apart, noted, block = True, False, []
        elif row.skip is None and are_sums(filled):
            row, apart, noted, block = row._replace(skip=TOTALS_ROW), True, False, []
        elif row.skip is None and (is_footer(row.cells) or are_signed(filled)):
            row = row._replace(skip=NOTE_ROW)
            noted = noted or apart
            for place in block if begins_as_note(text) else ():
                marked[place] = marked[place]._replace(skip=NOTE_ROW)
        elif row.skip is None and says_how_many(text, None if narrow else above):
            row, apart, noted, block = row._replace(skip=TOTALS_ROW), True, False, []
        elif row.skip is None and (kind_of(text) == TEXT or (apart and not narrow and says_whom_to_ask(text))):
            begins = _begins_as_note(text, narrow=narrow) or (apart and not narrow and is_fact(text))
            noted = noted or (begins and apart)
            fewest = _NOTE_WORDS_APART if apart else _NOTE_WORDS
            is_prose = len(text.split()) >= fewest or (apart and "，" in text)
            if begins or noted or (not narrow and (is_prose or len(places) > 1)):
                row = row._replace(skip=NOTE_ROW)
                for place in block if noted else ():
                    marked[place] = marked[place]._replace(skip=NOTE_ROW)
            elif apart:
                block.append(len(marked))
        marked.append(row)
    return marked


def _begins_as_note(text: str, *, narrow: bool) -> bool:
    if narrow:
        return (
            text[0] in NOTE_MARKS
            or is_printed([text])
            or is_signature(text)
            or ((":" in text or len(text.split()) >= _NOTE_WORDS) and is_note(text))
        )
    return is_note(text) or is_signature(text) or is_end_of_list(text)
