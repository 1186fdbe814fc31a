"""Second people of a row who are the lead in most rows: who booked, bought or paid. Their details are the lead's."""

from __future__ import annotations

from collections.abc import Iterator

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import KINDS_OF_NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.terms import STEM
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, joined_names, of_meaning, share_held
from crm.values.parties import is_same_in_most_rows, is_same_person

_SAY_NAMES = KINDS_OF_NAMES | {"neutral", "number"}


def accept_details_of_the_lead(columns: list[Column], free: list[Column]) -> None:
    """`Booker email` where `Booked by` is the guest in most rows: the guest's, as no other email is."""
    names = of_meaning(columns, Meaning.FULL_NAME)
    others = of_meaning(free, Meaning.SOMEONE_ELSE)
    doers = [one for one in others if "done_by" in one.reading.kinds]
    same = [one for one in doers if any(is_same_in_most_rows(one.values, name.values) for name in names)]
    stems = {word[: at.LETTERS_OF_A_BEGINNING] for one in same for word in one.reading.words if len(word) >= STEM}
    for meaning, kind in _missing(columns):
        for column in others:
            about = stems.intersection(word[: at.LETTERS_OF_A_BEGINNING] for word in column.reading.words)
            if about and _holds(column, kind):
                column.assign(meaning, LIKELY, beside(Why.SAME_PERSON_AS_LEAD, same[0]))


_CONTACTS = ((Meaning.EMAIL, "email"), (Meaning.PHONE, "phone"))
"""Each with its kind of word and value."""


def _missing(columns: list[Column]) -> Iterator[tuple[Meaning, str]]:
    """The emails and phones of which no column has any."""
    for meaning, kind in _CONTACTS:
        if not any(column.shape.filled for column in of_meaning(columns, meaning)):
            yield meaning, kind


def _holds(column: Column, kind: str) -> bool:
    return kind in column.reading.kinds and column.shape.share(kind) >= at.HALF_EMAILS


def pair_second_halves(columns: list[Column], free: list[Column]) -> None:
    """`Nom acheteur` beside `Prénom acheteur` is the buyer's last name, where a lead has a first name beside them."""
    firsts = of_meaning(columns, Meaning.FIRST_NAME)
    for column in of_meaning(free, Meaning.FULL_NAME) if len(firsts) > 1 else ():
        if "name" not in column.reading.kinds or "full_name" in column.reading.kinds:
            continue
        words = set(column.reading.words)
        halves = [first for first in firsts if _whose(first) & words and share_held(column, first) < at.HOLDS_NOTHING]
        if len(halves) == 1 and halves[0].shape.filled:
            column.assign(Meaning.LAST_NAME, LIKELY, beside(Why.HALF_OF_SECOND, halves[0]))


def _whose(column: Column) -> set[str]:
    """The words of a header that say whose name it is."""
    return {word for word in column.reading.words if not read_header(word).kinds & _SAY_NAMES}


def accept_details_of_payers(columns: list[Column], free: list[Column]) -> None:
    """`Payer email` beside a member's two names, where the payer is called as the member in most rows.

    It is the only email: in the other rows a parent or a colleague paid, by whom the member is reached. Where members
    have emails of their own, it fills the gaps, if all who have none have paid themselves.
    """
    halves = [of_meaning(columns, meaning)[:1] for meaning in (Meaning.FIRST_NAME, Meaning.LAST_NAME)]
    leads = [column for half in halves for column in half]
    if not all(halves):
        return
    own = {word for column in leads for word in column.reading.words}
    others = of_meaning(columns, Meaning.OTHER, Meaning.SOMEONE_ELSE)
    seconds = [column for column in others if column.reading.kinds & KINDS_OF_NAMES]
    for meaning, kind in _CONTACTS:
        plain = [column for column in of_meaning(columns, meaning) if column.shape.filled]
        for column in of_meaning(free, Meaning.SOMEONE_ELSE):
            said = set(column.reading.words) - own
            payers = [second for second in seconds if said.intersection(second.reading.words)]
            if not payers or not _holds(column, kind):
                continue
            names = joined_names(payers), joined_names(leads)
            if is_same_in_most_rows(*names) and _themselves_in_gaps(plain, column, *names):
                column.assign(meaning, LIKELY, beside(Why.PAYER_IS_LEAD, payers[0]))
                column.rerank(max((column.rank, *(one.rank + 1 for one in plain))))


def _themselves_in_gaps(plain: list[Column], theirs: Column, payers: list[str], leads: list[str]) -> bool:
    """Whether some leads have no contact of their own, and all of them have paid themselves."""
    if not plain:
        return True
    rows = zip(joined_names(plain), theirs.values, payers, leads, strict=True)
    gaps = [is_same_person(payer, lead) for cell, value, payer, lead in rows if not cell and value.strip()]
    return bool(gaps) and all(gaps)
