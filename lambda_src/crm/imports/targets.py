"""What a person may name of an import beside built-in fields: own fields, and single values by their paths.

An own field is named by its key and kept as the paths of the extras that it reads, so that workers need no definitions
and all batches of an import mean the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm.errors import Invalid
from crm.fields import LEAD_FIELDS
from crm.mapping.mapping import is_target
from crm.outcomes import Rule
from crm.own_fields.definition import MAX_HEADER, OwnFields
from crm.said import EMAILS, EXTRAS, PHONES, TAGS, extra_path, field_of, part_of, ruled_path

MAX_RULES = 200
"""Rules of one import, with one for each header of an own field; each statement of it refers to them."""
RULED_FIELDS = (*LEAD_FIELDS, EMAILS, PHONES, EXTRAS)
"""A built-in field, what a lead has beside the first of one, or all values that have no field."""
NO_FIELD = "There is no such field."

Corrections = Mapping[int, Mapping[int, str]]
"""Sheet index to (column to target, see `crm.mapping.mapping.is_target`)."""


def rules_by_path(rules: Mapping[str, Rule], own_fields: OwnFields) -> dict[str, Rule]:
    """The rules of an import by field and path.

    A rule of an extra that an own field reads is one of that field, and goes before one that names the field by its
    key; of several, the label's goes first, then the headers' in their order.

    Args:
        rules: by one of `RULED_FIELDS`, the key of an own field, or a path such as `extras/City` or `tags/vip`.

    Raises:
        Invalid: names each field that is not there; or there are too many.
    """
    own = {field.key: field for field in own_fields}
    unknown = {name for name in rules if name not in own and name not in RULED_FIELDS and not _is_path(name)}
    if unknown:
        raise Invalid(
            "There is no such field to have a rule.", {f"rules.{name[:MAX_HEADER]}": NO_FIELD for name in unknown}
        )
    found = {name: rule for name, rule in rules.items() if name not in own}
    by_path = {ruled_path(name): rule for name, rule in found.items()}
    for key, field in own.items():
        ruled = [by_path[path] for path in field.read_among(by_path)] + [rules[key] for _ in {key} & rules.keys()]
        if ruled:
            found |= {extra_path(header): ruled[0] for header in (field.label, *field.headers)}
    if len(found) > MAX_RULES:
        raise Invalid("These are too many rules.", {"rules": f"At most {MAX_RULES}, one for each header of a field."})
    return found


def with_paths(corrections: Corrections, own_fields: OwnFields) -> Corrections:
    """The corrections of a mapping with the path that each own field writes in place of its key.

    Raises:
        Invalid: names each column that goes to a field that is not there.
    """
    own = {field.key: field.path for field in own_fields}
    found = {
        sheet: {column: own.get(target, target) for column, target in columns.items()}
        for sheet, columns in corrections.items()
    }
    unknown = {
        f"sheets.{sheet}.{column}": NO_FIELD
        for sheet, columns in found.items()
        for column, target in columns.items()
        if not is_target(target)
    }
    if unknown:
        raise Invalid("A column cannot go to a field that is not there.", unknown)
    return found


def _is_path(name: str) -> bool:
    part = part_of(name)
    return field_of(name) in (EMAILS, PHONES, TAGS, EXTRAS) and bool(part.strip()) and len(part) <= MAX_HEADER
