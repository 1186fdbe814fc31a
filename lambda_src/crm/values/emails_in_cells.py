"""Finds the email addresses in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crm.values.email import normalize_email
from crm.values.text import LONGEST_SEARCHED, clean_cell

_WIDE = "＜＞；，、（）：「」【】"
"""Signs of East Asian writing that divide as those of ASCII do."""
_FOUND = re.compile(rf"[^\s@＠\"<>()\[\]\\,;:|{_WIDE}]{{1,100}}+[@＠][^\s@\"<>()\[\]\\,;:|{_WIDE}/]+")
"""An address, or what may be one. No part before the @ is longer than 64 characters; a search for parts of any length
would read a text without an @ again from each of its characters."""
_LABEL = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{1,8}(?=[!-~])")
"""A word before an address, without a blank between, as in Chinese, Japanese and Korean: `邮箱ann@x.example`."""
_BRACKETS = str.maketrans("<>()[]（）", "        ")
_TRIMMED = ".'`*?!-_/"
_BETWEEN = re.compile(rf"(?:[\s;,|/<>()\[\]{_WIDE}]|mailto:)*", re.I)
"""What stands around addresses and says nothing."""


def without_addresses(text: str) -> str:
    """The text of a cell without its addresses."""
    return " ".join(_FOUND.sub(" ", text).translate(_BRACKETS).split()).strip(" -–,;:/|")


@dataclass(frozen=True, slots=True)
class CellEmails:
    """The usable addresses of a cell, in order.

    Args:
        addresses: normalized, each once.
        exact: whether the cell holds the first address and nothing else.
        complete: whether it holds these addresses and nothing else.
    """

    addresses: tuple[str, ...]
    exact: bool
    complete: bool


NO_EMAILS = CellEmails((), False, False)


@lru_cache(maxsize=8192)
def emails_in(cell: str) -> CellEmails:
    """The usable addresses of a cell: one, several with anything in between, `mailto:` links, `Name <address>`.

    None in a cell that is longer than what is searched.
    """
    if ("@" not in cell and "＠" not in cell) or len(cell) > LONGEST_SEARCHED:
        return NO_EMAILS
    normalized = normalize_email(cell)
    if normalized is not None:
        # The subject of a mailto link is part of the cell and not of the address.
        exact = "?" not in cell
        return CellEmails((normalized,), exact, exact)
    text = clean_cell(cell)
    found: dict[str, None] = {}
    complete = _BETWEEN.fullmatch(_FOUND.sub("", text)) is not None
    for match in _FOUND.finditer(text):
        trimmed = match[0].strip(_TRIMMED)
        if not trimmed.isascii() and (label := _LABEL.match(trimmed)):
            trimmed = trimmed[label.end() :].strip(_TRIMMED)
        address = normalize_email(trimmed) or normalize_email(match[0])
        if address is not None:
            found.setdefault(address)
        complete = complete and address is not None and trimmed == match[0]
    return CellEmails(tuple(found), False, complete)
