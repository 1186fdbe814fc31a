"""Lists of schools and clubs that keep the child out: the guardian whose phone and email stand there is the lead."""

from __future__ import annotations

from crm.mapping.confidence import PLAUSIBLE
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning

_NAMED = (*NAMES, Meaning.CLIENT, Meaning.CONTACT)
_REACHED = frozenset({"email", "phone", "mobile"})
_HALVES = frozenset({"first_name", "last_name"})


def accept_guardians(columns: list[Column], free: list[Column]) -> None:
    """`Parent / Carer` beside `Child`, `Mobile` and `Email` is the name where nobody else is named.

    Of a mother and a father, the first is; their own phone and email are the lead's where no plain ones stand beside.
    """
    if any(column.shape.filled for column in of_meaning(columns, *_NAMED)):
        return
    others = of_meaning(free, Meaning.SOMEONE_ELSE)
    guardians = [column for column in others if _said_of(column) and column.shape.filled]
    names = [column for column in guardians if not column.reading.kinds & _REACHED and not _is_reached_by(column)]
    if not names or any(column.reading.kinds & _HALVES for column in guardians):
        return
    name = names[0]
    children = [column for column in others if vocabulary().marked_parts("child", column.reading.words)]
    reached = any(column.shape.filled for column in of_meaning(columns, Meaning.EMAIL, Meaning.PHONE))
    details = [column for column in guardians if column.reading.kinds & _REACHED and _said_of(column) <= _said_of(name)]
    if not children or not (reached or details):
        return
    name.assign(Meaning.FULL_NAME, PLAUSIBLE, beside(Why.GUARDIAN_OF, children[0]))
    for column in details:
        meaning = Meaning.EMAIL if "email" in column.reading.kinds else Meaning.PHONE
        column.assign(meaning, PLAUSIBLE, beside(Why.DETAIL_OF_GUARDIAN, name))


def _said_of(column: Column) -> frozenset[str]:
    """The words of a header by which it is about a guardian."""
    return vocabulary().marked_parts("guardian", column.reading.words)


def _is_reached_by(column: Column) -> bool:
    """Whether the values are emails or phones, whatever the header says."""
    return column.shape.share("email", "phone") >= at.HALF_EMAILS
