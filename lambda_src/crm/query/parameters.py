"""Makes a query of the parameters of an HTTP request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from crm.query.lead_query import DEFAULT_PAGE_SIZE, Comparison, Filter, LeadQuery, QueryError, Sort

_FILTER = re.compile(r"filter\[(?P<field>.+?)\](?:\[(?P<op>[^\[\]]*)\])?")
"""The header of an extra may hold brackets too: `filter[extras/Size [cm]][empty]`."""
_ESCAPED = {"%5b": "[", "%5d": "]", "%5B": "[", "%5D": "]"}


def filters_from_parameters(parameters: Mapping[str, Sequence[str]]) -> tuple[Filter, ...]:
    """Reads `filter[company]=acme` (contains), `filter[company][equals]=Acme`, `filter[extras/City][empty]=`.

    A filter without text is ignored, because an empty box above a column means nothing.

    Args:
        parameters: every query parameter with its values; other parameters than filters are ignored.

    Raises:
        QueryError: for unknown fields or comparisons; names the parameter.
    """
    filters: list[Filter] = []
    for name, values in parameters.items():
        match = _FILTER.fullmatch(_unescaped(name))
        if match is None:
            if _unescaped(name).startswith("filter"):
                raise QueryError({name[:60]: "a filter is written filter[field] or filter[field][comparison]"})
            continue
        op = _op(match["op"] or Comparison.CONTAINS.value, name)
        filters += [Filter(match["field"], op, value) for value in values if value.strip() or not op.takes_value]
    return tuple(filters)


def filters_from_texts(texts: Mapping[str, str]) -> tuple[Filter, ...]:
    """Reads `{"company": "acme"}` (contains) and `{"company[equals]": "Acme", "phone[empty]": ""}`.

    As in `filters_from_parameters`, a filter that lacks its text is ignored.
    """
    named = ((*_named(name), text) for name, text in texts.items())
    return tuple(Filter(field, op, text) for field, op, text in named if text.strip() or not op.takes_value)


def build_query(
    *,
    q: str | None = None,
    filters: Iterable[Filter] = (),
    sort: str | None = None,
    page: int = 1,
    page_size: int = DEFAULT_PAGE_SIZE,
    in_bin: bool = False,
) -> LeadQuery:
    """Builds a query from the parts of a request; absent parts get the query's defaults."""
    return LeadQuery(
        text=(q or "").strip(),
        filters=tuple(filters),
        sort=Sort.parse(sort) if sort else Sort(),
        page=page,
        page_size=page_size,
        in_bin=in_bin,
    )


def _named(name: str) -> tuple[str, Comparison]:
    """Field and comparison of `company[equals]`; the header of an extra may hold other brackets."""
    op = next((op for op in Comparison if name.endswith(f"[{op}]")), None)
    return (name, Comparison.CONTAINS) if op is None else (name.removesuffix(f"[{op}]"), op)


def _op(text: str, name: str) -> Comparison:
    try:
        return Comparison(text)
    except ValueError as error:
        raise QueryError({name[:60]: f"a comparison is one of {', '.join(Comparison)}"}) from error


def _unescaped(name: str) -> str:
    """Decodes brackets: API Gateway decodes names once, but a proxy may have encoded them twice."""
    for escaped, sign in _ESCAPED.items():
        name = name.replace(escaped, sign)
    return name
