"""The contract of the API: holds answers against `docs/openapi.json`, whoever gave them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from easy_crm.reference.openapi import DOCUMENT, error_codes

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date-time", raises=ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that the document describes: the operation, the status, and the code of an error."""

    operation: str
    status: int
    code: str | None


class Contract:
    """The answers that a document promises.

    Args:
        document: OpenAPI 3.1.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._components = document["components"]
        self._validators: dict[str, Draft202012Validator] = {}
        # A path without parameters comes first: `/leads/bulk` is no lead.
        self._operations = [
            (method.upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), operation)
            for path, operations in sorted(document["paths"].items(), key=lambda item: item[0].count("{"))
            for method, operation in operations.items()
        ]

    @property
    def operations(self) -> Mapping[str, Mapping[str, Any]]:
        """Every operation, by its id."""
        return {operation["operationId"]: operation for _, _, operation in self._operations}

    def check(self, method: str, path: str, status: int, content_type: str | None, body: str | None) -> Kept | None:
        """Fails unless the document describes the answer.

        Args:
            path: below `/api`.
            content_type: with or without parameters; None for an answer without a body.

        Returns:
            What was kept; None for an address that the API does not have, which must be refused in the error shape.
        """
        answered = f"{method} {path} answered {status}"
        media_type = (content_type or "").partition(";")[0].strip()
        operation = self._operation(method, path)
        if operation is None:
            assert 400 <= status < 500, f"{answered}, but there is no such operation"
            self._validate(answered, {"$ref": "#/components/schemas/ErrorAnswer"}, json.loads(body or ""))
            return None
        response = operation["responses"].get(str(status))
        assert response is not None, f"{answered}, which is not documented: {body}"
        contents = response.get("content") or {}
        if not contents:
            assert not body, f"{answered} with a body, which is not documented: {body}"
            return Kept(operation["operationId"], status, None)
        assert media_type in contents, f"{answered} with {media_type!r}, which is not documented: {body}"
        value = json.loads(body or "") if media_type == "application/json" else body
        self._validate(answered, contents[media_type]["schema"], value)
        code = value["error"]["code"] if status >= 400 else None
        assert code is None or code in error_codes(response), (
            f"{answered} with the code {code}, which is not documented"
        )
        return Kept(operation["operationId"], status, code)

    def _operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        fitting = (
            operation for verb, pattern, operation in self._operations if verb == method and pattern.fullmatch(path)
        )
        return next(fitting, None)

    def _validate(self, answered: str, schema: Mapping[str, Any], value: Any) -> None:
        key = json.dumps(schema)
        if key not in self._validators:
            whole = {**schema, "components": self._components}
            self._validators[key] = Draft202012Validator(whole, format_checker=_FORMATS)
        problems = [f"{error.json_path}: {error.message[:500]}" for error in self._validators[key].iter_errors(value)]
        assert not problems, f"{answered}, and not as documented: {problems[:5]}"


@cache
def documented() -> Contract:
    """The contract that is committed."""
    return Contract(json.loads(DOCUMENT.read_text(encoding="utf-8")))
