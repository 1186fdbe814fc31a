"""Reads compound files (``.xls`` and encrypted workbooks): the directory and its streams, with every chain checked.

Implements only the part of [MS-CFB] that identifies a file before calamine opens it: a sector chain that loops makes
calamine allocate until the process is aborted (a file of 1 KB does).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END_OF_CHAIN = 0xFFFFFFFE
_MAX_REGULAR = 0xFFFFFFFA
_FILE_PASS = 0x002F
_BIFF_EOF = 0x000A


class BrokenOle(Exception):
    """The compound file's own tables contradict each other."""


class Entry(NamedTuple):
    """A directory entry.

    Args:
        name: the stream's name.
        kind: 1 storage, 2 stream, 5 root.
        start: first sector.
        size: bytes.
    """

    name: str
    kind: int
    start: int
    size: int


class OleFile:
    """A compound file held in memory.

    Args:
        data: the whole file.

    Raises:
        BrokenOle: if the allocation tables or the directory are damaged.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise BrokenOle("no header")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenOle("sector size")
        self._sector = 1 << shift
        (directory_start,) = struct.unpack_from("<I", data, 48)
        self._mini_cutoff, mini_start, _, difat_start, _ = struct.unpack_from("<5I", data, 56)
        self._fat = self._read_fat(difat_start)
        self.entries = self._read_directory(directory_start)
        self._mini_fat = self._numbers(self._chain(mini_start)) if mini_start < _MAX_REGULAR else ()
        for entry in self.entries:
            if entry.kind == 2 and entry.size >= self._mini_cutoff:
                chain = self._chain(entry.start)
                if len(chain) * self._sector < entry.size:
                    raise BrokenOle("a stream is shorter than it says")

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        body = self._data[start : start + self._sector]
        if not body:
            raise BrokenOle("a sector lies outside the file")
        return body.ljust(self._sector, b"\0")

    def _read_fat(self, difat_start: int) -> tuple[int, ...]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while difat_start < _MAX_REGULAR:
            if difat_start in seen:
                raise BrokenOle("the table of tables loops")
            seen.add(difat_start)
            numbers = struct.unpack(f"<{self._sector // 4}I", self._at(difat_start))
            sectors.extend(numbers[:-1])
            difat_start = numbers[-1]
        return self._numbers([sector for sector in sectors if sector < _MAX_REGULAR])

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        return tuple(
            number for sector in sectors for number in struct.unpack(f"<{self._sector // 4}I", self._at(sector))
        )

    def _chain(self, start: int) -> list[int]:
        chain: list[int] = []
        limit = len(self._data) // self._sector + 1
        while start < _MAX_REGULAR:
            if start >= len(self._fat) or len(chain) > limit:
                raise BrokenOle("a chain of sectors loops or leaves the file")
            chain.append(start)
            start = self._fat[start]
        if start != _END_OF_CHAIN and chain:
            raise BrokenOle("a chain of sectors has no end")
        return chain

    def _read_directory(self, start: int) -> list[Entry]:
        data = b"".join(map(self._at, self._chain(start)))
        entries = []
        for offset in range(0, len(data) - 127, 128):
            name_bytes, kind = struct.unpack_from("<HB", data, offset + 64)
            if kind not in (1, 2, 5) or not 2 <= name_bytes <= 64:
                continue
            name = data[offset : offset + name_bytes - 2].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", data, offset + 116)
            entries.append(Entry(name, kind, first, size))
        if not entries or entries[0].kind != 5:
            raise BrokenOle("no directory")
        return entries

    def find(self, *names: str) -> Entry | None:
        """The first stream with one of the names."""
        for name in names:
            for entry in self.entries:
                if entry.name.lower() == name.lower() and entry.kind != 5:
                    return entry
        return None

    def read(self, entry: Entry, limit: int | None = None) -> bytes:
        """The bytes of a stream, at most `limit`."""
        size = entry.size if limit is None else min(limit, entry.size)
        if entry.size >= self._mini_cutoff:
            sectors = self._chain(entry.start)[: -(-size // self._sector)]
            return b"".join(map(self._at, sectors))[:size]
        mini = b"".join(map(self._at, self._chain(self.entries[0].start)))
        parts: list[bytes] = []
        sector = entry.start
        while sector < _MAX_REGULAR and len(parts) * 64 < size:
            if sector >= len(self._mini_fat):
                raise BrokenOle("a short stream leaves the file")
            parts.append(mini[sector * 64 : sector * 64 + 64])
            sector = self._mini_fat[sector]
        return b"".join(parts)[:size]


def biff_records(stream: bytes, offset: int = 0) -> Iterator[tuple[int, int, int]]:
    """Record type, start of its body and its length, for each record of a workbook stream from an offset on."""
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        yield kind, offset + 4, length
        offset += 4 + length


def is_encrypted(ole: OleFile) -> bool:
    """Whether it is an encrypted OOXML package, or a workbook with a FILEPASS record ([MS-XLS] 2.4.117)."""
    if ole.find("EncryptedPackage", "EncryptionInfo"):
        return True
    entry = ole.find("Workbook", "Book")
    if entry is None:
        return False
    for kind, _, _ in biff_records(ole.read(entry, 1 << 16)):
        if kind == _FILE_PASS:
            return True
        if kind == _BIFF_EOF:
            return False
    return False
