"""Lists of one column: each contact takes several lines, as on an envelope or in a signature, or one with dashes.

A name comes first, then what belongs to it, of which some may stand behind labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from crm.spreadsheets.layout.contact_cards import Cards, Listing
from crm.spreadsheets.layout.labelled_lines import LabelledLine, read_lines, runs_of
from crm.spreadsheets.layout.message_lines import as_table
from crm.spreadsheets.layout.message_names import KindsOf
from crm.spreadsheets.layout.words import word_set
from crm.spreadsheets.model import Row

_HEADER = ("Name", "", "", "Job title", "Company", "Address", "Phone", "Phone 2", "Email", "Email 2", "Website")
"""Columns of such a list, behind which those of its labels stand. The two behind the name have no header: the values
show jobs and companies."""
_NAME, _BEHIND_NAME, _JOB, _COMPANY, _ADDRESS, _PHONE, _EMAIL, _WEBSITE = 0, 2, 3, 4, 5, 6, 8, 10
_FEWEST_BLOCKS = 2
"""Blocks between blank rows that make a list. Chosen: one may be a letter's head."""
_FEWEST_PERIODS = 3
"""Contacts without blank rows between them that show how many lines each has. Chosen."""
_MOST_LINES = 12
"""Lines of one contact. Chosen; an envelope has six."""
_WITH_CONTACT = 0.8
"""Share of the blocks that must have an email or a phone. Chosen."""
_DIVIDED = 0.4
"""Share of the rows that a comma may have divided into cells, as in `12 Mill Lane, York`. Chosen."""
_FEWEST_DIGITS = 7
_EMAIL_LINE = re.compile(r"(?<![^\s@])[^\s@]++@[^\s@.]++(?:\.[^\s@.]++)+")
_PHONE_LINE = re.compile(r"(?:[^\W\d_][^\W\d_. -]{0,14}\W{0,3})?[+(]?\d[\d\s()+/.\-–]{5,30}")
_AROUND = " ,.;:!…，。"
_BETWEEN_PARTS = re.compile(r"\s[-–—|/]\s")
_BARS = re.compile(r"(?:(?<!\s)\s++)?[|｜•]\s*+")
_INSIDE = (":", "|")
"""What divides the parts of a line, and may have been taken for a delimiter."""
_WEBSITE_LINE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_Parts = list[tuple[str, str]]
"""What the lines of a contact say, each behind its label, "" for none."""


def find_blocks(listing: Listing, kinds_of: KindsOf) -> Cards | None:
    """The contacts of a list of blocks, or None if it is none.

    Args:
        kinds_of: see `open_spreadsheet`.
    """
    rows, delimiter, is_header_word = listing
    filled = [row for row in rows if row.cells]
    divided = sum(sum(1 for cell in row.cells if cell.strip()) > 1 for row in filled)
    if delimiter not in _INSIDE and divided > _DIVIDED * len(filled):
        return None
    lines = read_lines(rows, delimiter, is_header_word)
    runs = list(filter(None, map(_without_closings, runs_of(lines))))
    if delimiter == "|" and any(len(run) == 1 for run in runs):
        return None
    if len(runs) == 1:
        runs = _of_one_length(runs[0]) or _below_names(runs[0])
    blocks = [(run[0].number, [part for line in run for part in _parts(line)]) for run in runs]
    divided_lines = [(line.number, [("", part) for part in _BETWEEN_PARTS.split(line.text)]) for line in lines]
    for found in (blocks, divided_lines):
        contacts = _contacts(found, is_header_word, kinds_of)
        if contacts:
            return _as_cards(rows, contacts, kinds_of)
    return None


def _contacts(
    blocks: list[tuple[int, _Parts]], is_header_word: Callable[[str], bool], kinds_of: KindsOf
) -> dict[int, _Parts]:
    """The parts of each block by the number of its first row; none where not all blocks are contacts."""
    titles = 0
    while titles < len(blocks) and len(blocks[titles][1]) == 1 and not _is_reached(blocks[titles][1]):
        titles += 1
    blocks = blocks[titles:]
    if len(blocks) < _FEWEST_BLOCKS or not all(_is_block(parts) for _, parts in blocks):
        return {}
    reached = sum(_is_reached(parts) for _, parts in blocks)
    names = [parts[0][1] for _, parts in blocks]
    labels = [name for name in names if is_header_word(name) and "given" not in kinds_of(name)]
    if reached < _WITH_CONTACT * len(blocks) or labels:
        return {}
    return dict(blocks)


def _as_cards(rows: Sequence[Row], contacts: dict[int, _Parts], kinds_of: KindsOf) -> Cards:
    placed = {number: _placed(parts) for number, parts in contacts.items()}
    _tell_apart(list(placed.values()), kinds_of)
    labels = list(dict.fromkeys(label for values in placed.values() for label in values if isinstance(label, str)))
    used = {column for values in placed.values() for column in values}
    columns: list[int | str] = [*(column for column in range(len(_HEADER)) if column in used), *labels]
    cells = {number: tuple(values.get(column, "") for column in columns) for number, values in placed.items()}
    header = tuple(_HEADER[column] if isinstance(column, int) else column for column in columns)
    return Cards(header, as_table(rows, cells))


def _placed(parts: _Parts) -> dict[int | str, str]:
    """The parts of a contact by column or label; further ones of an address stand below each other."""
    values: dict[int | str, str] = {}
    for place, (label, text) in enumerate(parts):
        column: int | str
        if label:
            column = label
        elif not place:
            column = _NAME
        elif _WEBSITE_LINE.fullmatch(text):
            column = _WEBSITE
        elif _is_contact(text):
            column = _EMAIL if "@" in text else _PHONE
            column += column in values
        else:
            column = place if place <= _BEHIND_NAME and not any(map(str.isdigit, text)) else _ADDRESS
        values[column] = f"{values[column]}\n{text}" if column in values else text
    return values


def _tell_apart(contacts: Sequence[dict[int | str, str]], kinds_of: KindsOf) -> None:
    """Puts jobs and companies behind names into columns of their own, in place, where a list has both."""
    columns = range(_NAME + 1, _BEHIND_NAME + 1)
    found = {_sure(values.get(column, ""), kinds_of) for values in contacts for column in columns}
    if not {_JOB, _COMPANY} <= found:
        return
    for values in contacts:
        for column in columns:
            kind = _sure(values.get(column, ""), kinds_of)
            if kind is not None and kind not in values:
                values[kind] = values.pop(column)
        others = [column for column in columns if column in values]
        missing = [kind for kind in (_JOB, _COMPANY) if kind not in values]
        if len(others) == len(missing) == 1:
            values[missing[0]] = values.pop(others[0])
        elif len(others) == 1 and _COMPANY in missing and " " in values[others[0]]:
            # Jobs are known words, and companies are called anything.
            values[_COMPANY] = values.pop(others[0])


def _sure(text: str, kinds_of: KindsOf) -> int | None:
    """The column of a text that is surely a company or a job."""
    kinds = kinds_of(text) if text else ()
    return _COMPANY if "company" in kinds else _JOB if "job" in kinds else None


def _of_one_length(lines: list[LabelledLine]) -> list[list[LabelledLine]]:
    """Blocks of the length at which emails, or else phones, come again; none where there is no such length."""
    for is_kind in (_EMAIL_LINE.search, _PHONE_LINE.fullmatch):
        places = [place for place, line in enumerate(lines) if is_kind(line.text)]
        steps = {after - before for before, after in pairwise(places)}
        if len(places) < _FEWEST_PERIODS or len(steps) != 1:
            continue
        length = steps.pop()
        if length > 1 and len(lines) == length * len(places):
            return [lines[start : start + length] for start in range(0, len(lines), length)]
    return []


def _below_names(lines: list[LabelledLine]) -> list[list[LabelledLine]]:
    """Blocks that begin with a line without a label behind such with labels."""
    blocks: list[list[LabelledLine]] = []
    labelled = True
    for line in lines:
        if labelled and not any(piece.known for piece in line.pieces):
            blocks.append([])
        labelled = line.pieces[0].known
        if blocks:
            blocks[-1].append(line)
    return blocks


def _without_closings(lines: list[LabelledLine]) -> list[LabelledLine]:
    """A block without what stands above a signature: `Kind regards,`."""
    start = 0
    while start < len(lines) and lines[start].text.strip(_AROUND).lower() in word_set("closings"):
        start += 1
    return lines[start:]


def _parts(line: LabelledLine) -> _Parts:
    if not any(piece.known for piece in line.pieces):
        return [("", part) for part in _BARS.split(line.text.replace("\t", ", "))]
    return [(piece.label, piece.value) for piece in line.pieces if piece.value]


def _is_block(parts: _Parts) -> bool:
    label, first = parts[0] if parts else ("", "")
    named = bool(first) and not label and not any(map(str.isdigit, first)) and "@" not in first and ":" not in first
    return 1 < len(parts) <= _MOST_LINES and named


def _is_reached(parts: _Parts) -> bool:
    return any(_is_contact(text) for _, text in parts)


def _is_contact(line: str) -> bool:
    return _EMAIL_LINE.search(line) is not None or _is_phone(line)


def _is_phone(line: str) -> bool:
    return _PHONE_LINE.fullmatch(line) is not None and sum(map(str.isdigit, line)) >= _FEWEST_DIGITS
