"""What a row or a person says of one path of a lead, and the paths themselves (docs/leads.md)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

EMAIL, PHONE, NOTES, TAGS, STATUS, OWNER = "email", "phone", "notes", "tags", "status", "owner"
EMAILS, PHONES, EXTRAS = "emails", "phones", "extras"
FURTHER: Mapping[str, str] = {EMAIL: EMAILS, PHONE: PHONES}
"""Fields of which the first is the field itself and the others are kept beside it."""


class Said(NamedTuple):
    """One value that a statement gives to one path. A tuple, because every cell of an import becomes one.

    Args:
        text: as it is stored. None of a person takes away what the lead has; of a row, it leaves that as it is: the
            file has a value there that does not fit.
        column: 0-based column of the row, None for a person and for what several columns say together.
        label: what kind of email or phone it is, "" where nothing says so.
        is_protected: whether imports leave it alone from now on; only a person can say so.
    """

    text: str | None
    column: int | None = None
    label: str = ""
    is_protected: bool = False


Says = Mapping[str, Said]
"""Value by path: a field's name; `emails/ann@x.example`, `phones/+4930123456`, `tags/vip` for what a lead has several
of; `extras/City` for what has no field. A path that is not named is not spoken of."""


def further_email(address: str) -> str:
    """The path of an address beside the first one."""
    return f"{EMAILS}/{address}"


def further_phone(number: str) -> str:
    """The path of a number beside the first one."""
    return f"{PHONES}/{number}"


def tag_path(tag: str) -> str:
    """The path of a tag: tags that differ in case only are one."""
    return f"{TAGS}/{tag.casefold()}"


def extra_path(header: str) -> str:
    """The path of the value of a column that has no field."""
    return f"{EXTRAS}/{header}"


@lru_cache(maxsize=4_096)
def header_key(header: str) -> str:
    """A header without case, accents, blanks and a colon at its end: own fields and rules take two headers with the
    same for one.

    Signs stay, as `Revenue %` is not the revenue, and so do marks that make another letter: those of Indic, Thai and
    Japanese scripts, whose combining classes are below 200 (Unicode, `UnicodeData.txt`).
    """
    letters = unicodedata.normalize("NFKD", "".join(header.split()).rstrip(":").casefold())
    return "".join(sign for sign in letters if not sign.isspace() and unicodedata.combining(sign) < _ACCENTS).casefold()


_ACCENTS = 200
"""The least combining class of an accent."""


def ruled_path(path: str) -> str:
    """A path as rules of an import name it: an extra however its header is written."""
    field, _, part = path.partition("/")
    return extra_path(header_key(part)) if field == EXTRAS and part else path


def field_of(path: str) -> str:
    """The field that a path belongs to: `phones/+4930123456` to `phones`."""
    return path.partition("/")[0]


def part_of(path: str) -> str:
    """What stands behind the field in a path: `extras/City` to `City`; "" for a field."""
    return path.partition("/")[2]
