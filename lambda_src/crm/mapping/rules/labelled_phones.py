"""Phones whose headers name what they are for: a parent's in the member's own list, a firm's beside its fax."""

from __future__ import annotations

from crm.mapping.confidence import SUPPORTED
from crm.mapping.headers.column_meaning import KINDS_OF_CONTACTS, RANKS, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning


def accept_phones_of_parents(columns: list[Column], free: list[Column]) -> None:
    """`Téléphone Père` comes last behind `Téléphone Privé` and `Téléphone Mobile`, if no parent is named."""
    of_parents = [column for column in of_meaning(free, Meaning.SOMEONE_ELSE) if _parent(column)]
    if any(not column.reading.kinds & KINDS_OF_CONTACTS for column in of_parents):
        return
    for column in of_parents:
        label = [word for word in column.reading.words if word not in _parent(column)]
        alike = [
            phone
            for phone in of_meaning(columns, Meaning.PHONE)
            if list(phone.reading.words[: len(label)]) == label and len(phone.reading.words) > len(label)
        ]
        behind = column.reading.words[: len(label)] == tuple(label)
        if column.shape.share("phone") >= at.HALF_PHONES and behind and len(alike) >= at.PHONES_WITH_LABELS:
            column.assign(Meaning.PHONE, SUPPORTED, beside(Why.PHONE_OF_PARENT, alike[0]))
            column.rerank(RANKS["alternative"] + column.reading.ordinal)


def _parent(column: Column) -> frozenset[str]:
    """The words of a header by which it is about a parent."""
    return vocabulary().marked_parts("guardian", column.reading.words)


def accept_numbers_beside_faxes(columns: list[Column], free: list[Column]) -> None:
    """`Business Number` beside `Business Fax` is a phone; elsewhere it is that of a register."""
    faxes = {said: column for column in columns if (said := _said_beside("fax", column))}
    for column in of_meaning(free, Meaning.OTHER) if faxes else ():
        fax = faxes.get(_said_beside("number", column))
        if fax is not None and column.shape.share("phone", "digits") >= at.ARE_LONG_NUMBERS:
            column.assign(Meaning.PHONE, SUPPORTED, beside(Why.NUMBER_BESIDE_FAX, fax))


def _said_beside(kind: str, column: Column) -> tuple[str, ...]:
    """The words of a header beside one of a kind, without a count; empty where none is of that kind."""
    words = [word for word in column.reading.words if not word.isdecimal()]
    left = tuple(word for word in words if kind not in read_header(word).kinds) if kind in column.reading.kinds else ()
    return left if len(left) < len(words) else ()
