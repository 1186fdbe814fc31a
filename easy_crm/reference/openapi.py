"""Writes docs/openapi.json from the handlers: `.venv/bin/python -m easy_crm.reference.openapi`."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from aws_lambda_powertools.event_handler.openapi.merge import OpenAPIMerge
from pydantic.alias_generators import to_camel

from easy_crm import paths
from easy_crm.gateway_answers import GATEWAY_ANSWERS, HEALTH

DOCUMENT = paths.ROOT / "docs" / "openapi.json"
FUNCTIONS = ("file_upload", "import_api", "lead_api", "lead_exporter", "user_api", "chatbot")
"""The functions that answer HTTP requests."""

_ANYONE = ("THROTTLED", "INTEGRATION_TIMEOUT", "WAF_FILTERED")
_SIGNED_IN = ("UNAUTHORIZED", "ACCESS_DENIED")
_WITH_BODY = ("BAD_REQUEST_BODY", "UNSUPPORTED_MEDIA_TYPE", "REQUEST_TOO_LARGE")
"""Kinds of the gateway's answers, by the operations that they can stand for."""
_DEFECTS = ("500", "502")
"""A function that answers with an error, and one that ends without an answer."""
_BUSY = ("503", "busy")
"""AWS throttled the function until its time was nearly over, see `crm.api.resolver`."""
_POWERTOOLS = {"HTTPValidationError", "ResponseValidationError", "ValidationError"}
"""Schemas that Powertools adds to every document; the API answers its own error instead."""


def openapi_document() -> dict[str, Any]:
    """The document: all routes of all functions below `/api`, with a Cognito id token for authorization."""
    merged = OpenAPIMerge(title="Easy CRM", version="1", on_conflict="error")
    for function in FUNCTIONS:
        api = importlib.import_module(f"crm.handlers.{function}").api
        merged.add_schema(json.loads(api.get_openapi_json_schema(title="Easy CRM", version="1")))
    document = merged.get_openapi_schema()
    document["servers"] = [{"url": "/api"}]
    document["components"]["securitySchemes"] = {
        "cognito": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Cognito id token"}
    }
    document["security"] = [{"cognito": []}]
    for operations in document["paths"].values():
        for operation in operations.values():
            _complete(operation)
    document["paths"] = {_in_camel_case(path): operations for path, operations in document["paths"].items()}
    schemas = document["components"]["schemas"]
    document["paths"]["/health"], schemas["Health"] = _health()
    for name in _POWERTOOLS:
        schemas.pop(name, None)
    for schema in schemas.values():
        # pydantic makes a title of each name, "Createdat" of createdAt, which tells nobody anything.
        for value in schema.get("properties", {}).values():
            value.pop("title", None)
    return document


def _health() -> tuple[dict[str, Any], dict[str, Any]]:
    """The one path that API Gateway answers itself, and the schema of its answer."""
    values = {name: {"const": value, "type": "string"} for name, value in HEALTH.items()}
    schema = {
        "title": "Health",
        "description": "The API is up.",
        "type": "object",
        "properties": values,
        "required": list(values),
        "additionalProperties": False,
    }
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}}
    responses: dict[str, Any] = {"200": {"description": "OK", "content": answer}}
    for kind in ("THROTTLED", "UNSUPPORTED_MEDIA_TYPE", "WAF_FILTERED"):
        status, (code, _) = GATEWAY_ANSWERS[kind]
        _add_code(responses, str(status), code)
    _add_code(responses, "500", GATEWAY_ANSWERS["DEFAULT_5XX"][1][0])
    operation = {
        "operationId": "getHealth",
        "summary": "Whether the API is up",
        "security": [],
        "responses": responses,
    }
    return {"get": operation}, schema


def error_codes(response: dict[str, Any]) -> list[str]:
    """The error codes that a response of the document names."""
    return re.findall(r"`(\w+)`", response["description"])


def _in_camel_case(path: str) -> str:
    """`/leads/{leadId}`, as the API names it, for `/leads/{lead_id}`, as Python does."""
    return re.sub(r"\{(\w+)\}", lambda name: f"{{{to_camel(name[1])}}}", path)


def _complete(operation: dict[str, Any]) -> None:
    """Takes out what Powertools says of its own errors, and adds what the gateway answers."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            parameter["name"] = to_camel(parameter["name"])
    responses = operation["responses"]
    for status in [status for status, response in responses.items() if _is_powertools_own(response)]:
        del responses[status]
    kinds = [*_ANYONE]
    kinds += _SIGNED_IN
    kinds += _WITH_BODY if "requestBody" in operation else ()
    for kind in kinds:
        status, (code, _) = GATEWAY_ANSWERS[kind]
        if status:
            _add_code(responses, status, code)
    if operation.get("security") != []:
        _add_code(responses, *_BUSY)
    for status in _DEFECTS:
        _add_code(responses, status, GATEWAY_ANSWERS["DEFAULT_5XX"][1][0])


def _is_powertools_own(response: dict[str, Any]) -> bool:
    schemas: Iterable[Any] = (content.get("schema", {}) for content in response.get("content", {}).values())
    return any(schema.get("$ref", "").rpartition("/")[2] in _POWERTOOLS for schema in schemas)


def _add_code(responses: dict[str, Any], status: str, code: str) -> None:
    known = error_codes(responses[status]) if status in responses else []
    codes = dict.fromkeys([*known, code])
    responses[status] = {
        "description": f"Error: {', '.join(f'`{one}`' for one in codes)}",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}},
    }


def text() -> str:
    """The document in its committed form."""
    return json.dumps(openapi_document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(paths.ROOT / "lambda_src"))
    DOCUMENT.write_text(text(), encoding="utf-8")
