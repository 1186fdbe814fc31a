"""Mutations of what lists that people keep by hand need."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_KINDS = ("tests/unit/contact_lists/test_kinds.py",)
_GUARDIANS = "lambda_src/crm/mapping/rules/guardians.py"
_NUMBERS = "lambda_src/crm/values/numbers_behind_names.py"
_PARTS = "lambda_src/crm/spreadsheets/layout/parts_of_reports.py"
_KINDS_OF_VALUES = "lambda_src/crm/mapping/rules/value_kinds.py"

KEPT_BY_NEIGHBOURS = (
    Mutation(
        "neighbours-names-with-phones-are-phones",
        "lambda_src/crm/mapping/rules/reconciliation.py",
        'if reading.kinds & _CALLED and share("name_and_phone") >= at.SOME_NUMBERS:',
        "if False:",
        "`Name & phone` holds names.",
        _KINDS,
    ),
    Mutation(
        "neighbours-two-numbers-are-a-name",
        _NUMBERS,
        "if not 1 < len(found) <= _MOST_NUMBERS:",
        "if True:",
        "Two phones may stand behind a name.",
        _KINDS,
    ),
    Mutation(
        "neighbours-brackets-are-firms",
        _KINDS_OF_VALUES,
        'return name if opened and behind.endswith(")") and names_person(name) else ""',
        'return ""',
        "Who stands before brackets is a person.",
        _KINDS,
    ),
    Mutation(
        "neighbours-titles-are-jobs",
        _KINDS_OF_VALUES,
        'return lowered.endswith(".") and all(map(is_honorific, lowered.split()))',
        "return False",
        "Abbreviated titles are no jobs.",
        _KINDS,
    ),
    Mutation(
        "neighbours-pupils-are-leads-beside-who-came",
        _GUARDIANS,
        "is_said_behind(columns, one) or _are_reached(columns, one, pupils) for one in names",
        "_are_reached(columns, one, pupils) for one in names",
        "Who came as a mother is the lead.",
        _KINDS,
    ),
    Mutation(
        "neighbours-facts-are-contacts",
        _PARTS,
        "if len(header) >= _FEWEST_COLUMNS and _are_facts(rows[start:end], data):",
        "if False:",
        "Facts below a list are no contacts.",
        _KINDS,
    ),
    Mutation(
        "neighbours-new-people-are-facts",
        _PARTS,
        'if len(rows) == 1 and not any(map(str.isdigit, "".join(rows[0].cells))):',
        "if False:",
        "Somebody new may have no number yet.",
        _KINDS,
    ),
    Mutation(
        "neighbours-places-are-no-companies",
        "lambda_src/crm/mapping/headers/parts_of_headers.py",
        'if sides is None or sides[0].meaning not in _WITH_A_PLACE or "address" not in sides[1].kinds:',
        "if True:",
        "A company may stand with its place.",
        _KINDS,
    ),
    Mutation(
        "neighbours-nicknames-are-family-names",
        "lambda_src/crm/mapping/rules/handles.py",
        "    _tell_nicknames(free)\n    wholes",
        "    wholes",
        "A column of handles beside names in full holds no family names.",
        _KINDS,
    ),
    Mutation(
        "neighbours-trades-have-no-jobs",
        "lambda_src/crm/standardizing/row_full_names.py",
        "return has_job and len(family) == 1 and has_given_name(given) and not is_legal_form(family[0])",
        "return False",
        "Who has a job is a person, though called like a trade.",
        _KINDS,
    ),
    Mutation(
        "neighbours-requests-ask-for-nothing",
        "lambda_src/crm/mapping/rules/contacts.py",
        'asks = column.header.rstrip().endswith(("?", "？")) or len(column.header.split()) >= _WORDS_OF_A_REQUEST',
        'asks = column.header.rstrip().endswith(("?", "？"))',
        "A request may ask for a number.",
        _KINDS,
    ),
    Mutation(
        "neighbours-ordered-titles-are-jobs",
        "lambda_src/crm/mapping/rules/job_titles.py",
        "(of_works or of_goods or _names_matters(column))",
        "(of_works or _names_matters(column))",
        "What was ordered is nobody's job.",
        _KINDS,
    ),
    Mutation(
        "neighbours-guardians-are-nobody-in-forms",
        _GUARDIANS,
        "is_said_behind(columns, one) or _are_reached(columns, one, pupils) for one in names",
        "is_said_behind(columns, one) for one in names",
        "Whose phone a form asks for before the pupil's name is the lead.",
        _KINDS,
    ),
    Mutation(
        "neighbours-requests-hide-what-they-ask",
        "lambda_src/crm/spreadsheets/layout/grouped_headers.py",
        'return f"{title}: {name}" if asks else f"{title} {name}".strip()',
        'return f"{title} {name}".strip()',
        "`Please leave your details` asks for the name below it.",
        _KINDS,
    ),
    Mutation(
        "neighbours-forms-of-address-are-names",
        "lambda_src/crm/values/honorifics.py",
        "elif spanish and len(words) > 1 and words[0].casefold() in known_values().iberian_salutations:",
        "elif False:",
        "`Dona Célia` is Célia.",
        _KINDS,
    ),
    Mutation(
        "neighbours-mixed-contacts-are-nothing",
        "lambda_src/crm/mapping/rules/reconciliation.py",
        'or (share("email") and share("email") + share("phone") >= at.HALF_EMAILS):',
        "or False:",
        "Under `How to reach` emails and phones may be mixed.",
        _KINDS,
    ),
    Mutation(
        "neighbours-roles-behind-dashes-are-names",
        "lambda_src/crm/values/names_with_positions.py",
        "return addressed.name if addressed.position and is_role else name",
        "return name",
        "What a dash divides from a name is none.",
        _KINDS,
    ),
    Mutation(
        "neighbours-pounds-are-letters",
        "lambda_src/crm/spreadsheets/text_files/encoding_scores.py",
        "        mark -= _against_letter_alone(before, char, after)\n",
        "",
        "An English file with pounds is not Russian.",
        ("tests/unit/spreadsheets/test_encodings.py",),
    ),
)
