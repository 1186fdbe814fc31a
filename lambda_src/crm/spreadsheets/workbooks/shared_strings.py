"""Reads the texts that the cells of an xlsx workbook share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.xlsx_parts import XlsxParts
from crm.spreadsheets.workbooks.xml_elements import element, opening
from crm.spreadsheets.workbooks.xml_text import as_utf8, decoded, says_utf8, unescaped

_BLOCK = 1 << 20
_FIRST = 1 << 16
"""Bytes in which the table begins."""
_ITEM = re.compile(element(b"si", rb"[^<>]*?").decode())
_TABLE = re.compile(rb"<((?:[\w.-]+:)?)sst\b[^<>]*?(/?)>")
# As nearly all programs write it: one text, in Japanese Excel with its reading.
_PLAIN = re.compile(
    r"<si><t(?: xml:space=\"preserve\")?>([^<]*+)</t>"
    r"(?:<rPh\b[^<>]*+><t\b[^<>]*+>[^<]*+</t></rPh>)*(?:<phoneticPr\b[^<>]*+/>)?</si>"
)
_TEXT = re.compile(element(b"t", rb"[^<>]*?").decode())
_TEXT_TAG = re.compile(opening(b"t").decode() + r"[\s/>]")
_PHONETIC = re.compile(element(b"rPh", rb"[^<>]*?").decode())
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def shared_strings(parts: XlsxParts) -> list[str]:
    """The workbook's shared texts by their index.

    Raises:
        SpreadsheetRejected: if the table or one of its texts has no end.
    """
    strings: list[str] = []
    if parts.shared_strings_path is None:
        return strings
    blocks = _blocks(parts, parts.shared_strings_path)
    raw = next(blocks, b"")
    table = _TABLE.search(raw)
    if table is None:
        return strings
    prefix = table[1].decode()
    item, item_end = f"<{prefix}si", f"</{prefix}si>".encode()
    raw = raw[table.end() :]
    for block in blocks:
        end = raw.rfind(item_end)
        if end >= 0:
            strings += _texts(decoded(raw[: end + len(item_end)]), item)
            raw = raw[end + len(item_end) :]
        raw += block
    if not table[2] and f"</{prefix}sst".encode() not in raw:
        raise rejection("corrupt")
    strings += _texts(decoded(raw), item)
    return strings


def _blocks(parts: XlsxParts, path: str) -> Iterator[bytes]:
    """The part in blocks, in UTF-8; one that is written in something else as a whole."""
    with parts.archive.open(path) as part:
        first = part.read(_FIRST)
        if not says_utf8(first):
            yield as_utf8(first + part.read())
            return
        yield first
        while block := part.read(_BLOCK):
            yield block


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
    """The text of the runs inside an element, without what says how to read it aloud.

    Raises:
        SpreadsheetRejected: if a run breaks off.
    """
    shown = _PHONETIC.sub("", raw)
    texts = _TEXT.findall(shown)
    if len(texts) != len(_TEXT_TAG.findall(shown)):
        raise rejection("corrupt")
    return plain_text("".join(texts))


def plain_text(raw: str) -> str:
    """The text of raw XML in which Excel has written control characters as ``_x000D_``."""
    text = unescaped(raw)
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # Characters beyond the first 65,536 are escaped in halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
