"""The engine: answers a query over leads in memory, exactly (docs/measurements.md, "Answering queries")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from crm.fields import MISSING
from crm.leads.model import Lead
from crm.query.lead_query import Comparison, Filter, LeadQuery, Sort
from crm.query.searchable import SearchableLead, display_value, searchable
from crm.query.text import is_cjk, looks_like_phone, normalize, normalize_phone

Predicate = Callable[[SearchableLead], bool]

_DATES = ("createdAt", "updatedAt")
_DAY = 10
"""Dates are grouped by day: `2026-01-31` of an ISO time."""


@dataclass(frozen=True, slots=True)
class Page:
    """Leads of one page, and how many there are on all pages."""

    leads: tuple[Lead, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Group:
    """How many leads share a value; `value` is its most frequent spelling, or "N/A" for leads without one."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Groups:
    """Counts per value, largest first, "N/A" last; `total` counts the leads, `distinct` the values without "N/A"."""

    groups: tuple[Group, ...]
    total: int
    distinct: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many leads there are."""

    total: int


Result = Page | Groups | Count


class LeadSet:
    """Leads ready for queries; keeps each order that a query has asked for.

    Args:
        leads: in any order.
    """

    def __init__(self, leads: Iterable[Lead]) -> None:
        in_order = sorted(leads, key=lambda lead: (lead.created_order, lead.created_at, lead.lead_id))
        self._leads = [searchable(lead) for lead in in_order]
        self._orders: dict[Sort, list[SearchableLead]] = {}

    def __len__(self) -> int:
        return len(self._leads)

    def run(self, query: LeadQuery) -> Result:
        """Answers a query: groups if it groups, a count if its page size is 0, else a page."""
        if query.group_by is not None:
            return self._groups(query, query.group_by)
        if query.page_size == 0:
            matches = predicate(query)
            return Count(sum(1 for lead in self._leads if matches(lead)))
        found = list(self._matching(query))
        first = (query.page - 1) * query.page_size
        return Page(tuple(lead.lead for lead in found[first : first + query.page_size]), len(found))

    def matching(self, query: LeadQuery) -> Iterable[Lead]:
        """All leads that match the query, in its order, regardless of its page."""
        return (lead.lead for lead in self._matching(query))

    def _matching(self, query: LeadQuery) -> Iterable[SearchableLead]:
        return filter(predicate(query), self._ordered(query.sort))

    def _ordered(self, sort: Sort) -> list[SearchableLead]:
        order = self._orders.get(sort)
        if order is None:
            present = [lead for lead in self._leads if lead.texts[sort.field]]
            missing = [lead for lead in self._leads if not lead.texts[sort.field]]
            # Python's sort is stable in reverse too: equal leads keep the order of creation.
            present.sort(key=_sort_key(sort.field), reverse=sort.descending)
            order = self._orders[sort] = present + missing
        return order

    def _groups(self, query: LeadQuery, field: str) -> Groups:
        matches = predicate(query)
        counts: Counter[str] = Counter()
        spellings: dict[str, Counter[str]] = {}
        for lead in self._leads:
            if not matches(lead):
                continue
            key, label = _group_of(lead, field)
            counts[key] += 1
            if key:
                spellings.setdefault(key, Counter())[label] += 1
        missing = counts.pop("", 0)
        groups = [Group(_most_frequent(spellings[key]), count) for key, count in counts.items()]
        groups.sort(key=lambda group: (-group.count, normalize(group.value), group.value))
        if missing:
            groups.append(Group(MISSING, missing))
        first = (query.page - 1) * query.page_size
        shown = tuple(islice(groups, first, first + query.page_size))
        return Groups(shown, sum(counts.values()) + missing, len(counts))


def run(query: LeadQuery, leads: Iterable[Lead]) -> Result:
    """Answers one query over leads; for several queries, make a `LeadSet` once."""
    return LeadSet(leads).run(query)


def predicate(query: LeadQuery) -> Predicate:
    """A function that tells whether a lead matches the query."""
    checks = [_check(condition) for condition in query.filters]
    if query.text.strip():
        checks.append(_text_check(query.text))
    if not checks:
        return lambda _: True
    if len(checks) == 1:
        return checks[0]
    return lambda lead: all(check(lead) for check in checks)


def _check(condition: Filter) -> Predicate:
    field, op = condition.field, condition.op
    if op is Comparison.EMPTY or (op.takes_value and normalize(condition.value) == normalize(MISSING)):
        # The table shows "N/A" for a missing value, so a filter for it means a missing value.
        return lambda lead: not lead.texts[field]
    if op is Comparison.NOT_EMPTY:
        return lambda lead: bool(lead.texts[field])
    wanted = normalize_phone(condition.value) if field == "phone" else normalize(condition.value)
    if op is Comparison.EQUALS:
        return lambda lead: lead.texts[field] == wanted
    if op is Comparison.STARTS_WITH:
        return lambda lead: lead.texts[field].startswith(wanted)
    if field == "name":
        return _name_check(wanted)
    return lambda lead: wanted in lead.texts[field]


def _name_check(wanted: str) -> Predicate:
    """Finds the same person by "Anna Smith" and "Smith, Anna", and by 王小明 however its parts are stored."""
    words = wanted.replace(",", " ").split()
    if is_cjk(wanted):
        joined = "".join(words)
        return lambda lead: (
            joined in lead.texts["lastName"] + lead.texts["firstName"] or all(w in lead.texts["name"] for w in words)
        )
    return lambda lead: all(word in lead.texts["name"] for word in words)


def _text_check(text: str) -> Predicate:
    whole = normalize(text)
    if whole == normalize(MISSING):
        return lambda lead: lead.lacks_something
    words = whole.split()
    if looks_like_phone(text):
        phone = normalize_phone(text)
        return lambda lead: phone in lead.texts["phone"] or all(word in lead.everything for word in words)
    if len(words) == 1:
        return lambda lead: whole in lead.everything
    return lambda lead: all(word in lead.everything for word in words)


def _sort_key(field: str) -> Callable[[SearchableLead], str]:
    if field == "name":
        return lambda lead: f"{lead.texts['lastName']}\n{lead.texts['firstName']}"
    return lambda lead: lead.texts[field]


def _group_of(lead: SearchableLead, field: str) -> tuple[str, str]:
    """The value under which a lead counts, and the lead's spelling of it."""
    key = lead.texts[field]
    if field in _DATES:
        return key[:_DAY], key[:_DAY].upper()
    return key, display_value(lead.lead, field) if key else ""


def _most_frequent(spellings: Counter[str]) -> str:
    """The most frequent spelling; of equally frequent ones, the first in the alphabet."""
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
