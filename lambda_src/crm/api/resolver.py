"""The one way in which functions answer HTTP: Powertools' resolver with validation and the one error shape."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import ServiceError
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.middlewares.openapi_validation import OpenAPIRequestValidationMiddleware
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
    ResponseValidationError,
)

from crm import log_safe
from crm.api.answers import ErrorAnswer, ErrorDetail
from crm.api.auth import user_of
from crm.api.contract import status_of
from crm.aws import clients
from crm.compact_json import compact_json
from crm.errors import Invalid, Refusal
from crm.patience import OutOfPatienceError
from crm.users import User

logger = Logger()

JSON = "application/json"

PATIENCE_S = 20.0
"""Seconds that a request may wait for AWS when it is busy: below API Gateway's 29."""


class Api(APIGatewayRestResolver):
    """A resolver below `/api` whose every error is an `ErrorAnswer`, and whose answers no cache keeps."""

    def __init__(self) -> None:
        super().__init__(
            enable_validation=True,
            response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
            strip_prefixes=["/api"],
            serializer=compact_json,
        )
        self._request_validation_middleware = _JsonBodies()  # type: ignore[no-untyped-call]
        self.use([_forbid_caching])
        self.exception_handler(Refusal)(_answer_refusal)
        self.exception_handler(RequestValidationError)(_answer_validation_error)
        self.exception_handler(RequestUnsupportedContentType)(_answer_other_type)
        self.exception_handler(_UnreadableBodyError)(_answer_unreadable)
        self.exception_handler(ServiceError)(_answer_service_error)
        self.exception_handler(OutOfPatienceError)(_answer_busy)
        # Powertools has an answer of its own for a handler whose answer does not fit its type.
        self.exception_handler([Exception, ResponseValidationError])(_answer_defect)

    def resolve(self, event: Any, context: Any) -> dict[str, Any]:
        """As Powertools does, but no longer than the gateway waits."""
        clients.PATIENCE.begin(PATIENCE_S)
        return super().resolve(event, context)

    def user(self, group: str = "viewer") -> User:
        """The user of the request under way, who must rank at least as `group`."""
        return user_of(self.current_event, group)


class _UnreadableBodyError(Exception):
    """The body of a request is no text, nests deeper than a reader can follow, or has a number too long to read."""


class _JsonBodies(OpenAPIRequestValidationMiddleware):
    """Reads bodies as JSON and as nothing else: Powertools takes forms, too, and some bodies it cannot take at all."""

    def _get_body(self, app: Any) -> dict[str, Any]:
        content_type = app.current_event.headers.get("content-type", JSON).partition(";")[0].strip().lower()
        if content_type != JSON:
            raise RequestUnsupportedContentType("not JSON", errors=[])
        try:
            body = super()._get_body(app)
            # JSON can name half a sign, which nothing can store or answer.
            compact_json(body).encode()
        # A number of thousands of digits is a ValueError, and so is text that is none.
        except (RecursionError, ValueError) as error:
            raise _UnreadableBodyError from error
        return body


def _forbid_caching(api: APIGatewayRestResolver, next_middleware: NextMiddleware) -> Response[object]:
    answer = next_middleware(api)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _error(status: int, code: str, message: str, fields: dict[str, str] | None = None) -> Response[str]:
    answer = ErrorAnswer(error=ErrorDetail(code=code, message=message, fields=fields or {}))
    return Response(
        status_code=status,
        content_type="application/json",
        body=answer.model_dump_json(exclude_defaults=True),
        headers={"Cache-Control": "no-store"},
    )


def _answer_refusal(refusal: Refusal) -> Response[str]:
    return _error(status_of(refusal), refusal.code, refusal.message, refusal.fields)


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


def _answer_other_type(_: RequestUnsupportedContentType) -> Response[str]:
    return _error(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", f"The request must be sent as {JSON}.")


def _answer_unreadable(_: _UnreadableBodyError) -> Response[str]:
    return _error(HTTPStatus.BAD_REQUEST, "bad_request", "The request could not be understood: its body is no JSON.")


def _answer_busy(_: OutOfPatienceError) -> Response[str]:
    logger.warning("request not answered: AWS was too busy")
    return _error(
        HTTPStatus.SERVICE_UNAVAILABLE, "busy", "There is too much to do at the moment. Please try again in a minute."
    )


def _answer_defect(error: Exception) -> Response[str]:
    logger.error("unexpected error", **log_safe.error_fields(error))
    return _error(500, "internal", "Something went wrong on our side. Please try again in a moment.")
