"""How the bytes of a text file become characters."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """The decided encoding.

    Args:
        name: as shown to the user and as Python knows it.
        skip: bytes at the beginning that are no text (a byte order mark that the codec does not eat).
        note: what the user should know, when something was uncertain.
    """

    name: str
    skip: int = 0
    note: str | None = None


def find_encoding(path: Path) -> Encoding:
    """The encoding of a file: byte order marks, then UTF-8 over the whole file, then what fits."""
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    if head.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig")
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return Encoding("utf-32")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16")
    if _is_utf8(path):
        return Encoding("utf-8")
    return Encoding("cp1252")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
