"""The contract of the API: holds answers against `docs/openapi.json`, whoever gave them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from easy_crm.reference.openapi import DOCUMENT, error_codes


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


_FORMATS = {"date-time": _is_time}


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that the document describes: the operation's id, the status, and the code of an error."""

    operation: str
    status: int
    code: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the document.

    Attributes:
        path: below `/api`, with `{parameters}`.
        responses: by status, as the document has them.
    """

    name: str
    method: str
    path: str
    responses: Mapping[str, Any]

    def fits(self, method: str, path: str) -> bool:
        return method == self.method and bool(re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", self.path), path))

    def answers(self) -> Iterator[tuple[int, str | None]]:
        """Every status with every code of an error; None for the codes of a success."""
        for status, response in self.responses.items():
            for code in error_codes(response) if int(status) >= 400 else [None]:
                yield int(status), code


class Contract:
    """The answers that a document promises.

    Args:
        document: OpenAPI 3.1.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._components = document["components"]
        self._validators: dict[str, Draft202012Validator] = {}
        self.operations = [
            Operation(operation["operationId"], method.upper(), path, operation["responses"])
            for path, operations in document["paths"].items()
            for method, operation in operations.items()
        ]

    def find(self, method: str, path: str) -> Operation | None:
        """The operation at an address; `/jobs/preview` is not a job."""
        fitting = (operation for operation in self.operations if operation.fits(method, path))
        return min(fitting, key=lambda operation: operation.path.count("{"), default=None)

    def check(self, method: str, path: str, status: int, content_type: str | None, body: str | None) -> Kept | None:
        """Fails unless the document describes the answer.

        Args:
            path: below `/api`.
            content_type: with or without parameters; None for an answer without a body.

        Returns:
            What was kept; None for an address that the API does not have, which must be refused in the error shape.
        """
        answered = f"{method} {path} answered {status}"
        operation = self.find(method, path)
        if operation is None:
            assert 400 <= status < 500, f"{answered}, but there is no such operation"
            self._validate(answered, {"$ref": "#/components/schemas/ErrorAnswer"}, json.loads(body or ""))
            return None
        response = operation.responses.get(str(status))
        assert response is not None, f"{answered}, which is not documented: {body}"
        contents = response.get("content") or {}
        if not contents:
            assert not body, f"{answered} with a body, which is not documented: {body}"
            return Kept(operation.name, status, None)
        media_type = (content_type or "").partition(";")[0].strip()
        assert media_type in contents, f"{answered} with {media_type!r}, which is not documented: {body}"
        value: Any = json.loads(body or "") if media_type == "application/json" else body
        self._validate(answered, contents[media_type]["schema"], value)
        code = value["error"]["code"] if status >= 400 else None
        assert code is None or code in error_codes(response), f"{answered} with {code!r}, which is not documented"
        return Kept(operation.name, status, code)

    def _validate(self, answered: str, schema: Mapping[str, Any], value: Any) -> None:
        key = json.dumps(schema)
        if key not in self._validators:
            whole = {**schema, "components": self._components}
            self._validators[key] = Draft202012Validator(whole, formats=_FORMATS, validate_formats=True)
        errors = self._validators[key].iter_errors(value)
        problems = [f"{'/'.join(map(str, error.instance_path))}: {error.message[:500]}" for error in errors]
        assert not problems, f"{answered}, and not as documented: {problems[:5]}"


@cache
def documented() -> Contract:
    """The contract that is committed."""
    return Contract(json.loads(DOCUMENT.read_text(encoding="utf-8")))
