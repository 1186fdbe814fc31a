"""Lists of doctors, teachers, owners and representatives: who is somebody else in other lists is the lead there."""

from __future__ import annotations

from itertools import permutations

from crm.mapping.confidence import PLAUSIBLE, SUGGESTED
from crm.mapping.headers.column_meaning import KINDS_OF_CONTACTS, NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.terms import STEM
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning, share_held
from crm.values.companies import may_be_company


def accept_professionals(columns: list[Column], free: list[Column]) -> None:
    """A list of doctors or teachers: who is somebody else in other lists is the lead where no one else is named."""
    others = of_meaning(free, Meaning.SOMEONE_ELSE)
    named = [column for column in columns if column.meaning in _NAMED or column.reading.meaning is Meaning.CLIENT]
    guessed = [column for column in of_meaning(free, *NAMES) if column.reading.meaning is Meaning.UNKNOWN]
    if not others or any(column.shape.filled and column not in guessed for column in named):
        return
    if (subject := _subject_with_both_names(columns, others)) is not None:
        for column in others:
            # Inflected too: "владелец", "тел. владельца".
            said = [word for word in column.reading.words if word[:STEM] == subject[:STEM]]
            if said:
                accept_as_lead(column, said[0])
        _find_last_names(others)
        _yield_to_accepted(guessed, others)
        return
    details = of_meaning(columns, Meaning.EMAIL, Meaning.PHONE)
    if any(set(one.reading.words).intersection(detail.reading.unknown) for one in guessed for detail in details):
        # "Dueño" with a "Teléfono dueño" beside the vet: whoever that is has details of their own.
        return
    contacts = _contacts_of_companies(columns, others)
    professionals = [column for column in others if "professional" in column.reading.kinds or column in contacts]
    professionals = professionals or _named_alone(columns, others)
    callers = [column for column in professionals if vocabulary().marked_parts("caller", column.reading.words)]
    if callers:
        # Agents answer, whatever is said of them.
        professionals, others = callers, callers
    subjects = {_profession_of(column)[:STEM] for column in professionals}
    if len(subjects) != 1 or any(
        column not in professionals and column.reading.kinds & KINDS_OF_CONTACTS for column in others
    ):
        return
    reached = any(column.reading.kinds & KINDS_OF_CONTACTS for column in professionals)
    if others[0] not in professionals and not reached:
        return
    for column in professionals:
        accept_as_lead(column, _profession_of(column))
    _find_last_names(professionals)
    _yield_to_accepted(guessed, professionals)


def accept_persons_in_charge(columns: list[Column], free: list[Column]) -> None:
    """`Responsible` beside a column of firms and people is whom to ask for at the firms, if they alone have one."""
    parties = [column for column in of_meaning(columns, *_NAMED) if column.shape.filled]
    if len(parties) != 1 or "company" not in parties[0].reading.kinds | parties[0].reading.beside:
        return
    for column in of_meaning(free, Meaning.SOMEONE_ELSE):
        rows = zip(parties[0].values, column.values, strict=True)
        asked = [party for party, person in rows if person.strip()]
        in_charge = vocabulary().has_mark("in_charge", column.reading.words)
        if in_charge and len(asked) >= at.FEWEST_OF_FIRMS and all(map(may_be_company, asked)):
            column.assign(Meaning.FULL_NAME, PLAUSIBLE, beside(Why.IN_CHARGE_OF_FIRM, parties[0]))


_NAMED = frozenset({*NAMES, Meaning.CLIENT})
_KINDS_OF_NAMES = frozenset({"someone_else", "name", "full_name", "first_name", "neutral"})
"""Kinds of words in a header that names somebody: `Name of owner`, `Meno majiteľa`."""
_WHOLE = frozenset({"full_name", "name"})
"""Kinds of headers of whole names."""
_FIRST = frozenset({"first_name", "name"})
_LAST = frozenset({"last_name", "name"})
"""Kinds of headers of the halves of a name: `Nom` beside `Prénom` is the last, `Nome` beside `Cognome` the first."""


def _profession_of(column: Column) -> str:
    """The word of a header that names the professional: `coach` of `Head coach`; or another person; or its first."""
    words = column.reading.words
    ranked = [word for kind in ("professional", "someone_else") for word in words if kind in read_header(word).kinds]
    return ranked[0] if ranked else words[0]


def _find_last_names(accepted: list[Column]) -> None:
    """`Nom responsable` beside `Prénom responsable` is the last name, and so is `Nom d'usage responsable`."""
    firsts = of_meaning(accepted, Meaning.FIRST_NAME)
    for column in of_meaning(accepted, Meaning.FULL_NAME) if firsts else ():
        if "name" in column.reading.kinds and share_held(column, firsts[0]) < at.HOLDS_HALF:
            column.assign(Meaning.LAST_NAME, column.confidence, column.because)


def _yield_to_accepted(guessed: list[Column], accepted: list[Column]) -> None:
    """Names under a word that no language knows yield to those of professionals: `Informatore` beside `Medico`."""
    named = of_meaning(accepted, *NAMES)
    for column in guessed if named else ():
        column.assign(Meaning.OTHER, SUGGESTED, beside(Why.HEADER_OF_ANOTHER, named[0]))


def _contacts_of_companies(columns: list[Column], others: list[Column]) -> list[Column]:
    """`Responsable` beside companies, if it is not one of a few, who are ours."""
    if not of_meaning(columns, Meaning.COMPANY):
        return []
    return [
        column
        for column in others
        if vocabulary().has_mark("in_charge", column.reading.words) and column.shape.distinct >= at.DISTINCT_CONTACTS
    ]


def _named_alone(columns: list[Column], others: list[Column]) -> list[Column]:
    """`ПІБ нотаріуса`: another one in each row, whom alone a list of phones and emails names."""
    named = [column for column in others if column.reading.kinds & _WHOLE]
    if len(named) != 1 or named[0] is not others[0]:
        return []
    if any(column.reading.words[:1] == named[0].reading.words[:1] for column in others[1:]):
        # Not all that is said of them is the lead's.
        return []
    words, shape = named[0].reading.words, named[0].shape
    ours = any(vocabulary().has_mark(mark, words) for mark in ("lead_owner", "employee"))
    registered = any(vocabulary().marked_parts("register_number", column.reading.words) for column in columns)
    firms = any(column.shape.filled for column in of_meaning(columns, Meaning.COMPANY))
    details = [column.shape.filled for column in of_meaning(columns, Meaning.EMAIL, Meaning.PHONE)]
    if ours or (firms and not registered) or shape.filled < max([at.FEWEST_OWNERS, *details]):
        return []
    return named if details and shape.distinct == 1 and shape.share("person") >= at.ARE_PERSONS else []


def _subject_with_both_names(columns: list[Column], others: list[Column]) -> str | None:
    """Who has a first and a last name where nobody else is named: the child of a school's list, a pet's owner."""
    if of_meaning(columns, Meaning.COMPANY):
        jobs = _jobs_of_their_own(others)
        if not jobs:
            return None
        for column in others:
            own = [word for word in column.reading.words if word in jobs]
            whole = column.reading.kinds <= {"someone_else", "name", "full_name", "client", "company"}
            if own and whole and column.shape.distinct >= at.DISTINCT_CONTACTS:
                return own[0]
    for first, last in permutations(others, 2):
        kinds = first.reading.kinds & _FIRST, last.reading.kinds & _LAST
        if all(kinds) and not kinds[0] == kinds[1] == {"name"}:
            shared = [word for word in first.reading.words if word in last.reading.words]
            if said := [word for word in shared if read_header(word).meaning is Meaning.SOMEONE_ELSE]:
                return said[0]
    if any(vocabulary().has_mark("owned_thing", column.reading.words) for column in columns):
        named = [column.reading.words for column in others if column.reading.kinds <= _KINDS_OF_NAMES]
        return next((word for words in named for word in words if vocabulary().has_mark("owner", [word])), None)
    return None


def _jobs_of_their_own(others: list[Column]) -> set[str]:
    """Whose jobs are listed: `Rep first`, `Rep title` beside companies are theirs; the jobs of ours nobody lists."""
    return {
        word
        for column in others
        if column.reading.kinds & {"title", "job_title"} and column.shape.share("job") >= at.SOME_JOBS
        for word in column.reading.words
        if read_header(word).meaning is Meaning.SOMEONE_ELSE
    }


def accept_as_lead(column: Column, subject: str) -> None:
    """Takes a column of the subject for what its header says beside the subject."""
    said = [word for word in column.reading.words if word != subject]
    # "Ärztin/Arzt" says it twice.
    rest = " ".join(word for word in said if "professional" not in read_header(word).kinds)
    meaning = read_header(rest).meaning if rest else Meaning.FULL_NAME
    if meaning is Meaning.TITLE:
        meaning = Meaning.JOB_TITLE
    because = Reason(Why.LIST_OF_PROFESSIONALS, {"subject": subject})
    if meaning is Meaning.UNKNOWN and column.shape.share("person") >= at.ARE_PERSONS:
        # "Head coach"
        meaning = Meaning.FULL_NAME
    if meaning in (Meaning.NAME, Meaning.FULL_NAME):
        firms = column.shape.share("company") >= at.SOME_COMPANIES and not column.shape.share("given")
        meaning = Meaning.COMPANY if firms else Meaning.FULL_NAME
    column.assign(meaning, PLAUSIBLE, because)
