"""Lists of ledgers: `Particulars`, `Konto` or `Compte auxiliaire` is who owes something or is owed it."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import CONTACTS, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.mapping.rules.companies_among_names import are_names, are_titles

_WHOLE_NAMES = (Meaning.FULL_NAME, Meaning.NAME)
_HALVES = (Meaning.FIRST_NAME, Meaning.LAST_NAME)
_OTHER_PARTIES = (Meaning.NAME, Meaning.COMPANY, Meaning.CLIENT)


def find_parties_of_ledgers(columns: list[Column], free: list[Column]) -> None:
    """`Particulars` beside `Closing balance` is the customer or the supplier: a company, or a person whom nobody names.

    Without a balance, a side of an account or the number of a tax beside it, such a word may head anything, and behind
    a name it heads what is said of them.
    """
    known = vocabulary()
    facts = [column for column in columns if known.marked_parts("ledger_fact", column.reading.words)]
    called = [column for column in free if known.marks_whole("ledger_party", column.reading.words)]
    parties = [column for column in called if column not in facts and are_names(column) and are_titles(column)]
    others = [column for column in columns if column not in parties and column.shape.filled]
    if not facts or not parties or of_meaning(others, *_OTHER_PARTIES):
        return
    persons = of_meaning(others, Meaning.FULL_NAME, *_HALVES)
    party = parties[0]
    if persons and persons[0].index < party.index:
        return
    if persons or (of_meaning(others, *CONTACTS) and party.meaning not in (*_WHOLE_NAMES, Meaning.CLIENT)):
        party.assign(Meaning.COMPANY, LIKELY, beside(Why.PARTY_OF_LEDGER, facts[0]))
        party.transform_by(Transform(TransformKind.CLIENT))
