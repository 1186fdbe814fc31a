"""Every answer of the engine, by example and against a plain way to compute it."""

from __future__ import annotations

import random

import pytest
from crm.own_fields.definition import FieldType, OwnField
from crm.query.conditions import AllOf, Comparison, Filter
from crm.query.lead_query import LeadQuery, Sort
from crm.query.query_error import QueryError
from crm.query.results import Count, Group, Groups, Page
from crm.query.text import normalize
from crm.statements.lead import BIN, Lead

from tests.plain_query.engine import LeadSet, run
from tests.unit.query.leads import in_bin, lead, many, seconds, value


def page(query: LeadQuery, leads: list[Lead]) -> Page:
    result = run(query, leads)
    assert isinstance(result, Page)
    return result


def ids(query: LeadQuery, leads: list[Lead]) -> list[str]:
    return [found.lead_id[-1] for found in page(query, leads).leads]


def where(field: str, op: Comparison, value: str = "") -> LeadQuery:
    return LeadQuery(where=Filter(field, op, (value,) if value else ()), sort=Sort("createdAt", False))


def test_the_newest_leads_come_first_by_default() -> None:
    assert ids(LeadQuery(), [lead(1), lead(3), lead(2)]) == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("field", "op", "value", "found"),
    [
        ("company", Comparison.CONTAINS, "ACME", ["1", "2"]),
        ("company", Comparison.EQUALS, "acme", ["1"]),
        ("company", Comparison.STARTS_WITH, "the ac", ["2"]),
        ("company", Comparison.EMPTY, "", ["4"]),
        ("company", Comparison.NOT_EMPTY, "", ["1", "2", "3"]),
        ("company", Comparison.CONTAINS, "N/A", []),
        ("company", Comparison.CONTAINS, "n", []),
        ("company", Comparison.CONTAINS, "3", ["3"]),
        ("phone", Comparison.CONTAINS, "9123 4567", ["1"]),
        ("phone", Comparison.EQUALS, "+852-9123-4567", ["1"]),
        ("lastName", Comparison.CONTAINS, "muller", ["1"]),
        ("name", Comparison.CONTAINS, "jose muller", ["1"]),
        ("name", Comparison.CONTAINS, "Müller, José", ["1"]),
        ("name", Comparison.EQUALS, "jose muller", ["1"]),
        ("name", Comparison.CONTAINS, "王小明", ["3"]),
        ("name", Comparison.EMPTY, "", ["4"]),
        ("emailDomain", Comparison.EQUALS, "EXAMPLE.COM", ["1"]),
        ("emailDomain", Comparison.EMPTY, "", ["2", "3", "4"]),
        ("createdAt", Comparison.STARTS_WITH, "2026-01-02", ["2"]),
        ("leadId", Comparison.EQUALS, "00000000000000000000000000000003", ["3"]),
        ("sourceFile", Comparison.CONTAINS, "people", ["1", "2", "3"]),
        ("importId", Comparison.EQUALS, "import1", ["1", "2", "3"]),
        ("importId", Comparison.EQUALS, "import", []),
    ],
)
def test_a_filter_finds(field: str, op: Comparison, value: str, found: list[str]) -> None:
    leads = [
        lead(
            1,
            first_name="José",
            last_name="Müller",
            company="Acme",
            email="jose@Example.com",
            phone="+852 9123 4567",
        ),
        lead(2, first_name="Ann", company="The Acme Group"),
        lead(3, first_name="小明", last_name="王", company="3M"),
        lead(4),
    ]
    assert ids(where(field, op, value), leads) == found


@pytest.mark.parametrize(
    ("field", "op", "value", "found"),
    [
        ("tags", Comparison.EQUALS, "vip", ["1"]),
        ("tags", Comparison.CONTAINS, "fair", ["1", "2"]),
        ("tags", Comparison.EQUALS, "fair", []),
        ("tags", Comparison.EMPTY, "", ["3"]),
        ("status", Comparison.EQUALS, "new", ["2"]),
        ("owner", Comparison.CONTAINS, "ann@", ["3"]),
        ("notes", Comparison.CONTAINS, "TRAINS", ["1"]),
        ("email", Comparison.EQUALS, "second@example.org", ["1"]),
        ("email", Comparison.NOT_EMPTY, "", ["1", "2"]),
        ("emails", Comparison.NOT_EMPTY, "", ["1"]),
        ("emails", Comparison.CONTAINS, "first@", []),
        ("emailDomain", Comparison.EQUALS, "example.org", ["1"]),
        ("phone", Comparison.CONTAINS, "2222", ["2"]),
        ("phones", Comparison.STARTS_WITH, "+49 30", ["2"]),
        ("extras/City", Comparison.EQUALS, "berlin", ["1"]),
        ("extras/City", Comparison.EMPTY, "", ["2", "3"]),
        ("extras/Size [cm]", Comparison.EQUALS, "7", ["2"]),
        ("remarks", Comparison.CONTAINS, "city: berlin", ["1"]),
        ("remarks", Comparison.EMPTY, "", ["3"]),
    ],
)
def test_a_filter_looks_at_all_values_of_a_field(field: str, op: Comparison, value: str, found: list[str]) -> None:
    leads = [
        lead(
            1,
            email="first@example.com",
            emails=["second@example.org"],
            tags=["VIP", "fair 2026"],
            notes="likes trains",
            extras={"City": "Berlin"},
        ),
        lead(
            2, email="b@example.com", tags=["fair 2027"], phones=["+49302222"], status="New", extras={"Size [cm]": "7"}
        ),
        lead(3, owner="ann@example.com"),
    ]
    assert ids(where(field, op, value), leads) == found


def test_all_filters_must_hold() -> None:
    leads = [lead(1, company="Acme", title="CEO"), lead(2, company="Acme"), lead(3, title="CEO")]
    parts = (Filter("company", Comparison.CONTAINS, ("acme",)), Filter("title", Comparison.NOT_EMPTY))
    query = LeadQuery(where=AllOf(parts))
    assert ids(query, leads) == ["1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("smith acme", ["1"]),
        ("ACME", ["1", "2"]),
        ("hall 7", ["1"]),
        ("9123 4567", ["2"]),
        ("4567", ["2"]),
        ("小明", ["3"]),
        ("王小明", ["3"]),
        ("people.xlsx", ["1", "2", "3"]),
        ("2026", []),
        ("smith globex", []),
        ("acme smith@", ["1"]),
        ("berlin", ["2"]),
        ("city", []),
        ("fair", ["3"]),
        ("+49 30 22", ["3"]),
        ("other@", ["2"]),
        ("n/a", []),
    ],
)
def test_free_text_finds_leads_in_which_every_word_occurs_somewhere(text: str, found: list[str]) -> None:
    leads = [
        lead(1, last_name="Smith", company="Acme", email="smith@example.com", notes="met in hall 7"),
        lead(
            2,
            last_name="Jones",
            company="Acme",
            phone="+85291234567",
            emails=["other@example.com"],
            extras={"City": "Berlin"},
        ),
        lead(3, first_name="小明", last_name="王", tags=["fair"], phones=["+493022222"]),
    ]
    assert ids(LeadQuery(text=text, sort=Sort("createdAt", False)), leads) == found


def test_nothing_is_found_across_two_fields() -> None:
    assert ids(LeadQuery(text="smithacme"), [lead(1, last_name="Smith", company="Acme")]) == []


def test_words_that_look_like_missing_values_are_words() -> None:
    assert ids(LeadQuery(text="n/a"), [lead(1, notes="size N/A"), lead(2)]) == ["1"]
    assert ids(where("lastName", Comparison.EQUALS, "null"), [lead(1, last_name="Null"), lead(2)]) == ["1"]
    assert ids(where("company", Comparison.CONTAINS, "NA"), [lead(1, company="NA"), lead(2)]) == ["1"]


@pytest.mark.parametrize("descending", [False, True])
def test_leads_without_the_value_come_last_in_either_direction(descending: bool) -> None:
    leads = [lead(1), lead(2, company="Acme"), lead(3, company="Zeta")]
    order = ids(LeadQuery(sort=Sort("company", descending)), leads)
    assert order == (["3", "2", "1"] if descending else ["2", "3", "1"])


@pytest.mark.parametrize("descending", [False, True])
def test_equal_leads_stay_in_the_order_of_creation(descending: bool) -> None:
    leads = [lead(number, company="Acme") for number in (3, 1, 2)]
    assert ids(LeadQuery(sort=Sort("company", descending)), leads) == ["1", "2", "3"]


def test_sorting_ignores_case_and_accents() -> None:
    leads = [lead(1, last_name="Zola"), lead(2, last_name="émile"), lead(3, last_name="Ernst"), lead(4, last_name="Ad")]
    assert ids(LeadQuery(sort=Sort("lastName", False)), leads) == ["4", "2", "3", "1"]


def test_sorting_by_name_is_by_last_name_first() -> None:
    leads = [lead(1, first_name="Anna", last_name="Z"), lead(2, first_name="Bob", last_name="A")]
    assert ids(LeadQuery(sort=Sort("name", False)), leads) == ["2", "1"]


def test_pages_have_no_gap_and_no_overlap_and_know_the_total() -> None:
    leads = many(503)
    seen: list[str] = []
    for number in range(1, 12):
        result = page(LeadQuery(page=number, page_size=50), leads)
        assert result.total == 503
        seen += [found.lead_id for found in result.leads]
    assert len(seen) == len(set(seen)) == 503
    assert page(LeadQuery(page=12), leads) == Page((), 503)


def test_a_page_size_of_zero_is_a_count() -> None:
    assert run(LeadQuery(page_size=0), many(12)) == Count(12)


def test_the_order_in_which_leads_are_read_does_not_matter() -> None:
    leads = many(300)
    shuffled = random.Random(3).sample(leads, len(leads))
    for sort in (Sort(), Sort("company", False), Sort("name", True)):
        assert run(LeadQuery(sort=sort), leads) == run(LeadQuery(sort=sort), shuffled)


def test_filters_agree_with_a_plain_filter() -> None:
    leads = many(400)
    for needle in ("acme", "a", "3", "ü", "讯", "(asia"):
        query = LeadQuery(where=Filter("company", Comparison.CONTAINS, (needle,)), page_size=0)
        plain = [one for one in leads if normalize(needle) in normalize(value(one, "company"))]
        assert run(query, leads) == Count(len(plain))


def test_all_matches_come_in_the_order_of_the_query_regardless_of_its_page() -> None:
    leads = LeadSet(many(120))
    query = LeadQuery(text="acme", sort=Sort("lastName", False), page=9, page_size=3)
    everything = list(leads.matching(query))
    result = leads.run(query)
    assert isinstance(result, Page)
    assert result.total == len(everything)
    assert list(result.leads) == everything[24:27]


def test_leads_of_the_bin_are_found_there_and_nowhere_else() -> None:
    leads = [lead(1), in_bin(lead(2, company="Acme")), in_bin(lead(3))]
    assert ids(LeadQuery(), leads) == ["1"]
    assert ids(LeadQuery(in_bin=True), leads) == ["3", "2"]
    assert run(LeadQuery(in_bin=True, page_size=0), leads) == Count(2)
    assert run(LeadQuery(in_bin=True, group_by=("company",)), leads) == Groups(
        (Group(("Acme",), 1), Group((None,), 1)), 2, 1
    )
    assert len(LeadSet(leads)) == 1


def test_the_bin_can_be_sorted_by_when_leads_were_deleted() -> None:
    leads = [in_bin(lead(day), f"2026-02-{moment:02}T10:00:00.000Z") for day, moment in ((1, 3), (2, 1), (3, 2))]
    assert ids(LeadQuery(in_bin=True, sort=Sort("deletedAt", True)), leads) == ["1", "3", "2"]


def test_a_lead_whose_time_in_the_bin_is_over_is_gone_although_it_is_still_in_the_table() -> None:
    deleted = "2026-02-01T10:00:00.000Z"
    over = seconds(deleted) + int(BIN.total_seconds())
    leads = [in_bin(lead(1), deleted)]
    assert len(LeadSet(leads, now=over - 1).matching(LeadQuery(in_bin=True))) == 1
    assert LeadSet(leads, now=over).matching(LeadQuery(in_bin=True)) == []


OWN = (
    OwnField(key="revenue", label="Revenue", type=FieldType.NUMBER),
    OwnField(key="renewal", label="Renewal", type=FieldType.DATE, headers=("Renewal date",), day_first=True),
    OwnField(key="areas", label="Areas", type=FieldType.CHOICES),
    OwnField(key="vip", label="VIP", type=FieldType.YES_NO),
)
WITH_OWN = [
    lead(1, extras={"Revenue": "1,000", "Renewal": "1/2/2026", "Areas": "IT; Sales", "VIP": "ja"}),
    lead(2, extras={"Revenue": "90.5", "Renewal date": "2026-01-03", "Areas": "sales", "VIP": "no"}),
    lead(3, extras={"Revenue": "unknown"}),
    lead(4),
]


def own_ids(query: LeadQuery) -> list[str]:
    return [found.lead_id[-1] for found in LeadSet(WITH_OWN, OWN).matching(query)]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        (Sort("revenue", False), ["2", "1", "3", "4"]),
        (Sort("revenue", True), ["1", "2", "3", "4"]),
        (Sort("renewal", False), ["2", "1", "3", "4"]),
        (Sort("areas", False), ["1", "2", "3", "4"]),
        (Sort("vip", True), ["1", "2", "3", "4"]),
    ],
)
def test_own_numbers_and_dates_are_sorted_by_value_and_what_is_none_comes_after(sort: Sort, found: list[str]) -> None:
    assert own_ids(LeadQuery(sort=sort)) == found


@pytest.mark.parametrize(
    ("field", "op", "value", "found"),
    [
        ("revenue", Comparison.EQUALS, "1000", ["1"]),
        ("revenue", Comparison.EQUALS, "1,000.00", ["1"]),
        ("revenue", Comparison.CONTAINS, "unknown", ["3"]),
        ("revenue", Comparison.EMPTY, "", ["4"]),
        ("renewal", Comparison.STARTS_WITH, "2026-02", ["1"]),
        ("renewal", Comparison.EQUALS, "1.2.2026", ["1"]),
        ("renewal", Comparison.NOT_EMPTY, "", ["1", "2"]),
        ("areas", Comparison.EQUALS, "SALES", ["1", "2"]),
        ("vip", Comparison.EQUALS, "yes", ["1"]),
    ],
)
def test_an_own_field_is_filtered_by_what_people_see(field: str, op: Comparison, value: str, found: list[str]) -> None:
    assert own_ids(where(field, op, value)) == found


def test_own_fields_are_grouped_and_searched_as_people_see_them() -> None:
    leads = LeadSet(WITH_OWN, OWN)
    assert leads.run(LeadQuery(group_by=("areas",))) == Groups(
        (Group(("Sales",), 2), Group(("IT",), 1), Group((None,), 2)), total=4, distinct=2
    )
    assert [one.lead_id[-1] for one in leads.matching(LeadQuery(text="2026-02-01"))] == ["1"]


@pytest.mark.parametrize(
    ("query", "part"),
    [
        (where("salary", Comparison.EMPTY), "where.field"),
        (LeadQuery(sort=Sort("salary")), "sort"),
        (LeadQuery(group_by=("salary",)), "groupBy[0]"),
        (LeadQuery(group_by=("salary",), page_size=0), "groupBy[0]"),
    ],
)
def test_a_field_that_nobody_has_defined_is_refused(query: LeadQuery, part: str) -> None:
    for answer in (LeadSet(WITH_OWN, OWN).run, LeadSet(WITH_OWN, OWN).matching):
        with pytest.raises(QueryError) as caught:
            answer(query)
        assert part in caught.value.fields
