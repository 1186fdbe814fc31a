"""Puts pairs together that share a lead, and says why they are pairs."""

from __future__ import annotations

from crm.duplicates.finding import FoundPair
from crm.duplicates.groups import MOST_IN_A_GROUP, PAIRS_A_PAGE, grouped, pages_of
from crm.duplicates.reasons import reasons_of
from crm.duplicates.weights import Band
from crm.leads.pair_ids import lead_ids_of
from crm.statements.lead import LeadVersion

LEVELS = {
    "order": "as written",
    "first": "same",
    "last": "same",
    "phone": "missing",
    "email": "missing",
    "company": "missing",
}


def pair(one: int, other: int, bits: float, band: Band = Band.CERTAIN) -> FoundPair:
    first, second = (LeadVersion(f"{number:032x}", "1", 1) for number in (one, other))
    return FoundPair(first, second, bits, band, LEVELS)


def test_pairs_with_a_lead_in_common_are_one_group_and_the_surest_comes_first() -> None:
    groups = grouped([pair(5, 6, 9.0), pair(2, 3, 7.0), pair(1, 2, 10.0)])

    assert [[one.bits for one in group] for group in groups] == [[10.0, 7.0], [9.0]]


def test_what_is_only_possible_joins_no_groups() -> None:
    groups = grouped([pair(1, 2, 9.0), pair(2, 3, -1.0, Band.POSSIBLE), pair(3, 4, 8.0)])

    assert [len(group) for group in groups] == [1, 1, 1]


def test_a_page_has_some_fifty_pairs_and_a_large_group_is_cut() -> None:
    star = [pair(0, number, 9.0) for number in range(1, 121)]

    pages = pages_of(grouped(star))

    assert max(len(group) for page in pages for group in page) == MOST_IN_A_GROUP
    assert sum(len(group) for page in pages for group in page) == len(star)
    assert all(sum(map(len, page)) <= PAIRS_A_PAGE for page in pages)


def test_the_id_of_a_pair_names_its_leads() -> None:
    one = pair(1, 2, 9.0)

    assert lead_ids_of(one.pair_id) == (one.first.lead_id, one.second.lead_id)
    assert lead_ids_of(one.pair_id[::-1]) is None
    assert lead_ids_of("unknown") is None


def test_reasons_are_plain_words_and_what_speaks_against_comes_last() -> None:
    levels = LEVELS | {"first": "short for", "phone": "same", "company": "different"}

    assert reasons_of(levels, ("Bob", "Smith"), ("Robert", "Smith")) == [
        "same phone",
        "first names Bob and Robert stand for each other",
        "same last name",
        "other company",
    ]


def test_swapped_names_are_said_to_be_so() -> None:
    levels = LEVELS | {"order": "swapped", "first": "similar"}

    assert reasons_of(levels, ("Jon", "Doe"), ("Doe", "John")) == ["first and last name are swapped"]
