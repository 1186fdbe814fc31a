"""What columns may be about, how kinds of words combine to it, and which of several columns comes first."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from crm.mapping.headers.vocabulary import Term


class Meaning(StrEnum):
    """What a column may be about; only some of these are fields of a lead."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    NAME = "name"
    """A name without saying whose: the columns beside it tell."""
    JOB_TITLE = "job_title"
    TITLE = "title"
    """A job title or a salutation: the values tell."""
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    """A person, an email or a phone: the values tell."""
    CLIENT = "client"
    """A person or a company: the values tell."""
    NOTES = "notes"
    NAME_PARTICLE = "name_particle"
    INITIALS = "initials"
    """Of the given names, beside the family name."""
    COUNTRY = "country"
    COMPANY_FLAG = "company_flag"
    DATE = "date"
    SALUTATION = "salutation"
    TYPE = "type"
    """Says what kind of email or phone the next column holds."""
    SOMEONE_ELSE = "someone_else"
    OTHER = "other"
    """Known, and no field of a lead."""
    UNKNOWN = "unknown"


NAMES = frozenset({Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME, Meaning.NAME})

RANKS: dict[str, int] = {
    "main": 0,
    "work": 20,
    "mobile": 30,
    "home": 40,
    "alternative": 50,
    "switchboard": 60,
    "billing": 70,
    "shipping": 80,
}
"""Which of several emails, phones or names is taken first; a column that says nothing of it has `PLAIN_RANK`."""
PLAIN_RANK = 10
UNKNOWN_RANK = 45
SIDE_RANK = 70
"""From here on a column is used only where the sheet has no better one: billing and shipping addresses."""

WEAK = 0.7
SURE_OF_A_SIDE = 0.9
KNOWN = 0.8
"""Confidence from which on every word of a header is known."""

_SAYS_WHICH = frozenset({"neutral", "number", "done_by", *RANKS})
"""Kinds that say which of several a column is, and not what it holds: `Person - Email - Work` is an email."""
_THINGS = frozenset({"web", "thing", "type", "number", "suffix", "middle_name", "initials", "phonetic"})


def combine(kinds: Sequence[str], terms: Sequence[Term]) -> tuple[Meaning, float]:
    """The meaning of kinds that stand together, with its confidence."""
    found = frozenset(kinds) - {"done_by"}
    unknown = sum(1 for term in terms if not term.kinds)
    known_alone = len(terms) == 1
    sure = 0.97 if known_alone else 0.9
    last = next((term.kinds for term in reversed(terms) if term.kinds and not term.kinds <= _SAYS_WHICH), frozenset())
    if "someone_else" in found and not (known_alone and found & {"company", "full_name"}):
        return Meaning.SOMEONE_ELSE, sure
    if found & {"phonetic"}:
        return Meaning.OTHER, sure
    if "company_flag" in found:
        return Meaning.COMPANY_FLAG, sure
    if "salutation" in found and not found & {"email", "phone"}:
        return Meaning.SALUTATION, sure
    if "name_particle" in found:
        return Meaning.NAME_PARTICLE, sure
    if "initials" in found and found <= {"initials", "neutral", "name", "first_name"}:
        return Meaning.INITIALS, sure
    if "email" in found and found & {"full_name", "name"} and "email" not in last:
        # "E-Mail Ansprechpartner" may be one, "Email display name" is none.
        named = "name" in found or any("full_name" in term.kinds and "name" in term.text for term in terms)
        return (Meaning.OTHER, 0.85) if named else (Meaning.EMAIL, 0.4)
    if "email" in found:
        return Meaning.EMAIL, 0.4 if found & (_THINGS - {"number", "phonetic"} | {"date"}) and not known_alone else sure
    if "fax" in found:
        return Meaning.OTHER, sure
    if "date" in found:
        return Meaning.DATE, sure
    if "phone" in found or "mobile" in found:
        if found & (_THINGS - {"number"} | {"country"}):
            return Meaning.PHONE, 0.4
        return Meaning.PHONE, sure
    if "country" in found:
        return (Meaning.COUNTRY, sure) if not found & {"phone"} else (Meaning.OTHER, sure)
    if "address" in found and "address" in last:
        return Meaning.OTHER, sure
    if "type" in found:
        return Meaning.TYPE, sure
    if (
        "number" in found
        and found & {"work", "home", "main"}
        and found <= {"work", "home", "main", "number", "neutral"}
    ):
        return Meaning.PHONE, KNOWN
    if found & _THINGS and not known_alone:
        if found <= {"number", "contact", "neutral"} and "contact" in found:
            return Meaning.PHONE, 0.8
        return Meaning.OTHER, 0.85
    if "first_name" in found and "last_name" in found:
        return Meaning.FULL_NAME, sure
    if "job_title" in found & last:
        return Meaning.JOB_TITLE, sure if not unknown else KNOWN
    for kind in ("first_name", "last_name", "full_name"):
        if unknown and kind in found and _is_no_half_of_a_name(kind, terms):
            continue
        if kind in found:
            return Meaning(kind), sure if not unknown else 0.8
    if "title" in found and found & {"job_title", "contact", "company"}:
        return Meaning.JOB_TITLE, 0.85
    if "job_title" in found:
        return Meaning.JOB_TITLE, sure if not unknown else 0.8
    if "title" in found:
        return Meaning.TITLE, sure if not unknown else 0.4
    if "name" in found:
        return _whose_name(found, unknown, sure)
    if "company" in found:
        if "contact" in found:
            return Meaning.CONTACT, sure
        return Meaning.COMPANY, sure if not unknown else 0.5
    if "notes" in found:
        return Meaning.NOTES, sure
    if "titled" in found:
        return Meaning.UNKNOWN, 0.0
    if "client" in found and not unknown:
        return Meaning.CLIENT, sure
    if "contact" in found and not unknown:
        return Meaning.CONTACT, sure
    if found & {"work", "home", "main"} and not unknown:
        return Meaning.CONTACT, 0.5
    if found <= {"number", "neutral"} and found:
        return Meaning.UNKNOWN, 0.0
    if found & (_THINGS | {"address", "billing", "shipping"}):
        return Meaning.OTHER, sure if known_alone else 0.8
    return Meaning.UNKNOWN, 0.0


def _is_no_half_of_a_name(kind: str, terms: Sequence[Term]) -> bool:
    """`Last gift` is no name: first and last are that only beside words that are known."""
    return all(term.text in ("first", "last") for term in terms if kind in term.kinds)


def _whose_name(found: frozenset[str], unknown: int, sure: float) -> tuple[Meaning, float]:
    if "company" in found or ("work" in found and "contact" not in found):
        return Meaning.COMPANY, sure
    if "contact" in found:
        return Meaning.FULL_NAME, sure
    if "client" in found:
        return (Meaning.FULL_NAME, 0.85) if not unknown else (Meaning.CLIENT, 0.6)
    if unknown:
        return Meaning.NAME, 0.4
    return Meaning.NAME, sure
