"""A double of Cognito's client that lists the users of a pool, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.client import Refused, client_error

PAGE = 2
"""Users of a page: so few that several pages are read."""


@dataclass
class FakeUserPool:
    """Users by their addresses.

    Attributes:
        refuses: whether every call is refused.
    """

    emails: list[str] = field(default_factory=list)
    refuses: bool = False

    def get_paginator(self, name: str) -> FakeUserPool:
        if name != "list_users":
            raise ValueError(f"there is no paginator for {name}")
        return self

    def paginate(self, **_: Any) -> Iterator[dict[str, Any]]:
        if self.refuses:
            raise client_error("cognito-idp", "ListUsers", Refused("TooManyRequestsException", "Rate exceeded"))
        for start in range(0, max(len(self.emails), 1), PAGE):
            page = self.emails[start : start + PAGE]
            yield {"Users": [{"Username": one, "Attributes": [{"Name": "email", "Value": one}]} for one in page]}
