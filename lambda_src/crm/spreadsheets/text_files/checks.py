"""Rejects texts that are no tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from crm.sentences.failures import FILES
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.text_files.dialect import Dialect

_WORKBOOK_ENDINGS = frozenset(("xls", "xlsx", "xlsm", "xlsb", "ods", "xlt", "xltx"))
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|table|meta|\?xml|\w++(?::\w*+)?[\s>])", re.IGNORECASE)
# Symbolic Link and Data Interchange Format, as old spreadsheet programs exchange them.
_SYMBOLIC = re.compile(r"ID;P\w.*\r?\n[BCFO];|TABLE\r?\n0,1\r?\n")
_PROSE_WORDS = 6
"""Words that make a line prose, in a text without delimiters; a text is prose if most of its lines are."""
_REACHES = re.compile(r"\S@\S|\d(?:[\s()/.-]?\d){6}")
"""An email or a phone in a line, as people type them into lists of contacts."""
_DIVIDED = 0.6
"""Share of the lines that a table of words divides into cells at least. Chosen: prose has commas in some lines."""
_JSON = re.compile(r"\s*[\[{]\s*(?:[\]}\"\[{]|$)")


def reject_other_texts(lines: Sequence[str], dialect: Dialect, file_name: str) -> None:
    """Rejects a text that is no table: a web page, JSON, address cards, prose, a single word.

    Args:
        lines: the first lines of the file.
        dialect: how they are split into cells.
        file_name: the name that the user gave it.

    Raises:
        SpreadsheetRejected: not_a_spreadsheet or empty.
    """
    first = next(_filled(lines), None)
    if first is None:
        raise rejection("empty")
    if _MARKUP.match(first):
        raise rejection("not_a_spreadsheet", FILES["webPage"])
    if _JSON.match(first) and "".join(_filled(lines)).rstrip().endswith(("]", "}")):
        raise rejection("not_a_spreadsheet", FILES["json"])
    if first.startswith(("ID;P", "TABLE")) and _SYMBOLIC.match("".join(islice(_filled(lines), 3))):
        raise rejection("not_a_spreadsheet", FILES["sylk"])
    if first.upper().startswith(("BEGIN:VCARD", "DN: ")):
        raise rejection("not_a_spreadsheet", FILES["addressCards"])
    claims_workbook = file_name.lower().rpartition(".")[2] in _WORKBOOK_ENDINGS
    if dialect.delimiter is not None:
        if claims_workbook and not _is_table(list(_filled(lines)), dialect.delimiter):
            raise rejection("not_a_spreadsheet")
        return
    from crm.spreadsheets.cell_kinds import DATA_KINDS, kind_of

    texts = [line.strip() for line in _filled(lines)]
    if not any(kind_of(text) in DATA_KINDS for text in texts):
        prose = sum(1 for text in texts if len(text.split()) >= _PROSE_WORDS and not _REACHES.search(text))
        if claims_workbook or 2 * prose > len(texts):
            raise rejection("not_a_spreadsheet")
        if len(texts) == 1:
            raise rejection("empty", FILES["singleCell"])


def _filled(lines: Sequence[str]) -> Iterator[str]:
    return (line for line in lines if line.strip(" \t\r\n,;|\"'"))


def _is_table(lines: Sequence[str], delimiter: str) -> bool:
    """Whether most lines have cells, or some hold what letters hold no more often than tables: emails and numbers."""
    from crm.spreadsheets.cell_kinds import DATA_KINDS, kind_of

    divided = [line.split(delimiter) for line in lines if delimiter in line]
    if any(kind_of(cell.strip(" \"'")) in DATA_KINDS for cells in divided for cell in cells):
        return True
    return len(divided) >= _DIVIDED * len(lines)
