"""The version that a change was made for, in the header `If-Match`: a newer one is not overwritten unseen."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Header

from crm.api.contract import Refusals
from crm.errors import Outdated

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=100, description='`"version"`: refuse unless this is still the version'),
]
OUTDATED: Refusals = {Outdated: ("edited_meanwhile",)}


def seen_version(if_match: str | None) -> str | None:
    """The version in the header, which stands in quotes (RFC 9110, 13.1.1); `*` stands for any."""
    return None if if_match in (None, "*") else if_match.strip().strip('"')
