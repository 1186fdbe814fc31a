"""New ids: sortable by time, unguessable, safe in addresses and object keys."""

from __future__ import annotations

import json
import re
import secrets
import time

_ALPHABET = "0123456789abcdefghijkmnopqrstuvwxyz"
ID = "^[0-9A-Za-z_-]{1,64}$"
"""What an id can be, as JSON Schema says it."""
_VALID = re.compile(ID.strip("^$"))
LEAD_ID_DIGITS = 32
"""Of a lead's id, see `crm.statements.keys`. Other CRMs have lead ids too, of another form."""
_LEAD_ID = re.compile(rf"[0-9a-f]{{{LEAD_ID_DIGITS}}}")


def new_id() -> str:
    """24 characters: 9 of the time in milliseconds, 15 at random (77 bits)."""
    milliseconds, stamp = time.time_ns() // 1_000_000, ""
    for _ in range(9):
        milliseconds, digit = divmod(milliseconds, len(_ALPHABET))
        stamp = _ALPHABET[digit] + stamp
    return stamp + "".join(secrets.choice(_ALPHABET) for _ in range(15))


def id_in_message(body: str, name: str, what: str) -> str:
    """The id in a queue's message `{name: id}`.

    Args:
        what: the message is about, for the error.

    Raises:
        ValueError: if the body is not such a message.
    """
    try:
        found = json.loads(body)[name]
    except (ValueError, TypeError, LookupError) as error:
        raise ValueError(f"not a message of {what}: it takes {name}") from error
    if not isinstance(found, str) or not is_id(found):
        raise ValueError(f"not a message of {what}: its {name} is no id")
    return found


def is_id(text: str) -> bool:
    """Whether the text can be an id at all; anything else is not looked up."""
    return _VALID.fullmatch(text) is not None


def is_lead_id(text: str) -> bool:
    """Whether a text without blanks around it is written as the ids of leads are."""
    return _LEAD_ID.fullmatch(text) is not None
