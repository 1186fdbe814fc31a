"""Mutations of how registers, relatives, second contacts and orders are told from the lead."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_HEADS = "lambda_src/crm/mapping/rules/heads_of_firms.py"
_KINDS = ("tests/unit/contact_lists/test_kinds.py",)

REGISTERS_AND_ORDERS = (
    Mutation(
        "heads-are-named-in-front-only",
        _HEADS,
        "        if _says_head(known, words[cut:]):",
        "        if False:",
        "`cogn_resp` is the last name of who heads an authority.",
        _KINDS,
    ),
    Mutation(
        "authorities-are-the-schools",
        _HEADS,
        "if schools and firms == facts:",
        "if False:",
        "The authority that keeps a school is not the company of its principal.",
        _KINDS,
    ),
    Mutation(
        "relatives-are-contacts",
        "lambda_src/crm/mapping/rules/relatives.py",
        "for column in block if leads else ():",
        "for column in ():",
        "The phone of a member's mother is not the member's.",
        _KINDS,
    ),
    Mutation(
        "offices-are-others",
        "lambda_src/crm/mapping/rules/other_people.py",
        " and (word not in of_places or owner.reading.words == (word,))",
        "",
        "`TelefonnummerParl` beside `OrtParl` is the office's of the lead, and not of the `Parlament`.",
        _KINDS,
    ),
    Mutation(
        "second-phones-come-first",
        "lambda_src/crm/mapping/rules/contacts.py",
        "for column in filled if firsts else ():",
        "for column in ():",
        "`2. Telefon` beside a mobile comes after it.",
        _KINDS,
    ),
    Mutation(
        "domains-say-whose",
        "lambda_src/crm/mapping/headers/header_reading.py",
        '_DOMAIN.sub("", _LOOKED_UP.sub(r"(\\1)", header))',
        '_LOOKED_UP.sub(r"(\\1)", header)',
        "`Email @conseiller.fr` is the person's and not an adviser's.",
        _KINDS,
    ),
    Mutation(
        "amounts-below-sums-are-contacts",
        "lambda_src/crm/spreadsheets/layout/row_kinds.py",
        " or is_amount_with_label(filled)",
        "",
        "`Check fee` and an amount below the sums of a report are no contact.",
        _KINDS,
    ),
    Mutation(
        "recipients-are-the-buyers",
        "lambda_src/crm/mapping/rules/recipients.py",
        "if differ or any(_is_sent_by_firms(one, buyer, reached) for one in recipients):",
        "if False:",
        "Who has ordered is the lead, and not who receives it.",
        _KINDS,
    ),
    Mutation(
        "second-contacts-are-leads",
        "lambda_src/crm/mapping/rules/second_contacts.py",
        "if not seconds or not leads or not reached or _are_same(seconds, leads):",
        "if True:",
        "What a lead lacks is not taken from the billing contact.",
        _KINDS,
    ),
    Mutation(
        "extras-hide-a-header",
        "lambda_src/crm/spreadsheets/layout/header.py",
        "if not certain and words < _ENOUGH_WORDS:",
        "if not certain:",
        "An export with many extras called by numbers has its header.",
        ("tests/unit/query/test_csv_export.py",),
    ),
)
