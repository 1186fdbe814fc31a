"""Questions in plain words."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.screens import PASSWORD, begin_session, go, hook, sign_out
from tests.doubles.api import count_by
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite


@pytest.fixture
def ask(signed_in: Page, site: FakeSite) -> Page:
    for number in range(30):
        site.api.add_lead(firstName=f"Person {number}", company="Acme" if number % 3 else "Nordwind")
    go(signed_in, "/ask")
    expect(hook(signed_in, "question")).to_be_visible()
    return signed_in


FRAMES = """() => new Promise((drawn) => {
    const next = (left) => (left ? requestAnimationFrame(() => next(left - 1)) : drawn());
    next(5);
})"""
"""Waits for some frames, so that the page comes to rest."""


def put(page: Page, question: str) -> None:
    hook(page, "question").fill(question)
    page.keyboard.press("Enter")


def test_an_answer_comes_with_what_was_asked_of_the_leads(ask: Page, site: FakeSite) -> None:
    query = {"where": {"field": "company", "op": "equals", "value": "Acme"}, "intent": "count"}
    site.api.answers["How many at Acme?"] = {"query": query, "text": "There are 20 leads.", "count": 20}

    put(ask, "How many at Acme?")

    expect(hook(ask, "asked")).to_contain_text("How many at Acme?")
    expect(hook(ask, "answer-text")).to_have_text("There are 20 leads.")
    expect(hook(ask, "query")).to_contain_text("Company is “Acme”")
    expect(hook(ask, "question")).to_have_value("")
    expect(hook(ask, "question")).to_be_focused()
    assert hook(ask, "talk").get_attribute("role") == "log"


def test_a_chip_of_what_was_understood_is_changed_or_taken_out(ask: Page, site: FakeSite) -> None:
    acme = {"field": "company", "op": "equals", "value": "Acme"}
    query = {"where": {"all": [acme, {"field": "phone", "op": "empty"}]}, "intent": "count"}
    site.api.answers["At Acme without phone"] = {"query": query, "text": "20 leads.", "count": 20}
    put(ask, "At Acme without phone")

    hook(ask, "edit-part").first.click()
    hook(ask, "filter-company").fill("Nordwind")
    hook(ask, "apply-part").click()
    expect(hook(ask, "query-part").first).to_contain_text("Company is “Nordwind”")
    expect(hook(ask, "answer-text")).to_have_text("As changed.")
    expect(hook(ask, "answer-text")).to_be_focused()
    hook(ask, "remove-part").last.click()

    expect(hook(ask, "query-part")).to_have_count(2)
    asked = [call.body["query"]["where"] for call in site.api.requests("POST", "/chat")[1:]]
    assert asked[1] == acme | {"value": "Nordwind"}
    assert asked[0] == {"all": [asked[1], {"field": "phone", "op": "empty"}]}


def test_every_part_that_was_understood_can_be_changed(ask: Page, site: FakeSite) -> None:
    query = {"text": "berlin", "where": EITHER, "intent": "distinct", "groupBy": ["company"]}
    site.api.answers["berlin at acme or globex by company"] = {"query": query, "text": "2 groups.", "count": 20}
    put(ask, "berlin at acme or globex by company")
    expect(hook(ask, "edit-part")).to_have_count(3)

    hook(ask, "edit-part").nth(0).click()
    expect(hook(ask, "part-text")).to_be_focused()
    hook(ask, "part-text").fill("hamburg")
    hook(ask, "apply-part").click()
    expect(hook(ask, "query-part").nth(0)).to_contain_text("hamburg")

    hook(ask, "edit-part").nth(1).click()
    hook(ask, "remove-comparison").first.click()
    hook(ask, "add-alternative").click()
    ask.keyboard.type("initech")
    hook(ask, "apply-part").click()
    expect(hook(ask, "query-part").nth(1)).to_contain_text("Company contains “globex” or Company contains “initech”")

    hook(ask, "edit-part").nth(2).click()
    hook(ask, "group-by-0").select_option("status")
    hook(ask, "group-by-1").select_option("company")
    hook(ask, "apply-part").click()

    expect(hook(ask, "query-part").nth(2)).to_contain_text("grouped by status and company")
    last = site.api.requests("POST", "/chat")[-1].body["query"]
    assert (last["text"], last["groupBy"], last["intent"]) == ("hamburg", ["status", "company"], "group")
    assert [one["value"] for one in last["where"]["any"]] == ["globex", "initech"]


def test_the_part_of_a_share_can_be_changed(ask: Page, site: FakeSite) -> None:
    query = {"part": {"field": "phone", "op": "empty"}, "intent": "share"}
    site.api.answers["share without phone"] = {"query": query, "text": "20 %.", "count": 20}
    put(ask, "share without phone")

    hook(ask, "edit-part").click()
    hook(ask, "filter-how-phone").select_option("notEmpty")
    hook(ask, "apply-part").click()

    expect(hook(ask, "query-part").last).to_contain_text("share of: Phone is not empty")
    assert site.api.requests("POST", "/chat")[-1].body["query"]["intent"] == "share"


def test_an_example_asks_itself(ask: Page, site: FakeSite) -> None:
    hook(ask, "example").first.click()

    expect(hook(ask, "answer-text")).to_have_text("There are 30 leads.")
    assert site.api.requests("POST", "/chat")[0].body == {"question": "How many leads do we have?"}


def test_groups_are_bars_in_proportion(ask: Page, site: FakeSite) -> None:
    groups = count_by(site.api.leads, "company")
    site.api.answers["Group leads by company"] = {
        "query": {"intent": "group", "groupBy": ["company"]},
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
        "query": {"where": {"field": "company", "op": "contains", "value": "acme"}},
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


EITHER = {"any": [{"field": "company", "op": "contains", "value": name} for name in ("acme", "globex")]}


def test_an_answer_that_no_filter_of_a_column_can_say_opens_in_the_list(ask: Page, site: FakeSite) -> None:
    site.api.add_lead(firstName="Zoe", company="Globex")
    query = {"where": {"all": [EITHER, {"not": {"field": "firstName", "op": "equals", "value": "Person 1"}}]}}
    site.api.answers["At Acme or Globex, but not Person 1"] = {"query": query, "text": "20 leads.", "count": 20}

    put(ask, "At Acme or Globex, but not Person 1")
    hook(ask, "open-in-leads").click()

    expect(hook(ask, "total")).to_have_text("20 leads match")
    expect(hook(ask, "chip")).to_have_text(
        ["(Company contains “acme” or Company contains “globex”)", "not (First name is “Person 1”)"]
    )
    hook(ask, "chip").last.get_by_role("button").click()
    expect(hook(ask, "total")).to_have_text("21 leads match")
    ask.reload()
    expect(hook(ask, "chip")).to_have_count(1)
    hook(ask, "clear-filters").click()
    expect(hook(ask, "total")).to_have_text("31 leads")


def test_the_next_question_is_sent_with_the_query_of_the_last_answer(ask: Page, site: FakeSite) -> None:
    site.api.answers["At Acme or Globex"] = {"query": {"where": EITHER}, "text": "20 leads.", "count": 20}
    site.api.answers["hm"] = {"query": None, "text": "I did not understand “hm”.", "notUnderstood": ["hm"]}
    for number, question in enumerate(("At Acme or Globex", "hm", "and without phone?"), start=1):
        put(ask, question)
        expect(hook(ask, "answer-text")).to_have_count(number)

    asked = [call.body for call in site.api.requests("POST", "/chat")]
    assert "previous" not in asked[0]
    assert [body["previous"]["where"] for body in asked[1:]] == [EITHER, EITHER]


def test_pairs_of_values_are_groups_with_both(ask: Page, site: FakeSite) -> None:
    groups = [{"values": ["Acme", "new"], "count": 20}, {"values": ["Nordwind", None], "count": 10}]
    query = {"intent": "group", "groupBy": ["company", "status"]}
    site.api.answers["By company and status"] = {"query": query, "text": "30 leads.", "groups": groups, "count": 30}

    put(ask, "By company and status")

    expect(hook(ask, "groups").get_by_role("columnheader")).to_have_text(["Company", "Status", "Share", "Leads"])
    expect(hook(ask, "group").first.get_by_role("rowheader")).to_have_text(["Acme", "new"])
    expect(hook(ask, "query")).to_contain_text("grouped by company and status")


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


def put_unanswered(page: Page, question: str) -> Route:
    """Puts a question that is unanswered until the route is let on."""
    held: list[Route] = []
    page.route("**/api/chat", lambda route: held.append(route), times=1)
    with page.expect_request("**/api/chat"):
        put(page, question)
    expect(hook(page, "asked")).to_have_count(1)
    return held[0]


def test_a_question_put_before_the_last_is_answered_waits_for_its_turn(ask: Page, site: FakeSite) -> None:
    first = put_unanswered(ask, "How many leads do we have?")
    put(ask, "How many leads have a phone?")

    expect(hook(ask, "asked")).to_have_count(2)
    expect(hook(ask, "question")).to_have_value("")
    assert site.api.requests("POST", "/chat") == []
    with ask.expect_request("**/api/chat") as second:
        first.continue_()

    expect(hook(ask, "answer-text")).to_have_count(2)
    asked: Any = second.value.post_data_json
    assert asked["question"] == "How many leads have a phone?"
    assert "previous" in asked


def test_an_answer_that_comes_while_one_looks_elsewhere_is_there_on_return(ask: Page) -> None:
    first = put_unanswered(ask, "How many leads do we have?")
    go(ask, "/imports")
    expect(ask.locator("main h1")).to_have_text("Imports")
    go(ask, "/ask")
    expect(hook(ask, "asked")).to_have_count(1)

    first.continue_()

    expect(hook(ask, "answer-text")).to_have_text("There are 30 leads.")


def test_two_tables_of_leads_have_names_of_their_own(ask: Page, site: FakeSite) -> None:
    for question in ("Show some", "Show more"):
        rows = list(site.api.leads.values())[:2]
        site.api.answers[question] = {"query": {}, "text": "2 leads.", "rows": rows, "count": 2}
        put(ask, question)
        expect(ask.get_by_role("region", name=f"Leads found: {question}", exact=True)).to_be_visible()


def test_the_conversation_stays_while_one_looks_elsewhere(ask: Page) -> None:
    put(ask, "How many leads?")
    expect(hook(ask, "answer-text")).to_be_visible()
    hook(ask, "nav-leads").click()
    expect(hook(ask, "lead").first).to_be_visible()

    hook(ask, "nav-ask").click()

    expect(hook(ask, "asked")).to_contain_text("How many leads?")
    hook(ask, "clear-chat").click()
    expect(hook(ask, "exchange")).to_have_count(0)


def test_a_reload_keeps_the_conversation_and_what_is_typed(ask: Page) -> None:
    held: list[Route] = []
    put(ask, "How many leads?")
    expect(hook(ask, "answer")).to_have_count(1)
    ask.route("**/api/chat", lambda route: held.append(route))
    put(ask, "And in Berlin?")
    hook(ask, "question").fill("Those without")

    ask.reload()

    expect(hook(ask, "asked")).to_have_count(2)
    expect(hook(ask, "answer-text")).to_have_text("There are 30 leads.")
    expect(hook(ask, "exchange").last).to_contain_text("The page was left before the answer came.")
    expect(hook(ask, "question")).to_have_value("Those without")
    ask.unroute("**/api/chat")
    hook(ask, "ask-again").click()
    expect(hook(ask, "answer")).to_have_count(2)


def test_nobody_else_sees_the_conversation(ask: Page, site: FakeSite) -> None:
    put(ask, "How many leads?")
    expect(hook(ask, "answer")).to_have_count(1)
    other = site.cognito.add(FakeUser("otto@example.com", PASSWORD))

    ask.evaluate("localStorage.clear()")
    begin_session(ask, site, other)
    ask.reload()

    expect(hook(ask, "user-email")).to_have_text(other.email)
    expect(hook(ask, "asked")).to_have_count(0)
    sign_out(ask)
    expect(hook(ask, "sign-in-form")).to_be_visible()
    assert ask.evaluate("sessionStorage.length") == 0


def test_the_place_in_the_conversation_is_found_again_on_return(ask: Page) -> None:
    for number in range(9):
        put(ask, f"How many leads, for the {number}th time?")
        expect(hook(ask, "answer")).to_have_count(number + 1)
    ask.evaluate("() => scrollTo({ top: 120, behavior: 'instant' })")
    ask.evaluate(FRAMES)
    place = ask.evaluate("scrollY")
    assert place > 0
    hook(ask, "nav-imports").click()
    expect(hook(ask, "drop-zone")).to_be_visible()

    hook(ask, "nav-ask").click()

    expect(hook(ask, "answer")).to_have_count(9)
    ask.evaluate(FRAMES)
    assert ask.evaluate("scrollY") == place
