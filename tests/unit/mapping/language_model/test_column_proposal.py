"""The model is asked once, sees no value, and can only choose among the fields (promise 4)."""

from __future__ import annotations

import pytest
from crm.deepseek import DeepSeekClient
from crm.deepseek.breaker import CircuitBreaker
from crm.fields import TargetField
from crm.mapping.language_model.column_proposal import ModelMapping
from crm.mapping.ports import ColumnQuestion

from tests.doubles.deepseek_server import DeepSeekDouble

QUESTIONS = (
    ColumnQuestion(0, "Blurb", ("Aaaa",), TargetField.REMARKS, True),
    ColumnQuestion(1, "Reach", ("aaa@aaa.aa",), TargetField.EMAIL, False),
    ColumnQuestion(2, "ada.lovelace@initech.example", ("aaa",), TargetField.REMARKS, True),
)


def model_at(deepseek: DeepSeekDouble) -> ModelMapping:
    client = DeepSeekClient(
        "sk-test", base_url=deepseek.url, timeout_s=5, breaker=CircuitBreaker(), pause=lambda _seconds: None
    )
    return ModelMapping(lambda: client)


def test_uncertain_columns_get_the_field_that_the_model_names(deepseek: DeepSeekDouble) -> None:
    deepseek.proper = {"columns": [{"column": 0, "field": "company"}]}
    proposal = model_at(deepseek).propose(QUESTIONS)
    assert {column: field for column, (field, _) in proposal.fields.items()} == {0: TargetField.COMPANY}
    assert proposal.notes == ()


@pytest.mark.parametrize(
    "columns",
    [
        [{"column": 1, "field": "phone"}],
        [{"column": 9, "field": "phone"}],
        [{"column": 0, "field": "salary"}],
        [{"column": 0, "field": "leadId"}],
        [{"column": True, "field": "email"}],
        [{"column": 0, "field": "email"}, {"column": 0, "field": "phone"}],
        ["email"],
        None,
    ],
    ids=["a sure column", "no column", "no field", "an identity", "no number", "twice", "no object", "nothing"],
)
def test_what_was_not_asked_for_is_dropped_and_said(deepseek: DeepSeekDouble, columns: object) -> None:
    deepseek.proper = {"columns": columns}
    proposal = model_at(deepseek).propose(QUESTIONS)
    assert proposal.fields == {}
    assert proposal.notes


def test_a_header_that_is_somebodys_data_goes_out_masked(deepseek: DeepSeekDouble) -> None:
    model_at(deepseek).propose(QUESTIONS)
    assert "lovelace" not in deepseek.wire_text.lower()
    assert "Blurb" in deepseek.wire_text


def test_the_exchange_is_kept_exactly(deepseek: DeepSeekDouble) -> None:
    deepseek.proper = {"columns": [{"column": 0, "field": "company"}]}
    proposal = model_at(deepseek).propose(QUESTIONS)
    assert proposal.exchange is not None
    assert proposal.exchange["request"] == deepseek.requests[0].body
    assert "company" in proposal.exchange["answer"]
    assert "sk-test" not in str(proposal.exchange)


def test_a_model_that_fails_leaves_the_rules_and_a_note(deepseek: DeepSeekDouble) -> None:
    deepseek.script("server_error")
    proposal = model_at(deepseek).propose(QUESTIONS)
    assert proposal.fields == {}
    assert proposal.notes[1:] == ("Rules alone decided the columns.",)


def test_without_a_key_nobody_is_asked() -> None:
    assert ModelMapping(lambda: None).propose(QUESTIONS).notes == (
        "No DeepSeek key is set: rules alone decided the columns.",
    )
