"""Addresses and phone numbers that cells link to."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(mailto|tel):([^?]*)", re.IGNORECASE)


def address_of(target: str) -> str | None:
    """The email address or phone number of a link, or None."""
    from urllib.parse import unquote

    match = _ADDRESS.match(target.strip())
    return unquote(match[2]).strip() or None if match else None


def with_address(text: str, address: str) -> str:
    """Joins a cell's text and the address it links to; returns the text alone if it holds the address already.

    >>> with_address("Anna Weber", "anna@example.com")
    'Anna Weber <anna@example.com>'
    """
    if not text.strip():
        return address
    if "@" in address:
        return text if "@" in text else f"{text} <{address}>"
    digits = sum(map(str.isdigit, text))
    return text if digits >= 6 or not any(map(str.isdigit, address)) else f"{text} <{address}>"
