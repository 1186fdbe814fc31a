"""What an operation promises, written beside its handler and published as `docs/openapi.json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TypedDict

from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse

from crm.api.answers import ErrorAnswer
from crm.errors import Conflict, Forbidden, Invalid, NotFound, Outdated, Refusal, SignedOut, TooLarge

STATUSES: Mapping[type[Refusal], HTTPStatus] = {
    SignedOut: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Outdated: HTTPStatus.PRECONDITION_FAILED,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""The HTTP status of each kind of refusal and of the kinds that are one of it."""


def status_of(refusal: Refusal) -> HTTPStatus:
    """The HTTP status that a refusal is answered with."""
    return next(status for kind, status in STATUSES.items() if isinstance(refusal, kind))


Refusals = Mapping[type[Refusal], Sequence[str]]
"""Kinds of refusal, each with the error codes that an operation gives for it."""

NOT_FOUND: Refusals = {NotFound: ("not_found",)}
INVALID: Refusals = {Invalid: ("invalid",)}
UNANSWERED: Refusals = {**INVALID, Conflict: ("index_unavailable", "too_many_leads")}
"""Of operations that query leads."""
_SIGNED_IN: Refusals = {SignedOut: ("unauthorized",), Forbidden: ("forbidden",)}


class Operation(TypedDict):
    """The part of a route's declaration that describes it; see Powertools' `APIGatewayRestResolver.route`."""

    operation_id: str
    summary: str
    status_code: int
    responses: dict[int, OpenAPIResponse]


def operation(
    name: str,
    summary: str,
    *,
    refusals: Refusals | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    media_type: str | None = "application/json",
    public: bool = False,
) -> Operation:
    """Describes a route; a JSON answer has the shape of the handler's return type.

    Args:
        name: the operation's id, in camelCase; clients generate names from it.
        summary: one line.
        refusals: what it refuses besides people who are not signed in or may not do this.
        status: of a success.
        media_type: of a success; None when it has no body.
        public: whether nobody has to be signed in.
    """
    success: OpenAPIResponse = {"description": status.phrase}
    if media_type is None:
        success["content"] = {}
    elif media_type != "application/json":
        success["content"] = {media_type: {"schema": {"type": "string"}}}
    refused = {**({} if public else _SIGNED_IN), **(refusals or {})}
    return {
        "operation_id": name,
        "summary": summary,
        "status_code": status.value,
        "responses": {status.value: success} | {STATUSES[kind].value: _error(codes) for kind, codes in refused.items()},
    }


def _error(codes: Sequence[str]) -> OpenAPIResponse:
    """An error that an operation answers with one of these codes, in the one shape."""
    return {
        "description": f"Error: {', '.join(f'`{code}`' for code in codes)}",
        "content": {"application/json": {"model": ErrorAnswer}},
    }
