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
    Mutation(
        "owners-are-leads",
        "lambda_src/crm/standardizing/joined_cells.py",
        "if text and fold(text) == ours:",
        "if False:",
        "In a list of payments, the file's owner is never the lead.",
        _KINDS,
    ),
    Mutation(
        "items-are-rows-of-contacts",
        "lambda_src/crm/spreadsheets/layout/nameless_rows.py",
        "if row.skip is None and cells and not self._named(cells) and (skip := self._why(cells)):",
        "if False:",
        "A fee, or an item below an invoice, that names nobody is no contact.",
        _KINDS,
    ),
    Mutation(
        "recipients-are-leads",
        "lambda_src/crm/mapping/rules/clients.py",
        "for recipient in recipients if len(buyers) == 1 else ():",
        "for recipient in ():",
        "Who bought is the lead, and not who gets the parcel.",
        _KINDS,
    ),
    Mutation(
        "companies-cut-in-two-are-people",
        "lambda_src/crm/values/companies.py",
        'company_words().name_company([*first.split(), "-"])',
        "False",
        "`Sklep Rowerowy` and `Kółko` under first and last name are one company.",
        _KINDS,
    ),
    Mutation(
        "contacts-of-companies-are-lost",
        "lambda_src/crm/standardizing/row_names.py",
        "named = is_company and not (row.company and not looks_like_company(text))",
        "named = is_company",
        "The contact of a row that says that it is a company is the lead's person.",
        _KINDS,
    ),
    Mutation(
        "people-are-companies-of-their-own",
        "lambda_src/crm/standardizing/row_names.py",
        'if is_customer and is_same_person(bare, f"{row.first} {row.last}"):',
        "if False:",
        "The row's person once more, with a form of address under the header of a company, is no company.",
        _KINDS,
    ),
    Mutation(
        "no-row-is-said-to-be-a-person-by-yes",
        "lambda_src/crm/mapping/rules/companies_among_names.py",
        'if says and column.shape.share("flag") >= at.ARE_FLAGS:',
        "if False:",
        "`Er privatperson` over yes and no says whether a customer is a person.",
        _KINDS,
    ),
    Mutation(
        "firms-before-a-dash-are-names",
        "lambda_src/crm/values/firms_with_people.py",
        "if of_parties and _is_named_after(left, right):",
        "if False:",
        "`Bar Pepe - Pepe Luna` is a firm and its contact.",
        ("tests/unit/values/test_firms_with_people.py",),
    ),
    Mutation(
        "notes-behind-a-dash-are-names",
        "lambda_src/crm/values/addressees/__init__.py",
        "return addressee_of(left) if called or (not second and _is_note(right)) else None",
        "return None",
        "`Chị Hoa - Chợ Đầm` is called Hoa.",
        ("tests/unit/values/test_firms_with_people.py",),
    ),
    Mutation(
        "booked-houses-are-employers",
        "lambda_src/crm/mapping/rules/lodgings.py",
        "if column in free and column.reading.meaning in _ONLY_BY_VALUES:",
        "if False:",
        "`Listing` beside the nights of a guest is where they stay, and not where they work.",
        _KINDS,
    ),
)
