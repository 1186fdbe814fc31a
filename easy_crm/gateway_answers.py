"""What stands before the functions answers itself: errors in the one shape, and the health check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def error_body(code: str, message: str) -> Mapping[str, Any]:
    """An error in the shape of the API."""
    return {"error": {"code": code, "message": message}}


HEALTH = {"status": "ok"}
"""The answer to `GET /health`."""

_SESSION_ENDED = ("unauthorized", "Your session has ended. Please sign in again.")
_NOT_ALLOWED = ("forbidden", "Your account may not do this.")
_NOTHING_HERE = ("not_found", "There is nothing at this address.")
_NOT_UNDERSTOOD = (
    "bad_request",
    "The request could not be understood: a field is missing, unknown or of the wrong kind.",
)
_OTHER_TYPE = ("unsupported_media_type", "The request must be sent as application/json.")
_TOO_MANY = ("too_many_requests", "Too many requests at once. Please try again in a moment.")
_TOO_LARGE = ("too_large", "The request is too large.")
_TOO_SLOW = ("timeout", "This took too long. Please try again in a moment.")
_BLOCKED = ("blocked", "The firewall has blocked this request. If it was a good one, tell an admin of your CRM.")
_NO_SUCH_METHOD = ("method_not_allowed", "This cannot be done at this address.")
_ADDRESS_TOO_LONG = ("too_long", "This asks for too much at once. Please use fewer or shorter filters.")
_BUSY = ("busy", "There is too much to do at the moment. Please try again in a minute.")
"""The functions' own, see `crm.api.resolver`."""
_DEFECT = ("internal", "Something went wrong on our side. Please try again in a moment.")

GATEWAY_ANSWERS: Mapping[str, tuple[str | None, tuple[str, str]]] = {
    "UNAUTHORIZED": ("401", _SESSION_ENDED),
    "EXPIRED_TOKEN": ("401", _SESSION_ENDED),
    "ACCESS_DENIED": ("403", _NOT_ALLOWED),
    "WAF_FILTERED": ("403", _BLOCKED),
    "MISSING_AUTHENTICATION_TOKEN": ("404", _NOTHING_HERE),
    "RESOURCE_NOT_FOUND": ("404", _NOTHING_HERE),
    "BAD_REQUEST_BODY": ("400", _NOT_UNDERSTOOD),
    "BAD_REQUEST_PARAMETERS": ("400", _NOT_UNDERSTOOD),
    "UNSUPPORTED_MEDIA_TYPE": ("415", _OTHER_TYPE),
    "REQUEST_TOO_LARGE": ("413", _TOO_LARGE),
    "THROTTLED": ("429", _TOO_MANY),
    "QUOTA_EXCEEDED": ("429", _TOO_MANY),
    "INTEGRATION_TIMEOUT": ("504", _TOO_SLOW),
    "DEFAULT_4XX": (None, _NOT_UNDERSTOOD),
    "DEFAULT_5XX": (None, _DEFECT),
}
"""Kind of refusal to status (None: as it is) and error. API Gateway calls an unknown path a missing token."""

TOO_MANY = error_body(*_TOO_MANY)
"""What the firewall answers to an address that sends too many requests."""

EDGE_ANSWERS: Mapping[int, Mapping[str, Any]] = {
    405: error_body(*_NO_SUCH_METHOD),
    414: error_body(*_ADDRESS_TOO_LONG),
    502: error_body(*_DEFECT),
    503: error_body(*_BUSY),
    504: error_body(*_TOO_SLOW),
}
"""What CloudFront answers by status instead of a page of its own. It answers so too where the API has this status, so
the API's own error stands here, and a status for which the API has several errors cannot be here."""
