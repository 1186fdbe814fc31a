"""Mutations of how customers and suppliers are read: who is a firm, who a person, and who is nobody."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_KINDS = ("tests/unit/contact_lists/test_kinds.py",)

COUNTERPARTIES = (
    Mutation(
        "enquiries-are-people",
        "lambda_src/crm/values/blanks.py",
        " or is_enquiry(text)",
        "",
        "`Consulta WhatsApp` in place of a name is nobody.",
        _KINDS,
    ),
    Mutation(
        "whole-numbers-are-parts",
        "lambda_src/crm/mapping/rules/area_codes.py",
        "if filled and all(map(_are_parts, filled)):",
        "if filled:",
        "`Phone 1` to `Phone 3` with whole numbers are three numbers.",
        _KINDS,
    ),
    Mutation(
        "short-names-are-people",
        "lambda_src/crm/standardizing/row_names.py",
        "if order == CLIENT and row.company and fold(text) in fold(row.company) and not is_known_person(text):",
        "if False:",
        "What a firm is called without its legal form, beside the firm, is no person.",
        _KINDS,
    ),
    Mutation(
        "companies-are-last-names-beside-departments",
        "lambda_src/crm/standardizing/row_names.py",
        'if row.first and row.company in ("", row.last) and is_surely_company(row.last):',
        "if False:",
        "A firm in place of a last name is the company, whatever stands for the first name.",
        _KINDS,
    ),
)
