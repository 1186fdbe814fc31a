"""Mutations of how xlsx workbooks are read: no row, cell or text of them may be lost or moved."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_WORKBOOKS = "lambda_src/crm/spreadsheets/workbooks"
_ROWS = ("tests/unit/spreadsheets/test_xlsx_rows.py",)
_CELLS = ("tests/unit/spreadsheets/test_workbook_cells.py",)

XLSX = (
    Mutation(
        "cells-far-to-the-right-come-first",
        f"{_WORKBOOKS}/xlsx_rows.py",
        'r="{letters}\\1(',
        'r="{letters}[^"]++(',
        "AA1 is no cell of column A, where A1 is missing.",
        _ROWS,
    ),
    Mutation(
        "shared-texts-that-are-missing-are-blank",
        f"{_WORKBOOKS}/xlsx_values.py",
        'if not place.isdecimal() or int(place) >= len(self._strings):\n            raise rejection("corrupt")',
        'if not place.isdecimal() or int(place) >= len(self._strings):\n            return ""',
        "A cell whose shared text is missing says that the file is damaged.",
        _ROWS,
    ),
    Mutation(
        "fractions-of-seconds-are-digits",
        f"{_WORKBOOKS}/serial_dates.py",
        '_SPLIT_SECONDS.sub("s", _NOT_PATTERN.sub("", code).partition(";")[0])',
        '_NOT_PATTERN.sub("", code).partition(";")[0]',
        "`hh:mm:ss.000` shows a time.",
        _ROWS,
    ),
    Mutation(
        "encodings-are-not-heeded",
        f"{_WORKBOOKS}/xml_text.py",
        "    if says_utf8(raw):\n        return raw\n",
        "    return raw\n",
        "A part in UTF-16 is read in it.",
        _ROWS,
    ),
    Mutation(
        "cells-of-other-rows-are-moved",
        f"{_WORKBOOKS}/xlsx_rows.py",
        "if number is not None and row is not None and number != row:",
        "if False:",
        "A cell that names another row than its own says that the file is damaged.",
        _ROWS,
    ),
    Mutation(
        "blank-rows-close-up",
        f"{_WORKBOOKS}/xlsx_rows.py",
        "while following < first:",
        "while False:",
        "Rows that a sheet leaves out are blank rows.",
        _CELLS,
    ),
    Mutation(
        "short-rows-are-short",
        f"{_WORKBOOKS}/xlsx_rows.py",
        'texts = [""] * width',
        "texts: list[str] = []",
        "A row with one cell is as wide as the others of its sheet.",
        _ROWS,
    ),
    Mutation(
        "formulas-link-to-nothing",
        f"{_WORKBOOKS}/xlsx_rows.py",
        "(?!\\s*+HYPERLINK)",
        "",
        "The address behind a formula comes with its text in a large sheet too.",
        _ROWS,
    ),
    Mutation(
        "cells-without-end-are-left-out",
        f"{_WORKBOOKS}/xlsx_cells.py",
        "if len(found) != len(_CELL_TAG.findall(body)):",
        "if False:",
        "A row with a cell that breaks off is damaged.",
        _ROWS,
    ),
    Mutation(
        "texts-between-rows-are-left-out",
        f"{_WORKBOOKS}/xlsx_cells.py",
        "match = _ROW.match(text, begin)",
        "match = _ROW.search(text, begin)",
        "What stands between rows and is no row is damage.",
        _ROWS,
    ),
    Mutation(
        "shared-texts-of-runs-are-passed-over",
        f"{_WORKBOOKS}/shared_strings.py",
        "if len(texts) == count:",
        "if texts:",
        "A text of several runs keeps its number among the shared texts.",
        _ROWS,
    ),
    Mutation(
        "numbers-show-all-their-digits",
        f"{_WORKBOOKS}/xlsx_values.py",
        " and max(map(len, values)) <= _EXACT_DIGITS",
        "",
        "A number shows no more digits than Excel shows.",
        _ROWS,
    ),
    Mutation(
        "hours-that-have-passed-are-days",
        f"{_WORKBOOKS}/xlsx_values.py",
        "if style in self._elapsed_styles and",
        "if False and",
        "`[h]:mm` shows 30 hours, not 6 o'clock of a day in 1899.",
        _ROWS,
    ),
    Mutation(
        "links-of-large-sheets-are-lost",
        f"{_WORKBOOKS}/xlsx_sheet_xml.py",
        "self._after.append(text[match.end() :])",
        "pass",
        "Links stand behind the rows, in a part that is unpacked block by block too.",
        _ROWS,
    ),
    Mutation(
        "sheets-that-break-off-are-short",
        f"{_WORKBOOKS}/xlsx_sheet_xml.py",
        "(opened and not self._end and not next(iter(opened.values()))[3])",
        "False",
        "A sheet whose rows have no end is damaged.",
        _ROWS,
    ),
    Mutation(
        "cells-are-cut-at-the-sign-between-them",
        "lambda_src/crm/spreadsheets/frames.py",
        "if sum(line.count(UNIT) for line in lines) == between",
        "if between >= 0",
        "A cell that holds the character at which sent rows are cut stays whole.",
        _CELLS,
    ),
)
