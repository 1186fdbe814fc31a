"""Lists of payments and messages to and from the file's owner: whoever is on the other side is the lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.subjects import without_subject
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.values.text import fold

_SHORT = 3
"""Letters up to which a word counts only at the beginning of a header: `de` of `Dirección de correo` says nothing."""


def tell_counterparties(columns: list[Column], free: list[Column]) -> None:
    """`From email` and `To email`, of which one or the other is the file's owner in nearly every row.

    The lead is on the other side: both columns hold leads, and neither does in a row in which it holds the owner. Names
    under `From` and `To` are the leads' where no other column has names.
    """
    senders = [column for column in free if _is_side("sender", column)]
    recipients = [column for column in free if _is_side("recipient", column) and column not in senders]
    others = [column for column in columns if column not in senders and column not in recipients]
    # In a payment's details a plain name is already that of the other side.
    named = any(column.shape.filled for column in of_meaning(others, *NAMES, Meaning.CLIENT))
    for pair in product(senders, recipients):
        meaning = _held_by_both(pair)
        owner = _owner_of(pair) if meaning is not None and not (named and meaning is Meaning.FULL_NAME) else ""
        if meaning is None or not owner or any(column.ours for column in pair):
            continue
        for column, other in zip(pair, reversed(pair), strict=True):
            column.assign(meaning, LIKELY, beside(Why.OTHER_SIDE_OF_OWNER, other))
            column.holds_owner(owner)


def _is_side(mark: str, column: Column) -> bool:
    return _beside_side(mark, column) is not None


def _beside_side(mark: str, column: Column) -> str | None:
    """What a header says beside its side, named by the first word or by a longer one anywhere; None if it names none.

    The words may be inflected: `Adres e-mail nadawcy`.
    """
    words = column.reading.words
    telling = tuple(word for place, word in enumerate(words) if not place or len(word) > _SHORT or not word.isascii())
    return without_subject(mark, telling) if telling else None


def _held_by_both(pair: Sequence[Column]) -> Meaning | None:
    """What the values of both columns are: emails, phones or names."""
    if all(column.shape.share("email") >= at.ARE_EMAILS for column in pair):
        return Meaning.EMAIL
    called = all(_says_name(mark, column) for mark, column in zip(("sender", "recipient"), pair, strict=True))
    if all(column.shape.share("phone", "digits") >= at.ARE_PHONES for column in pair):
        told = all(column.reading.kinds & {"phone", "mobile"} for column in pair)
        # `From` and `To` of a list of calls.
        calls = called and all(column.shape.share("phone") >= at.ARE_PHONES for column in pair)
        return Meaning.PHONE if told or calls else None
    words = all(column.shape.share("words", "cjk", "hangul", "company") >= at.WORDS_OF_NAMES for column in pair)
    return Meaning.FULL_NAME if words and called else None


def _says_name(mark: str, column: Column) -> bool:
    """Whether a header names a side and at most that it is a name: `From`, `Source name`, but not `Lead source`."""
    rest = _beside_side(mark, column) or ""
    return len(rest) < _SHORT or read_header(rest).meaning in NAMES | {Meaning.COMPANY}


def _owner_of(pair: Sequence[Column]) -> str:
    """Who stands on exactly one side of nearly every row, folded; "" for nobody."""
    rows = [(fold(a), fold(b)) for a, b in zip(*(column.values for column in pair), strict=True)]
    both = [(a, b) for a, b in rows if a and b and a != b]
    counted = Counter(text for row in both for text in row)
    if len(both) < at.FEWEST_SENT:
        return ""
    (owner, count), *rest = counted.most_common(2)
    if count < at.ROWS_OF_OWNER * len(both) or (rest and rest[0][1] == count):
        return ""
    return owner
