"""JSON without blanks, and with letters as they are: what is stored and sent by the piece.

By pydantic's own encoder, which takes a third of the time of Python's, and its parser two thirds (docs/measurements.md,
"Writing leads").
"""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json, to_json


def compact_json(value: Any) -> str:
    """A value as JSON text; tuples become arrays."""
    return to_json(value).decode()


def parsed_json(text: str | bytes) -> Any:
    """What a JSON text says.

    Raises:
        ValueError: for anything else.
    """
    return from_json(text)
