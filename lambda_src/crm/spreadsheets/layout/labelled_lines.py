"""Lines that say what their values are: `Phone: 0171 555`, `Company = Acme`, `📞 0171 555`, several in a line or one.

A label is known by its words, by an emoji, or by one letter in front of a phone or an email. Numbers are chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import DATE, EMAIL, PHONE, kind_of
from crm.spreadsheets.layout.ornaments import label_of_signs, without_mark, without_ornaments
from crm.spreadsheets.layout.row_counts import says_how_many
from crm.spreadsheets.layout.row_kinds import RowKinds
from crm.spreadsheets.layout.words import word_set
from crm.spreadsheets.model import Row

_LONGEST_LABEL = 40
_DIGITS = range(7, 16)
"""Digits of a phone."""
_LETTERS = {
    **dict.fromkeys("TPO", "Phone"),
    **dict.fromkeys("MC", "Mobile phone"),
    "D": "Direct phone",
    "F": "Fax",
    "H": "Home phone",
    "E": "Email",
    "W": "Website",
}
"""What single letters announce, in front of a phone, an email or a website."""
_BETWEEN = r"[|｜;；，,、•·/／\t]|\s[-–—]\s|\s{3}"
_BEFORE = r"\A\s*+|[|｜;；，,、•·/／]\s*+|\s[-–—]\s++|(?<!\s)(?:[^\S\t]{0,2}\t|\s{3})\s*+"
_LABELLED = re.compile(
    rf"(?:{_BEFORE})[*_]{{0,2}}(?P<label>[^\W\d_](?:(?!{_BETWEEN})[^:：=\n]){{0,{_LONGEST_LABEL}}}?)"
    r"[*_]{0,2}[^\S\t]*+(?:[:：]|=(?!=)|→|->|=>|\t++(?=.))(?!//)[*_]{0,2}"
)
_DASHED = re.compile(r"\A(?P<label>[^\W\d_][^:：=\n]{0,40}?)\s+[-–—]\s+(?P<value>.*)\Z", re.DOTALL)
_RULER = re.compile(r"[-–—=_*+~#.•·─━═\s]{2,}")


class Piece(NamedTuple):
    """A value of a line.

    Args:
        label: what the line calls it, "" where it does not say.
        known: whether that is the name of a field.
    """

    label: str
    value: str
    known: bool


class LabelledLine(NamedTuple):
    """A line of a list.

    Args:
        number: of its row.
        text: the line as it is, without a bullet.
        pieces: its values, at least one.
        apart: whether a blank line or a ruler stands above it.
    """

    number: int
    text: str
    pieces: list[Piece]
    apart: bool


def read_lines(rows: Sequence[Row], delimiter: str | None, is_header_word: Callable[[str], bool]) -> list[LabelledLine]:
    """The lines of a sheet that hold something, rulers and sums left out.

    Args:
        rows: all rows of the sheet, blank ones included.
        delimiter: by which the lines of a text have been cut into cells, None for workbooks.
    """
    lines: list[LabelledLine] = []
    apart = False
    for row in rows:
        text = _line(row, delimiter, is_header_word)
        if not text or _RULER.fullmatch(text):
            apart = True
            continue
        lines.append(LabelledLine(row.number, without_mark(text), list(_pieces(text, is_header_word)), apart))
        apart = False
    return [line for line in lines if not _is_sum(line.text)]


def _line(row: Row, delimiter: str | None, is_header_word: Callable[[str], bool]) -> str:
    """The line as it was before a delimiter cut it into cells; a tab stands behind a label in a cell of its own."""
    filled = [text for cell in row.cells if (text := cell.strip())]
    if len(filled) == len(("label", "value")) and is_header_word(filled[0]):
        return "\t".join(filled)
    between = delimiter or "\t"
    return between.join(row.cells).strip().rstrip("\t ,;" if between in ",;" else "\t ")


def runs_of(lines: Sequence[LabelledLine]) -> list[list[LabelledLine]]:
    """The lines between blank ones and rulers."""
    runs: list[list[LabelledLine]] = []
    for line in lines:
        if line.apart or not runs:
            runs.append([])
        runs[-1].append(line)
    return runs


def _is_sum(text: str) -> bool:
    """Whether a line says how many contacts there are: `Total: 5 contacts`, `以上4名`."""
    bare = without_ornaments(without_mark(text)).strip("!.。* ")
    return says_how_many(bare) or _no_header().skip((bare,)) is not None


def is_reach(text: str) -> bool:
    """Whether a value is an email or as long as a phone."""
    kind = kind_of(text)
    is_long = sum(map(str.isdigit, text)) in _DIGITS and not any(map(str.isalpha, text))
    return kind in (EMAIL, PHONE) or (kind != DATE and is_long)


def _pieces(text: str, is_header_word: Callable[[str], bool]) -> Iterator[Piece]:
    """The values of a line, each behind its label; a text in front of the first label has none."""
    start, label, known = 0, "", False
    bare = without_mark(text)
    if sign := label_of_signs(text[: len(text) - len(bare)]):
        label, known = sign, True
    dashed = _DASHED.match(bare)
    if dashed is not None and not label and is_header_word(dashed["label"]):
        yield Piece(_tidy(dashed["label"]), dashed["value"].strip(" *_"), known=True)
        return
    for match in _LABELLED.finditer(bare):
        found = _known(match["label"], bare[match.end() :], is_header_word)
        if found is None and match.start():
            continue
        if match.start():
            yield Piece(label, bare[start : match.start()].strip(" *_\t,;|"), known)
        label, known = found or _tidy(match["label"]), found is not None
        start = match.end()
    yield Piece(label, bare[start:].strip(" *_\t,;|"), known)


def _known(label: str, behind: str, is_header_word: Callable[[str], bool]) -> str | None:
    """The name of a field that a label is; None if it is none."""
    text = _tidy(label)
    if len(text) == 1 and any(map(str.isdigit, behind)) | ("@" in behind):
        return _LETTERS.get(text.upper())
    if is_header_word(text):
        return text
    # French `Port.` is a mobile; in a header, `Port` is that of ships.
    announces = text.rstrip(".").casefold() in word_set("reached_by")
    return _LETTERS["P"] if announces and is_reach(behind.strip()) and "@" not in behind else None


def _tidy(label: str) -> str:
    return " ".join(without_mark(label).split()).strip(" *_:：=")


@lru_cache(maxsize=1)
def _no_header() -> RowKinds:
    return RowKinds([])
