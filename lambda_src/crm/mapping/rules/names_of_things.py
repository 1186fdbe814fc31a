"""Columns of what things are called, beside those of people and firms: boats, records, orders, answers."""

from __future__ import annotations

import re

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, filled_values, of_meaning

_COUNTED = re.compile(r"\d{3,}")
_OF_THINGS = frozenset({"name", "neutral", "number"})


def set_aside_names_of_things(columns: list[Column], free: list[Column]) -> None:
    """`Boat name` or `Nom du cheval` is what somebody's boat or horse is called.

    So is the name of whatever has a code in a database, where firms and people have names of their own, and one that
    only counts, `Замовлення №1045`, or that is its code.
    """
    known = vocabulary()
    people = [one for one in of_meaning(columns, *NAMES, Meaning.CLIENT, Meaning.SOMEONE_ELSE) if one.shape.filled]
    for column in of_meaning(free, Meaning.NAME, Meaning.FULL_NAME, Meaning.FIRST_NAME, Meaning.UNKNOWN):
        others = [one for one in people if one is not column]
        named = column.reading.kinds <= _OF_THINGS and known.has_mark("owned_thing", column.reading.words)
        if named and others:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.NAME_OF_A_THING, others[0]))
    for column in of_meaning(free, Meaning.NAME, Meaning.COMPANY):
        others = [one for one in people if one is not column]
        if others and (_only_counts(column) or any(_repeats_code(column, one) for one in columns)):
            column.assign(Meaning.OTHER, LIKELY, beside(Why.NAME_OF_A_THING, others[0]))
    companies = [one for one in of_meaning(columns, Meaning.COMPANY) if one.shape.filled and _is_plain(one)]
    coded = {one.reading.unknown for one in columns if known.has_mark("code", one.reading.words)}
    for column in of_meaning(free, Meaning.NAME, Meaning.FULL_NAME, Meaning.COMPANY) if companies else ():
        unclear = column.reading.meaning is Meaning.NAME and column.reading.unknown
        if unclear and column.reading.unknown in coded and any(_is_plain(one) for one in people if one is not column):
            # "BLEX_NM" beside "BLEX_CD", the firm and its contact.
            column.assign(Meaning.OTHER, LIKELY, beside(Why.NAME_OF_A_THING, companies[0]))


def set_aside_chosen_answers(columns: list[Column], free: list[Column]) -> None:
    """`What do you grow?` beside `What do you grow?/Coffee`, `What do you grow?/Beans` holds the chosen ones."""
    for column in free:
        if not column.header or column.reading.meaning is not Meaning.UNKNOWN:
            continue
        question = f"{column.header}/"
        answers = [one for one in columns if one.header.startswith(question)]
        if len(answers) > 1:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.CHOSEN_ANSWERS, answers[0]))


def _only_counts(column: Column) -> bool:
    """Whether the values differ in nothing but their numbers: a name of an order, and of no shop, has many digits."""
    values = filled_values(column)
    words = {_COUNTED.sub("", value) for value in values}
    return len(words) == 1 < len(set(values)) and len(values) >= at.ENOUGH_ROWS and words.isdisjoint(values)


def _repeats_code(column: Column, other: Column) -> bool:
    """Whether most cells hold the code of an order that stands in another column."""
    if other is column or other.shape.share("code") < at.NO_NAMES:
        return False
    same = sum(bool(a.strip()) and a == b for a, b in zip(column.values, other.values, strict=True))
    return same >= at.HOLDS_HALF * column.shape.filled


def _is_plain(column: Column) -> bool:
    """Whether all words of a header are known, so that it is the name that the list has."""
    return not column.reading.unknown and column.reading.meaning is not Meaning.UNKNOWN
