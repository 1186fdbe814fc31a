"""Counting leads by one field and by two, by example and against a plain count."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from crm.own_fields.definition import FieldType, OwnField
from crm.query.conditions import Comparison, Filter
from crm.query.lead_query import LeadQuery
from crm.query.results import Group, Groups
from crm.query.text import normalize
from crm.statements.lead import Lead

from tests.plain_query.engine import LeadSet, run
from tests.unit.query.leads import lead, many, value
from tests.unit.query.random_queries import OWN, a_condition, counts, holds, known_leads


def grouped(leads: list[Lead], *fields: str, own: tuple[OwnField, ...] = (), page_size: int = 50) -> Groups:
    result = LeadSet(leads, own).run(LeadQuery(group_by=fields, page_size=page_size))
    assert isinstance(result, Groups)
    return result


def test_groups_merge_spellings_under_the_most_frequent_one() -> None:
    leads = [lead(1, company="acme"), lead(2, company="Acme"), lead(3, company="Acme"), lead(4, company="3M"), lead(5)]
    assert run(LeadQuery(group_by=("company",)), leads) == Groups(
        (Group(("Acme",), 3), Group(("3M",), 1), Group((None,), 1)), total=5, distinct=2
    )


def test_leads_without_a_value_are_the_last_group_however_many() -> None:
    leads = [lead(1), lead(2), lead(3, company="Acme")]
    result = run(LeadQuery(group_by=("company",)), leads)
    assert isinstance(result, Groups)
    assert [group.values for group in result.groups] == [("Acme",), (None,)]


def test_a_lead_counts_under_each_of_its_tags_and_once_in_the_total() -> None:
    leads = [lead(1, tags=["VIP", "fair"]), lead(2, tags=["vip"]), lead(3)]
    result = run(LeadQuery(group_by=("tags",)), leads)
    assert result == Groups((Group(("VIP",), 2), Group(("fair",), 1), Group((None,), 1)), total=3, distinct=2)


def test_a_lead_counts_under_its_first_email_domain() -> None:
    leads = [lead(1, email="a@example.com", emails=["a@example.org"]), lead(2, email="b@Example.com")]
    assert run(LeadQuery(group_by=("emailDomain",)), leads) == Groups(
        (Group(("example.com",), 2),), total=2, distinct=1
    )


def test_groups_are_counted_exactly_even_when_only_the_largest_are_shown() -> None:
    leads = [lead(number, title=f"title {number % 7}") for number in range(1, 51)]
    result = run(LeadQuery(group_by=("title",), page_size=2), leads)
    assert isinstance(result, Groups)
    assert (len(result.groups), result.total, result.distinct) == (2, 50, 7)


def test_dates_are_grouped_by_day() -> None:
    leads = [lead(1, created_at=f"2026-02-01T0{hour}:00:00.000Z") for hour in range(3)]
    result = run(LeadQuery(group_by=("createdAt",)), leads)
    assert isinstance(result, Groups)
    assert result.groups == (Group(("2026-02-01",), 3),)


def test_groups_agree_with_a_plain_count() -> None:
    leads = many(400)
    result = run(LeadQuery(group_by=("company",), page_size=200), leads)
    assert isinstance(result, Groups)
    plain = Counter(normalize(value(one, "company")) for one in leads)
    assert {normalize(group.values[0] or ""): group.count for group in result.groups} == dict(plain)
    assert result.total == 400


def test_each_pair_of_values_is_counted_the_largest_first() -> None:
    leads = [
        *(lead(number, company="Acme", title="CEO") for number in (1, 2)),
        lead(3, company="acme", title="CTO"),
        lead(4, company="Globex", title="CEO"),
    ]
    assert grouped(leads, "company", "title") == Groups(
        (Group(("Acme", "CEO"), 2), Group(("Acme", "CTO"), 1), Group(("Globex", "CEO"), 1)), total=4, distinct=3
    )


def test_a_value_has_one_spelling_in_all_pairs() -> None:
    leads = [
        *(lead(number, company="Acme", title="CEO") for number in (1, 2, 3)),
        lead(4, company="ACME", title="CTO"),
        lead(5, company="ACME", title="ceo"),
    ]
    assert [group.values for group in grouped(leads, "company", "title").groups] == [("Acme", "CEO"), ("Acme", "CTO")]


def test_leads_without_a_value_count_under_none_and_those_without_both_are_last() -> None:
    leads = [
        *(lead(number) for number in (1, 2, 3)),
        *(lead(number, company="Acme") for number in (4, 5)),
        lead(6, title="CEO"),
        lead(7, company="Acme", title="CEO"),
    ]
    assert grouped(leads, "company", "title") == Groups(
        (Group(("Acme", None), 2), Group(("Acme", "CEO"), 1), Group((None, "CEO"), 1), Group((None, None), 3)),
        total=7,
        distinct=3,
    )


def test_equally_large_groups_are_in_the_order_of_their_values() -> None:
    leads = [lead(number, company=name) for number, name in enumerate(["Zeta", "émile", "Ernst", "ad"], 1)]
    assert [group.values[0] for group in grouped(leads, "company").groups] == ["ad", "émile", "Ernst", "Zeta"]


def test_a_lead_counts_under_each_of_its_tags_with_the_other_field() -> None:
    leads = [lead(1, tags=["VIP", "fair"], status="new"), lead(2, tags=["vip"], status="new")]
    assert grouped(leads, "tags", "status").groups == (Group(("VIP", "new"), 2), Group(("fair", "new"), 1))
    assert grouped(leads, "status", "tags").groups == (Group(("new", "VIP"), 2), Group(("new", "fair"), 1))
    assert grouped(leads, "tags", "status").total == 2


def test_tags_that_differ_in_accents_count_once_a_lead_as_its_first_spells_them() -> None:
    for tags in (["élan", "elan"], ["elan", "élan"]):
        assert grouped([lead(1, tags=tags)], "tags").groups == (Group(("elan",), 1),)


def test_moments_are_grouped_by_day_and_what_is_none_as_it_stands() -> None:
    own = (OwnField(key="call", label="Call", type=FieldType.DATE_TIME),)
    calls = ["2026-01-31 08:00", "2026-02-01T00:30+01:00", "2026-01-31", "to be arranged", "to be arranged later"]
    leads = [lead(number, extras={"Call": call}) for number, call in enumerate(calls, 1)]
    assert grouped(leads, "call", own=own).groups == (
        Group(("2026-01-31",), 3),
        Group(("to be arranged",), 1),
        Group(("to be arranged later",), 1),
    )


def test_pages_of_groups_have_no_gap_and_no_overlap_and_know_the_totals() -> None:
    leads = [one.lead for one in known_leads(120, 3)]
    everything = grouped(leads, "company", "title", page_size=200)
    seen: list[Group] = []
    for page in range(1, 9):
        result = LeadSet(leads).run(LeadQuery(group_by=("company", "title"), page=page, page_size=7))
        assert isinstance(result, Groups)
        assert (result.total, result.distinct) == (everything.total, everything.distinct)
        seen += result.groups
    assert tuple(seen) == everything.groups
    assert len(seen) > 20


@pytest.mark.parametrize("seed", range(40))
def test_groups_are_those_of_a_plain_count(seed: int) -> None:
    chance = random.Random(seed)
    known = known_leads(80, seed)
    condition = a_condition(chance, depth=1)
    fields = tuple(chance.sample(["company", "title", "tags", "renewal", "call", "createdAt", "revenue"], 1 + seed % 2))
    result = LeadSet([one.lead for one in known], OWN).run(LeadQuery(where=condition, group_by=fields, page_size=200))
    assert isinstance(result, Groups)
    found = [one for one in known if holds(condition, one)]
    plain = counts(fields, found)
    folded = [tuple(None if text is None else normalize(text) for text in group.values) for group in result.groups]
    assert dict(zip(folded, [group.count for group in result.groups], strict=True)) == dict(plain)
    assert result.total == len(found)
    assert result.distinct == sum(any(key is not None for key in keys) for keys in plain)
    ranks = [(not any(group.values), -group.count) for group in result.groups]
    assert ranks == sorted(ranks)


def test_only_the_leads_that_are_asked_for_are_counted() -> None:
    leads = [lead(1, company="Acme", title="CEO"), lead(2, company="Acme"), lead(3, company="Globex", title="CEO")]
    query = LeadQuery(where=Filter("title", Comparison.NOT_EMPTY), group_by=("company",))
    assert LeadSet(leads).run(query) == Groups((Group(("Acme",), 1), Group(("Globex",), 1)), total=2, distinct=2)
