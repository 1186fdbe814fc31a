"""The bulk change that a person types, checked as an edit of one lead is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crm.compact_json import compact_json
from crm.errors import Invalid
from crm.imports.bulk_change import BulkAction, BulkChange
from crm.leads.edit_values import Typed, cleaned_tags, misfit, said_of
from crm.own_fields.definition import OwnField
from crm.own_fields.typed import typed_extras
from crm.said import EXTRAS, Said, tag_path

MAX_BYTES = 2_000
"""Bytes of a bulk change as JSON. It stands in an item that each batch updates, which costs a write unit a KB."""

NOTHING = "Say what is to change."
BOTH = "A tag is either added or removed."


def bulk_edit(
    typed: Typed, add_tags: Sequence[str], remove_tags: Sequence[str], own_fields: Collection[OwnField]
) -> BulkChange:
    """The bulk change that a person typed.

    Args:
        typed: values by field, those of own fields and extras by header under `extras`; None empties a field.

    Raises:
        Invalid: names each value that does not fit, and says so of a change that is too long or changes nothing.
    """
    extras = typed_extras(typed.get(EXTRAS) or {}, own_fields)
    says, problems = said_of({**typed, EXTRAS: extras})
    tags: dict[str, list[str]] = {}
    for name, texts in (("addTags", add_tags), ("removeTags", remove_tags)):
        try:
            tags[name] = cleaned_tags(texts)
        except ValueError as problem:
            tags[name], problems[name] = [], str(problem)
    added = {tag_path(tag): Said(tag) for tag in tags["addTags"]}
    removed = {tag_path(tag): Said(None) for tag in tags["removeTags"]}
    if added.keys() & removed.keys():
        problems["removeTags"] = BOTH
    if problems:
        raise misfit(problems)
    says |= added | removed
    if not says:
        raise Invalid(NOTHING)
    headers = {one.path: one.header_keys for one in own_fields if one.named_by(extras)}
    change = BulkChange(BulkAction.EDIT, {path: said.text for path, said in says.items()}, headers)
    if len(compact_json(change.to_json()).encode()) > MAX_BYTES:
        raise Invalid(f"A bulk change holds at most {MAX_BYTES:,} bytes. Please shorten its values.")
    return change
