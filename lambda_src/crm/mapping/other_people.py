"""Columns of people beside the lead: a second contact of the row, a second table, an owner's email."""

from __future__ import annotations

from crm.mapping.column import NAMES, Column, of_meaning
from crm.mapping.meanings import Meaning

_FEWEST_OF_A_BEGINNING = 4
"""Letters from which on a word may be the beginning of another."""


def second_persons(columns: list[Column], free: list[Column]) -> None:
    """`Contact 2 Name`, `Contact 2 Email`: a second person in the row is not the lead."""
    numbered = [column for column in columns if column.meaning in NAMES and column.reading.ordinal >= 2]
    firsts = [column for column in columns if column.meaning in NAMES and column.reading.ordinal < 2]
    if not firsts:
        return
    for name in numbered:
        for column in free:
            if column.reading.ordinal == name.reading.ordinal and column.reading.words[:1] == name.reading.words[:1]:
                column.become(Meaning.SOMEONE_ELSE, 0.9)


def people_side_by_side(columns: list[Column], free: list[Column]) -> None:
    """A table beside the table: when the columns begin again with a name, what follows is other people's."""
    named = [column for column in columns if column.meaning in NAMES and column.reading.words]
    first = next((column for column in named if any(_same_header(column, other) for other in named)), None)
    if first is None:
        return
    again = next(column for column in named if _same_header(first, column))
    width = again.index - first.index
    block = [column for column in columns[again.index :] if column.reading.words]
    repeats = [column for column in block if columns[column.index - width].reading.words == column.reading.words]
    details = {column.meaning for column in repeats} & {Meaning.EMAIL, Meaning.PHONE, Meaning.COMPANY}
    if details and len(repeats) >= 2 and 2 * len(repeats) > len(block):
        for column in block:
            if column in free:
                column.become(Meaning.SOMEONE_ELSE, 0.8)


def _same_header(first: Column, other: Column) -> bool:
    return other.index > first.index and other.reading.words == first.reading.words


def of_the_same_person(columns: list[Column], free: list[Column]) -> None:
    """`Executive email` beside `Account executive` is the executive's: an unknown word of it is in the other header."""
    owners = [column.reading.words for column in of_meaning(columns, Meaning.SOMEONE_ELSE)]
    for column in of_meaning(free, Meaning.EMAIL, Meaning.PHONE) if owners else ():
        if any(_among(word, owner) for word in column.reading.unknown for owner in owners):
            column.become(Meaning.SOMEONE_ELSE, 0.8)


def _among(word: str, words: tuple[str, ...]) -> bool:
    """Whether a word is one of a header's, the beginning of one (`resp.`), their initials (`EA`) or a part of one."""
    initials = "".join(other[0] for other in words) if len(words) > 1 else ""
    if len(word) >= _FEWEST_OF_A_BEGINNING and any(other.startswith(word) for other in words):
        return True
    return word in (*words, initials) or (not word.isascii() and any(word in other for other in words))
