"""Columns of the fields of which all that the rules know is their headers (`crm.fields.BY_HEADER`)."""

from __future__ import annotations

from functools import lru_cache

from crm.fields import BY_HEADER
from crm.mapping.confidence import VERY_LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import words_of
from crm.mapping.mapping import PLAIN
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules.column import Column, of_meaning

_OF_NO_FIELD = (
    *(Meaning.OTHER, Meaning.UNKNOWN, Meaning.SOMEONE_ELSE, Meaning.SALUTATION, Meaning.TYPE),
    *(Meaning.COUNTRY, Meaning.DATE, Meaning.COMPANY_FLAG),
)


def find_fields_by_header(_columns: list[Column], free: list[Column]) -> None:
    """Only a whole header says so: `Website`, but not `Website of the agency`.

    It comes last, so that it takes no column from a field that another step has found.
    """
    fields = _field_of_header()
    for column in of_meaning(free, *_OF_NO_FIELD) if fields else ():
        field = fields.get(_key(column.header))
        if field is not None and column.transform == PLAIN:
            column.assign_field(field, VERY_LIKELY, Reason(Why.HEADER_OF_FIELD))


@lru_cache(maxsize=1)
def _field_of_header() -> dict[str, str]:
    return {_key(header): field.name for field in BY_HEADER.values() for header in (field.label, *field.headers)}


def _key(header: str) -> str:
    """The letters of a header: `Web site` and `web-site` are one."""
    return "".join(words_of(header))
