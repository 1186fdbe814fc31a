"""What is typed and not saved: Back, links and other addresses ask before it is lost."""

from __future__ import annotations

from playwright.sync_api import Dialog, Page, expect

from tests.browser.screens import PASSWORD, begin_session, go, hook
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite


def typed(page: Page) -> Page:
    """The form of a new lead, with a name typed."""
    hook(page, "new-lead").click()
    hook(page, "firstName").fill("Half")
    return page


def refuse(page: Page) -> None:
    expect(hook(page, "confirm")).to_contain_text("Leave without saving?")
    hook(page, "confirm-no").click()


def test_back_asks_and_no_stays_with_all_that_was_typed(leads: Page) -> None:
    typed(leads).evaluate("history.back()")

    refuse(leads)

    expect(hook(leads, "firstName")).to_have_value("Half")
    assert leads.evaluate("location.hash") == "#/leads?lead=new"


def test_back_goes_where_it_would_have_gone_once_that_is_agreed(leads: Page) -> None:
    go(leads, "/leads?q=acme")
    expect(hook(leads, "lead")).to_have_count(2)
    typed(leads).evaluate("history.back()")

    hook(leads, "confirm-yes").click()

    expect(hook(leads, "drawer")).not_to_be_visible()
    assert leads.evaluate("location.hash") == "#/leads?q=acme"
    leads.go_forward()
    expect(hook(leads, "firstName")).to_have_value("")


def test_back_asks_each_time_and_once_at_a_time(leads: Page) -> None:
    for _ in range(2):
        typed_again = hook(leads, "firstName")
        if not typed_again.is_visible():
            typed(leads)
        leads.evaluate("history.back()")
        expect(hook(leads, "confirm")).to_be_visible()
        leads.evaluate("history.back()")
        expect(hook(leads, "confirm")).to_have_count(1)
        refuse(leads)
        expect(hook(leads, "confirm")).not_to_be_visible()

    expect(hook(leads, "firstName")).to_have_value("Half")


def test_another_address_asks_as_well(leads: Page) -> None:
    go(typed(leads), "/imports")
    refuse(leads)
    expect(hook(leads, "firstName")).to_have_value("Half")

    go(leads, "/imports")
    hook(leads, "confirm-yes").click()

    expect(leads.locator("main h1")).to_have_text("Imports")


def test_what_is_saved_or_left_is_not_asked_about(leads: Page) -> None:
    typed(leads)
    hook(leads, "save").click()
    expect(hook(leads, "lead")).to_have_count(4)
    typed(leads)
    hook(leads, "cancel").click()
    hook(leads, "confirm-yes").click()
    expect(hook(leads, "drawer")).not_to_be_visible()

    go(leads, "/imports")

    expect(leads.locator("main h1")).to_have_text("Imports")
    expect(hook(leads, "confirm")).not_to_be_visible()


def test_a_reload_is_asked_about_by_the_browser(leads: Page) -> None:
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    leads.once("dialog", accept)

    typed(leads).reload()

    assert asked == ["beforeunload"]


def test_the_form_of_a_field_is_kept(page: Page, site: FakeSite) -> None:
    begin_session(page, site, site.cognito.add(FakeUser("ada@example.com", PASSWORD, group="admin")))
    page.goto(site.url)
    hook(page, "main").wait_for()
    go(page, "/fields?header=City")
    hook(page, "field-label").fill("Town")

    page.evaluate("history.back()")
    refuse(page)

    expect(hook(page, "field-label")).to_have_value("Town")
    hook(page, "cancel").click()
    expect(hook(page, "field-form")).to_have_count(0)


def test_a_change_of_many_is_kept(leads: Page) -> None:
    go(leads, "/leads?q=acme")
    expect(hook(leads, "lead")).to_have_count(2)
    hook(leads, "select-all").check()
    hook(leads, "edit-selected").click()
    hook(leads, "change-title").click()
    hook(leads, "title").fill("CTO")

    leads.evaluate("history.back()")
    refuse(leads)

    expect(hook(leads, "title")).to_have_value("CTO")


def test_a_question_that_follows_at_once_waits_for_its_own_answer(signed_in: Page) -> None:
    answers = signed_in.evaluate(
        """async () => {
            const asker = document.querySelector("crm-confirm");
            const opened = async () => { while (!asker.querySelector("dialog").open) await null; };
            const ask = async () => {
                const answer = asker.ask({ title: "?", text: "", confirm: "Yes" });
                await opened();
                return { answer };
            };
            const answer = (name) => asker.hook(name).click();
            const first = await ask();
            answer("confirm-no");
            const second = await ask();
            // Chromium tells of a closed dialog one frame later.
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
            answer("confirm-yes");
            return Promise.all([first.answer, second.answer]);
        }"""
    )

    assert answers == [False, True]


def test_a_closed_panel_does_not_lead_back_to_the_list(leads: Page) -> None:
    hook(leads, "open-lead").first.click()
    expect(hook(leads, "drawer-title")).to_have_text("Zoë Adler")

    leads.evaluate(
        """async () => {
            document.querySelector("[data-hook=close-drawer]").click();
            while (document.querySelector("crm-lead-drawer dialog").open) await null;
            location.hash = "/imports";
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        }"""
    )

    expect(leads.locator("main h1")).to_have_text("Imports")
