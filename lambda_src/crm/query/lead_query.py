"""A query over leads as plain data, whether it comes from the table, an export or a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crm.errors import Invalid
from crm.fields import LEAD_FIELDS
from crm.said import EMAILS, EXTRAS, PHONES

STORED_FIELDS: tuple[str, ...] = (
    *("leadId", *LEAD_FIELDS, EMAILS, PHONES),
    *("sourceFile", "createdAt", "updatedAt", "deletedAt"),
)
"""What a lead has, under the API's names. A filter of the email or the phone finds further ones too, and one of the
tags any of them."""
DERIVED_FIELDS: tuple[str, ...] = ("name", "emailDomain", "remarks")
"""First and last name together; the part of an email after the @; the notes and extras as one text."""
QUERY_FIELDS: tuple[str, ...] = (*STORED_FIELDS, *DERIVED_FIELDS)
"""The fields that every query may name. Others are extras, `extras/City`, and the keys of own fields."""
MAX_FIELD = 207
"""Characters of the longest name of a field: `extras/` and a header."""

MAX_TEXT = 200
MAX_FILTERS = 20
MAX_PAGE_SIZE = 200
MAX_PAGE = 1_000_000
DEFAULT_PAGE_SIZE = 50


class QueryError(Invalid):
    """The query is not valid.

    Args:
        fields: part of the query to what is wrong with it.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("This search cannot be made.", fields)


_EXTRA = re.compile(rf"{EXTRAS}/.*\S.*", re.DOTALL)
_OWN_KEY = re.compile(r"[a-z][A-Za-z0-9]*")


def _named_field(field: str, place: str) -> None:
    """Refuses what can be no field. Which own fields there are is only known where a query is answered."""
    if len(field) > MAX_FIELD or not (_EXTRA.fullmatch(field) or _OWN_KEY.fullmatch(field)):
        raise _no_field(field, place)


def _no_field(field: str, place: str) -> QueryError:
    return QueryError({place: f"there is no field {field[:40]!r}; there are {', '.join(QUERY_FIELDS)}"})


def _object(value: object, place: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise QueryError({place: "an object"})
    unknown = sorted(str(name)[:40] for name in set(value) - known)
    if unknown:
        raise QueryError({place: f"unknown parts: {', '.join(unknown)}"})
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise QueryError({place: "a text"})
    return value


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise QueryError({place: "a whole number"})
    return value


class Comparison(StrEnum):
    """How a field is compared; case and accents never matter."""

    CONTAINS = "contains"
    EQUALS = "equals"
    STARTS_WITH = "startsWith"
    EMPTY = "empty"
    NOT_EMPTY = "notEmpty"

    @property
    def takes_value(self) -> bool:
        return self not in (Comparison.EMPTY, Comparison.NOT_EMPTY)


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one field."""

    field: str
    op: Comparison
    value: str = ""

    def __post_init__(self) -> None:
        place = self.place
        _named_field(self.field, place)
        if self.op.takes_value and not self.value.strip():
            raise QueryError({place: f"{self.op.value} needs a text to compare with"})
        if len(self.value) > MAX_TEXT:
            raise QueryError({place: f"at most {MAX_TEXT} characters"})

    @property
    def place(self) -> str:
        """The part of a query that an error names."""
        return f"filter[{self.field[:MAX_FIELD]}]"

    def to_json(self) -> dict[str, str]:
        value = {"value": self.value} if self.op.takes_value else {}
        return {"field": self.field, "op": self.op.value, **value}

    @classmethod
    def from_json(cls, value: object) -> Filter:
        """Reads what `to_json` wrote. Raises `QueryError` for anything else."""
        parts = _object(value, "filters", {"field", "op", "value"})
        field, text = _text(parts.get("field"), "filters"), _text(parts.get("value", ""), "filters")
        try:
            op = Comparison(_text(parts.get("op"), "filters"))
        except ValueError as error:
            raise QueryError({"filters": f"op is one of {', '.join(Comparison)}"}) from error
        return cls(field, op, text if op.takes_value else "")


@dataclass(frozen=True, slots=True)
class Sort:
    """An order by one field. Leads without it come last in both directions, equal ones in the order of creation."""

    field: str = "createdAt"
    descending: bool = True

    def __post_init__(self) -> None:
        _named_field(self.field, "sort")

    @classmethod
    def parse(cls, text: str) -> Sort:
        """Reads the API's form: `company`, or `-company` for descending."""
        return cls(text.removeprefix("-"), text.startswith("-"))

    @classmethod
    def from_json(cls, value: object) -> Sort:
        """Reads `{"field", "descending"}`."""
        parts = _object(value, "sort", {"field", "descending"})
        descending = parts.get("descending", False)
        if not isinstance(descending, bool):
            raise QueryError({"sort": "descending is true or false"})
        return cls(_text(parts.get("field"), "sort"), descending)


@dataclass(frozen=True, slots=True)
class LeadQuery:
    """A whole query.

    Args:
        in_bin: whether it asks for the leads of the bin, and for no others; else for all but those.
        text: words that must all occur somewhere in a lead; "" matches every lead.
        filters: conditions that must all hold.
        sort: the order of the leads.
        group_by: the field by whose values the leads are counted; None to return the leads.
        page: 1-based.
        page_size: leads or groups per page; 0 returns the count alone.

    Raises:
        QueryError: for an unknown field or a part that exceeds its limit; names the part.
    """

    text: str = ""
    filters: tuple[Filter, ...] = ()
    sort: Sort = Sort()
    group_by: str | None = None
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE
    in_bin: bool = False

    def __post_init__(self) -> None:
        if len(self.text) > MAX_TEXT:
            raise QueryError({"q": f"at most {MAX_TEXT} characters"})
        if len(self.filters) > MAX_FILTERS:
            raise QueryError({"filters": f"at most {MAX_FILTERS}"})
        if self.group_by is not None:
            _named_field(self.group_by, "groupBy")
        if not 1 <= self.page <= MAX_PAGE:
            raise QueryError({"page": f"a whole number from 1 to {MAX_PAGE}"})
        if not 0 <= self.page_size <= MAX_PAGE_SIZE:
            raise QueryError({"pageSize": f"a whole number from 1 to {MAX_PAGE_SIZE}"})

    def check_fields(self, own: Collection[str]) -> None:
        """Refuses a query that names a field that is not there.

        Args:
            own: keys of the own fields.

        Raises:
            QueryError: names the part.
        """
        for field, place in self._fields():
            if not (field in QUERY_FIELDS or field in own or field.startswith(f"{EXTRAS}/")):
                raise _no_field(field, place)

    def _fields(self) -> Iterator[tuple[str, str]]:
        """Each field with the part of the query that names it."""
        yield from ((condition.field, condition.place) for condition in self.filters)
        yield self.sort.field, "sort"
        if self.group_by is not None:
            yield self.group_by, "groupBy"

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "filters": [condition.to_json() for condition in self.filters],
            "sort": {"field": self.sort.field, "descending": self.sort.descending},
            "groupBy": self.group_by,
            "page": self.page,
            "pageSize": self.page_size,
            "inBin": self.in_bin,
        }

    @classmethod
    def from_json(cls, value: object) -> LeadQuery:
        """Reads what `to_json` wrote; absent parts get their defaults.

        Raises:
            QueryError: for unknown parts, wrong types, and values that the parts refuse.
        """
        parts = _object(value, "query", {"text", "filters", "sort", "groupBy", "page", "pageSize", "inBin"})
        filters = parts.get("filters", [])
        if not isinstance(filters, list):
            raise QueryError({"filters": "a list"})
        group_by = parts.get("groupBy")
        in_bin = parts.get("inBin", False)
        if not isinstance(in_bin, bool):
            raise QueryError({"inBin": "true or false"})
        return cls(
            text=_text(parts.get("text", ""), "text"),
            filters=tuple(Filter.from_json(condition) for condition in filters),
            sort=Sort.from_json(parts["sort"]) if "sort" in parts else Sort(),
            group_by=None if group_by is None else _text(group_by, "groupBy"),
            page=_whole(parts.get("page", 1), "page"),
            page_size=_whole(parts.get("pageSize", DEFAULT_PAGE_SIZE), "pageSize"),
            in_bin=in_bin,
        )
