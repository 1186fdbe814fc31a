"""Decodes texts of raw XML without a parser; knows no entities but those of XML itself."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));|"
    r"<!\[CDATA\[((?s:.)*?)(?:\]\]>|\Z)|<!--(?s:.)*?(?:-->|\Z)"
)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST = 0x10FFFF


def xml_text(raw: bytes) -> str:
    """The text of raw XML character data."""
    return unescaped(raw.decode("utf-8", "replace"))


def unescaped(text: str) -> str:
    """XML character data with its entities replaced, sections of plain characters opened, and comments left out."""
    return _MARK.sub(_character, text) if "&" in text or "<!" in text else text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name, plain = match.groups()
    if name:
        return _NAMED[name]
    if decimal is None and hexadecimal is None:
        return plain or ""
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= _LAST else "\ufffd"
