"""The questions that `./easy-crm bench query` asks."""

from __future__ import annotations

from collections.abc import Mapping

from crm.query.conditions import AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import DEFAULT_PAGE_SIZE, LeadQuery, Sort


def _is(field: str, op: Comparison, *values: str) -> Filter:
    return Filter(field, op, values)


_NEW = _is("status", Comparison.EQUALS, "new")
_BER = _is("company", Comparison.CONTAINS, "ber")
_SORTS = ("company", "name", "email", "status", "tags", "revenue", "founded", "remarks")
_IN_THE_MIDDLE = ("createdAt", *_SORTS)


def questions(leads: int) -> Mapping[str, LeadQuery]:
    """Queries by what they ask.

    Args:
        leads: in all, which says what page is in the middle.
    """
    middle = max(leads // 2 // DEFAULT_PAGE_SIZE, 1)
    counted: dict[str, Condition] = {
        "company contains": _BER,
        "email contains": _is("email", Comparison.CONTAINS, "ber"),
        "remarks contain": _is("remarks", Comparison.CONTAINS, "ber"),
        "own number more than": _is("revenue", Comparison.MORE, "500000"),
        "own date between": _is("founded", Comparison.BETWEEN, "1980-01-01", "1990-12-31"),
        "(… or …) and not …": AllOf((AnyOf((_NEW, _BER)), Not(_is("tags", Comparison.EQUALS, "VIP")))),
    }
    groups = (("status",), ("company",), ("tags",), ("company", "status"), ("city", "tags"), ("name",))
    return {
        "newest page": LeadQuery(),
        **{f"first page by {field}": LeadQuery(sort=Sort(field, descending=False)) for field in _SORTS},
        **{f"middle page by {field}": LeadQuery(sort=Sort(field), page=middle) for field in _IN_THE_MIDDLE},
        "filter by status, first page by email": LeadQuery(where=_NEW, sort=Sort("email")),
        "search for a word, first page": LeadQuery(text="berlin"),
        "search for two words, first page": LeadQuery(text="anto vip"),
        "search that finds nothing": LeadQuery(text="zzzqqq"),
        "search that finds half, first page": LeadQuery(text="gmbh"),
        "count of all": LeadQuery(page_size=0),
        "count: a word anywhere": LeadQuery(text="berlin", page_size=0),
        **{f"count: {name}": LeadQuery(where=where, page_size=0) for name, where in counted.items()},
        **{f"groups by {' and '.join(fields)}": LeadQuery(group_by=fields) for fields in groups},
    }
