"""Makes a query of the parameters of an HTTP request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from crm.query.conditions import Comparison, Condition, Filter, all_of
from crm.query.lead_query import DEFAULT_PAGE_SIZE, LeadQuery, Sort
from crm.query.query_error import QueryError

_FILTER = re.compile(r"filter\[(?P<field>.+?)\](?:\[(?P<op>[^\[\]]*)\])?", re.DOTALL)
"""The header of an extra may hold brackets too: `filter[extras/Size [cm]][empty]`."""
_ESCAPED = {"%5b": "[", "%5d": "]", "%5B": "[", "%5D": "]"}


def filters_from_parameters(parameters: Mapping[str, Sequence[str]]) -> tuple[Filter, ...]:
    """Reads `filter[company]=acme` (contains), `filter[company][equals]=Acme`, `filter[extras/City][empty]=`.

    A parameter that is there several times makes as many filters, which must all hold; of `in` and `between`, one
    filter with all the values: `filter[status][in]=new&filter[status][in]=won`,
    `filter[createdAt][between]=2026-01-01&filter[createdAt][between]=2026-01-31`.

    A filter without text is ignored, because an empty box above a column means nothing.

    Args:
        parameters: every query parameter with its values; other parameters than filters are ignored.

    Raises:
        QueryError: for unknown fields or comparisons; names the parameter.
    """
    filters: list[Filter] = []
    for name, values in parameters.items():
        plain = _unescaped(name)
        match = _FILTER.fullmatch(plain)
        if match is None:
            if plain.startswith("filter"):
                raise QueryError({plain: "a filter is written filter[field] or filter[field][comparison]"})
            continue
        filters += _filters(
            match["field"], _op(Comparison.CONTAINS if match["op"] is None else match["op"], plain), values, plain
        )
    return tuple(filters)


def filters_from_texts(texts: Mapping[str, str]) -> tuple[Filter, ...]:
    """Reads `{"company": "acme"}` (contains) and `{"company[equals]": "Acme", "phone[empty]": ""}`.

    As in `filters_from_parameters`, a filter that lacks its text is ignored.

    Raises:
        QueryError: for unknown fields, and comparisons that take more than one text; names the filter.
    """
    filters: list[Filter] = []
    for name, text in texts.items():
        filters += _filters(*_named(name), (text,), f"filters.{name}")
    return tuple(filters)


def build_query(
    *,
    q: str | None = None,
    where: Iterable[Condition] = (),
    sort: str | None = None,
    page: int = 1,
    page_size: int = DEFAULT_PAGE_SIZE,
    in_bin: bool = False,
) -> LeadQuery:
    """Builds a query from the parts of a request; absent parts get the query's defaults.

    Args:
        where: conditions that must all hold.
    """
    return LeadQuery(
        text=(q or "").strip(),
        where=all_of(where),
        sort=Sort.parse(sort) if sort else Sort(),
        page=page,
        page_size=page_size,
        in_bin=in_bin,
    )


def _filters(field: str, op: Comparison, values: Sequence[str], place: str) -> list[Filter]:
    if not op.takes_value:
        return [Filter(field, op, place=place)]
    given = tuple(value for value in values if value.strip())
    if op.takes_several:
        return [Filter(field, op, given, place)] if given else []
    return [Filter(field, op, (value,), place) for value in given]


def _named(name: str) -> tuple[str, Comparison]:
    """Field and comparison of `company[equals]`; the header of an extra may hold other brackets."""
    op = next((op for op in Comparison if name.endswith(f"[{op}]")), None)
    return (name, Comparison.CONTAINS) if op is None else (name.removesuffix(f"[{op}]"), op)


def _op(text: str, place: str) -> Comparison:
    try:
        return Comparison(text)
    except ValueError as error:
        raise QueryError({place: f"a comparison is one of {', '.join(Comparison)}"}) from error


def _unescaped(name: str) -> str:
    """Decodes brackets: API Gateway decodes names once, but a proxy may have encoded them twice."""
    for escaped, sign in _ESCAPED.items():
        name = name.replace(escaped, sign)
    return name
