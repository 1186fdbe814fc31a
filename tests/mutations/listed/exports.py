"""Mutations of exports and reports: formulas, and that they come back as they went out (promises 2 and 6)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_FORMULAS = "lambda_src/crm/values/formulas.py"
_ESCAPES = ("tests/unit/values/test_formulas.py",)
_CSV = "lambda_src/crm/query/csv_export.py"
_CSV_FILES = ("tests/unit/query/test_csv_export.py",)
_WORKBOOKS = ("tests/unit/query/test_excel_export.py",)
_REIMPORT = "lambda_src/crm/mapping/reimport.py"
_REIMPORTED = ("tests/unit/standardizing/test_own_export.py",)

EXPORTS = (
    Mutation(
        "export-known-by-lead-ids-alone",
        _REIMPORT,
        "is_ours = not _FURTHER_ONES.isdisjoint(known)",
        "return None",
        "An export with chosen columns changes nothing when it is imported again (2).",
        ("tests/unit/standardizing/test_own_export.py",),
    ),
    Mutation(
        "export-finds-addresses-in-titles",
        "lambda_src/crm/standardizing/row_contacts.py",
        "if plan.own_export:",
        "if False:",
        "An own export that is imported again changes nothing (2).",
        ("tests/unit/standardizing/test_own_export.py",),
    ),
    Mutation(
        "formulas-in-the-report-of-rejected-rows",
        "lambda_src/crm/imports/report.py",
        "[escape_formulas(cell) for cell in cells]",
        "cells",
        "Reports escape formulas (6).",
        ("tests/unit/imports/test_report.py",),
    ),
    Mutation(
        "formulas-in-cells-of-exports",
        _CSV,
        "[cell if surely_runs_nowhere(cell) else escape_formulas(cell) for cell in cells]",
        "cells",
        "Exports escape formulas (6).",
        _CSV_FILES,
    ),
    Mutation(
        "formulas-in-headers-of-exports",
        _CSV,
        "csv_line(column.header for column in columns)",
        "_write_row([column.header for column in columns])",
        "Exports escape formulas, also in the headers that extras bring (6).",
        _CSV_FILES,
    ),
    Mutation(
        "formulas-behind-a-semicolon",
        _FORMULAS,
        r"(?:\A|[;\t\r\n])",
        r"(?:\A|[\t\r\n])",
        "Exports are safe whichever sign a program takes for the separator (6).",
        _ESCAPES,
    ),
    Mutation(
        "formulas-in-full-width-signs",
        _FORMULAS,
        "(?=[=+\\-@＝＋－＠])",
        "(?=[=+\\-@])",
        "Exports escape what a program takes for a formula, full-width signs too (6).",
        _ESCAPES,
    ),
    Mutation(
        "export-apostrophes-come-back",
        "lambda_src/crm/values/text.py",
        "[_tidy(without_escapes(cell)) for cell in cells]",
        "[_tidy(cell) for cell in cells]",
        "Exports escape formulas and still round-trip (6).",
        _CSV_FILES,
    ),
    Mutation(
        "export-without-byte-order-mark",
        _CSV,
        '.encode("utf-8-sig")',
        '.encode("utf-8")',
        "Excel reads the letters of an export as they are.",
        _CSV_FILES,
    ),
    Mutation(
        "workbook-spells-dates-and-numbers-anew",
        "lambda_src/crm/spreadsheets/workbooks/number_formats.py",
        "if (spelled := find_spelled(code)) is not None:",
        "if (spelled := None) is not None:",
        "A workbook of typed cells that is imported again leaves every lead unchanged (2).",
        _WORKBOOKS,
    ),
    Mutation(
        "workbook-takes-numbers-apart",
        "lambda_src/crm/query/excel_cells.py",
        "and float(text) == value and number_text(value) == text",
        "",
        "A number that no workbook gives back as it is written stays text (2).",
        _WORKBOOKS,
    ),
    Mutation(
        "export-is-pending-again",
        "lambda_src/crm/query/exports.py",
        'self._write(export_id, "progress.json", {"rows": rows, "total": total})',
        'self._write(export_id, "state.json", {"status": ExportStatus.PENDING, "rows": rows, "total": total})',
        "A second delivery of its message leaves an export that is ready as it is (1).",
        ("tests/unit/query/test_exports.py",),
    ),
    Mutation(
        "export-extras-take-the-header-of-a-field",
        "lambda_src/crm/export_labels.py",
        'return f"{_PREFIX}{header}" if collides else header',
        "return header",
        "An extra that is called as a field comes back as the extra that it was (2).",
        _CSV_FILES,
    ),
    Mutation(
        "export-is-not-known-again",
        "lambda_src/crm/mapping/decision.py",
        "own = own_export_columns(head)",
        "own = None",
        "An own export that is imported again leaves every lead unchanged (2).",
        ("tests/unit/query/test_exports.py::test_importing_an_own_export_changes_nothing",),
    ),
    Mutation(
        "export-of-another-crm-is-taken-for-ours",
        _REIMPORT,
        "is_ours = any(map(is_lead_id, ids)) or (not any(ids) and _TARGETS.keys() >= set(names))",
        "is_ours = True",
        "The lead ids of another CRM are values of its file (2).",
        _REIMPORTED,
    ),
    Mutation(
        "export-header-with-odd-extras-is-missed",
        "lambda_src/crm/spreadsheets/layout/header.py",
        "_CERTAIN_WORDS = 4",
        "_CERTAIN_WORDS = 400",
        "The header of an export is found whatever its extras are called (3).",
        ("tests/unit/contact_lists/test_kinds.py",),
    ),
)
