"""Notes and footers below a table, by the words with which they begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import DATE, NUMBER, PHONE, kind_of
from crm.spreadsheets.layout.column_profile import LONGEST_NAME
from crm.spreadsheets.layout.row_counts import reaches_somebody
from crm.spreadsheets.layout.words import any_of

NOTE_MARKS = "*†‡©"
_SMALL_WORDS = 2
"""Fewest words with a small letter by which a text with an email is a sentence and no contact. Chosen."""
_FOOTER_CELLS = 3
"""Most cells of a label with its value below a table, or of what is printed on each page. Chosen."""
_LONGEST_SMALL_WORD = 6
"""Characters below which a word in small letters joins two facts: `from`, `to`. Chosen."""
_LABEL_AND_VALUE = 2
_CELLS_OF_A_PAGE = (2, 4)
_FOOTER_WIDTH = 12
"""Cells of a row up to which half of it may be a footer. Chosen."""

_LABELLED = re.compile(r"[^\W\d_][^:：@]{1,24}(?:: |：)\S.*")
"""A label and its value in one cell: `Telephone: 262 555 010`."""
_LONGEST_PRINTED = 48
"""Characters of a text that numbers a page or ends a list. Chosen."""
_SIGNS = r"[\s*\-–—=~_.:<>()\[\]|#+]*+"
"""What may stand around such a text: `--- end of list ---`."""


@lru_cache(maxsize=1)
def _footer() -> re.Pattern[str]:
    """How many rows a program has written: `2 record(s) downloaded`, `1-50 of 123 contacts`, `4 exported rows`."""
    return re.compile(
        rf"[(\[]?\d[\d.,]*+(?:\s?[-–/]\s?\d[\d.,]*+)?\s(?:(?:{any_of('of')})\s\d[\d.,]*+\s)?(?:[^\W\d_]{{4,20}}\s)?(?:{any_of('counted')})(?:\(e?s\)|\b).{{0,80}}",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _note() -> re.Pattern[str]:
    begins = rf"[{NOTE_MARKS}]|(?:{any_of('notes')})\b|{any_of('notes_without_blanks')}"
    return re.compile(f"(?:{begins}).*", re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=1)
def _page() -> re.Pattern[str]:
    """The number of a page: `Page 1 of 3`, `Σελίδα 1/3`, `1. oldal`, `第1页 共3页`."""
    word, of = any_of("page_words"), any_of("of")
    total = rf"(?:\s?(?:[/|,，、–-]\s?|(?:{of})\s)?[共全총]?\s?\d{{1,4}}\s?(?:{word})?)?"
    return re.compile(
        rf"{_SIGNS}(?:(?:{word})\.?\s?[:：#]?\s?\d{{1,4}}|[第제]?\s?\d{{1,4}}(?:\s?/\s?\d{{1,4}})?\s?[.-]?\s?(?:\w\s)?(?:{word})\.?)"
        rf"{total}{_SIGNS}",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _list_end() -> re.Pattern[str]:
    return re.compile(f"{_SIGNS}(?:{any_of('list_ends')}){_SIGNS}", re.IGNORECASE)


def is_printed(texts: Sequence[str]) -> bool:
    """Whether a row has nothing but what is printed on each page or at the end: `12.05.2026`, `Page 1 of 3`.

    Args:
        texts: the filled cells.
    """
    if len(texts) > _FOOTER_CELLS:
        return False
    said = [text for text in texts if len(text) <= _LONGEST_PRINTED and _says_page_or_end(text)]
    return bool(said) and all(text in said or kind_of(text) in (DATE, NUMBER) for text in texts)


def is_end_of_list(text: str) -> bool:
    """Whether a text says that a list ends, be it by one word, which may be a name elsewhere: `Fin`."""
    return len(text) <= _LONGEST_PRINTED and _list_end().fullmatch(text) is not None


def says_whom_to_ask(text: str) -> bool:
    """Whether a text is a sentence that ends with an email: `Änderungen bitte an office@…`, unlike `Ann Lee ann@…`."""
    *words, last = text.split()
    return "@" in last and sum(word[:1].islower() for word in words) >= _SMALL_WORDS and len(words) > _SMALL_WORDS


def _says_page_or_end(text: str) -> bool:
    if _page().fullmatch(text):
        return True
    return (" " in text or not text[0].isalpha()) and is_end_of_list(text)


def begins_as_note(text: str) -> bool:
    """Whether a text begins as a note does."""
    return _note().fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a text begins as a note or a footer does."""
    return begins_as_note(text) or _footer().fullmatch(text) is not None


def is_fact(text: str) -> bool:
    """Whether a text is a label with its value, by which nobody is reached: `报表名称：客户联系人明细`."""
    return _LABELLED.fullmatch(text) is not None and not any(map(str.isdigit, text)) and "@" not in text


def is_footer(cells: Sequence[str]) -> bool:
    """Whether a row of a few cells is what a program writes below a table: a label and its value, a number of rows."""
    filled = [text for cell in cells if (text := cell.strip())]
    if len(filled) > _FOOTER_CELLS and (_are_labelled(filled) or _begins_with_label(filled)):
        return True
    if len(filled) > 1 and (_has_page(filled) or _names_program(filled)):
        return True
    if len(filled) > 1 and _is_label(filled[0]) and begins_as_note(filled[0]):
        # "Printed by:; Ann Lee; on; 12/01/2026".
        return True
    if len(filled) > _FOOTER_CELLS and not all(map(_is_of_a_span, filled)):
        # "103; contact; Ann Lee; +7 917 555-01-03" is a contact, "5; records; from; 12-Sep-26; to; 19-Sep-26" is none.
        return False
    if not filled or (len(filled) <= _FOOTER_CELLS and 2 * len(filled) > max(len(cells), _FOOTER_WIDTH)):
        return False
    if 1 < len(filled) <= _FOOTER_CELLS and (_is_label(filled[0]) or all(map(_LABELLED.fullmatch, filled))):
        return True
    if len(filled) > 1 and " " in filled[0] and begins_as_note(filled[0]):
        # A sentence whose commas have divided it. A phone of nobody may have labels in front: `* myContacts`.
        return not any(map(reaches_somebody, filled))
    return _footer().fullmatch(" ".join(filled)) is not None


def are_facts(cells: Sequence[str]) -> bool:
    """Whether labels and values take turns in a row: `Course:`, `Excel`, `Place:`, `Aveiro`."""
    if not any(map(_is_label, cells[:1])):
        return False
    labels = [_is_label(text) for cell in cells if (text := cell.strip())]
    return len(labels) > _LABEL_AND_VALUE and all(labels[::2]) and not any(labels[1::2])


def _are_labelled(filled: Sequence[str]) -> bool:
    """Whether labels and values take turns: `Person in charge:; Ann Lee; Total:; 5`, `Total:; 5; from; 1 May`.

    What notes begin with needs no colon: `Seller:; Acme; Exported by; Ann Lee`.
    """
    if not _is_label(filled[0]):
        return False
    labels = [text for text in filled[::2] if _is_label(text) or begins_as_note(text)]
    others = [text for text in filled[::2] if text not in labels and not _joins_facts(text)]
    return len(labels) > 1 and not others


def _begins_with_label(filled: Sequence[str]) -> bool:
    """Whether a label stands in front and nobody has an email: `Orders:; 4; Period from; 1 Oct; to; 31 Oct`."""
    return _is_label(filled[0]) and filled[0][0].isalpha() and not any("@" in text for text in filled)


def _joins_facts(text: str) -> bool:
    """Whether a text is a small word, or the day on which something was printed."""
    return (text.islower() and len(text) < _LONGEST_SMALL_WORD) or kind_of(text) == DATE


@lru_cache(maxsize=1)
def _version() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('versions')})[.:]? ?\d++(?:\.\d++)+", re.IGNORECASE)


def _names_program(filled: Sequence[str]) -> bool:
    """Whether a cell has the version of the program that has written the list, and nobody is reached by the others."""
    return any(map(_version().fullmatch, filled)) and not any(map(reaches_somebody, filled))


def _has_page(filled: Sequence[str]) -> bool:
    """Whether a few cells hold the number of a page, divided or not: `Page 1 of 3`, `Acme Ltd`; `Page`, `1`, `of`, `3`.

    Beside it stands no more than a firm, a program or a day.
    """
    if len(filled) <= _FOOTER_CELLS and any(map(_page().fullmatch, filled)):
        return not any(map(reaches_somebody, filled))
    return any(
        _page().fullmatch(" ".join(filled[:cells])) is not None and not any(map(reaches_somebody, filled[cells:]))
        for cells in _CELLS_OF_A_PAGE
        if cells <= len(filled) <= cells + 1
    )


def _is_label(text: str) -> bool:
    return text.endswith((":", "：")) and len(text) < LONGEST_NAME


def _is_of_a_span(text: str) -> bool:
    """Whether a text is a number, a small word or a date, as in `5 records from Sep-12-26 to Sep-19-26`."""
    return (text[0].islower() or text[0].isdigit() or text[-1].isdigit()) and kind_of(text) != PHONE
