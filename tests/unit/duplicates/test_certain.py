"""Groups of leads that are certainly one person: what is merged all at once, and what is left to people."""

from __future__ import annotations

from dataclasses import replace

from crm.duplicates.certain import certain_groups, pairs_of_certain_groups, preview
from crm.duplicates.groups import band_of_group
from crm.duplicates.weights import Band
from crm.statements.joining import MOST_JOINED

from tests.unit.duplicates.test_groups import LEVELS, pair

A_B, B_C, A_C = pair(1, 2, 12.0), pair(2, 3, 11.0), pair(1, 3, 2.0, Band.LIKELY)


def numbers(group: object) -> list[int]:
    return [int(one.lead_id, 16) for one in group.leads]  # type: ignore[attr-defined]


def test_leads_that_are_connected_by_certain_pairs_are_a_group() -> None:
    groups = certain_groups([A_B, B_C, A_C, pair(7, 8, 9.0), pair(5, 6, 3.0, Band.LIKELY)], ())

    assert [numbers(group) for group in groups] == [[1, 2, 3], [7, 8]]
    assert all(group.agrees for group in groups)


def test_a_group_of_which_two_leads_speak_against_each_other_is_left_to_people() -> None:
    for comparison, level in (("phone", "different"), ("email", "colleagues"), ("first", "different")):
        against = replace(A_C, levels=LEVELS | {comparison: level})

        assert [group.agrees for group in certain_groups([A_B, B_C, against], ())] == [False], comparison


def test_two_leads_with_nothing_in_common_are_no_group_by_a_third_one() -> None:
    assert [group.agrees for group in certain_groups([A_B, B_C], ())] == [False]


def test_who_was_said_to_be_two_people_is_not_merged_by_way_of_a_third_lead() -> None:
    certain = pair(1, 3, 9.0)

    assert [group.agrees for group in certain_groups([A_B, B_C, certain], {certain.pair_id})] == [False]
    assert certain_groups([A_B], {A_B.pair_id}) == []


def test_more_leads_than_one_merge_takes_are_left_to_people() -> None:
    def everybody(count: int) -> list[bool]:
        pairs = [pair(one, other, 9.0) for one in range(count) for other in range(one + 1, count)]
        return [group.agrees for group in certain_groups(pairs, ())]

    assert everybody(MOST_JOINED) == [True]
    assert everybody(MOST_JOINED + 1) == [False]


def test_only_the_pairs_on_which_certain_groups_depend_are_kept() -> None:
    other = [pair(3, 4, 3.0, Band.LIKELY), pair(5, 6, -1.0, Band.POSSIBLE)]

    kept = pairs_of_certain_groups([A_B, B_C, A_C, *other])

    assert kept == [A_B, B_C, A_C]


def test_groups_whose_leads_have_changed_are_counted_as_left_out_and_those_of_leads_that_are_gone_are_not() -> None:
    groups = certain_groups([A_B, pair(5, 6, 9.0), pair(7, 8, 8.0)], ())
    now = {one.lead_id: one for group in groups for one in group.leads}
    changed, gone = groups[1].leads[0], groups[2].leads[0]
    now[changed.lead_id] = changed._replace(revision=2)
    del now[gone.lead_id]

    seen = preview(groups, now)

    assert [numbers(group) for group in seen.ready] == [[1, 2]]
    assert seen.left_out == 1


def test_a_group_is_as_sure_as_the_least_sure_pair_that_it_takes() -> None:
    possible = pair(1, 3, -1.0, Band.POSSIBLE)

    assert band_of_group([A_B, B_C, possible]) is Band.CERTAIN
    assert band_of_group([A_B, A_C, possible]) is Band.LIKELY
