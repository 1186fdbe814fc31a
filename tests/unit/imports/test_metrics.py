"""Metrics count each batch and each ended import once, in CloudWatch's embedded format, and name no person."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from crm.deepseek import DeepSeekClient, ModelUnavailable
from crm.imports.metrics import ImportMetrics, count_poll, count_stuck
from crm.imports.model import Import, ImportStatus
from crm.imports.repository import ImportStore, NewImport
from crm.metrics import NAMESPACE, model_answered
from crm.outcomes import Outcome, Policy
from crm.users import User

from tests.doubles.aws import fake_aws


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "dev")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "batch_worker")


class Emitted:
    """The metric lines since the last call."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._capsys.readouterr().out.splitlines() if '"_aws"' in line]

    def values(self) -> list[dict[str, float]]:
        """Metric to value, one dictionary per line."""
        return [
            {metric["Name"]: line[metric["Name"]][0] for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]}
            for line in self.lines()
        ]


@pytest.fixture
def emitted(capsys: pytest.CaptureFixture[str]) -> Emitted:
    return Emitted(capsys)


def _store() -> ImportStore:
    client: Any = fake_aws().dynamodb
    return ImportStore(client, "imports", ImportMetrics())


def _importing(batches: int) -> ImportStore:
    store = _store()
    store.create(NewImport("import1", "user", "ann@example.com", "list of ann.csv", 1, Policy.FILL, None, False))
    store.start_reading("import1")
    store.planned(
        "import1", next_status=ImportStatus.IMPORTING, total_rows=3 * batches, total_batches=batches, skipped=0
    )
    return store


def _import1(store: ImportStore) -> Import:
    record = store.get("import1")
    assert record is not None
    return record


def test_a_batch_is_counted_with_its_rows_and_existing_leads(emitted: Emitted) -> None:
    store = _importing(2)

    store.complete_batch(_import1(store), 1, {Outcome.CREATED: 1, Outcome.UPDATED: 1, Outcome.SUPERSEDED: 1})

    assert emitted.values() == [{"Rows": 3, "Duplicates": 2, "RowsRejected": 0}]


def test_a_repeated_delivery_is_not_counted_again(emitted: Emitted) -> None:
    store = _importing(2)
    store.complete_batch(_import1(store), 1, {Outcome.CREATED: 3})
    emitted.lines()

    store.complete_batch(_import1(store), 1, {Outcome.CREATED: 3})

    assert emitted.lines() == []


@pytest.mark.parametrize(
    ("counts", "metric"),
    [
        ({Outcome.CREATED: 3}, "ImportsCompleted"),
        ({Outcome.CREATED: 2, Outcome.REJECTED: 1}, "ImportsCompletedWithErrors"),
        ({Outcome.CREATED: 2}, "ImportsFailed"),
    ],
)
def test_the_last_batch_ends_the_import_once(counts: dict[Outcome, int], metric: str, emitted: Emitted) -> None:
    store = _importing(1)

    store.complete_batch(_import1(store), 1, counts)
    store.complete_batch(_import1(store), 1, counts)
    store.cancel(_import1(store))

    assert [values for values in emitted.values() if "Rows" not in values] == [{metric: 1}]


def test_an_import_that_is_cancelled_before_it_is_read_counts_as_ended(emitted: Emitted) -> None:
    store = _store()
    store.create(NewImport("import1", "user", "", "a.csv", 1, Policy.FILL, None, False))

    store.cancel(_import1(store))

    assert emitted.values() == [{"ImportsCancelled": 1}]


def test_an_unreadable_file_and_one_without_rows_count_as_ended(emitted: Emitted) -> None:
    store = _store()
    for import_id in ("bad", "empty"):
        store.create(NewImport(import_id, "user", "", "a.csv", 1, Policy.FILL, None, False))
        store.start_reading(import_id)

    store.fail("bad", "This file is encrypted.")
    store.planned("empty", next_status=ImportStatus.IMPORTING, total_rows=0, total_batches=0, skipped=0)

    assert emitted.values() == [{"ImportsFailed": 1}, {"ImportsCompleted": 1}]


def test_an_import_that_is_being_cancelled_does_not_count_as_ended(emitted: Emitted) -> None:
    store = _importing(2)
    store.cancel(_import1(store))
    assert emitted.lines() == []


def test_an_undo_does_not_end_the_import_a_second_time(emitted: Emitted) -> None:
    store = _importing(1)
    store.complete_batch(_import1(store), 1, {Outcome.CREATED: 3})
    emitted.lines()

    store.start_undo(_import1(store), User("user", "", frozenset({"member"})))

    assert emitted.lines() == []


def test_answers_of_the_model_are_counted_and_failures_are_not(emitted: Emitted) -> None:
    usage = {"prompt_tokens": 400, "completion_tokens": 30}
    answers = [
        httpx.Response(200, json={"choices": [{"message": {"content": '{"a": 1}'}}], "usage": usage}),
        httpx.Response(401, json={}),
    ]
    client = DeepSeekClient(
        "sk-1", transport=httpx.MockTransport(lambda _: answers.pop(0)), answered=model_answered, pause=lambda _: None
    )

    client.complete_json("json", "question", max_tokens=10)
    with pytest.raises(ModelUnavailable):
        client.complete_json("json", "question", max_tokens=10)

    assert emitted.values() == [{"Calls": 1, "PromptTokens": 400, "CompletionTokens": 30}]


def test_dimensions_are_the_environment_and_the_subject_and_nothing_else(emitted: Emitted) -> None:
    store = _importing(1)
    store.complete_batch(_import1(store), 1, {Outcome.CREATED: 3})
    count_poll()
    count_stuck(2)
    model_answered(1, 1)

    for line in emitted.lines():
        (metrics,) = line["_aws"]["CloudWatchMetrics"]
        assert metrics["Namespace"] == NAMESPACE
        assert [sorted(names) for names in metrics["Dimensions"]] == [["environment", "service"]]
        assert line["environment"] == "dev"
        assert line["service"] == ("model" if "Calls" in line else "imports")
        names = {metric["Name"] for metric in metrics["Metrics"]}
        assert set(line) == {"_aws", "environment", "service", *names}
