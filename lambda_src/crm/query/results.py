"""What a query is answered with."""

from __future__ import annotations

from dataclasses import dataclass

from crm.statements.lead import Lead


@dataclass(frozen=True, slots=True)
class Page:
    """Leads of one page, and how many there are on all pages."""

    leads: tuple[Lead, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Group:
    """How many leads share a value in each of the fields that are grouped by.

    Args:
        values: one for each field, in its most frequent spelling; None for leads without one.
    """

    values: tuple[str | None, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Groups:
    """Counts per value, or pair of values, largest first; that of leads without any is last.

    Args:
        groups: those of the page.
        total: leads that were counted. A lead counts under each of its tags, so that the groups may add up to more.
        distinct: groups on all pages, but for that of leads without any value.
    """

    groups: tuple[Group, ...]
    total: int
    distinct: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many leads there are."""

    total: int


Result = Page | Groups | Count
