"""The one way in which functions answer HTTP: Powertools' resolver with validation and the one error shape."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import ServiceError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from crm import log_safe
from crm.api.auth import current_user
from crm.compact_json import compact_json
from crm.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, SignedOut, TooLarge
from crm.users import User, require

__all__ = ["Api", "Response", "respond"]

logger = Logger()


def respond(body: Any, status: int = 200, headers: dict[str, Any] | None = None) -> Response[str]:
    """A JSON answer that no cache keeps."""
    return Response(
        status_code=status,
        content_type="application/json; charset=utf-8",
        body=compact_json(body),
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


STATUSES: dict[type[Refusal], HTTPStatus] = {
    SignedOut: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""The HTTP status of each kind of refusal."""


class Api(APIGatewayRestResolver):
    """A resolver below `/api` whose every error has the one shape, `{"error": {"code", "message", "fields"?}}`."""

    def __init__(self) -> None:
        super().__init__(enable_validation=True, strip_prefixes=["/api"])
        self.exception_handler(Refusal)(_answer_refusal)
        self.exception_handler(RequestValidationError)(_answer_validation_error)
        self.exception_handler(ServiceError)(_answer_service_error)
        self.exception_handler(Exception)(_answer_defect)

    def user(self, group: str = "viewer") -> User:
        """The user of the request under way, who must rank at least as `group`."""
        return require(current_user(self.current_event.raw_event), group)


def _error(status: int, code: str, message: str, fields: dict[str, str] | None = None) -> Response[str]:
    error: dict[str, Any] = {"code": code, "message": message}
    if fields:
        error["fields"] = fields
    return respond({"error": error}, status)


def _answer_refusal(refusal: Refusal) -> Response[str]:
    return _error(STATUSES[type(refusal)], refusal.code, refusal.message, refusal.fields)


def _answer_validation_error(error: RequestValidationError) -> Response[str]:
    fields: dict[str, str] = {}
    for problem in error.errors():
        place = [str(part) for part in problem["loc"] if part not in ("body", "query", "path")]
        fields[".".join(place) or "body"] = str(problem["msg"])
    return _answer_refusal(Invalid("Some fields do not fit. Please correct them and try again.", fields))


def _answer_service_error(error: ServiceError) -> Response[str]:
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    message = "There is nothing at this address." if error.status_code == HTTPStatus.NOT_FOUND else str(error.msg)
    return _error(error.status_code, code, message)


def _answer_defect(error: Exception) -> Response[str]:
    logger.error("unexpected error", **log_safe.logged(error))
    return _error(500, "internal", "Something went wrong on our side. Please try again in a moment.")
