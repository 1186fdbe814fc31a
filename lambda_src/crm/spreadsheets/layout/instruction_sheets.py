"""Recognizes sheets that explain a workbook instead of holding contacts.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import EMAIL, PHONE, kind_of
from crm.spreadsheets.layout.words import any_of

_WIDEST_PROSE = 4
"""Most columns of a sheet of instructions: a number, a heading, a text and a remark."""
_FEWEST_SENTENCES = 3
"""Sentences that a sheet of prose has at least."""
_SENTENCES = 0.3
"""Sentences that it has at least for each row that is not blank: the other rows are headings."""
_WORDS_OF_A_SENTENCE = 8
"""Words that make a cell a sentence and not a value."""
_LENGTH_OF_A_SENTENCE = 80
"""Characters of a value at most; a longer cell is a sentence, in scripts without blanks too."""


_WIDEST_COVER = 2
"""Cells of a row of a cover: a label and its value. Chosen."""
_EMAILS_OF_A_COVER = 1
"""Emails of who sends a workbook; a sheet with more is a list. Chosen."""
_PHONES_OF_A_COVER = 2
"""Likewise, its phones and faxes. Chosen."""


@lru_cache(maxsize=1)
def _cover_name() -> re.Pattern[str]:
    return re.compile(any_of("cover_names"), re.IGNORECASE)


@lru_cache(maxsize=1)
def _sheet_name() -> re.Pattern[str]:
    return re.compile(any_of("sheet_names"), re.IGNORECASE)


def explains(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet with these first rows is prose and no list.

    A sheet with addresses or phone numbers is a list, whatever its name, unless it is the cover of a workbook: they
    are those of who sends it.
    """
    kinds = (kind for cells in rows for cell in cells if (kind := kind_of(cell)) in (EMAIL, PHONE))
    if (first := next(kinds, None)) is not None:
        if not (_cover_name().search(name) or _sheet_name().search(name)):
            return False
        contacts = [first, *kinds]
        widest = max(sum(1 for cell in cells if cell.strip()) for cells in rows)
        few = contacts.count(EMAIL) <= _EMAILS_OF_A_COVER and contacts.count(PHONE) <= _PHONES_OF_A_COVER
        return few and widest <= _WIDEST_COVER
    filled = [[cell for cell in cells if cell.strip()] for cells in rows if cells]
    filled = [cells for cells in filled if cells]
    if not filled:
        return False
    texts = [cell for cells in filled for cell in cells]
    widths = sorted(map(len, filled))
    if _sheet_name().search(name) and widths[len(widths) // 2] <= _WIDEST_PROSE:
        return True
    if widths[-1] > _WIDEST_PROSE:
        return False
    sentences = sum(
        1 for text in texts if len(text.split()) >= _WORDS_OF_A_SENTENCE or len(text) > _LENGTH_OF_A_SENTENCE
    )
    return sentences >= _FEWEST_SENTENCES and sentences >= _SENTENCES * len(filled)
