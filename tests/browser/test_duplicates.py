"""Leads that may be one person: merged with the values that are chosen, or told apart for good."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import go, hook
from tests.doubles.site import FakeSite


@pytest.fixture
def duplicates(signed_in: Page, site: FakeSite) -> Page:
    """One pair, and one lead that nothing is like."""
    bob = site.api.add_lead(firstName="Bob", lastName="Stone", company="Acme", phone="+49301234567")
    rob = site.api.add_lead(firstName="Robert", lastName="Stone", company="Acme", email="rob@acme.example")
    site.api.add_lead(firstName="Zoë")
    site.api.duplicates.pairs = [
        (bob["leadId"], rob["leadId"], "certain", ["same phone", "first names Bob/Robert", "company equal"])
    ]
    site.api.duplicates.searches = 1
    go(signed_in, "/duplicates")
    expect(hook(signed_in, "pair")).to_have_count(1)
    return signed_in


def test_a_pair_shows_why_and_what_differs(duplicates: Page) -> None:
    expect(hook(duplicates, "about-duplicates")).to_contain_text("1 certain")
    expect(hook(duplicates, "band")).to_have_text("Certain")
    expect(hook(duplicates, "reasons")).to_have_text("same phone; first names Bob/Robert; company equal")
    expect(duplicates.get_by_role("row", name="First name differs")).to_contain_text("Robert")
    expect(hook(duplicates, "choose-company")).to_have_count(0)


def test_leads_are_merged_with_the_value_that_is_chosen_and_taken_apart_again(duplicates: Page, site: FakeSite) -> None:
    hook(duplicates, "choose-firstName").last.check()
    hook(duplicates, "merge").click()

    expect(hook(duplicates, "toast-text")).to_have_text("Merged Bob Stone and Robert Stone.")
    expect(hook(duplicates, "empty")).to_be_visible()
    assert site.api.requests("POST", "/merges")[-1].body == {
        "leads": ["lead-00000", "lead-00001"],
        "choices": {"firstName": "lead-00001"},
    }

    duplicates.get_by_role("button", name="Undo").click()

    expect(hook(duplicates, "pair")).to_have_count(1)


def test_a_pair_that_is_not_the_same_does_not_come_again(duplicates: Page) -> None:
    hook(duplicates, "dismiss").click()

    expect(hook(duplicates, "toast-text")).to_contain_text("will not be proposed again")
    expect(hook(duplicates, "empty")).to_be_visible()
    duplicates.reload()
    expect(hook(duplicates, "empty")).to_be_visible()


def test_a_search_is_begun_by_hand(signed_in: Page, site: FakeSite) -> None:
    go(signed_in, "/duplicates")
    expect(hook(signed_in, "about-duplicates")).to_have_text("Nobody has searched yet.")

    hook(signed_in, "search-duplicates").click()

    expect(hook(signed_in, "about-duplicates")).to_contain_text("No pairs were found.")
    assert site.api.duplicates.searches == 1


def test_keys_lead_from_one_pair_to_the_next_and_settle_them(duplicates: Page, site: FakeSite) -> None:
    ids = [site.api.add_lead(firstName=name, lastName="Quince")["leadId"] for name in ("Ann", "Anne")]
    site.api.duplicates.pairs.append((*ids, "likely", ["same last name"]))
    duplicates.reload()
    expect(hook(duplicates, "pair")).to_have_count(2)

    duplicates.keyboard.press("?")
    expect(hook(duplicates, "keys")).to_contain_text("Merge the leads that have the focus")
    duplicates.keyboard.press("Escape")
    duplicates.keyboard.press("j")
    expect(hook(duplicates, "pair").first).to_be_focused()
    duplicates.keyboard.press("ArrowDown")
    duplicates.keyboard.press("n")
    expect(hook(duplicates, "toast-text")).to_contain_text("Ann Quince and Anne Quince are not the same")
    expect(hook(duplicates, "pair")).to_have_count(1)
    expect(hook(duplicates, "pair")).to_be_focused()
    duplicates.keyboard.press("m")
    expect(hook(duplicates, "empty")).to_be_visible()


def test_a_group_is_merged_in_one_go_without_those_who_do_not_belong(duplicates: Page, site: FakeSite) -> None:
    third, fourth = (site.api.add_lead(firstName=name, lastName="Stone")["leadId"] for name in ("Rob", "Rita"))
    site.api.duplicates.pairs += [
        ("lead-00001", third, "certain", ["same email"]),
        ("lead-00001", fourth, "likely", ["same company"]),
    ]
    duplicates.reload()
    expect(hook(duplicates, "several")).to_have_text("4 leads that may be one person")
    expect(hook(duplicates, "band")).to_have_text("Likely")

    hook(duplicates, "take").last.uncheck()
    hook(duplicates, "merge").click()

    expect(hook(duplicates, "toast-text")).to_have_text("Merged Bob Stone, Robert Stone and Rob Stone.")
    assert site.api.requests("POST", "/merges")[-1].body["leads"] == ["lead-00000", "lead-00001", third]


def test_all_certain_ones_are_merged_after_a_look_and_taken_apart_again(duplicates: Page, site: FakeSite) -> None:
    site.api.duplicates.left_out = 2
    hook(duplicates, "merge-all").click()
    expect(hook(duplicates, "merge-all-counts")).to_have_text("2 leads become 1.")
    expect(hook(duplicates, "merge-all-left-out")).to_contain_text("2 groups are left out")
    expect(hook(duplicates, "merge-all-sample")).to_contain_text("Bob Stone and Robert Stone")

    hook(duplicates, "merge-all-yes").click()

    expect(hook(duplicates, "toast-text")).to_have_text("Merged 1 group.")
    expect(hook(duplicates, "empty")).to_be_visible()
    duplicates.get_by_role("button", name="Undo").click()
    expect(hook(duplicates, "pair")).to_have_count(1)
