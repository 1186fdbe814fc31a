"""What a request is refused with: each kind of refusal is a class, and none knows of HTTP.

`code` is for programs and never changes, `message` is a sentence for the person in front of the page: what
happened, to what, and what to do. `crm.api.resolver` gives each kind its HTTP status.
"""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """A request that cannot be answered as asked.

    Args:
        code: the error's name in snake_case.
        message: one sentence for the user.
        fields: field name to what is wrong with it, or further data the page needs.
    """

    def __init__(self, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = dict(fields or {})


class SignedOut(Refusal):
    """Nobody is signed in, or the session has ended."""

    def __init__(self) -> None:
        super().__init__("unauthorized", "Your session has ended. Please sign in again.")


class Forbidden(Refusal):
    """The user is known and may not do this."""

    def __init__(self, message: str) -> None:
        super().__init__("forbidden", message)


class NotFound(Refusal):
    """There is no such thing, or it is not for this user to know of."""

    def __init__(self, message: str) -> None:
        super().__init__("not_found", message)


class Conflict(Refusal):
    """The request was right, but the state is not."""


class Outdated(Refusal):
    """The request names a state that somebody has changed since."""

    def __init__(self, message: str) -> None:
        super().__init__("edited_meanwhile", message)


class TooLarge(Refusal):
    """More than can be taken or answered at once."""


class Invalid(Refusal):
    """Some field does not fit; `fields` says which and why."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None, *, code: str = "invalid") -> None:
        super().__init__(code, message, fields)
