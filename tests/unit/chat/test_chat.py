"""From the question to the answer, which is exact over all leads, with the model and without it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from crm.chat.interpretation import MAX_ROWS, Interpretation
from crm.chat.service import Chat
from crm.deepseek import DeepSeekClient
from crm.deepseek.breaker import CircuitBreaker
from crm.own_fields.definition import FieldType, OwnField, OwnFields
from crm.statements.lead import Lead

from tests.doubles.deepseek_server import DeepSeekDouble
from tests.doubles.lead_source import InMemorySource
from tests.unit.query.leads import lead, many, value

LEADS = many(700)


def chat(
    leads: list[Lead] = LEADS,
    deepseek: DeepSeekDouble | None = None,
    timeout_s: float = 5,
    own_fields: OwnFields = (),
) -> Chat:
    model = None
    if deepseek:
        model = DeepSeekClient(
            "sk-test", base_url=deepseek.url, timeout_s=timeout_s, breaker=CircuitBreaker(), pause=lambda _: None
        )
    return Chat(InMemorySource(leads, "2026-01-05T00:00:00.000Z", own_fields), model, today=lambda: date(2026, 1, 5))


def acme(leads: list[Lead] = LEADS) -> int:
    return sum("acme" in value(one, "company").lower() for one in leads)


def test_a_count_covers_all_leads_and_not_one_page() -> None:
    answer = chat().answer("How many leads do we have?")
    assert answer.count == 700
    assert answer.text == "There are 700 leads."


@pytest.mark.parametrize("company", ["Acme", "ACME", "acme"])
def test_a_count_ignores_case(company: str) -> None:
    assert chat().answer(f"how many leads at {company}?").count == acme()


def test_a_number_in_the_question_is_harmless() -> None:
    expected = sum(value(one, "company") == "3M" for one in LEADS)
    answer = chat().answer("How many leads are at 3M?")
    assert (answer.count, answer.text) == (expected, f"There are {expected} leads whose company contains “3M”.")


def test_a_list_shows_at_most_fifty_and_counts_all() -> None:
    answer = chat().answer("show leads at Acme")
    assert answer.count == acme() > MAX_ROWS
    rows = answer.rows or []
    assert len(rows) == MAX_ROWS
    assert all("acme" in row.model_dump()["company"].lower() for row in rows)
    assert answer.text.endswith("these are the 50 newest.")


def test_groups_are_counted_over_all_leads() -> None:
    answer = chat().answer("group by company")
    groups = answer.groups or []
    assert sum(group.count for group in groups) == answer.count == 700
    assert ("Acme", acme()) in [(str(group.values[0]).capitalize(), group.count) for group in groups]
    assert groups[-1].values == [None]


EITHER = "(whose company contains “Acme” or whose company contains “Globex”)"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many leads at Nowhere?", "There are no leads whose company contains “Nowhere”."),
        ("how many leads at Globex", "There is 1 lead whose company contains “Globex”."),
        ("show leads without a phone", "There is 1 lead without a phone."),
        ("show leads with email", "There are 2 leads with an email."),
        ("leads in Berlin", "There is 1 lead in which “Berlin” occurs."),
        ("how many companies are there?", "There are 2 different companies among 3 leads."),
        ("group by company", "3 leads, by company: Acme (2), Globex (1)."),
        ("group by title", "3 leads, by title: CEO (1). 2 have no title."),
        ("top 1 companies", "3 leads with a company, by company: Acme (2) and 1 other company."),
        ("newest 2 leads", "There are 3 leads; these are the 2 newest."),
        ("group leads at Nowhere by title", "There are no leads whose company contains “Nowhere”."),
        ("leads whose company is N/A", "There are no leads whose company is “N/A”."),
        ("leads tagged fair", "There is 1 lead whose tag is “fair”."),
        ("leads at Acme or Globex without phone", f"There is 1 lead {EITHER} and without a phone."),
        (
            "What share of the leads at Acme has a title?",
            "50.0% of 2 leads whose company contains “Acme”: 1 is with a title.",
        ),
        ("What share of leads has a company?", "100% of 3 leads: 3 are with a company."),
        ("What share of the leads at Nowhere has a title?", "There are no leads whose company contains “Nowhere”."),
        (
            "by company and title",
            "3 leads, by company and title: Acme – CEO (1), Acme – no title (1), Globex – no title (1).",
        ),
        ("group by tag", "3 leads, by tag: fair (1), VIP (1). 2 have no tag."),
    ],
)
def test_the_answer_in_words(question: str, text: str) -> None:
    leads = [
        lead(1, company="Acme", email="a@example.com", phone="+1", title="CEO"),
        lead(2, company="Acme", email="b@example.com", phone="+2"),
        lead(3, company="Globex", notes="Berlin", tags=["VIP", "fair"]),
    ]
    assert chat(leads).answer(question).text == text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Wie viele Leads sind bei Acme?", "Es gibt 2 Leads (Firma enthält „Acme“)."),
        ("¿Cuántos leads hay?", "Hay 3 leads."),
        ("Combien de leads sans téléphone ?", "Il y a 1 lead (sans téléphone)."),
        ("電話番号がないリードは何件ありますか？", "リード1件（電話番号なし）です。"),
        ("我们有多少线索？", "共有3条线索。"),
        ("我們有多少潛在客戶？", "共有 3 筆潛在客戶。"),
        ("Gruppiere Leads nach Firma", "3 Leads, nach Firma: Acme (2), Globex (1)."),
    ],
)
def test_an_answer_is_in_the_language_of_its_question(question: str, text: str) -> None:
    leads = [lead(1, company="Acme", phone="+1"), lead(2, company="Acme", phone="+2"), lead(3, company="Globex")]
    assert chat(leads).answer(question).text == text


def test_a_question_in_another_language_is_asked_back_in_it() -> None:
    answer = chat().answer("Zeige den durchschnittlichen Umsatz der Leads bei Acme")
    assert answer.text.startswith("Ich kann Leads zählen")
    assert "Wer arbeitet bei Acme?" in answer.examples


def test_a_question_that_was_not_understood_gets_examples_instead_of_an_error() -> None:
    answer = chat().answer("What's the weather?")
    assert (answer.query, answer.count) == (None, None)
    assert "How many leads are at Acme?" not in answer.text
    assert (answer.rows, answer.groups) == (None, None)
    assert "How many leads are at Acme?" in answer.examples


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("Delete all leads from Globex", "I only read"),
        ("please remove every lead", "I only read"),
        ("Bitte alle Leads von Globex löschen", "Ich lese nur"),
        ("Supprime tous les leads", "Je ne fais que lire"),
        ("Borra todos los leads", "Solo leo"),
        ("刪除所有潛在客戶", "我只讀取"),
        ("すべてのリードを削除してください", "読み取るだけ"),
    ],
)
def test_a_command_to_delete_is_told_that_ask_only_reads(command: str, says: str) -> None:
    answer = chat().answer(command)
    assert (answer.query, says in answer.text) == (None, True), answer.text


def test_no_command_to_delete_goes_to_the_model(deepseek: DeepSeekDouble) -> None:
    deepseek.proper = {"intent": "list"}
    answer = chat(deepseek=deepseek).answer("Delete all leads")
    assert (answer.query, deepseek.requests) == (None, [])


def test_a_word_for_deleting_alone_or_within_a_question_is_none() -> None:
    assert chat().answer("how many leads at Remove Group do we have?").query is not None


def test_a_question_that_was_understood_in_part_is_asked_back_with_that_part() -> None:
    answer = chat().answer("shiny leads at Acme")
    assert (answer.query, answer.not_understood) == (None, ["shiny"])
    assert answer.text.startswith(
        "I understood: leads whose company contains “Acme”. I did not understand “shiny”. You can ask"
    )


def test_a_question_goes_on_from_the_query_before() -> None:
    asked = chat()
    first = asked.answer("how many leads at Acme?").query
    assert first is not None
    previous = Interpretation.from_json(first.model_dump(mode="json", by_alias=True))
    answer = asked.answer("and without phone?", previous)
    expected = sum("acme" in value(one, "company").lower() and not value(one, "phone") for one in LEADS)
    assert (answer.count, answer.rows) == (expected, None)
    assert asked.answer("and without phone?").query is None


OWN = (OwnField(key="renewal", label="Renewal date", type=FieldType.DATE, headers=("Due",), day_first=True),)
WITH_OWN = [lead(1, extras={"Due": "3/4/2026"}), lead(2, extras={"Renewal date": "2026-05-01"}), lead(3)]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("leads without a renewal date", "There is 1 lead without a value in “Renewal date”."),
        (
            "how many leads whose renewal date starts with 2026-04",
            "There is 1 lead whose “Renewal date” starts with “2026-04”.",
        ),
        (
            "group by renewal date",
            "3 leads, by “Renewal date”: 2026-04-03 (1), 2026-05-01 (1). 1 has no “Renewal date”.",
        ),
    ],
)
def test_an_own_field_is_answered_about_by_its_label(question: str, text: str) -> None:
    assert chat(WITH_OWN, own_fields=OWN).answer(question).text == text


def test_the_model_is_told_of_own_fields_and_may_name_them(deepseek: DeepSeekDouble) -> None:
    deepseek.proper = {"intent": "count", "where": {"field": "renewal", "op": "empty"}}
    answer = chat(WITH_OWN, deepseek, own_fields=OWN).answer("Who needs a renewal?")
    assert (answer.count, answer.read_by) == (1, "model")
    asked = json.loads(deepseek.requests[0].user)
    assert asked["ownFields"] == [{"key": "renewal", "label": "Renewal date", "type": "date"}]


def test_the_query_behind_the_answer_is_shown() -> None:
    query = chat().answer("how many leads without phone").query
    assert query is not None
    assert query.model_dump(mode="json", by_alias=True) == {
        "intent": "count",
        "text": "",
        "where": {"field": "phone", "op": "empty"},
        "part": None,
        "sort": {"field": "createdAt", "descending": True},
        "groupBy": [],
        "pageSize": 0,
    }


ACME = {"field": "company", "op": "contains", "value": "Acme"}
PROPER: dict[str, Any] = {
    "intent": "count",
    "where": {"field": "company", "op": "contains", "value": "Acme"},
    "part": None,
    "text": "",
    "groupBy": None,
    "sort": None,
    "limit": None,
}


def test_with_a_key_the_model_reads_and_the_engine_answers(deepseek: DeepSeekDouble) -> None:
    deepseek.proper = PROPER
    answer = chat(deepseek=deepseek).answer("Sag mal, wie viele haben wir denn da bei Acme?")
    assert (answer.count, answer.read_by) == (acme(), "model")


def test_the_model_gets_the_question_and_no_lead(deepseek: DeepSeekDouble) -> None:
    deepseek.proper = PROPER
    chat(deepseek=deepseek).answer("How many leads at Initrode?")
    (request,) = deepseek.requests
    assert json.loads(request.user) == {"today": "2026-01-05", "question": "How many leads at Initrode?"}
    sent = deepseek.wire_text.lower()
    for one in LEADS:
        for text in (value(one, "email"), value(one, "phone"), one.lead_id, value(one, "notes")):
            assert not text or text.lower() not in sent
    for name in ("Müller", "García", "小明", "Ångström", "Globex"):
        assert name.lower() not in sent


def test_the_beginning_of_the_prompt_is_the_same_for_every_question(deepseek: DeepSeekDouble) -> None:
    deepseek.proper = PROPER
    asked = chat(deepseek=deepseek)
    asked.answer("How many leads at Acme?")
    asked.answer("Group by title")
    assert deepseek.requests[0].system == deepseek.requests[1].system


@pytest.mark.parametrize(
    "scenario",
    ["too_many_requests", "server_error", "half_json", "empty_content", "closes_connection", "wrong_key", "prose"],
)
def test_the_answer_is_exact_if_the_model_fails_and_says_so(deepseek: DeepSeekDouble, scenario: str) -> None:
    deepseek.script(scenario)
    answer = chat(deepseek=deepseek).answer("How many leads at Acme?")
    assert (answer.count, answer.read_by) == (acme(), "rules")
    assert "DeepSeek" in answer.text
    assert "simple rules" in answer.text


def test_the_answer_is_exact_if_the_model_is_slow(deepseek: DeepSeekDouble) -> None:
    deepseek.script("late")
    answer = chat(deepseek=deepseek, timeout_s=0.2).answer("How many leads at Acme?")
    assert answer.count == acme()


def test_the_model_may_use_the_whole_query_language_and_gets_the_query_before(deepseek: DeepSeekDouble) -> None:
    before = chat().answer("show leads at Acme").query
    assert before is not None
    previous = Interpretation.from_json(before.model_dump(mode="json", by_alias=True))
    deepseek.proper = {
        "intent": "share",
        "where": {"any": [ACME, {"not": ACME}]},
        "part": {"all": [ACME, {"field": "createdAt", "op": "after", "value": "2020-01-01"}]},
    }
    answer = chat(deepseek=deepseek).answer("what share of those?", previous)
    assert (answer.count, answer.part_count, answer.read_by) == (700, acme(), "model")
    assert json.loads(deepseek.requests[0].user)["previous"]["where"] == ACME


@pytest.mark.parametrize("scenario", ["invented_fields", "instructions_echoed"])
def test_an_answer_that_is_no_query_is_not_used(deepseek: DeepSeekDouble, scenario: str) -> None:
    deepseek.proper = PROPER
    deepseek.script(scenario)
    answer = chat(deepseek=deepseek).answer("How many leads at Acme?")
    assert (answer.count, answer.read_by) == (acme(), "rules")


@pytest.mark.parametrize(
    "change",
    [
        {"intent": "delete"},
        {"intent": "unknown"},
        {"intent": None},
        {"where": {"field": "password", "op": "contains", "value": "x"}},
        {"where": {"field": "company", "op": "regex", "value": "x"}},
        {"where": {"field": "company", "op": "contains", "value": ["x"]}},
        {"where": {"field": "company", "op": "more", "value": "5"}},
        {"where": {"field": "createdAt", "op": "after", "value": "yesterday"}},
        {"where": {"any": []}},
        {"where": {"not": {"not": {"not": {"not": {"field": "phone", "op": "empty"}}}}}},
        {"where": "company"},
        {"where": [None]},
        {"part": {"field": "phone", "op": "empty"}},
        {"intent": "share"},
        {"text": 7},
        {"groupBy": ["company"]},
        {"intent": "group", "groupBy": "company"},
        {"intent": "group", "groupBy": ["company", "title", "status"]},
        {"intent": "group"},
        {"intent": "group", "groupBy": ["everything"]},
        {"sort": "name"},
        {"limit": "all"},
        {"limit": True},
        {"sql": "DROP TABLE"},
    ],
)
def test_whatever_else_the_model_answers_is_refused(deepseek: DeepSeekDouble, change: dict[str, Any]) -> None:
    deepseek.proper = {**PROPER, **change}
    answer = chat(deepseek=deepseek).answer("How many leads do we have?")
    assert (answer.count, answer.read_by) == (700, "rules")


@pytest.mark.parametrize(
    ("proper", "count"),
    [
        ({"intent": "list", "limit": 9999}, 700),
        ({"intent": "list", "limit": -3}, 700),
        ({"intent": "count", "where": {"field": "phone", "op": "empty", "value": None}}, None),
        ({"intent": "count", "where": {"all": [{"field": "phone", "op": "empty", "value": "x"}]}}, None),
        ({"intent": "group", "groupBy": ["company"], "limit": 5}, 700),
    ],
)
def test_limits_and_absent_parts_get_valid_values(
    deepseek: DeepSeekDouble, proper: dict[str, Any], count: int | None
) -> None:
    deepseek.proper = proper
    answer = chat(deepseek=deepseek).answer("whatever")
    expected = sum(not value(one, "phone") for one in LEADS) if count is None else count
    assert (answer.count, answer.read_by) == (expected, "model")
    assert len(answer.rows or []) <= MAX_ROWS


def test_the_answer_says_if_neither_model_nor_grammar_understood_the_question(deepseek: DeepSeekDouble) -> None:
    deepseek.proper = {"intent": "unknown"}
    answer = chat(deepseek=deepseek).answer("What is the meaning of life?")
    assert answer.query is None
