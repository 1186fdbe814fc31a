"""The engine: answers a query over leads in memory, exactly.

What it answers is what the query language means, so it is written for reading:

**Values.** `crm.query.searchable` says which values a lead has in a field. The email and the phone have the further
ones behind the first; tags and an own field of several choices have each of theirs. A value of an own field is its
text as people see it: in one spelling where it fits the field's type (`crm.own_fields.reading.written`), as it stands
where it does not. A lead without a value does not have the field.

**Texts** are compared as `crm.query.text.normalize` makes them, values of leads and of queries alike, and phones
without the characters between their digits (`normalize_phone`). `contains`, `startsWith`, `equals` and `in` hold when
they hold for any value of the field; a query's value of which normalizing leaves nothing is part of every value.
`equals` and `in` read a query's value as its own field would: `1,000.00` equals `1000`. `contains` of the name looks
for its words, in any order, commas taken for blanks; where the value has a CJK character, also for the value without
blanks in last name and first name written together.

**Numbers and dates.** `before`, `after`, `less`, `more` and `between` are ranges (`crm.query.comparing`). A value that
does not fit its field's type is in none.

**and, or, not** are those of logic. `not` holds for every lead for which its part does not, also for one without a
value. `{"all": []}` holds for every lead.

**Free text.** Each word of the normalized text occurs in one of the values that free text looks through, or in a CJK
name written together. A text that looks like a phone also finds the leads with a phone that contains it.

**Order.** First leads whose value is a number or date of their own or built-in field, by that; then the others that
have the field, by their normalized text, character by character (code points); then those without it. Descending turns
the order inside the first two. Tags and several choices are compared value by value, the name by last name and then
first name, other fields by their first value. Equal leads stay in the order of creation: by the time of creation, the
place in the import, the id.

**Groups.** A lead counts once under each different normalized value of tags and several choices, and under the first
value of any other field; under two fields, under each pair. Dates that fit count by day, as their first ten
characters. A value is shown in the spelling that most of the matching leads have, the first by code points of equally
frequent ones. The largest group comes first; equal ones are in the order of their normalized values, None behind them.
The group without any value is the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any

from crm.own_fields.definition import OwnField
from crm.own_fields.values import StoredTexts
from crm.query.comparing import Kind, kind_of
from crm.query.lead_query import LeadQuery, Sort
from crm.query.results import Count, Group, Groups, Page, Result
from crm.query.searchable import SearchableLead, first_of, has_several, searchable
from crm.statements.lead import Lead

from tests.plain_query.matching import predicate

_DAY = len("2026-01-31")


class LeadSet:
    """Leads ready for queries; keeps each order that a query has asked for.

    Args:
        leads: in any order.
        own_fields: what queries may name besides built-in fields and extras.
        now: seconds since 1970; leads of the bin that have expired by then are gone, removed or not.
    """

    def __init__(self, leads: Iterable[Lead], own_fields: Sequence[OwnField] = (), now: int = 0) -> None:
        self._own_fields = tuple(own_fields)
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
            QueryError: for a field that is not there, and a comparison that does not fit its type.
        """
        query.check(self._own_fields)
        if query.group_by:
            return self._groups(query)
        if query.page_size == 0:
            matches = predicate(query, self._own_fields)
            return Count(sum(1 for lead in self._leads[query.in_bin] if matches(lead)))
        found = self._matching(query)
        first = (query.page - 1) * query.page_size
        return Page(tuple(lead.lead for lead in found[first : first + query.page_size]), len(found))

    def matching(self, query: LeadQuery) -> list[Lead]:
        """All leads that match the query, in its order, regardless of its page.

        Raises:
            QueryError: for a field that is not there, and a comparison that does not fit its type.
        """
        query.check(self._own_fields)
        return [lead.lead for lead in self._matching(query)]

    def _matching(self, query: LeadQuery) -> list[SearchableLead]:
        return list(filter(predicate(query, self._own_fields), self._ordered(query.sort, in_bin=query.in_bin)))

    def _ordered(self, sort: Sort, *, in_bin: bool) -> list[SearchableLead]:
        order = self._orders.get((sort, in_bin))
        if order is None:
            leads, field = self._leads[in_bin], sort.field
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

    def _groups(self, query: LeadQuery) -> Groups:
        matches = predicate(query, self._own_fields)
        counts: Counter[tuple[str | None, ...]] = Counter()
        spellings: list[dict[str, Counter[str]]] = [{} for _ in query.group_by]
        values_of = [self._grouped(field) for field in query.group_by]
        total = 0
        for lead in self._leads[query.in_bin]:
            if not matches(lead):
                continue
            total += 1
            values = [one(lead) for one in values_of]
            for spelt, known in zip(values, spellings, strict=True):
                for key, spelling in spelt.items():
                    known.setdefault(key, Counter())[spelling] += 1
            counts.update(product(*(tuple(spelt) or (None,) for spelt in values)))
        shown = [{key: _most_frequent(several) for key, several in known.items()} for known in spellings]
        groups = [
            Group(tuple(None if key is None else names[key] for key, names in zip(keys, shown, strict=True)), count)
            for keys, count in sorted(counts.items(), key=_largest_first)
        ]
        first = (query.page - 1) * query.page_size
        distinct = sum(1 for keys in counts if _has_value(keys))
        return Groups(tuple(groups[first : first + query.page_size]), total, distinct)

    def _grouped(self, field: str) -> Callable[[SearchableLead], dict[str, str]]:
        """Returns a function that gives the values under which a lead counts, normalized, and as it spells them."""
        own = next((own for own in self._own_fields if own.key == field), None)
        by_day = kind_of(field, own) in (Kind.DAY, Kind.MOMENT)
        several = has_several(field, self._own_fields)

        def values(lead: SearchableLead) -> dict[str, str]:
            pairs = list(zip(lead.texts.get(field, ()), lead.shown.get(field, ()), strict=True))
            if by_day and field in lead.order:
                pairs = [(key[:_DAY], spelling[:_DAY]) for key, spelling in pairs]
            # Of several spellings of one value, a lead's first counts.
            return dict(reversed(pairs if several else pairs[:1]))

        return values


def run(query: LeadQuery, leads: Iterable[Lead], own_fields: Sequence[OwnField] = ()) -> Result:
    """Answers one query over leads; for several queries, make a `LeadSet` once."""
    return LeadSet(leads, own_fields).run(query)


def _creation(lead: Lead) -> tuple[Any, ...]:
    """The order in which leads were made: those of one import by their rows."""
    state = lead.standing.state
    if state is None:
        return ("", (), lead.lead_id)
    return state.created_at, min((held.origin.place for held in state.held.values()), default=()), lead.lead_id


def _value(lead: SearchableLead, field: str) -> Any:
    return lead.order[field]


def _has_value(values: Iterable[str | None]) -> bool:
    return any(value is not None for value in values)


def _largest_first(group: tuple[tuple[str | None, ...], int]) -> tuple[Any, ...]:
    keys, count = group
    return not _has_value(keys), -count, [(key is None, key or "") for key in keys]


def _most_frequent(spellings: Counter[str]) -> str:
    """The most frequent spelling; of equally frequent ones, the first by code points."""
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
