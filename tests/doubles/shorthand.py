"""Short names for what tests of DynamoDB and other services write again and again."""

from __future__ import annotations

from botocore.exceptions import ClientError


def N(number: float | str) -> dict[str, str]:  # noqa: N802
    """A number as DynamoDB writes it."""
    return {"N": str(number)}


def S(text: str) -> dict[str, str]:  # noqa: N802
    """A text as DynamoDB writes it."""
    return {"S": text}


def refusal(error: ClientError) -> str:
    """The code of an error."""
    return str(error.response["Error"]["Code"])
