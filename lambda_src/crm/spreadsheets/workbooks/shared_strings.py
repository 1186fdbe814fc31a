"""Reads the texts that the cells of an xlsx workbook share."""

from __future__ import annotations

import re

from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.xlsx_parts import XlsxParts
from crm.spreadsheets.workbooks.xml_elements import element
from crm.spreadsheets.workbooks.xml_text import unescaped

_BLOCK = 1 << 20
_ITEM = re.compile(element(b"si", rb"[^<>]*?").decode())
_TABLE = re.compile(rb"<((?:\w+:)?)sst\b")
# As nearly all programs write it: one text, in Japanese Excel with its reading.
_PLAIN = re.compile(
    r"<si><t(?: xml:space=\"preserve\")?>([^<]*+)</t>"
    r"(?:<rPh\b[^<>]*+><t\b[^<>]*+>[^<]*+</t></rPh>)*(?:<phoneticPr\b[^<>]*+/>)?</si>"
)
_TEXT = re.compile(element(b"t", rb"[^<>]*?").decode())
_PHONETIC = re.compile(element(b"rPh", rb"[^<>]*?").decode())
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def shared_strings(parts: XlsxParts) -> list[str]:
    """The workbook's shared texts by their index.

    Raises:
        SpreadsheetRejected: if one of them has no end.
    """
    strings: list[str] = []
    if parts.shared_strings_path is None:
        return strings
    raw = b""
    prefix: str | None = None
    with parts.archive.open(parts.shared_strings_path) as part:
        while block := part.read(_BLOCK):
            raw += block
            if prefix is None and (table := _TABLE.search(raw)):
                prefix = table[1].decode()
            if prefix is None:
                continue
            end = raw.rfind(f"</{prefix}si>".encode())
            if end >= 0:
                strings += _texts(raw[:end].decode("utf-8", "replace") + f"</{prefix}si>", f"<{prefix}si")
                raw = raw[end + len(prefix) + len("</si>") :]
    if prefix is not None:
        strings += _texts(raw.decode("utf-8", "replace"), f"<{prefix}si")
    return strings


def _texts(piece: str, tag: str) -> list[str]:
    """The texts of a piece of the table, all of them whole."""
    count = piece.count(tag)
    texts: list[str] = _PLAIN.findall(piece)
    if len(texts) == count:
        if "&" in piece or "_x" in piece:
            return [plain_text(text) if "&" in text or "_x" in text else text for text in texts]
        return texts
    items: list[str] = _ITEM.findall(piece)
    if len(items) != count:
        raise rejection("corrupt")
    return list(map(rich_text, items))


def rich_text(raw: str) -> str:
    """The text of the runs inside an element, without what says how to read it aloud."""
    return plain_text("".join(_TEXT.findall(_PHONETIC.sub("", raw))))


def plain_text(raw: str) -> str:
    """The text of raw XML in which Excel has written control characters as ``_x000D_``."""
    text = unescaped(raw)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
