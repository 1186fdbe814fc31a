"""The bin: deleted leads and their way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import go, hook
from tests.doubles.site import FakeSite


@pytest.fixture
def bin_page(signed_in: Page, site: FakeSite) -> Page:
    """Two deleted leads, and one that is there."""
    for name in ("Anna", "Bert"):
        lead = site.api.add_lead(firstName=name, email=f"{name}@acme.example", deletedAt="2026-11-20T10:00:00.000Z")
        site.api.deleted[lead["leadId"]] = site.api.leads.pop(lead["leadId"])
    site.api.add_lead(firstName="Zoë")
    signed_in.reload()
    hook(signed_in, "to-bin").click()
    expect(hook(signed_in, "deleted")).to_have_count(2)
    return signed_in


def test_the_bin_lists_deleted_leads_and_how_long_they_are_kept(bin_page: Page) -> None:
    expect(hook(bin_page, "total")).to_contain_text("2 deleted leads")
    expect(hook(bin_page, "deleted").last).to_contain_text("Dec 20, 2026")
    expect(hook(bin_page, "bin")).not_to_contain_text("Zoë")


def test_a_lead_is_restored_from_the_list(bin_page: Page, site: FakeSite) -> None:
    bin_page.get_by_role("button", name="Restore Anna").click()

    expect(hook(bin_page, "toast-text")).to_have_text("Restored Anna.")
    expect(hook(bin_page, "deleted")).to_have_count(1)
    expect(bin_page.locator("main h1")).to_be_focused()
    assert "lead-00000" in site.api.leads


def test_what_told_of_a_deletion_goes_with_the_restore(leads: Page) -> None:
    hook(leads, "lead").first.click()
    hook(leads, "delete-lead").click()
    expect(hook(leads, "toast-text")).to_have_text("Deleted Zoë Adler.")
    go(leads, "/leads/bin")
    hook(leads, "restore").click()

    expect(hook(leads, "toast-text")).to_have_text(["Restored Zoë Adler."])


def test_a_deleted_lead_can_be_looked_at_restored_and_not_changed(bin_page: Page) -> None:
    bin_page.get_by_role("link", name="Bert").click()
    expect(hook(bin_page, "in-bin")).to_contain_text("After 30 days it is gone for good.")
    expect(hook(bin_page, "edit-lead")).to_have_count(0)

    hook(bin_page, "restore-lead").click()

    expect(hook(bin_page, "edit-lead")).to_be_visible()
    expect(hook(bin_page, "in-bin")).to_have_count(0)


def test_a_link_to_a_deleted_lead_offers_to_restore_it(bin_page: Page) -> None:
    go(bin_page, "/leads?lead=lead-00001")

    expect(hook(bin_page, "restore-lead")).to_be_visible()


def test_an_empty_bin_says_what_it_is_for(signed_in: Page) -> None:
    go(signed_in, "/leads/bin")

    expect(hook(signed_in, "empty")).to_contain_text("kept here for 30 days")
