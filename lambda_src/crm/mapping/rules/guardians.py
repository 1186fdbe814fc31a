"""Lists of schools and clubs that keep the child out: the guardian whose phone and email stand there is the lead."""

from __future__ import annotations

from crm.mapping.confidence import PLAUSIBLE
from crm.mapping.headers.column_meaning import CONTACTS, KINDS_OF_CONTACTS, KINDS_OF_NAMES, NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.mapping.rules.relatives import is_said_behind

_NAMED = (*NAMES, Meaning.CLIENT, Meaning.CONTACT)
_PAIRS = (("first_name", "last_name"), ("first_name", "name"), ("name", "last_name"))
"""What two halves of a name may be called: French `Nom` beside `Prénom` is the last name, Catalan `Nom` beside
`Cognoms` the first."""


def accept_guardians(columns: list[Column], free: list[Column]) -> None:
    """`Parent / Carer` beside `Child`, `Mobile` and `Email` is the name where nobody else is named.

    Of a mother and a father, the first is; their own phone and email are the lead's where no plain ones stand beside.
    """
    about = of_meaning(free, Meaning.SOMEONE_ELSE, *_NAMED)
    guardians = [
        column for column in about if _said_of(column) and column.shape.filled and "company" not in column.reading.kinds
    ]
    children = [column for column in about if column not in guardians and _is_about("child", column)]
    pupils = [column for column in about if column not in guardians and _is_about("pupil", column)]
    others = [column for column in of_meaning(columns, *_NAMED) if column not in (*guardians, *children, *pupils)]
    # "Tijn" under "van".
    firsts = [one for one in others if one.meaning is Meaning.FIRST_NAME and one.reading.meaning is Meaning.UNKNOWN]
    others = [column for column in others if column not in firsts]
    if any(column.shape.filled and column.shape.share("flag") < at.ARE_FLAGS for column in others):
        return
    names = [
        column for column in guardians if not column.reading.kinds & KINDS_OF_CONTACTS and not _is_reached_by(column)
    ]
    only = _alone_are_reached(columns, guardians)
    alone = only and bool(_halves(names))
    # A pupil may be as old as a student: only if nobody but the guardians is reached, or they came for the pupils.
    came = any(is_said_behind(columns, one) or _are_reached(columns, one, pupils) for one in names)
    children += [column for column in pupils if (only or came) and column not in children]
    if names and not children and not pupils:
        _accept_alone(columns, names[0], firsts)
    if not names or not children or (_halves(children) and not alone):
        return
    plain = of_meaning(columns, Meaning.EMAIL, Meaning.PHONE)
    reached = any(column.shape.filled for column in plain if column not in guardians and not _is_about("child", column))
    said = _said_of(names[0])
    of_others = frozenset[str]().union(*(_said_of(column) for column in names[1:])) - said
    details = [
        column
        for column in about
        if column.reading.kinds & KINDS_OF_CONTACTS
        and _said_of(column)
        # `Parent 2 email` is not that of `Parent 1`.
        and (not names[0].reading.ordinal or column.reading.ordinal in (0, names[0].reading.ordinal))
        # `Téléphone parent` beside `Responsable légal`, and no father's phone beside a mother.
        and (alone or _said_of(column) <= said or (only and not _said_of(column) & of_others))
    ]
    named = [column for column in children if column.meaning is not Meaning.SOMEONE_ELSE]
    if not reached and ((named and not alone) or not details):
        return
    leads = _halves(names) or {Meaning.FULL_NAME: names[0]}
    for column in [*children, *names]:
        column.assign(Meaning.SOMEONE_ELSE, PLAUSIBLE, beside(Why.CHILD_OF, names[0]))
    for meaning, column in leads.items():
        column.assign(meaning, PLAUSIBLE, beside(Why.GUARDIAN_OF, children[0]))
    for column in details:
        meaning = Meaning.EMAIL if "email" in column.reading.kinds else Meaning.PHONE
        column.assign(meaning, PLAUSIBLE, beside(Why.DETAIL_OF_GUARDIAN, names[0]))


def _accept_alone(columns: list[Column], guardian: Column, children: list[Column]) -> None:
    """`Ouder/verzorger` is the lead of a list that names nobody else under a known word, but emails and phones.

    Args:
        children: columns of given names under words that no language knows.
    """
    reached = [one for one in of_meaning(columns, Meaning.EMAIL, Meaning.PHONE) if one.shape.filled]
    persons = guardian.shape.share("person", "maybe_person") >= at.ARE_PERSONS
    # Who is one of a few is in charge of something.
    differ = guardian.shape.distinct >= at.DISTINCT_CONTACTS
    if reached and persons and differ and not guardian.reading.kinds & KINDS_OF_NAMES - {"name", "full_name"}:
        guardian.assign(Meaning.FULL_NAME, PLAUSIBLE, beside(Why.GUARDIAN_ALONE, reached[0]))
        for child in children:
            child.assign(Meaning.SOMEONE_ELSE, PLAUSIBLE, beside(Why.CHILD_OF, guardian))


def _alone_are_reached(columns: list[Column], guardians: list[Column]) -> bool:
    """Whether all emails and phones with values are said to be the guardians': then those are the leads.

    Those of somebody else, such as a teacher or a doctor, reach neither them nor the child.
    """
    contacts = [
        one
        for one in columns
        if one.reading.kinds & KINDS_OF_CONTACTS
        and one.shape.filled
        and one.meaning is not Meaning.TYPE
        and (one in guardians or one.meaning is not Meaning.SOMEONE_ELSE or _is_about("child", one))
    ]
    return bool(contacts) and all(one in guardians for one in contacts)


def _are_reached(columns: list[Column], guardian: Column, pupils: list[Column]) -> bool:
    """Whether a phone or an email is asked for behind a guardian's name and before the pupils'."""
    until = min((pupil.index for pupil in pupils), default=0)
    return any(column.meaning in CONTACTS for column in columns[guardian.index + 1 : until])


def _halves(columns: list[Column]) -> dict[Meaning, Column]:
    """The first and the last name where two columns are the halves of one; empty where a column holds whole names."""
    parts = [(column.reading.kinds & KINDS_OF_NAMES, column) for column in reversed(columns)]
    by_kind = {next(iter(kinds)): column for kinds, column in parts if len(kinds) == 1}
    for first, last in _PAIRS:
        if {first, last} <= by_kind.keys():
            return {Meaning.FIRST_NAME: by_kind[first], Meaning.LAST_NAME: by_kind[last]}
    return {}


def _is_about(mark: str, column: Column) -> bool:
    """Whether a header is about a child or a pupil, and about no guardian of theirs."""
    return bool(vocabulary().marked_parts(mark, column.reading.words)) and not _said_of(column)


def _said_of(column: Column) -> frozenset[str]:
    """The words of a header by which it is about a guardian."""
    return vocabulary().marked_parts("guardian", column.reading.words)


def _is_reached_by(column: Column) -> bool:
    """Whether the values are emails or phones, whatever the header says."""
    return column.shape.share("email", "phone") >= at.HALF_EMAILS
