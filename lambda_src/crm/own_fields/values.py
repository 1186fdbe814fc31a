"""The values that leads have in own fields."""

from __future__ import annotations

from collections.abc import Iterable

from crm.own_fields.definition import OwnField, OwnFields, readers_of
from crm.own_fields.reading import Value, read, written
from crm.statements.field_paths import paths_by_field
from crm.statements.folding import LeadState


class StoredTexts:
    """Finds the texts of leads that own fields read.

    Of several extras that one field reads, what was said last counts, as it does of a built-in field, and before that
    what a person has protected. Of one row, the label's counts, then the headers' in their order.

    Args:
        fields: no two of which read the same header.
    """

    def __init__(self, fields: Iterable[OwnField]) -> None:
        self.fields: OwnFields = tuple(fields)
        self._readers = readers_of(self.fields)

    def of(self, state: LeadState) -> dict[str, str]:
        """The text of each field by its key; a field of which the lead has nothing is not there."""
        return {key: state.held[paths[0]].text for key, paths in self.paths_of(state).items()}

    def paths_of(self, state: LeadState) -> dict[str, list[str]]:
        """The paths that each field reads, by its key: the one that counts first, then the others."""
        return paths_by_field(state.held, self._readers)


def own_field_values(state: LeadState, texts: StoredTexts) -> dict[str, Value | None]:
    """The typed value of each field by its key: the text as it is where it does not fit, None where there is none."""
    found = texts.of(state)
    return {field.key: _value(field, found.get(field.key)) for field in texts.fields}


def _value(field: OwnField, text: str | None) -> Value | None:
    if text is None:
        return None
    value = read(field, text)
    return text if value is None else value


def shown_text(field: OwnField, text: str) -> str:
    """A text as people see it in a field: its value in one spelling, or as it stands where it does not fit."""
    value = read(field, text)
    return text if value is None else written(field, value)
