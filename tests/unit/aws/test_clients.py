"""The clients differ from boto3's own in speed, and in nothing that DynamoDB or the code sees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import boto3
import pytest
from crm.aws import clients

LEAD = {"leadId": {"S": "l1"}, "chain": {"S": "c1"}, "lead": {"S": '{"firstName":["Zoë"]}'}, "expires": {"N": "17"}}
REQUESTS: dict[str, dict[str, Any]] = {
    "batch_execute_statement": {
        "Statements": [
            {
                "Statement": 'UPDATE "leads" SET "lead" = ? WHERE "leadId" = ?',
                "Parameters": [LEAD["lead"], {"S": "l1"}],
            },
            {"Statement": 'DELETE FROM "leads" WHERE "leadId" = ?', "Parameters": [{"S": "l2"}]},
        ]
    },
    "batch_get_item": {"RequestItems": {"leads": {"Keys": [{"leadId": {"S": "l1"}}], "ConsistentRead": True}}},
}
ANSWERS: dict[str, Any] = {
    "batch_execute_statement": {
        "Responses": [{"TableName": "leads"}, {"Error": {"Code": "DuplicateItem", "Item": LEAD}}]
    },
    "batch_get_item": {
        "Responses": {"leads": [LEAD, {"leadId": {"S": "l2"}, "claims": {"SS": ["a", "b"]}}]},
        "UnprocessedKeys": {},
    },
}


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any]]:
    """Ours and boto3's own client of DynamoDB."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    clients.dynamodb.cache_clear()
    clients._session.cache_clear()
    yield clients.dynamodb(), boto3.Session().client("dynamodb")
    clients.dynamodb.cache_clear()
    clients._session.cache_clear()


def said_and_read(client: Any, method: str) -> tuple[bytes, Any]:
    """The body that a client sends, and what it makes of the answer."""
    sent: list[bytes] = []

    class Answer:
        """What botocore makes a response of."""

        status_code = 200
        headers: ClassVar[dict[str, str]] = {}
        content = json.dumps(ANSWERS[method]).encode()

    def answer(request: Any, **_: Any) -> Answer:
        sent.append(request.body)
        return Answer()

    client.meta.events.register_first("before-send.dynamodb", answer)
    read = getattr(client, method)(**REQUESTS[method])
    del read["ResponseMetadata"]
    return sent[0], read


@pytest.mark.parametrize("method", REQUESTS)
def test_a_batch_is_sent_and_read_as_boto3_does(both: tuple[Any, Any], method: str) -> None:
    ours, theirs = both

    assert said_and_read(ours, method) == said_and_read(theirs, method)


def test_values_are_not_walked_through(both: tuple[Any, Any]) -> None:
    """boto3 has found what this project adds to its description of DynamoDB."""
    model = both[0].meta.service_model

    for batch in ("PartiQLBatchRequest", "PartiQLBatchResponse"):
        assert model.shape_for(batch).member.is_document_type
    for batch in ("BatchGetRequestMap", "BatchGetResponseMap"):
        assert model.shape_for(batch).value.is_document_type
