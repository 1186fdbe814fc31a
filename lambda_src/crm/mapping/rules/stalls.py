"""Lists of a market or of venues: the stall, brand or venue is the company, who is in charge of it its contact."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.mapping.rules.companies_among_names import are_titles

_ONLY_A_PERSON = frozenset({"someone_else", "full_name", "name", "neutral", "professional"})
_NAMED = (Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.NAME, Meaning.CLIENT, Meaning.COMPANY)


def find_stalls(columns: list[Column], free: list[Column]) -> None:
    """`Marca` beside `Responsável`, `Stand` beside `Ansprechpartner`, where nobody else is named."""
    if any(column.shape.filled for column in of_meaning(columns, *_NAMED)):
        return
    stalls = [
        column
        for column in of_meaning(free, Meaning.UNKNOWN, Meaning.OTHER)
        if _is_stall(column) and _are_words(column) and are_titles(column)
    ]
    called = [column for column in of_meaning(columns, Meaning.FULL_NAME) if column.shape.filled]
    in_charge = [
        column
        for column in of_meaning(free, Meaning.SOMEONE_ELSE)
        if column.reading.kinds <= _ONLY_A_PERSON and _are_words(column)
        # Who is one of a few is a colleague.
        if column.shape.distinct >= at.DISTINCT_CONTACTS
    ]
    if not stalls or not (called or in_charge):
        return
    stalls[0].assign(Meaning.COMPANY, LIKELY, beside(Why.STALL_OF_PERSON, (called or in_charge)[0]))
    if not called:
        in_charge[0].assign(Meaning.FULL_NAME, LIKELY, beside(Why.IN_CHARGE_OF_STALL, stalls[0]))


def _is_stall(column: Column) -> bool:
    """Whether a column is of stalls, or of venues that never come again, as where events are held do."""
    if column.is_seller:
        return False
    if vocabulary().marks_whole("venue", column.reading.words):
        return column.shape.distinct == 1 and column.shape.filled >= at.FEWEST_VENUES
    return vocabulary().marks_whole("stall", column.reading.words) and column.shape.distinct >= at.DISTINCT_OUTLETS


def _are_words(column: Column) -> bool:
    """Whether few cells are numbers, emails or yes and no."""
    others = column.shape.share("number", "code", "date", "flag", "email", "phone")
    return bool(column.shape.filled) and others < at.NO_NAMES
