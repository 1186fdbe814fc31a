"""Mutations of how the lead of a row is told from buyers, companions and places, and names from handles."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_ATTENDEES = "lambda_src/crm/mapping/rules/attendees.py"
_HEADS = "lambda_src/crm/mapping/rules/heads_of_firms.py"
_HANDLES = "lambda_src/crm/mapping/rules/handles.py"
_KINDS = ("tests/unit/contact_lists/test_kinds.py",)

PEOPLE_BESIDE_LEADS = (
    Mutation(
        "any-words-behind-a-role-are-a-group",
        "lambda_src/crm/values/group_roles.py",
        " and not ends.isdisjoint(known.kinds_of_groups)",
        "",
        "`Member Services Manager` is a job, though it begins with a role.",
        _KINDS,
    ),
    Mutation(
        "parents-who-are-named-lend-their-phones",
        "lambda_src/crm/mapping/rules/labelled_phones.py",
        "if any(not column.reading.kinds & _REACHED for column in of_parents):",
        "if not of_parents:",
        "The phone of a mother who is named is hers.",
        _KINDS,
    ),
    Mutation(
        "shifts-with-a-comment-are-free",
        "lambda_src/crm/spreadsheets/layout/nameless_rows.py",
        "filled <= self._plan.keys() and ",
        "",
        "A shift with a comment is no free one: a name may be missing in it.",
        _KINDS,
    ),
    Mutation(
        "superiors-are-heads-of-firms",
        _HEADS,
        "or any(map(_names_people, columns))",
        "",
        "Who runs a firm is not the lead where somebody else is named: a superior of staff.",
        _KINDS,
    ),
    Mutation(
        "a-few-of-ours-are-heads-of-firms",
        _HEADS,
        "are_names and column.shape.distinct >= at.DISTINCT_CONTACTS",
        "are_names",
        "One of a few who look after many firms is no contact of them.",
        _KINDS,
    ),
    Mutation(
        "growing-phones-are-row-numbers",
        "lambda_src/crm/mapping/rules/reconciliation.py",
        'not reading.kinds.isdisjoint({"work", "home"}) and phones >= at.NEARLY_ALL_PHONES',
        "phones > len(reading.kinds)",
        "Numbers under `Business` and `Home` are phones though they grow from row to row.",
        _KINDS,
    ),
    Mutation(
        "any-initials-before-a-last-name-go",
        "lambda_src/crm/standardizing/row_name_halves.py",
        "initials is None or not (row.first[:1] == name[:1] or initials[0].strip() in row.texts)",
        "initials is None",
        "Only the first name's own initials are left out before a last name: `J. Ostrander` beside `Michael` stays.",
        _KINDS,
    ),
    Mutation(
        "emails-of-buyers-fill-gaps",
        _ATTENDEES,
        "if same and sheet.fills(",
        "if sheet.fills(",
        "Who booked for somebody without an email keeps theirs.",
        _KINDS,
    ),
    Mutation(
        "two-attendees-share-an-email",
        _ATTENDEES,
        "bool(called) and all(len(people) == 1 for people in called.values())",
        "bool(called)",
        "An email of an order with two attendees would make one lead of them.",
        _KINDS,
    ),
    Mutation(
        "companions-are-the-lead",
        _ATTENDEES,
        "attending, buying = _with_companions(sheet)",
        "attending = {}",
        "Who answers an invitation keeps their email beside that of a guest.",
        _KINDS,
    ),
    Mutation(
        "handles-stay-names",
        _HANDLES,
        "        if not rows:",
        "        if True:",
        "A backer who calls himself `pixelfox99` has his name under `Shipping name`.",
        _KINDS,
    ),
    Mutation(
        "small-letters-are-handles",
        _HANDLES,
        "if all(map(_is_delivered_to, side))",
        "if side",
        "A customer called `foodora` beside a contact is a company.",
        _KINDS,
    ),
    Mutation(
        "names-of-places-are-companies",
        "lambda_src/crm/mapping/headers/header_reading.py",
        " and is_name_of_place(terms)",
        " and not terms",
        "`Business County Name` holds counties and no companies.",
        _KINDS,
    ),
    Mutation(
        "codes-of-states-are-companies",
        "lambda_src/crm/mapping/rules/reconciliation.py",
        "len(shape.examples) > 1 and all(map(_is_code_of_place, shape.examples))",
        "len(shape.examples) > 99",
        "`RJ` under `UF Empresa` is where a company is.",
        _KINDS,
    ),
    Mutation(
        "details-of-relatives-are-the-leads",
        "lambda_src/crm/mapping/rules/details_behind_people.py",
        "if column in free and any(one.meaning is column.meaning for one in own):",
        "if False:",
        "A child's own mobile comes before the phone behind the mother's name.",
        _KINDS,
    ),
    Mutation(
        "specialities-of-firms-are-jobs",
        "lambda_src/crm/mapping/rules/registers.py",
        "    if not _lists_professionals(columns):",
        "    if False:",
        "What a firm or a patient's doctor is good at is not the job of the row's person.",
        _KINDS,
    ),
    Mutation(
        "codes-are-last-names",
        "lambda_src/crm/mapping/rules/short_names.py",
        "            if longs:",
        "            if False:",
        "`BrandsJan` is short for `Brandstätter`, which is the last name.",
        _KINDS,
    ),
    Mutation(
        "legal-forms-are-last-names",
        "lambda_src/crm/values/companies.py",
        "if first and is_legal_form(last, surely=given):",
        "if False:",
        "`Santa Fé` and `Ltda` are a company and no person.",
        _KINDS,
    ),
)
