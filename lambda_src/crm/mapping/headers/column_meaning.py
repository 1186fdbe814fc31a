"""What a column may be about, and which of several columns comes first."""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    """What a column may be about; only some of these are fields of a lead."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    NAME = "name"
    """A name without saying whose: the columns beside it decide."""
    JOB_TITLE = "job_title"
    TITLE = "title"
    """A job title or a salutation: the values decide."""
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    """A person, an email or a phone: the values decide."""
    CLIENT = "client"
    """A person or a company: the values decide."""
    NOTES = "notes"
    TAGS = "tags"
    STATUS = "status"
    """How far the file's owner is with the lead."""
    OWNER = "owner"
    """The colleague who is in charge of the lead."""
    NAME_PARTICLE = "name_particle"
    SECOND_LAST_NAME = "second_last_name"
    """The mother's family name behind the father's, as Spanish names have it."""
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
KINDS_OF_NAMES = frozenset({"first_name", "last_name", "full_name", "name"})
"""Kinds of words in the headers of columns of names."""
CONTACTS = (Meaning.EMAIL, Meaning.PHONE)
"""By what somebody is reached."""
KINDS_OF_CONTACTS = frozenset({"email", "phone", "mobile"})
"""Kinds of words in the headers of such columns."""

RANKS: dict[str, int] = {
    "main": 0,
    "work": 20,
    "mobile": 20,
    "home": 40,
    "alternative": 50,
    "switchboard": 60,
    "former": 65,
    "billing": 70,
    "shipping": 80,
}
"""Which of several emails, phones or names is taken first; a column that says nothing of it has `PLAIN_RANK`.
Of a mobile and a phone at work it is the first column."""
UNKNOWN_RANK = 45
"""Rank, at best, of an email or phone whose header has unknown words: behind a mobile, before an alternative."""
SIDE_RANK = 70
"""From here on a column is used only where the sheet has no better one: billing and shipping addresses."""

SAY_WHICH = frozenset({"neutral", "number", "done_by", "of_contact", *RANKS})
"""Kinds that say which of several a column is, and not what it holds: `Person - Email - Work` is an email."""
