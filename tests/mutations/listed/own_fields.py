"""Mutations of own fields: which columns go to them, and how rows change them (promises 2 and 4)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_FIELD_PATHS = "lambda_src/crm/statements/field_paths.py"
_IMPORTED = ("tests/unit/imports/test_own_fields.py",)
_MERGED = ("tests/unit/statements/test_sequential_model.py", *_IMPORTED)
_MAPPED = ("tests/unit/mapping/test_decision.py", *_IMPORTED)

_TYPED = ("tests/unit/own_fields/test_field_api.py",)

OWN_FIELDS = (
    Mutation(
        "own-fill-looks-at-one-header",
        _FIELD_PATHS,
        "if rule_of(path) is Rule.IF_EMPTY}",
        "if False}",
        "Filling looks at an own field as a whole, whatever header the lead has it under (2).",
        _MERGED,
    ),
    Mutation(
        "own-field-keeps-to-its-header",
        _FIELD_PATHS,
        "if counts not in paths:",
        "if False:",
        "A column sets its own field where the cell holds something, whatever header the lead has it under (2).",
        _MERGED,
    ),
    Mutation(
        "own-field-shows-what-was-said-first",
        _FIELD_PATHS,
        "rank = (value.is_protected, value.origin.place, -reader.place)",
        "rank = (value.is_protected, -reader.place)",
        "Of several values of an own field, what was said last counts (2).",
        _MERGED,
    ),
    Mutation(
        "own-field-changed-unseen",
        "lambda_src/crm/own_fields/editing.py",
        "if version not in (None, before.version):",
        "if False:",
        "A change that names what was seen is refused once somebody has changed the field (2).",
        _TYPED,
    ),
    Mutation(
        "column-that-could-be-a-field-is-silent",
        "lambda_src/crm/imports/splitter.py",
        "proposals=proposals_for(head, mapping) if mapping and record.review else {},",
        "",
        "The review shows which columns could be own fields, of which type and why (8).",
        _IMPORTED,
    ),
    Mutation(
        "own-fields-after-rules",
        "lambda_src/crm/mapping/decision.py",
        "own_columns = _of_own_fields(head, own_fields or {})",
        "own_columns: dict[int, ColumnMapping] = {}",
        "A header of an own field goes to that field by itself, before rules and model (4).",
        _MAPPED,
    ),
    Mutation(
        "own-fields-before-a-person",
        "lambda_src/crm/mapping/decision.py",
        "pinned = {**own_columns, **reported, **_remembered_columns(remembered, len(columns), own_columns)}",
        "pinned = {**_remembered_columns(remembered, len(columns), own_columns), **own_columns, **reported}",
        "What a person has decided for a header goes before an own field (4).",
        _MAPPED,
    ),
    Mutation(
        "own-fields-after-the-model",
        "lambda_src/crm/mapping/decision.py",
        "column.decided_by is DecidedBy.MODEL and",
        "False and",
        "An own field goes before what the model has decided (4).",
        _MAPPED,
    ),
    Mutation(
        "own-field-doubles-rows",
        "lambda_src/crm/imports/row_content.py",
        "return EXTRAS if field_of(path) == EXTRAS else fold(path)",
        "return fold(path)",
        "A row without an email is known again, whatever own field is made of its columns (2).",
        ("tests/unit/imports/test_identity.py",),
    ),
    Mutation(
        "own-field-typed-by-another-name",
        "lambda_src/crm/own_fields/definition.py",
        "if (key := header_key(header)) in keys]",
        "if (key := header) in keys]",
        "What is typed has to fit its field, whatever header names it (2).",
        _TYPED,
    ),
    Mutation(
        "own-field-not-emptied-by-a-blank-word",
        "lambda_src/crm/own_fields/typed.py",
        "if text and not is_surely_blank(text)), None)",
        "if text), None)",
        "`N/A` takes a value away, that of an own field too (2).",
        _TYPED,
    ),
    Mutation(
        "own-field-counts-zeros-of-fractions",
        "lambda_src/crm/own_fields/reading.py",
        "plain[fraction.end() if fraction else 0 :]",
        "plain",
        "A number field reads what a spreadsheet shows of a fraction (2).",
        ("tests/unit/own_fields/test_reading.py",),
    ),
    Mutation(
        "own-field-ruled-by-one-header",
        "lambda_src/crm/imports/targets.py",
        "for path in field.read_among(by_path)]",
        "for path in ()]",
        "A rule of an extra that an own field reads is one of that field (2).",
        _IMPORTED,
    ),
    Mutation(
        "own-field-proposed-by-values-alone",
        "lambda_src/crm/own_fields/proposal.py",
        "return (_as_headed(says, values, by_values) if says else None) or by_values",
        "return by_values",
        "A postcode keeps its zeros in the type that is proposed for it (4).",
        ("tests/unit/own_fields/test_proposal.py",),
    ),
    Mutation(
        "header-not-remembered",
        "lambda_src/crm/imports/splitter.py",
        "self.headers.remember(said_by_headers(sheets))",
        "pass",
        "A field that is made of an extra of leads has the type that its header says (4).",
        _IMPORTED,
    ),
    Mutation(
        "header-remembered-for-ever",
        "lambda_src/crm/own_fields/header_memory.py",
        "if known.get(key) is not says:",
        "if says and known.get(key) is not says:",
        "A header that says nothing any more is not remembered as saying something (4).",
        ("tests/unit/own_fields/test_header_memory.py",),
    ),
)
