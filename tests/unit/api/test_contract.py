"""Every operation is exercised here, with each error that its function can give; `CrmInMemory.call` holds the answers
against the document. The gateway's own answers are held against it by the tests of the deployed system.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from crm.aws import clients
from crm.fields import LEAD_FIELDS
from crm.patience import OutOfPatienceError

from easy_crm.gateway_answers import GATEWAY_ANSWERS
from easy_crm.reference.openapi import DOCUMENT
from tests.contract import Contract, Kept, documented
from tests.crm_in_memory import CrmInMemory
from tests.unit.api.scenarios import (
    BODIES,
    SIGNED_OUT,
    STRANGER,
    Caller,
    lose_chains,
    lose_the_read_model,
    use_everything,
)

pytestmark = pytest.mark.slow

Given = tuple[str, int, str | None]
"""An operation, a status, an error's code."""

OF_BOTH = {"unauthorized", "forbidden", "not_found", "internal", "bad_request", "unsupported_media_type"}
"""Codes of the gateway that the functions give too."""
DEEP = "[" * 5_000 + "]" * 5_000
"""A body that no reader follows."""


@pytest.fixture(scope="module")
def given() -> Iterator[set[Given]]:
    """What the API has answered to all that is tried below."""
    with pytest.MonkeyPatch.context() as patch:
        crm = CrmInMemory(patch)
        caller = Caller(crm)
        use_everything(caller)
        lose_chains(caller)
        lose_the_read_model(caller)
        caller.call_every_operation(**SIGNED_OUT)
        caller.call_every_operation(**STRANGER)
        caller.call_every_operation(query={"page": "0", "cursor": "unknown"}, headers={"If-Match": "x" * 101})
        for method, path in BODIES:
            address = path.replace("{", "").replace("}", "")
            caller.call(method, address, DEEP)
            caller.call(method, address, "text", headers={"Content-Type": "text/plain"})
        for failing in (_unreachable, _busy):
            with patch.context() as broken:
                for service in ("dynamodb", "s3", "sqs", "cognito"):
                    broken.setattr(clients, service, failing)
                caller.call_every_operation(groups="admin")
        yield {(kept.operation, kept.status, kept.code) for kept in crm.kept if isinstance(kept, Kept)}


def _unreachable(*_: object) -> None:
    raise ConnectionError


def _busy(*_: object) -> None:
    raise OutOfPatienceError


def _documented(contract: Contract) -> set[Given]:
    """All that the document says the functions answer."""
    gateways_own = {code for _, (code, _) in GATEWAY_ANSWERS.values()} - OF_BOTH
    return {
        (operation.name, status, code)
        for operation in contract.operations
        for status, code in operation.answers()
        if code not in gateways_own and status != 502 and operation.name != "getHealth"
    }


def test_every_operation_answers_and_refuses_all_that_the_document_says(given: set[Given]) -> None:
    assert _documented(documented()) - given == set()


def test_the_document_says_all_that_is_answered(given: set[Given]) -> None:
    assert given - _documented(documented()) == set()


LEAD: dict[str, Any] = {
    **dict.fromkeys(LEAD_FIELDS),
    **{name: [] for name in ("tags", "emails", "phones", "shortened")},
    "extras": {},
    "fields": {},
    "sourceFile": None,
    "leadId": "lead00001",
    "createdAt": "2026-11-26T08:00:00.000Z",
    "updatedAt": "2026-11-26T08:00:00.000Z",
    "deletedAt": None,
    "version": "0123456789abcdef",
}


def _refusal(**error: Any) -> dict[str, Any]:
    return {"error": {"code": "not_found", "message": "There is no such lead.", **error}}


def test_an_answer_as_documented_is_kept() -> None:
    contract = documented()
    assert contract.check("PATCH", "/leads/1", 200, "application/json", json.dumps(LEAD)) == Kept(
        "updateLead", 200, None
    )
    assert contract.check("DELETE", "/leads/1", 204, None, "") == Kept("deleteLead", 204, None)
    assert contract.check("GET", "/imports/1/report.csv", 200, "text/csv; charset=utf-8", "Email\r\n")
    refused = json.dumps(_refusal(fields={"leadId": "unknown"}))
    assert contract.check("GET", "/leads/1", 404, "application/json", refused) == Kept("getLead", 404, "not_found")
    assert contract.check("GET", "/nothing", 404, "application/json", refused) is None


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (201, "application/json", LEAD),
        (428, "application/json", _refusal()),
        (200, "text/csv", LEAD),
        (200, "application/json", LEAD | {"identity": "email#ada@example.com"}),
        (200, "application/json", {name: value for name, value in LEAD.items() if name != "email"}),
        (200, "application/json", LEAD | {"version": 1}),
        (200, "application/json", LEAD | {"updatedAt": "yesterday"}),
        (404, "application/json", {"message": "Not found"}),
        (404, "application/json", _refusal(code="gone")),
        (404, "application/json", _refusal(trace="resolver.py:81")),
    ],
)
def test_any_other_answer_breaks_the_contract(status: int, content_type: str, body: Any) -> None:
    with pytest.raises(AssertionError, match=r"not as documented|not documented"):
        documented().check("PATCH", "/leads/1", status, content_type, json.dumps(body))


def test_an_address_that_does_not_exist_may_not_answer() -> None:
    with pytest.raises(AssertionError, match="no such operation"):
        documented().check("GET", "/nothing", 200, "application/json", "{}")


def test_every_object_of_the_document_lists_all_of_its_keys() -> None:
    schemas = json.loads(DOCUMENT.read_text(encoding="utf-8"))["components"]["schemas"]
    assert [
        name
        for name, schema in schemas.items()
        if schema.get("type") == "object" and schema.get("additionalProperties") is not False
    ] == []
