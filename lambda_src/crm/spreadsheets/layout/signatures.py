"""Signatures below a table: who has made and who approves a list, in a few cells below a blank row.

`Director,` and `Prepared by,` stand side by side, and names below them. They are told by words, or by the commas of two
cells, and end where a row is as full as a contact or has an email or a phone. Numbers are chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import EMAIL, PHONE, TEXT, kind_of
from crm.spreadsheets.layout.words import words

_FEWEST_COLUMNS = 4
"""Columns of a table in which a row of one or two cells is less than a contact."""
_MOST_CELLS = 3
"""Cells of a row of signatures: as many people sign side by side."""
_WORDS_OF_A_LABEL = 4
"""Words before a comma that may be what somebody signs as."""
_LETTERS_OF_A_LABEL = 7
"""Letters of a single word that is no name beside another one: `Data` and `Onay` may be. Chosen."""
_FIRST_EAST_ASIAN = "\u3000"
_WORDS_OF_A_DAY = 7
"""Words of a place and a day: `Fait à Lyon, le 3 mars 2024`."""
_BEHIND_LABELS = (",", ":", "،", "，", "：")
_LINE = " \t.,:;،，：…_-–—/()"
_DRAWN = re.compile(r"___|\.{4}|……")
_BEHIND_LABEL = re.compile(r"[:：]|___|\.{4}|……")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Signatures:
    """Follows the rows below a table, of which a signature may be one.

    Args:
        width: columns of the table.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self.open = False
        """Whether the rows belong to signatures."""

    def reads(self, cells: Sequence[str], *, apart: bool) -> bool:
        """Whether a row belongs to signatures.

        Args:
            cells: of the row, not all blank.
            apart: whether a blank row is above, below which signatures may begin.
        """
        texts = [text for cell in cells if (text := cell.strip())]
        filled = [text for text in texts if text.strip(_LINE)]
        few = len(filled) <= _MOST_CELLS and 2 * len(filled) <= self._width and self._width >= _FEWEST_COLUMNS
        lined = any(_DRAWN.search(text) for text in texts)
        self.open = few and (_go_on(filled) if self.open else apart and _begin(filled, lined=lined))
        return self.open


def is_signature(text: str) -> bool:
    """Whether the only text of a row is a signature with its name or its line: `Checked by: A. Lee`, `Date ____`."""
    return _BEHIND_LABEL.search(text) is not None and _names(_signatures(), text)


def are_signed(texts: Sequence[str]) -> bool:
    """Whether the cells of a row are a label that is no name, and who signs or a line: `Checked by`, `A. Lee`.

    Args:
        texts: the filled cells.
    """
    if not 1 < len(texts) <= _MOST_CELLS or not _names(_signatures(), texts[0]) or not _go_on(texts):
        return False
    label = texts[0].strip()
    no_name = " " in label or len(label) >= _LETTERS_OF_A_LABEL or label[0] >= _FIRST_EAST_ASIAN
    return no_name or label.endswith(_BEHIND_LABELS) or all(map(_DRAWN.search, texts[1:]))


def _begin(filled: Sequence[str], *, lined: bool) -> bool:
    """Whether texts are the first row of signatures; `lined` where the row has a line to sign on."""
    labels = [text for text in filled if _is_label(text)]
    roles = [text for text in filled if _names(_roles(), text)]
    signed = [text for text in filled if _names(_signatures(), text)]
    if lined:
        return bool(roles or signed)
    commas = len(labels) > 1 and all(text.endswith(",") for text in labels)
    if not signed and not commas and not any(text in labels for text in roles):
        return False
    if are_signed(filled):
        return True
    return all(text in labels or text in roles or text in signed or _is_place_and_day(text) for text in filled)


def _go_on(filled: Sequence[str]) -> bool:
    return all(kind_of(text) not in (EMAIL, PHONE) for text in filled)


def _is_label(text: str) -> bool:
    """Whether a short text without digits ends as labels do."""
    short = text.endswith(_BEHIND_LABELS) and len(text.split()) <= _WORDS_OF_A_LABEL
    return short and kind_of(text) == TEXT and not any(map(str.isdigit, text))


def _names(known: frozenset[str], text: str) -> bool:
    """Whether a text begins with a known label: `Prepared by`, with a name behind a colon or a line or without."""
    return _BEHIND_LABEL.split(text, 1)[0].strip(_LINE).replace("İ", "i").casefold() in known


def _is_place_and_day(text: str) -> bool:
    return _YEAR.search(text) is not None and len(text.split()) <= _WORDS_OF_A_DAY


@lru_cache(maxsize=1)
def _signatures() -> frozenset[str]:
    return frozenset(words("signatures"))


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    return frozenset(words("signing_roles"))
