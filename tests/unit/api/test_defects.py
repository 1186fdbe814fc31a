"""The message of an unexpected error appears neither in the response nor in the log (promise 6)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from crm.api.contract import STATUSES
from crm.api.resolver import Api
from crm.errors import Refusal


def _request(path: str) -> dict[str, Any]:
    return {
        "httpMethod": "GET",
        "path": f"/api{path}",
        "resource": f"/api{path}",
        "headers": {},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "requestContext": {"stage": "live"},
        "body": None,
        "isBase64Encoded": False,
    }


def test_neither_the_response_nor_the_log_holds_the_error_message(caplog: pytest.LogCaptureFixture) -> None:
    api = Api()

    @api.get("/leads")
    def broken() -> None:
        raise ValueError("no place for zephyrine@example.com")

    context: Any = None
    answer = api.resolve(_request("/leads"), context)

    assert answer["statusCode"] == 500
    assert json.loads(answer["body"])["error"]["code"] == "internal"
    (record,) = caplog.records
    logged = vars(record)
    assert logged["error_type"] == "ValueError"
    assert logged["places"][-1].startswith("test_defects.py:")
    assert "zephyrine" not in f"{logged} {answer}"


def test_every_kind_of_refusal_has_an_http_status() -> None:
    assert set(STATUSES) == set(Refusal.__subclasses__())
