"""Counts the rows that an OpenDocument file says to repeat; calamine lays all of them out when it opens the file."""

from __future__ import annotations

import re
import zipfile

_BLOCK = 1 << 20
_OVERLAP = 256
_REPEATED = re.compile(rb"number-rows-repeated=[\"'](\d{2,9})")
# LibreOffice repeats a row without cells down to the end of each sheet; calamine leaves out what no cell follows.
_REPEATED_OR_CELL = re.compile(_REPEATED.pattern + rb"|(office:value-type)|</table:table>")


def repeated_rows(path: str) -> int:
    """Rows that are repeated ten times or more, in or above the last row of their sheet that has a cell.

    Args:
        path: the file.
    """
    rows = waiting = 0
    text = b""
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
        while True:
            block = part.read(_BLOCK)
            text += block
            # What begins in the overlap is left to the next round, which sees all of it.
            start, end = 0, len(text) - (_OVERLAP if block else 0)
            while match := (_REPEATED_OR_CELL if waiting else _REPEATED).search(text, start):
                if match.start() >= end:
                    break
                start = match.end()
                if match[1]:
                    waiting += int(match[1])
                else:
                    rows += waiting if match[2] else 0
                    waiting = 0
            if not block:
                return rows
            text = text[max(start, end, 0) :]
