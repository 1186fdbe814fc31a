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
        "departments-are-people",
        "lambda_src/crm/values/addressees/__init__.py",
        "if not rest or is_department(rest):",
        "if not rest:",
        "A department in place of a person is no name.",
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
)
