"""Finds the email addresses in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crm.values.email import normalize_email
from crm.values.text import clean_cell

_FOUND = re.compile(r"[^\s@\"<>()\[\]\\,;:|＜＞；，、]+[@＠][^\s@\"<>()\[\]\\,;:|＜＞；，、/]+")
_BRACKETS = str.maketrans("<>()[]", "      ")
_TRIMMED = ".'`*?!-_/"


def without_addresses(text: str) -> str:
    """The text of a cell without its addresses."""
    return " ".join(_FOUND.sub(" ", text).translate(_BRACKETS).split()).strip(" -–,;:/|")


@dataclass(frozen=True, slots=True)
class CellEmails:
    """The usable addresses of a cell, in order.

    Args:
        addresses: normalized, each once.
        exact: whether the cell holds the first address and nothing else.
    """

    addresses: tuple[str, ...]
    exact: bool


NO_EMAILS = CellEmails((), False)


@lru_cache(maxsize=8192)
def emails_in(cell: str) -> CellEmails:
    """The usable addresses of a cell: one, several with anything in between, `mailto:` links, `Name <address>`."""
    if "@" not in cell and "＠" not in cell:
        return NO_EMAILS
    normalized = normalize_email(cell)
    if normalized is not None:
        # The subject of a mailto link is part of the cell and not of the address.
        return CellEmails((normalized,), "?" not in cell)
    text = clean_cell(cell)
    found: dict[str, None] = {}
    for match in _FOUND.finditer(text):
        address = normalize_email(match[0].strip(_TRIMMED)) or normalize_email(match[0])
        if address is not None:
            found.setdefault(address)
    return CellEmails(tuple(found), False)
