"""Second last names in a column of their own: `Apellido materno` beside `Apellido paterno`, `Cognom 2` or `Ape2`."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY, PLAUSIBLE, SURE
from crm.mapping.headers.column_meaning import CONTACTS, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import TransformKind
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.values.particles import is_particle

PARTS: dict[Meaning, TransformKind] = {
    Meaning.NAME_PARTICLE: TransformKind.PARTICLE,
    Meaning.SECOND_LAST_NAME: TransformKind.SECOND_LAST_NAME,
}
"""What belongs to the last name of another column, and how it becomes a part of it."""


def tell_second_last_names(columns: list[Column], free: list[Column]) -> None:
    """What belongs to the last name of its row; a second one is the last name where there is no other in the sheet."""
    _find_particles(free)
    _find_numbered(columns, free)
    _find_names_of_parents(columns, free)
    for column in of_meaning(free, Meaning.SECOND_LAST_NAME):
        if not of_meaning(columns, Meaning.LAST_NAME, Meaning.FULL_NAME):
            column.assign(Meaning.LAST_NAME, column.confidence, Reason(Why.ONLY_LAST_NAME))


def _find_particles(free: list[Column]) -> None:
    """Words in front of a last name that stand under the middle name: Dutch `van den`."""
    for column in of_meaning(free, Meaning.OTHER):
        words = {word for value in column.values for word in value.split()}
        # One that is written large may be a short name: "Del" under "Nickname".
        if "middle_name" in column.reading.kinds and any(map(str.islower, words)) and all(map(is_particle, words)):
            column.assign(Meaning.NAME_PARTICLE, LIKELY, Reason(Why.PARTICLES))


def _find_numbered(columns: list[Column], free: list[Column]) -> None:
    """`Apellido 1` and `Apellido 2` of one person, not the latter of a second one, who has a `Nombre 2` before it."""
    named = [one for one in columns if one.reading.meaning in (Meaning.FIRST_NAME, Meaning.NAME, Meaning.FULL_NAME)]
    for column in [one for one in free if _is_numbered(one, _SECOND)]:
        firsts = [one for one in columns if _is_numbered(one, 1)]
        firsts += [one for one in columns if one.meaning is Meaning.LAST_NAME and one.reading.ordinal < 1]
        if not firsts:
            continue
        first = min(firsts, key=lambda one: abs(one.index - column.index))
        if not _are_neighbours(first, column) and any(one.reading.ordinal == _SECOND for one in named):
            continue
        column.assign(Meaning.SECOND_LAST_NAME, SURE, beside(Why.NUMBERED_LAST_NAME, first))
        if first in free and first.meaning is not Meaning.LAST_NAME:
            first.assign(Meaning.LAST_NAME, SURE, beside(Why.NUMBERED_LAST_NAME, column))


_SECOND = 2
_MAY_BE_NUMBERED = frozenset({Meaning.LAST_NAME, Meaning.UNKNOWN})
"""What headers of numbered last names are read as: `Apellido 2`, `Ape2`."""


def _is_numbered(column: Column, ordinal: int) -> bool:
    """Whether a header has this number and a word for the last name in a language in which people have two."""
    reading = column.reading
    if reading.ordinal != ordinal or reading.meaning not in _MAY_BE_NUMBERED or column.meaning in CONTACTS:
        return False
    return _is_of_two(column)


def _is_of_two(column: Column) -> bool:
    """Whether a header calls the last name as a language does in which people have two."""
    return vocabulary().has_mark("two_last_names", column.reading.words)


def _are_neighbours(column: Column, other: Column) -> bool:
    return abs(column.index - other.index) == 1


def _find_names_of_parents(columns: list[Column], free: list[Column]) -> None:
    """`Father's last name` and `Mother's last name` beside each other, where nothing else is told of the parents."""
    fathers, mothers = (
        [column for column in columns if vocabulary().marks_whole(mark, column.reading.words)]
        for mark in ("fathers_last_name", "mothers_last_name")
    )
    if len(mothers) != 1 or mothers[0] not in free or len(fathers) > 1:
        return
    mother, others = mothers[0], [column for column in columns if column not in (*mothers, *fathers)]
    lasts = [one for one in of_meaning(columns, Meaning.LAST_NAME) if _is_of_two(one)] or fathers
    firsts = of_meaning(columns, Meaning.FIRST_NAME, Meaning.NAME)
    if not firsts or len(lasts) != 1 or lasts[0] not in free or not _are_neighbours(mother, lasts[0]):
        return
    if any(map(_is_kin, (word for column in others for word in column.reading.words))):
        # `Mother's first name` or `Father's name` too: they are somebody of their own.
        return
    mother.assign(Meaning.SECOND_LAST_NAME, SURE, beside(Why.NAMES_OF_PARENTS, lasts[0]))
    lasts[0].assign(Meaning.LAST_NAME, SURE, beside(Why.NAMES_OF_PARENTS, mother))


def _is_kin(word: str) -> bool:
    return vocabulary().has_mark("guardian", (word,))


def pair_second_last_names(columns: list[Column], free: list[Column]) -> None:
    """A second last name goes where the last name beside it goes: to the lead, or aside with a relative's."""
    called = [one for one in columns if Meaning.LAST_NAME in (one.reading.meaning, one.meaning)]
    lasts = [one for one in called if one.meaning is not Meaning.SECOND_LAST_NAME]
    kept = [column for column in of_meaning(columns, Meaning.SECOND_LAST_NAME) if column not in free]
    for column in of_meaning(free, Meaning.SECOND_LAST_NAME):
        first = min(lasts, key=lambda last: _distance(column, last), default=None)
        if first is None or first.meaning is not Meaning.LAST_NAME:
            reason = Reason(Why.WITHOUT_LAST_NAME) if first is None else beside(Why.BESIDE_LAST_NAME, first)
            column.assign(Meaning.OTHER, PLAUSIBLE, reason)
        elif kept:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.SECOND_ALREADY, kept[0]))
        else:
            kept.append(column)


def _distance(column: Column, last: Column) -> tuple[int, int, bool]:
    """How little a last name is of the same person as a second one: other words, columns between them, its side."""
    others = set(column.reading.words) ^ set(last.reading.words)
    return len(others), abs(column.index - last.index), last.index > column.index
