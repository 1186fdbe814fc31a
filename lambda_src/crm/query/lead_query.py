"""A query over leads as plain data, whether it comes from the table, an export or a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crm.own_fields.definition import OwnField
from crm.query.comparing import check_comparison
from crm.query.conditions import EVERY_LEAD, MAX_TEXT, Condition, check_shape, filters_in
from crm.query.query_error import QueryError
from crm.query.query_fields import check_known, check_name, is_unicode
from crm.query.reading_conditions import WHERE, condition_from_json, condition_to_json

MAX_PAGE_SIZE = 200
MAX_PAGE = 1_000_000
DEFAULT_PAGE_SIZE = 50
MAX_GROUP_FIELDS = 2


@dataclass(frozen=True, slots=True)
class Sort:
    """An order by one field. Leads without it come last in both directions, equal ones in the order of creation."""

    field: str = "createdAt"
    descending: bool = True

    def __post_init__(self) -> None:
        check_name(self.field, "sort")

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
        text: words that must all occur somewhere in a lead; "" matches every lead.
        where: what must hold of a lead besides.
        sort: the order of the leads.
        group_by: one or two different fields by whose values the leads are counted; none to return the leads.
        page: 1-based.
        page_size: leads or groups per page; 0 returns the count alone.
        in_bin: whether it asks for the leads of the bin, and for no others; else for all but those.

    Raises:
        QueryError: for a name that no field can have, or a part that exceeds its limit; names the part.
    """

    text: str = ""
    where: Condition = EVERY_LEAD
    sort: Sort = Sort()
    group_by: tuple[str, ...] = ()
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE
    in_bin: bool = False

    def __post_init__(self) -> None:
        if len(self.text) > MAX_TEXT:
            raise QueryError({"q": f"at most {MAX_TEXT} characters"})
        if not is_unicode(self.text):
            raise QueryError({"q": "a text of whole characters"})
        check_shape(self.where, WHERE)
        if len(self.group_by) > MAX_GROUP_FIELDS or len(set(self.group_by)) < len(self.group_by):
            raise QueryError({"groupBy": f"at most {MAX_GROUP_FIELDS} different fields"})
        for place, field in self._groups():
            check_name(field, place)
        if not 1 <= self.page <= MAX_PAGE:
            raise QueryError({"page": f"a whole number from 1 to {MAX_PAGE}"})
        if not 0 <= self.page_size <= MAX_PAGE_SIZE:
            raise QueryError({"pageSize": f"a whole number from 1 to {MAX_PAGE_SIZE}"})

    def check(self, own_fields: Iterable[OwnField]) -> None:
        """Refuses a query that names a field that is not there, or compares one as its type cannot be compared.

        Args:
            own_fields: those that there are.

        Raises:
            QueryError: names the part.
        """
        own = {field.key: field for field in own_fields}
        for one in filters_in(self.where):
            check_known(one.field, one.place_of("field"), own)
            check_comparison(one, own.get(one.field))
        check_known(self.sort.field, "sort", own)
        for place, field in self._groups():
            check_known(field, place, own)

    def _groups(self) -> list[tuple[str, str]]:
        """Each field of `group_by` with its place."""
        return [(f"groupBy[{number}]", field) for number, field in enumerate(self.group_by)]

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "where": condition_to_json(self.where),
            "sort": {"field": self.sort.field, "descending": self.sort.descending},
            "groupBy": list(self.group_by),
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
        parts = _object(value, "query", {"text", "where", "sort", "groupBy", "page", "pageSize", "inBin"})
        group_by = parts.get("groupBy", [])
        if not isinstance(group_by, list):
            raise QueryError({"groupBy": "a list of fields"})
        in_bin = parts.get("inBin", False)
        if not isinstance(in_bin, bool):
            raise QueryError({"inBin": "true or false"})
        return cls(
            text=_text(parts.get("text", ""), "text"),
            where=condition_from_json(parts["where"]) if "where" in parts else EVERY_LEAD,
            sort=Sort.from_json(parts["sort"]) if "sort" in parts else Sort(),
            group_by=tuple(_text(field, f"groupBy[{number}]") for number, field in enumerate(group_by)),
            page=_whole(parts.get("page", 1), "page"),
            page_size=_whole(parts.get("pageSize", DEFAULT_PAGE_SIZE), "pageSize"),
            in_bin=in_bin,
        )


def _object(value: object, place: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise QueryError({place: "an object"})
    unknown = sorted(str(name)[:40] for name in value.keys() - known)
    if unknown:
        raise QueryError({place: f"unknown parts: {', '.join(unknown[:5])}"})
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise QueryError({place: "a text"})
    return value


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise QueryError({place: "a whole number"})
    return value
