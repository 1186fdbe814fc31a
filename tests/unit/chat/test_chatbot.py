"""`POST /chat`, with the real handler over doubles of AWS and of DeepSeek."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from crm.deepseek import key
from crm.handlers import chatbot

from tests.crm_in_memory import CrmInMemory
from tests.doubles.deepseek_server import DeepSeekDouble
from tests.unit.query.leads import many
from tests.unit.query.stored import store


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    crm = CrmInMemory(monkeypatch)
    store(crm.aws, *many(120))
    return crm


def ask(crm: CrmInMemory, question: Any, **event: Any) -> Any:
    return crm.call(chatbot.handler, "POST", "/chat", {"question": question}, **event)


def test_without_a_key_a_question_is_answered_by_rules(crm: CrmInMemory) -> None:
    status, answer = ask(crm, "How many leads do we have?")
    assert status == 200
    assert (answer["count"], answer["text"], answer["readBy"]) == (120, "There are 120 leads.", "rules")


def test_with_a_key_the_model_reads_the_question(
    crm: CrmInMemory, deepseek: DeepSeekDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPSEEK_BASE_URL", deepseek.url)
    monkeypatch.setattr(key, "_fetch", lambda _: "sk-of-the-owner")
    deepseek.proper = {"intent": "group", "groupBy": ["company"]}
    status, answer = ask(crm, "Wer sind unsere größten Kunden?")
    assert (status, answer["readBy"], answer["count"]) == (200, "model", 120)
    assert sum(group["count"] for group in answer["groups"]) == 120
    assert deepseek.requests[0].headers["authorization"] == "Bearer sk-of-the-owner"


def test_rules_answer_if_the_address_of_the_model_is_unusable(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key, "_fetch", lambda _: "sk-of-the-owner")
    monkeypatch.setenv("DEEPSEEK_BASE_URL", "http://plain.invalid")
    assert ask(crm, "How many leads?")[1]["count"] == 120


@pytest.mark.parametrize("question", ["", "   ", "x" * 501, None, 5, ["x"]])
def test_a_body_without_a_question_is_refused(crm: CrmInMemory, question: Any) -> None:
    status, answer = ask(crm, question)
    assert (status, answer["error"]["code"]) == (422, "invalid")


def test_a_question_goes_on_from_the_query_of_the_answer_before(crm: CrmInMemory) -> None:
    _, first = ask(crm, "show leads at Acme")
    body = {"question": "of those, how many have a phone?", "previous": first["query"]}
    status, answer = crm.call(chatbot.handler, "POST", "/chat", body)
    assert (status, answer["query"]["intent"]) == (200, "count")
    assert answer["query"]["where"]["all"][0] == first["query"]["where"]


def test_a_query_that_a_person_has_changed_is_answered_in_place_of_the_question(crm: CrmInMemory) -> None:
    _, first = ask(crm, "how many leads at Acme?")
    body = {"question": "how many leads at Acme?", "query": first["query"] | {"where": {"all": []}}}
    status, answer = crm.call(chatbot.handler, "POST", "/chat", body)
    assert first["count"] < 120
    assert (status, answer["count"], answer["readBy"]) == (200, 120, "person")


@pytest.mark.parametrize("part", ["previous", "query"])
@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"intent": "list", "where": {"field": "company", "op": "is", "value": "x"}}, "{part}.where.op"),
        ({"intent": "list", "where": {"field": "noSuchField", "op": "empty"}}, "where.field"),
        ({"intent": "list; DROP TABLE leads"}, "{part}.intent"),
    ],
)
def test_a_query_that_is_none_is_refused_with_its_place(crm: CrmInMemory, part: str, given: Any, place: str) -> None:
    status, answer = crm.call(chatbot.handler, "POST", "/chat", {"question": "and without phone?", part: given})
    assert (status, list(answer["error"]["fields"])) == (422, [place.format(part=part)])


def test_a_viewer_may_ask_and_a_user_without_a_group_may_not(crm: CrmInMemory) -> None:
    assert ask(crm, "How many leads?", groups="viewer")[0] == 200
    assert ask(crm, "How many leads?", groups="")[0] == 403


class Recorder(logging.Handler):
    """Keeps everything that a log record carries."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(repr(record.__dict__))


def test_neither_question_nor_leads_are_logged(crm: CrmInMemory) -> None:
    recorder = Recorder()
    logger: Any = chatbot.logger
    level = logger.log_level
    logger.addHandler(recorder)
    logger.setLevel("DEBUG")
    try:
        ask(crm, "Who is Florentina Quux?")
        ask(crm, "show leads at Acme")
    finally:
        logger.setLevel(level)
        logger.removeHandler(recorder)
    assert len([line for line in recorder.seen if "question answered" in line]) == 2
    assert not [line for line in recorder.seen if "Quux" in line or "example.com" in line or "Acme" in line]
