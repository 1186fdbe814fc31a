"""Where a page of imports begins, as a text that clients send back unread."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from crm.errors import Invalid
from crm.ids import is_id
from crm.imports.import_table import Kind

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
"""As `crm.clock` writes it."""


def encode_cursor(start: dict[str, Any]) -> str:
    """The text for a page's start, as `ImportStore.page` returns it."""
    return base64.urlsafe_b64encode(json.dumps(start).encode()).decode()


def decode_cursor(cursor: str | None, kind: Kind) -> dict[str, Any] | None:
    """The page's start; None for the first page.

    Args:
        kind: of the list.

    Raises:
        Invalid: for a text that `encode_cursor` has not made.
    """
    if cursor is None:
        return None
    try:
        start = json.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, RecursionError) as error:
        raise _unknown() from error
    match start:
        case {"importId": str(import_id), "kind": kind.value, "createdAt": str(created), **rest} if not rest:
            if is_id(import_id) and _TIME.fullmatch(created):
                return {"importId": import_id, "kind": kind.value, "createdAt": created}
    raise _unknown()


def _unknown() -> Invalid:
    return Invalid("This page does not exist any more. Please reload the list.", {"cursor": "unknown"})
