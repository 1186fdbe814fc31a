"""Finds the delimiter and quote character of a text file, from its records and not from its name.

The score follows "Wrangling messy CSV files by detecting row and type patterns" (van den Burg, Nazábal, Sutton,
2019): a dialect is good when its records have few different widths and its cells look like things people keep in
tables.

Own code: of 386 contact lists `csv.Sniffer` finds the delimiter of 372, clevercsv, by the same authors, of 384; it
takes 7 times as long (2.0 against 0.28 ms a file) and almost a second to import in the process that reads one file
(docs/measurements.md). Thresholds were moved a step up and down against 456 texts; what a step changes stands beside
them.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from crm.spreadsheets.text_files.aligned_columns import SAMPLE_LINES, ruled_columns

SAMPLE_RECORDS = 300
DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", "\uff0c", "\uff1b")
"""The last two are the comma and the semicolon of Chinese keyboards."""
QUOTES = ('"', "'", "#", "~", "`", "|")
_OTHER_QUOTE = 0.97
"""Times the score of a dialect that quotes otherwise than with `"`: it must be better to be chosen."""
_QUOTED_CELLS = 200
_MOSTLY_QUOTED = 0.6
"""Quoted cells that are examined, and the share of all cells that they must be if none holds a delimiter."""
_LONGEST_CELL = 200
"""Characters of a cell at most; a longer one looks as if it should have been cut."""
_CUT_TOO_LITTLE = 0.3
"""Cleanness of a cell with another delimiter inside. Measured: 0.5 cuts 1 text wrongly, 0.15 none."""
# Colons are in times and addresses of web pages, the others are rare: they must be clearly better to be chosen.
# Measured: with 1.0 for all of them 1 text is cut wrongly.
_PRIOR = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.98, ":": 0.6, "^": 0.85, "~": 0.8, "\uff0c": 0.85, "\uff1b": 0.85}

_RARE = (":", "^", "~")
_FEWEST_DIVIDED = 3
"""Records that a rare delimiter divides at least."""
# Fewest records and words of a text whose words are separated by single blanks.
_FEWEST_RECORDS = 2
_FEWEST_WORDS = 2
# The standard library stops at 131,072 characters; reader.py has its own bound, `_MAX_RECORD_CHARS`, which is lower.
csv.field_size_limit(1 << 26)

# First cells of a record that are examined.
_MOST_CELLS = 200
_UNUSUAL_INSIDE = ";\t|"
# Commas between cells have no blank after them, and are no decimals.
_TIGHT_COMMAS = re.compile(r"[^\d\s],[^\s]|,[^\s\d],")
# A line that is one quoted cell, and the delimiters inside it: one pattern for both would try every split.
_WRAPPED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
_INSIDE = ",;\t|"
_TIMES_AND_PAGES = re.compile(r"://|\d:\d\d")
_SEP_LINE = re.compile(r'^"?sep=(?P<delimiter>.)"?\s*$', re.IGNORECASE)
# Quotes inside a cell are doubled: in the middle of it, or after a backslash that is only a backslash.
_DOUBLED_QUOTES = re.compile(r'''[^\\,;\t|\r\n]""[^,;\t|\r\n]|\\"""(?=[,;\t|\r\n]|\Z)|\\""[^",;\t|\s]''')
_CLEAN_CELL = re.compile(
    r"""^\s*+(?:
        [\w.+'&%-]+@[\w.-]+                               # address
      | (?:https?://|www\.)\S+                            # web page
      | [+(]?\d[\d\s().,/:+x-]*+(?:[%€$£]|AM|PM)?          # number, phone, date, time
      | -?[€$£]?\s?\d[\d.,]*+
      | [^\W\d_][\w\s.'’&()/+,!?*°º@#-]{0,60}             # words
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


class Dialect(NamedTuple):
    """How records are split into cells.

    Args:
        delimiter: one character, None if each record is a single cell.
        quote: the quote character.
        skip_space: whether blanks between a delimiter and a quote are dropped.
        backslash_quotes: whether a quote inside a quoted cell is written ``\\"`` and not doubled.
        records_before: number of records that only declare the dialect (``sep=;``).
    """

    delimiter: str | None
    quote: str = '"'
    skip_space: bool = False
    backslash_quotes: bool = False
    records_before: int = 0

    def escaped_quote(self) -> re.Pattern[str] | None:
        """A pattern for quotes that are escaped by a backslash, or None if none are."""
        if not self.backslash_quotes or self.delimiter is None:
            return None
        return re.compile(rf"\\{self.quote}(?!\s*(?:{re.escape(self.delimiter)}|\r|\n|\Z))")

    def inner_apostrophe(self) -> re.Pattern[str] | None:
        """A pattern for apostrophes within cells in single quotes, which a csv reader would drop: `'Lars O'Neill'`."""
        if self.quote != "'" or self.delimiter is None:
            return None
        d = re.escape(self.delimiter)
        return re.compile(rf"(?:(?<=[^{d}'\s])|(?<=[^{d}'\s] ))'(?!'|\s*(?:{d}|\r|\n|\Z))")


def reader(lines: Sequence[str], dialect: Dialect) -> csv._reader:  # type: ignore[name-defined,unused-ignore]
    """A csv reader for the dialect. Without a delimiter it splits at a character that text does not contain."""
    return csv.reader(
        lines,
        delimiter=dialect.delimiter or "\x1f",
        quotechar=dialect.quote,
        skipinitialspace=dialect.skip_space,
        strict=False,
    )


def find_dialect(lines: Sequence[str]) -> Dialect:
    """The dialect of the first lines of a file, line ends included."""
    declared = _SEP_LINE.match(lines[0].rstrip("\r\n")) if lines else None
    if declared:
        delimiter = declared["delimiter"]
        return Dialect(delimiter, _quote_for(lines[1:], delimiter), records_before=1)
    if ruled_columns(lines):
        return Dialect(None)
    lines = unwrapped(lines[:SAMPLE_LINES])
    text = "".join(lines)
    best = _best(list(_candidates(lines, text)))
    if best.delimiter is None and _is_cut_by_blanks(lines):
        return Dialect(" ")
    return _with_escapes(best, text)


class _Candidate(NamedTuple):
    """A dialect whose delimiter is in the text.

    Args:
        dialect: how records are split.
        lines: the first lines.
    """

    dialect: Dialect
    lines: Sequence[str]

    def records(self) -> Iterator[list[str]]:
        """The first records that are not blank."""
        return filter(any, islice(reader(self.lines, self.dialect), SAMPLE_RECORDS))

    def cells(self) -> Iterator[str]:
        """The first cells of each of these records."""
        return (cell for record in self.records() for cell in record[:_MOST_CELLS])

    def fewest_divided(self) -> int:
        """Records that the delimiter must divide at least."""
        return _FEWEST_DIVIDED if self.dialect.delimiter in _RARE else 1


def _candidates(lines: Sequence[str], text: str) -> Iterator[_Candidate]:
    for delimiter in DELIMITERS:
        if delimiter not in text or (delimiter == ":" and _TIMES_AND_PAGES.search(text)):
            continue
        for quote in QUOTES:
            quoted = quote in text
            if quote == delimiter or (quote != '"' and not (quoted and _wraps_cells(text, quote, delimiter))):
                continue
            dialect = Dialect(delimiter, quote, skip_space=quoted and _space_before_quotes(text, quote, delimiter))
            apostrophe = dialect.inner_apostrophe()
            yield _Candidate(dialect, [apostrophe.sub("''", line) for line in lines] if apostrophe else lines)


def _best(candidates: Sequence[_Candidate]) -> Dialect:
    """The dialect with the highest score, the first of equals.

    Most files have one candidate, of which few records are read. The cells of others are examined only while they can
    still win.
    """
    if len(candidates) == 1:
        return candidates[0].dialect if _divides(candidates[0]) and _has_clean_cell(candidates[0]) else Dialect(None)
    best, best_score, best_place = Dialect(None), 0.0, -1
    bounds = ((_bound(candidate), place) for place, candidate in enumerate(candidates))
    for bound, place in sorted(bounds, key=itemgetter(0), reverse=True):
        if bound <= 0 or bound < best_score:
            break
        score = bound * _clean_share(candidates[place]) ** 2
        if score > best_score or (score == best_score > 0 and place < best_place):
            best, best_score, best_place = candidates[place].dialect, score, place
    return best


def _is_cut_by_blanks(lines: Sequence[str]) -> bool:
    """Whether every line has as many words as the first, and one of them is always an address, a number or a date."""
    words = [line.split(" ") for line in map(str.strip, lines) if line]
    if len(words) < _FEWEST_RECORDS or len(words[0]) < _FEWEST_WORDS or any(len(w) != len(words[0]) for w in words):
        return False
    from crm.spreadsheets.cell_kinds import DATA_KINDS, kind_of

    if "" in words[0] or any(kind_of(word) in DATA_KINDS for word in words[0]):
        return False
    return any(all(kind_of(word) in DATA_KINDS for word in column) for column in zip(*words[1:], strict=True))


def unwrapped(lines: Sequence[str]) -> Sequence[str]:
    """Removes the quotes around lines if most are quoted as a whole: programs that save a file of one column write
    `"Name,Email"`.
    """
    if not any(line[:1] == '"' for line in lines):
        return lines
    inner = list(map(_inside, lines))
    wrapped = len(inner) - inner.count(None)
    if not wrapped:
        return lines
    filled = [line for line in lines if line.strip()]
    # The first line, quoted or not, names several columns.
    if 2 * wrapped < len(filled) or not any(sign in filled[0] for sign in _INSIDE):
        return lines
    return [line if text is None else text for line, text in zip(lines, inner, strict=True)]


def _inside(line: str) -> str | None:
    """The line without the quotes around it; None if it is not quoted as a whole or holds a single value."""
    if not line.startswith('"'):
        return None
    text = line.rstrip("\r\n")
    match = _WRAPPED.fullmatch(text)
    if match is None or not any(sign in match[1] for sign in _INSIDE):
        return None
    return match[1].replace('""', '"') + line[len(text) :]


def _quote_for(lines: Sequence[str], delimiter: str) -> str:
    text = "".join(lines)
    single = '"' not in text and _wraps_cells(text, "'", delimiter)
    return "'" if single else '"'


def _wraps_cells(text: str, quote: str, delimiter: str) -> bool:
    """Whether a cell in these quotes has the delimiter inside, or most cells are in these quotes."""
    edge = f"(?:^|{re.escape(delimiter)})"
    end = f"(?={re.escape(delimiter)}|\\r|\\n|\\Z)"
    q = re.escape(quote)
    cell = re.compile(f"{edge}{q}([^{q}]*){q}{end}", re.MULTILINE)
    wrapped = [match[1] for match in islice(cell.finditer(text), _QUOTED_CELLS)]
    if any(delimiter in inner for inner in wrapped):
        return True
    return len(wrapped) > _MOSTLY_QUOTED * min(_QUOTED_CELLS, text.count(delimiter) + text.count("\n"))


def _space_before_quotes(text: str, quote: str, delimiter: str) -> bool:
    if f" {quote}" not in text:
        # Most files; the pattern would stop at each delimiter.
        return False
    q, d = re.escape(quote), re.escape(delimiter)
    return re.search(f"{d} +{q}[^\r\n]{{0,200}}?{q} *(?:{d}|\r|\n|\\Z)", text) is not None


def _with_escapes(dialect: Dialect, text: str) -> Dialect:
    if '\\"' not in text or dialect.quote != '"' or _DOUBLED_QUOTES.search(text):
        return dialect
    escaping = dialect._replace(backslash_quotes=True)
    pattern = escaping.escaped_quote()
    return escaping if pattern is not None and pattern.search(text) else dialect


def _divides(candidate: _Candidate) -> bool:
    """Whether it divides enough records; those behind them are not read."""
    fewest = candidate.fewest_divided()
    return sum(1 for _ in islice((record for record in candidate.records() if len(record) > 1), fewest)) == fewest


def _bound(candidate: _Candidate) -> float:
    """The score if all cells were clean: high if the records have few different widths, 0 if too few are divided."""
    # Counted as they come: to keep the records takes longer than to read them again.
    widths = Counter(map(len, candidate.records()))
    if widths.total() - widths[1] < candidate.fewest_divided():
        return 0.0
    evenness = sum(count * (width - 1) / width for width, count in widths.items()) / len(widths)
    delimiter, quote = candidate.dialect[:2]
    return evenness * _PRIOR[delimiter or ""] * (1.0 if quote == '"' else _OTHER_QUOTE)


def _clean_share(candidate: _Candidate) -> float:
    cells = Counter(candidate.cells())
    return sum(count * _cleanness(cell, candidate.dialect) for cell, count in cells.items()) / cells.total()


def _has_clean_cell(candidate: _Candidate) -> bool:
    return any(_cleanness(cell, candidate.dialect) for cell in candidate.cells())


def _cleanness(cell: str, dialect: Dialect) -> float:
    """1 for what people keep in cells, less for a text that should probably have been split further."""
    text = cell.strip()
    if dialect.quote == '"' and len(text) > 1 and text[0] + text[-1] == "''":
        # `crm.spreadsheets.layout.quoted_cells` removes these.
        text = text[1:-1].strip()
    if not text:
        return 1.0
    if len(text) > _LONGEST_CELL or dialect.quote in (text[0], text[-1]):
        return 0.0
    if any(other in text for other in _UNUSUAL_INSIDE if other != dialect.delimiter):
        return _CUT_TOO_LITTLE
    if dialect.delimiter != "," and _TIGHT_COMMAS.search(text):
        return _CUT_TOO_LITTLE
    return 1.0 if _CLEAN_CELL.match(text) else 0.0
