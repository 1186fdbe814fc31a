"""Mutations of how lists of people are read: whose a row is, and what belongs together."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_CONTINUED = "lambda_src/crm/spreadsheets/layout/continued_rows.py"
_KINDS = ("tests/unit/contact_lists/test_kinds.py",)

KINDS_OF_FILES = (
    Mutation(
        "emails-below-emails-go-on",
        _CONTINUED,
        "!= TEXT",
        "== ()",
        "An email alone in its row, below another email, is a contact of its own.",
        _KINDS,
    ),
    Mutation(
        "billing-fills-what-differs",
        "lambda_src/crm/mapping/rules/contacts.py",
        'all(a in ("", b) for a, b in pairs)',
        "True",
        "Billing fills what is plainly missing only if it says nothing else where both have values.",
        _KINDS,
    ),
    Mutation(
        "companies-are-people-without-an-email",
        "lambda_src/crm/standardizing/row_names.py",
        "not is_emailed_person(text, row.email)",
        "False",
        "A company stays one unless a salutation, a comma or the email shows a person.",
        _KINDS,
    ),
    Mutation(
        "lone-companies-are-titles",
        "lambda_src/crm/spreadsheets/layout/lone_cells.py",
        "if len(apart) < _FEWEST_TITLES or len(apart) < len(lone):",
        "if not apart:",
        "A company with nothing but its name is a lead; titles of groups all stand apart.",
        _KINDS,
    ),
    Mutation(
        "details-are-filled-down",
        "lambda_src/crm/spreadsheets/layout/merged_down.py",
        "_FEWEST_CELLS = 3",
        "_FEWEST_CELLS = 1",
        "A merged cell is that of a row below only if the row is a contact of its own.",
        ("tests/unit/spreadsheets/test_workbook_cells.py",),
    ),
    Mutation(
        "departments-are-people",
        "lambda_src/crm/values/addressees/__init__.py",
        "if not rest or is_department(rest):",
        "if not rest:",
        "A department in place of a person is no name.",
        _KINDS,
    ),
    Mutation(
        "who-sends-is-always-the-lead",
        "lambda_src/crm/mapping/rules/enquirers.py",
        "if senders >= getters * (1 if is_enquiries else at.SENDERS_TO_ONE):",
        "if senders >= 0:",
        "Who sends parcels from one shop to many people is no lead.",
        _KINDS,
    ),
    Mutation(
        "whole-numbers-get-an-area-code",
        "lambda_src/crm/standardizing/joined_cells.py",
        'and number[0] != "0" and "+" not in text',
        "",
        "An area code in a column of its own belongs before numbers that lack it only.",
        _KINDS,
    ),
    Mutation(
        "a-lone-phone-is-a-sum",
        "lambda_src/crm/spreadsheets/layout/row_kinds.py",
        "sum(map(str.isdigit, text)) <= _DIGITS_OF_A_SUM",
        "True",
        "A row with nothing but a phone is a contact and no sum below a group.",
        _KINDS,
    ),
    Mutation(
        "names-at-birth-are-lost",
        "lambda_src/crm/mapping/rules/names.py",
        'has_mark("birth_name", ',
        'has_mark("owner", ',
        "A name at birth stands in where a row has no other last name.",
        _KINDS,
    ),
    Mutation(
        "bookers-of-others-are-leads",
        "lambda_src/crm/mapping/rules/other_people.py",
        "if any(_is_same_in_most_rows(one, list(name.values)) for name in names)",
        "",
        "What belongs to who booked is the lead's only where that is the lead.",
        _KINDS,
    ),
    Mutation(
        "phones-of-the-import-in-every-country",
        "lambda_src/crm/standardizing/row_contacts.py",
        "region is None or have_one_code(chosen, region) for region in named",
        "True for region in named",
        "A number is none of the import's region where its row names another country (4).",
        ("tests/unit/standardizing/test_standardizer.py",),
    ),
    Mutation(
        "any-language-says-the-country",
        "lambda_src/crm/mapping/region.py",
        "fitting >= MOST_NUMBERS * len(national)",
        "True",
        "The language of a sheet suggests a country only if its numbers are dialled so there (4).",
        ("tests/unit/mapping/test_region.py",),
    ),
    Mutation(
        "headers-without-values-win",
        "lambda_src/crm/mapping/rules/pipeline.py",
        "if column.meaning in meanings and column.reading.meaning in called and column.shape.filled",
        "if column.meaning in meanings and column.reading.meaning in called",
        "A column without values decides nothing about one that has some.",
        ("tests/unit/mapping/rules/test_pipeline.py",),
    ),
    Mutation(
        "facts-without-header-end-the-search",
        "lambda_src/crm/spreadsheets/layout/sections.py",
        "if is_header_word is None or hints",
        "if header is None or is_header_word is None or hints",
        "A table below lines of facts is found where the facts have no header.",
        _KINDS,
    ),
)
