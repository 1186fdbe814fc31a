"""Questions in plain words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import go, hook
from tests.doubles.api import count_by
from tests.doubles.site import FakeSite


@pytest.fixture
def ask(signed_in: Page, site: FakeSite) -> Page:
    for number in range(30):
        site.api.add_lead(firstName=f"Person {number}", company="Acme" if number % 3 else "Nordwind")
    go(signed_in, "/ask")
    expect(hook(signed_in, "question")).to_be_visible()
    return signed_in


def put(page: Page, question: str) -> None:
    hook(page, "question").fill(question)
    page.keyboard.press("Enter")


def test_an_answer_comes_with_what_was_asked_of_the_leads(ask: Page, site: FakeSite) -> None:
    query = {"filters": [{"field": "company", "op": "equals", "value": "Acme"}], "intent": "count"}
    site.api.answers["How many at Acme?"] = {"query": query, "text": "There are 20 leads.", "count": 20}

    put(ask, "How many at Acme?")

    expect(hook(ask, "asked")).to_contain_text("How many at Acme?")
    expect(hook(ask, "answer-text")).to_have_text("There are 20 leads.")
    expect(hook(ask, "query")).to_contain_text("Company is “Acme”")
    expect(hook(ask, "question")).to_have_value("")
    expect(hook(ask, "question")).to_be_focused()
    assert hook(ask, "talk").get_attribute("role") == "log"


def test_an_example_asks_itself(ask: Page, site: FakeSite) -> None:
    hook(ask, "example").first.click()

    expect(hook(ask, "answer-text")).to_have_text("There are 30 leads.")
    assert site.api.requests("POST", "/chat")[0].body == {"question": "How many leads do we have?"}


def test_groups_are_bars_in_proportion(ask: Page, site: FakeSite) -> None:
    groups = count_by(site.api.leads, "company")
    site.api.answers["Group leads by company"] = {
        "query": {"filters": [], "groupBy": "company"},
        "text": "2 companies.",
        "groups": groups,
        "count": 30,
    }

    put(ask, "Group leads by company")

    expect(hook(ask, "group")).to_have_text(["Acme 20", "Nordwind 10"])
    assert hook(ask, "groups").locator("progress").evaluate_all("bars => bars.map((bar) => bar.position)") == [1, 0.5]
    expect(hook(ask, "query")).to_contain_text("grouped by company")
    expect(hook(ask, "open-in-leads")).not_to_be_attached()


def test_leads_found_are_a_table_that_says_how_many_more_there_are(ask: Page, site: FakeSite) -> None:
    site.api.answers["Show leads at Acme"] = {
        "query": {"filters": [{"field": "company", "op": "contains", "value": "acme"}]},
        "text": "20 leads.",
        "rows": [lead for lead in site.api.leads.values() if lead["company"] == "Acme"],
        "count": 20,
    }

    put(ask, "Show leads at Acme")

    expect(hook(ask, "answer-row")).to_have_count(10)
    expect(hook(ask, "answer-more")).to_contain_text("The first 10 of 20.")
    hook(ask, "show-rows").click()
    expect(hook(ask, "answer-row")).to_have_count(20)
    hook(ask, "open-in-leads").click()
    expect(hook(ask, "total")).to_have_text("20 leads match")


def test_a_question_that_is_not_understood_gets_examples_to_press(ask: Page, site: FakeSite) -> None:
    site.api.answers["hello"] = {
        "query": None,
        "text": "I did not understand this as a question about your leads.",
        "count": None,
        "examples": ["Group leads by company"],
    }

    put(ask, "hello")

    expect(hook(ask, "answer-text")).to_contain_text("I did not understand")
    expect(hook(ask, "example")).to_have_text(["Group leads by company"])
    hook(ask, "example").click()
    expect(hook(ask, "exchange")).to_have_count(2)


def test_no_question_is_no_request(ask: Page, site: FakeSite) -> None:
    put(ask, "   ")

    expect(hook(ask, "question-problem")).to_have_text("Write a question first.")
    assert not site.api.requests("POST", "/chat")


def test_a_failure_is_told_and_the_question_can_be_asked_again(ask: Page, site: FakeSite) -> None:
    site.api.fail("POST", "/chat", 504, {"message": "Endpoint request timed out"})
    put(ask, "How many leads?")
    expect(hook(ask, "notice")).to_contain_text("This took too long.")

    hook(ask, "ask-again").click()

    expect(hook(ask, "answer-text")).to_have_text("There are 30 leads.")


def test_the_conversation_stays_while_one_looks_elsewhere(ask: Page) -> None:
    put(ask, "How many leads?")
    expect(hook(ask, "answer-text")).to_be_visible()
    hook(ask, "nav-leads").click()
    expect(hook(ask, "lead").first).to_be_visible()

    hook(ask, "nav-ask").click()

    expect(hook(ask, "asked")).to_contain_text("How many leads?")
    hook(ask, "clear-chat").click()
    expect(hook(ask, "exchange")).to_have_count(0)
