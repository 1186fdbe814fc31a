"""The fields that a query may name."""

from __future__ import annotations

import re
from collections.abc import Collection

from crm.fields import LEAD_FIELDS
from crm.query.query_error import QueryError
from crm.said import EMAILS, EXTRAS, PHONES

STORED_FIELDS: tuple[str, ...] = (
    *("leadId", *LEAD_FIELDS, EMAILS, PHONES),
    *("sourceFile", "createdAt", "updatedAt", "deletedAt"),
)
"""What a lead has, under the API's names. A filter of the email or the phone finds further ones too, and one of the
tags any of them."""
DERIVED_FIELDS: tuple[str, ...] = ("name", "emailDomain", "remarks", "importId")
"""First and last name together; the part of an email after the @; the notes and extras as one text; the ids of the
imports and bulk changes that have brought a value which the lead has now."""
QUERY_FIELDS: tuple[str, ...] = (*STORED_FIELDS, *DERIVED_FIELDS)
"""The fields that every query may name. Others are extras, `extras/City`, and the keys of own fields."""
DATES: tuple[str, ...] = ("createdAt", "updatedAt", "deletedAt")
"""Those that hold moments; others that every query may name hold texts."""
MAX_FIELD = 207
"""Characters of the longest name of a field: `extras/` and a header."""

_EXTRA = re.compile(rf"{EXTRAS}/.*\S.*", re.DOTALL)
_OWN_KEY = re.compile(r"[a-z][A-Za-z0-9]*")


def check_name(field: str, place: str) -> None:
    """Refuses what can be no field. Which own fields there are is only known where a query is answered.

    Args:
        place: where the query names the field.

    Raises:
        QueryError: names the place.
    """
    if len(field) > MAX_FIELD or not (_EXTRA.fullmatch(field) or _OWN_KEY.fullmatch(field)) or not is_unicode(field):
        raise _no_field(field, place)


def check_known(field: str, place: str, own: Collection[str]) -> None:
    """Refuses a field that is not there.

    Args:
        place: where the query names the field.
        own: keys of the own fields.

    Raises:
        QueryError: names the place.
    """
    if not (field in QUERY_FIELDS or field in own or field.startswith(f"{EXTRAS}/")):
        raise _no_field(field, place)


def is_unicode(text: str) -> bool:
    """Whether a text has whole characters only: JSON may name halves of surrogate pairs, which no store takes."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _no_field(field: str, place: str) -> QueryError:
    return QueryError({place: f"there is no field {field[:40]!r}; there are {', '.join(QUERY_FIELDS)}"})
