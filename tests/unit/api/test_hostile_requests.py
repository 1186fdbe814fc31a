"""Whatever is sent, the answer is one of the documented ones in the one error shape, and never a defect."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from crm.handlers import chatbot, file_upload, import_api, lead_api, lead_exporter, user_api

from tests.crm_in_memory import CONTEXT, CrmInMemory
from tests.factories import api_event

WITH_BODY: list[tuple[Callable[..., Any], str, str]] = [
    (file_upload.handler, "POST", "/imports"),
    (import_api.handler, "PUT", "/imports/{id}/mapping"),
    (lead_api.handler, "POST", "/leads"),
    (lead_api.handler, "PATCH", "/leads/{id}"),
    (import_api.handler, "POST", "/jobs"),
    (lead_api.handler, "POST", "/jobs/preview"),
    (lead_api.handler, "POST", "/fields"),
    (lead_exporter.handler, "POST", "/exports"),
    (user_api.handler, "POST", "/users"),
    (chatbot.handler, "POST", "/chat"),
]
DEEP = "[" * 5_000 + "]" * 5_000
ID = "0123456789abcdefghjkmnpq"


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    return CrmInMemory(monkeypatch)


def send(route: tuple[Callable[..., Any], str, str], **changed: Any) -> tuple[int, str]:
    """The status and the code of the error."""
    handler, method, path = route
    event = {**api_event(method, "/api" + path.format(id=ID), {}), **changed}
    answer = handler(event, CONTEXT)
    return answer["statusCode"], json.loads(answer["body"])["error"]["code"]


@pytest.mark.usefixtures("crm")
@pytest.mark.parametrize("route", WITH_BODY, ids=lambda route: f"{route[1]} {route[2]}")
class TestBodies:
    @pytest.mark.parametrize("body", [DEEP, f'{{"a": {DEEP}}}'])
    def test_a_body_that_nests_too_deep_is_not_understood(self, route: Any, body: str) -> None:
        assert send(route, body=body) == (400, "bad_request")

    @pytest.mark.parametrize("value", ["1" * 5_000, '"\\ud800"', '{"\\udfff": 1}'])
    def test_a_value_that_nothing_can_hold_is_not_understood(self, route: Any, value: str) -> None:
        assert send(route, body=f'{{"a": {value}}}') == (400, "bad_request")

    def test_a_body_that_is_no_text_is_not_understood(self, route: Any) -> None:
        body = base64.b64encode(b"\xff\xfe{}").decode()
        assert send(route, body=body, isBase64Encoded=True) == (400, "bad_request")

    @pytest.mark.parametrize(
        "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"]
    )
    def test_another_content_type_is_refused(self, route: Any, content_type: str) -> None:
        assert send(route, headers={"Content-Type": content_type}) == (415, "unsupported_media_type")

    @pytest.mark.parametrize("body", ["[]", "1", "null", '"text"', "{", ""])
    def test_a_body_that_is_no_object_is_invalid(self, route: Any, body: str) -> None:
        status, _ = send(route, body=body)
        assert 400 <= status < 500


def _cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value).encode()).decode()


WRONG: list[Any] = ["", 1, None, [], {}, "x" * 1_000, "\x00"]
REAL = {"importId": ID, "kind": "import", "createdAt": "2026-01-05T09:00:00.000Z"}


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "é",
        _cursor(b"\xff"),
        _cursor(b"[" * 1_400),
        _cursor([]),
        _cursor(1),
        _cursor({}),
        *(_cursor({**REAL, name: value}) for name in REAL for value in WRONG),
        _cursor(REAL | {"more": 1}),
    ],
)
def test_a_cursor_that_decodes_to_something_else_is_unknown(crm: CrmInMemory, cursor: str) -> None:
    status, answer = crm.call(import_api.handler, "GET", "/imports", query={"cursor": cursor})
    assert (status, answer["error"]["code"]) == (422, "invalid")


def test_the_cursor_of_a_page_leads_to_the_next(crm: CrmInMemory) -> None:
    status, answer = crm.call(import_api.handler, "GET", "/imports", query={"cursor": _cursor(REAL)})
    assert (status, answer["imports"]) == (200, [])


@pytest.mark.parametrize("cursor", ["1", "-1.0", "1.1\n", "9" * 5_000 + ".0", "٣.٣", "999999999.999999999", "0.0"])
def test_no_cursor_of_rows_is_a_defect(crm: CrmInMemory, cursor: str) -> None:
    import_id = crm.import_file(b"Email\nann@initech.example\n")["importId"]
    for path in ("rows", "undo"):
        status, _ = crm.call(import_api.handler, "GET", f"/imports/{import_id}/{path}", query={"cursor": cursor})
        assert status < 500
