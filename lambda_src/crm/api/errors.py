"""The one error shape: `{"error": {"code", "message", "fields"?}}`.

`code` is for programs and never changes, `message` is a sentence for the person in front of the page: what
happened, to what, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """An answer other than success.

    Args:
        status: HTTP status code.
        code: the error's name in snake_case.
        message: one sentence for the user.
        fields: field name to what is wrong with it, or further data the page needs.
    """

    def __init__(self, status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = dict(fields or {})

    def to_json(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.fields:
            error["fields"] = self.fields
        return {"error": error}


class NotFound(ApiError):
    """404: there is no such thing, or it is not for this user to know of."""

    def __init__(self, message: str) -> None:
        super().__init__(404, "not_found", message)


class Forbidden(ApiError):
    """403: the user is known and may not do this."""

    def __init__(self, message: str) -> None:
        super().__init__(403, "forbidden", message)


class Conflict(ApiError):
    """409: the request was right, but the state is not."""

    def __init__(self, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(409, code, message, fields)


class Invalid(ApiError):
    """422: some field does not fit; `fields` says which and why."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(422, "invalid", message, fields)
