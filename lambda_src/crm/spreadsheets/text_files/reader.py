"""Streams the records of a text file: any line ends, quotes over several lines, and no quote that swallows the file."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crm.sentences import Sentence
from crm.sentences.failures import FILES
from crm.spreadsheets.frames import Cells, SentRow, width_of
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.text_files.aligned_columns import find_columns
from crm.spreadsheets.text_files.dialect import Dialect, find_dialect, reader, unwrapped
from crm.spreadsheets.text_files.encoding import ERRORS, Encoding

# Characters from which the dialect is found.
_SAMPLE_CHARS = 60_000
# Blocks of lines are small, so that the allocator reuses their memory.
_BLOCK_CHARS = 40_000
_BLOCK_LINES = 200
# As many as Excel has.
_MAX_COLUMNS = 16_384
# A quoted cell with more lines than this was never meant to be one cell.
_MAX_RECORD_LINES = 2_000
_MAX_RECORD_CHARS = 1_000_000
# Records that are enough to know the usual width, and those by which it is found.
_ENOUGH_RECORDS = 20
_WIDTH_RECORDS = 500
# `="0049"` in a cell of its own.
_FORMULA_TEXT = re.compile(r'\A\s*="((?:[^"]|"")*)"\s*\Z')
# What `str.strip` removes.
_BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# No text file contains it, so it is read as a record of its own unless a quote is open before it.
_SENTINEL = "\x1e\x1dend of block\x1d\x1e"


_Record = list[str] | str
"""The cells of a record, or its line."""


class TextReader:
    """Reads one text file.

    Args:
        path: the file.
        encoding: from `find_encoding`.
        most_lines: that it may have.
    """

    def __init__(self, path: str, encoding: Encoding, most_lines: int) -> None:
        raw = open(path, "rb")  # noqa: PTH123, SIM115  (pathlib costs 7 ms; the process ends with the file)
        raw.seek(encoding.skip)
        self._file = io.TextIOWrapper(raw, encoding=encoding.name, errors=ERRORS, newline="")
        self.first_lines = self._file.readlines(_SAMPLE_CHARS)
        self.dialect: Dialect = find_dialect(self.first_lines)
        self._most_lines = most_lines
        self._width = 0
        self._parsed: Sequence[_Record] = ()
        self._wrapped = unwrapped(self.first_lines) is not self.first_lines
        self._has_formulas = False
        self._columns = find_columns(self.first_lines) if self.dialect.delimiter is None else ()
        self._escape = self.dialect.escaped_quote()
        self._apostrophe = self.dialect.inner_apostrophe()

    def blocks(self) -> Iterator[list[SentRow]]:
        """Chunks of records, blank ones as ``()``; those without quotes as lines, for the parent to split."""
        blocks = self._blocks_of_lines()
        lines = next(blocks, [])
        skip = self.dialect.records_before
        while lines:
            parsed, rest = self._parse(lines)
            # A record that declares the delimiter counts as a blank row.
            records = [*([[]] * skip), *parsed[skip:]] if skip else parsed
            skip = 0
            if records:
                yield self._rows(records)
            more = next(blocks, [])
            if not more and rest:
                yield from self._unclosed(rest)
                return
            if len(rest) > _MAX_RECORD_LINES or sum(map(len, rest)) > _MAX_RECORD_CHARS:
                yield [tuple(self._literal(rest[0]))]
                rest = rest[1:]
            lines = rest + more

    def _blocks_of_lines(self) -> Iterator[list[str]]:
        for start in range(0, len(self.first_lines), _BLOCK_LINES):
            yield self.first_lines[start : start + _BLOCK_LINES]
        count = len(self.first_lines)
        while lines := self._file.readlines(_BLOCK_CHARS):
            count += len(lines)
            if count > self._most_lines:
                raise rejection("too_large", Sentence("tooManyLines", most=self._most_lines))
            yield lines

    def _rows(self, records: Sequence[_Record]) -> list[SentRow]:
        """The records as rows. A cell written as a formula, to keep its zeros in Excel, becomes its text."""
        # A line has more characters than delimiters.
        if max(map(len, records)) > _MAX_COLUMNS and max(map(self._width_of, records)) > _MAX_COLUMNS:
            raise rejection("too_large", FILES["tooManyColumns"])
        blanks = _BLANKS + (self.dialect.delimiter or "")
        return [
            (record if record.lstrip(blanks) else ()) if isinstance(record, str) else self._cells(record)
            for record in records
        ]

    def _cells(self, record: list[str]) -> Cells:
        if not any(map(str.strip, record)):
            return ()
        if self._has_formulas:
            return tuple(_FORMULA_TEXT.sub(_formula_text, cell) for cell in record)
        return tuple(record)

    def _width_of(self, record: _Record) -> int:
        return width_of(record, self.dialect.delimiter)

    def _parse(self, lines: list[str]) -> tuple[Sequence[_Record], list[str]]:
        """The complete records of the lines, and the lines of a record that continues after them."""
        if self._columns:
            return [self._aligned(line.rstrip("\r\n")) for line in lines], []
        lines = list(unwrapped(lines)) if self._wrapped else lines
        if self._escape:
            lines = [self._escape.sub('""', line) for line in lines]
        if self._apostrophe:
            lines = [self._apostrophe.sub("''", line) for line in lines]
        text = "".join(lines)
        self._has_formulas = '="' in text
        if "\0" in text:
            lines = [line.replace("\0", "") for line in lines]
        records = self._parse_lines(lines, len(text), has_quotes=self.dialect.quote in text)
        if records is None:
            return self._parse_slowly(lines)
        self._parsed = self._parsed or records[:_WIDTH_RECORDS]
        return records, []

    def _parse_lines(self, lines: list[str], size: int, *, has_quotes: bool) -> Sequence[_Record] | None:
        """The records of lines that have one each; None if some record has several lines.

        A line without quotes is a record as it is. A csv reader would take three times as long as splitting it.
        """
        quote, delimiter = self.dialect.quote, self.dialect.delimiter
        if delimiter is None or self.dialect.skip_space or self._has_formulas or size > _MAX_RECORD_CHARS:
            return self._parse_quoted(lines)
        quoted = [line for line in lines if quote in line] if has_quotes else []
        parsed = self._parse_quoted(quoted) if quoted else []
        if parsed is None or len(parsed) == len(lines):
            return parsed
        bare = [line.rstrip("\r\n") for line in lines]
        if not parsed:
            return bare
        records = iter(parsed)
        return [next(records) if quote in line else line for line in bare]

    def _parse_quoted(self, lines: list[str]) -> list[list[str]] | None:
        records = list(reader([*lines, _SENTINEL], self.dialect))
        if len(records) != len(lines) + 1:
            return None
        records.pop()
        return records

    def _aligned(self, line: str) -> list[str]:
        """The cells of a line whose columns are aligned with blanks; a line without columns is one cell."""
        if "  " not in line.strip():
            return [line.strip()]
        ends = (*self._columns[1:], len(line))
        return [line[start:end].strip() for start, end in zip(self._columns, ends, strict=True)]

    def _parse_slowly(self, lines: list[str]) -> tuple[list[list[str]], list[str]]:
        """Parses records one by one, where some extend over several lines."""
        records: list[list[str]] = []
        start = 0
        while start < len(lines):
            cursor = reader([*lines[start:], _SENTINEL], self.dialect)
            used = 0
            for record in cursor:
                if record == [_SENTINEL]:
                    return records, []
                if start + cursor.line_num > len(lines):
                    return records, lines[start + used :]
                if cursor.line_num - used > 1 and self._was_never_closed(lines[start + used], record, records):
                    records.append(self._literal(lines[start + used]))
                    start += used + 1
                    break
                records.append(record)
                used = cursor.line_num
            else:
                break
        return records, []

    def _was_never_closed(self, line: str, record: list[str], before: list[list[str]]) -> bool:
        """Whether splitting at line ends gives records of the usual width where the quote does not."""
        if self._known_width() == 0 and len(before) >= _ENOUGH_RECORDS:
            self._width = self._usual_width(before)
        usual = self._width or (len(before[-1]) if before else 0)
        return usual >= 2 and len(record) != usual and len(self._literal(line)) == usual

    def _known_width(self) -> int:
        """The usual width of the first records, 0 if it is not known; few files need it."""
        self._width = self._width or self._usual_width(self._parsed)
        return self._width

    def _usual_width(self, records: Sequence[_Record]) -> int:
        widths = Counter(map(self._width_of, records[:_WIDTH_RECORDS]))
        return widths.most_common(1)[0][0] if widths else 0

    def _literal(self, line: str) -> list[str]:
        """This line as one record, with its quotes kept where they do not pair."""
        line = line.rstrip("\r\n")
        quote, delimiter = self.dialect.quote, self.dialect.delimiter
        cells = line.split(delimiter) if delimiter else [line]
        paired: list[str] = next(reader([line], self.dialect), [])
        if len(paired) == self._known_width() != len(cells):
            return paired
        return [cell.strip(quote) if cell.startswith(quote) or cell.endswith(quote) else cell for cell in cells]

    def _unclosed(self, lines: list[str]) -> Iterator[list[SentRow]]:
        """The rows after a quote that is still open at the end of the file."""
        while lines:
            yield [tuple(self._literal(lines[0]))]
            records, rest = self._parse(lines[1:])
            if records:
                yield self._rows(records)
            lines = rest


def _formula_text(match: re.Match[str]) -> str:
    return match[1].replace('""', '"')
