"""Cells that say `ditto`: each has the text of the cell above, as a person reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import chain, product
from operator import itemgetter

from crm.export_labels import LEAD_ID, key_of_label
from crm.spreadsheets.layout.column_profile import filled_count
from crm.spreadsheets.layout.words import word_set, words
from crm.spreadsheets.model import Row

_LONGEST = 28
"""Characters of a cell that may say so; the longest in `words.toml` has 24."""
_FIRST_ROWS = 200
"""Rows below the header in which a list with dittos has one, as many as the header is searched for in. Chosen."""
_BRACKETS = "()[]"
_DASHES = "-–—"
_BLANKS = " \t\n\v\f\r\x1c\x1d\x1e\x1f"
_AS_HYPHEN = str.maketrans("–—", "--")
_HEAD = itemgetter(slice(2))
_FEWEST_CELLS = 2
"""Cells of a row that a ditto below can mean: a title between rows has one. Chosen."""


def fill_dittos(rows: Sequence[Row], header: Sequence[str]) -> Callable[[list[Row]], list[Row]] | None:
    """A function that fills dittos in chunks of rows, which it is given from top to bottom; None for a list without.

    Whoever writes dittos does so from the first rows on, so a long list without any there is read as it is. Where the
    cell above is empty a ditto stays as it is, and so it does below an email: an email says who somebody is, and two
    people of one row each would become one lead. A list of leads with their ids comes from a program, such as our
    export: there it is a value.

    Args:
        rows: the first rows below the header, which the function is given too.
        header: the table's header, a text for each column.
    """
    if key_of_label(LEAD_ID) in map(key_of_label, header):
        return None
    texts = set(chain.from_iterable(row.cells for row in rows[:_FIRST_ROWS]))
    if not any(map(_is_ditto, _begin_alike(texts))):
        return None
    above: tuple[str, ...] = ()

    def fill(chunk: list[Row]) -> list[Row]:
        nonlocal above
        for place, row in enumerate(chunk):
            if any(map(_is_ditto, row.cells)):
                chunk[place] = row = row._replace(cells=_filled(row.cells, above))
            if filled_count(row.cells) >= _FEWEST_CELLS:
                above = row.cells
        return chunk

    return fill


def _begin_alike(texts: Collection[str]) -> list[str]:
    """The texts that begin as dittos do, and those not in ASCII: most others of a list need no closer look."""
    pairs, firsts = _beginnings()
    heads = {head for head in set(map(_HEAD, texts)) if head in pairs or head[:1] in firsts or not head.isascii()}
    return [text for text in texts if text[:2] in heads] if heads else []


def _filled(cells: tuple[str, ...], above: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        above[column] if column < len(above) and _is_ditto(cell) and _may_be_meant(above[column]) else cell
        for column, cell in enumerate(cells)
    )


def _may_be_meant(text: str) -> bool:
    return bool(text.strip()) and "@" not in text


def _is_ditto(cell: str) -> bool:
    if not 0 < len(cell) <= _LONGEST:
        return False
    text = cell.strip().strip(_BRACKETS)
    if text[:1] in _DASHES:
        text = "".join(text.translate(_AS_HYPHEN).split())
    elif "  " in text:
        text = " ".join(text.split())
    return text.casefold() in _dittos() or text in word_set("small_dittos")


@lru_cache(maxsize=1)
def _beginnings() -> tuple[frozenset[str], frozenset[str]]:
    """The first two characters of dittos, in capitals or not, and the first one where brackets or blanks may follow."""
    dittos = _dittos() | word_set("small_dittos")
    cases = (product(*((letter.lower(), letter.upper()) for letter in text[:2])) for text in dittos)
    single = {text for text in dittos if len(text) == 1}
    return frozenset(map("".join, chain.from_iterable(cases))), frozenset(_BRACKETS + _DASHES + _BLANKS) | single


@lru_cache(maxsize=1)
def _dittos() -> frozenset[str]:
    return frozenset(map(str.casefold, words("dittos")))
