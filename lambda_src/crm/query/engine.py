"""The engine: answers a query over leads in memory, exactly (docs/measurements.md, "Answering queries")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crm.own_fields.definition import FieldType, OwnField
from crm.own_fields.values import StoredTexts, shown_text
from crm.query.lead_query import Comparison, Filter, LeadQuery, Sort
from crm.query.searchable import SearchableLead, first_of, has_several, searchable
from crm.query.text import is_cjk, looks_like_phone, normalize, normalize_phone
from crm.said import PHONE, PHONES
from crm.statements.lead import Lead

Predicate = Callable[[SearchableLead], bool]

_DATES = ("createdAt", "updatedAt", "deletedAt")
_DAY = 10
"""Dates are grouped by day: `2026-01-31` of an ISO time."""


@dataclass(frozen=True, slots=True)
class Page:
    """Leads of one page, and how many there are on all pages."""

    leads: tuple[Lead, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Group:
    """How many leads share a value; `value` is its most frequent spelling, None for leads without one."""

    value: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Groups:
    """Counts per value, largest first, that of leads without one last.

    Args:
        total: leads that were counted. A lead counts under each of its tags, so that the groups may add up to more.
        distinct: values.
    """

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
        own_fields: what queries may name besides built-in fields and extras.
        now: seconds since 1970; leads of the bin that have expired by then are gone, removed or not.
    """

    def __init__(self, leads: Iterable[Lead], own_fields: Sequence[OwnField] = (), now: int = 0) -> None:
        self._own_fields = tuple(own_fields)
        self._own_keys = frozenset(field.key for field in own_fields)
        self._leads: dict[bool, list[SearchableLead]] = {False: [], True: []}
        own = StoredTexts(own_fields)
        for lead in sorted(leads, key=_creation):
            state = lead.standing.state
            if state is not None and not lead.has_expired(now):
                self._leads[not state.is_there].append(searchable(lead, state, own))
        self._orders: dict[tuple[Sort, bool], list[SearchableLead]] = {}

    def __len__(self) -> int:
        return len(self._leads[False])

    def run(self, query: LeadQuery) -> Result:
        """Answers a query: groups if it groups, a count if its page size is 0, else a page.

        Raises:
            QueryError: for a field that is not there.
        """
        query.check_fields(self._own_keys)
        if query.group_by is not None:
            return self._groups(query, query.group_by)
        if query.page_size == 0:
            matches = predicate(query, self._own_fields)
            return Count(sum(1 for lead in self._leads[query.in_bin] if matches(lead)))
        found = self._matching(query)
        first = (query.page - 1) * query.page_size
        return Page(tuple(lead.lead for lead in found[first : first + query.page_size]), len(found))

    def matching(self, query: LeadQuery) -> list[Lead]:
        """All leads that match the query, in its order, regardless of its page.

        Raises:
            QueryError: for a field that is not there.
        """
        query.check_fields(self._own_keys)
        return [lead.lead for lead in self._matching(query)]

    def _matching(self, query: LeadQuery) -> list[SearchableLead]:
        return list(filter(predicate(query, self._own_fields), self._ordered(query.sort, in_bin=query.in_bin)))

    def _ordered(self, sort: Sort, *, in_bin: bool) -> list[SearchableLead]:
        order = self._orders.get((sort, in_bin))
        if order is None:
            leads, field = self._leads[in_bin], sort.field
            # Own numbers and dates by value, then texts, among them those that are no number or date.
            valued = [lead for lead in leads if field in lead.order]
            texts = [lead for lead in leads if field in lead.texts and field not in lead.order]
            # Python's sort is stable in reverse too: equal leads keep the order of creation.
            valued.sort(key=lambda lead: _value(lead, field), reverse=sort.descending)
            texts.sort(key=self._text_key(field), reverse=sort.descending)
            missing = [lead for lead in leads if field not in lead.texts]
            order = self._orders[sort, in_bin] = valued + texts + missing
        return order

    def _text_key(self, field: str) -> Callable[[SearchableLead], Any]:
        if field == "name":
            return lambda lead: (first_of(lead.texts, "lastName"), first_of(lead.texts, "firstName"))
        if has_several(field, self._own_fields):
            return lambda lead: lead.texts[field]
        return lambda lead: lead.texts[field][0]

    def _groups(self, query: LeadQuery, field: str) -> Groups:
        matches = predicate(query, self._own_fields)
        several = has_several(field, self._own_fields)
        by_day = field in _DATES or any(
            own.key == field and own.type is FieldType.DATE_TIME for own in self._own_fields
        )
        counts: Counter[str] = Counter()
        spellings: dict[str, Counter[str]] = {}
        total = missing = 0
        for lead in self._leads[query.in_bin]:
            if not matches(lead):
                continue
            total += 1
            shown = lead.shown.get(field, ())
            missing += not shown
            pairs = dict(zip(lead.texts.get(field, ()), shown, strict=True))
            for key, spelling in pairs.items() if several else list(pairs.items())[:1]:
                key, spelling = (key[:_DAY], spelling[:_DAY]) if by_day else (key, spelling)
                counts[key] += 1
                spellings.setdefault(key, Counter())[spelling] += 1
        groups = [Group(_most_frequent(spellings[key]), count) for key, count in counts.items()]
        groups.sort(key=lambda group: (-group.count, normalize(group.value or ""), group.value))
        if missing:
            groups.append(Group(None, missing))
        first = (query.page - 1) * query.page_size
        shown_groups = tuple(islice(groups, first, first + query.page_size))
        return Groups(shown_groups, total, len(counts))


def run(query: LeadQuery, leads: Iterable[Lead], own_fields: Sequence[OwnField] = ()) -> Result:
    """Answers one query over leads; for several queries, make a `LeadSet` once."""
    return LeadSet(leads, own_fields).run(query)


def predicate(query: LeadQuery, own_fields: Sequence[OwnField] = ()) -> Predicate:
    """A function that tells whether a lead matches the query."""
    own = {field.key: field for field in own_fields}
    checks = [_check(condition, own.get(condition.field)) for condition in query.filters]
    if query.text.strip():
        checks.append(_text_check(query.text))
    if not checks:
        return lambda _: True
    if len(checks) == 1:
        return checks[0]
    return lambda lead: all(check(lead) for check in checks)


def _check(condition: Filter, own: OwnField | None) -> Predicate:
    """Whether any of a lead's values in the field is as the condition says."""
    field, op = condition.field, condition.op
    if op is Comparison.EMPTY:
        return lambda lead: field not in lead.texts
    if op is Comparison.NOT_EMPTY:
        return lambda lead: field in lead.texts
    if op is Comparison.EQUALS:
        # A number or a date equals itself however it is written.
        value = shown_text(own, condition.value) if own is not None else condition.value
        wanted = _normalized(field, value)
        return lambda lead: wanted in lead.texts.get(field, ())
    wanted = _normalized(field, condition.value)
    if op is Comparison.STARTS_WITH:
        return lambda lead: any(text.startswith(wanted) for text in lead.texts.get(field, ()))
    if field == "name":
        return _name_check(wanted)
    return lambda lead: any(wanted in text for text in lead.texts.get(field, ()))


def _normalized(field: str, value: str) -> str:
    return normalize_phone(value) if field in (PHONE, PHONES) else normalize(value)


def _name_check(wanted: str) -> Predicate:
    """Finds the same person by "Anna Smith" and "Smith, Anna", and by 王小明 however its parts are stored."""
    words = wanted.replace(",", " ").split()
    if is_cjk(wanted):
        joined = "".join(words)
        return lambda lead: (
            joined in first_of(lead.texts, "lastName") + first_of(lead.texts, "firstName")
            or all(word in first_of(lead.texts, "name") for word in words)
        )
    return lambda lead: all(word in first_of(lead.texts, "name") for word in words)


def _text_check(text: str) -> Predicate:
    words = normalize(text).split()
    if looks_like_phone(text):
        phone = normalize_phone(text)
        return lambda lead: (
            any(phone in number for number in lead.texts.get(PHONE, ()))
            or all(word in lead.everything for word in words)
        )
    return lambda lead: all(word in lead.everything for word in words)


def _creation(lead: Lead) -> tuple[Any, ...]:
    """The order in which leads were made: those of one import by their rows."""
    state = lead.standing.state
    if state is None:
        return ("", (), lead.lead_id)
    return state.created_at, min((held.origin.place for held in state.held.values()), default=()), lead.lead_id


def _value(lead: SearchableLead, field: str) -> Any:
    return lead.order[field]


def _most_frequent(spellings: Counter[str]) -> str:
    """The most frequent spelling; of equally frequent ones, the first in the alphabet."""
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
