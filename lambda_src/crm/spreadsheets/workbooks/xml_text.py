"""Texts out of raw XML, without a parser and without any entity but those that XML itself has."""

from __future__ import annotations

import re

_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST = 0x10FFFF


def xml_text(raw: bytes) -> str:
    """The text that raw XML character data stands for."""
    text = raw.decode("utf-8", "replace")
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= _LAST else "\ufffd"
