"""Decodes texts of raw XML without a parser; knows no entities but those of XML itself."""

from __future__ import annotations

import codecs
import re

_MARK = re.compile(
    r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));|"
    r"<!\[CDATA\[((?s:.)*?)(?:\]\]>|\Z)|<!--(?s:.)*?(?:-->|\Z)"
)
_COMMENT = re.compile(r"<!--(?s:.)*?(?:-->|\Z)")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST = 0x10FFFF
_SURROGATES = (0xD800, 0xDFFF)
"""Halves of characters, which are none."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_DECLARED = re.compile(rb"""\s*+<\?xml\s[^<>]{0,200}?\bencoding\s*+=\s*+["']([\w.-]{1,40})["']""")


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
    return chr(code) if code <= _LAST and not _SURROGATES[0] <= code <= _SURROGATES[1] else "\ufffd"


def without_comments(text: str) -> str:
    """XML without its comments."""
    return _COMMENT.sub("", text) if "<!--" in text else text


def decoded(raw: bytes) -> str:
    """Raw XML in UTF-8, with line ends as XML has them.

    Raises:
        UnicodeError: if it is written in something else.
    """
    text = raw.decode()
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def says_utf8(head: bytes) -> bool:
    """Whether the beginning of a part says that it is written in UTF-8, as nearly all are."""
    declared = _DECLARED.match(head)
    return not head.startswith(_WIDE) and (declared is None or declared[1].lower() in _UTF8)


def as_utf8(raw: bytes) -> bytes:
    """A part of a workbook in UTF-8, whatever it says to be written in.

    Raises:
        UnicodeError: if it is written otherwise than it says.
        LookupError: if it is written in something that nobody knows.
    """
    if says_utf8(raw):
        return raw
    declared = _DECLARED.match(raw)
    return raw.decode(declared[1].decode() if declared else "utf-16").encode()
