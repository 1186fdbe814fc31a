"""Conditional writes of DynamoDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.exceptions import ClientError


def is_unmet(error: ClientError) -> bool:
    """Whether a write was refused because its condition did not hold: another writer was there first."""
    return error.response["Error"]["Code"] == "ConditionalCheckFailedException"
