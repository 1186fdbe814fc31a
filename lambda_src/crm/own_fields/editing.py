"""Adding, changing and removing own fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from crm.errors import Invalid, NotFound, Outdated
from crm.own_fields.definition import MAX_FIELDS, FieldType, OwnField, OwnFields, checked, key_for
from crm.own_fields.store import OwnFieldStore


@dataclass(frozen=True, slots=True)
class OwnFieldEditor:
    """Changes the own fields for an admin."""

    store: OwnFieldStore

    def add(self, label: str, type: FieldType, **parts: Any) -> OwnField:
        """A new field behind the others.

        Args:
            parts: further attributes of `OwnField`.

        Raises:
            Invalid: names each part that does not fit.
            Conflict: `field_exists`; `busy`, when somebody else changes the fields in this moment.
        """
        stored = self.store.read()
        if len(stored.fields) >= MAX_FIELDS:
            raise Invalid(f"There are {MAX_FIELDS} fields, which is all there can be.")
        key = key_for(label, (other.key for other in stored.fields))
        made = checked(OwnField(key=key, label=label, type=type, **parts), stored.fields)
        self.store.write((*stored.fields, made), stored)
        return made

    def change(self, key: str, version: str | None = None, **parts: Any) -> OwnField:
        """Changes parts of a field.

        Under another label, the header that edits have written before is among those that it reads.

        Args:
            version: what the person saw, see `OwnField.version`; None to change whatever is there now.

        Raises:
            NotFound: if there is no such field.
            Outdated: if the field is not the one that was seen.
            Invalid, Conflict: as `add`.
        """
        stored = self.store.read()
        before = _found(stored.fields, key)
        if version not in (None, before.version):
            raise Outdated("Someone else has changed this field meanwhile. Please look at it and try again.")
        after = replace(before, **parts)
        if after.label != before.label:
            after = replace(after, headers=(*after.headers, before.label))
        if "type" in parts and "choices" not in parts and after.type not in (FieldType.CHOICE, FieldType.CHOICES):
            after = replace(after, choices=())
        after = checked(after, [other for other in stored.fields if other.key != key])
        if after != before:
            self.store.write(tuple(after if other.key == key else other for other in stored.fields), stored)
        return after

    def remove(self, key: str) -> OwnField:
        """Removes a field; what the leads have stays, as extras.

        Raises:
            NotFound: if there is no such field.
            Conflict: `busy`.
        """
        stored = self.store.read()
        gone = _found(stored.fields, key)
        self.store.write(tuple(other for other in stored.fields if other.key != key), stored)
        return gone


def _found(fields: OwnFields, key: str) -> OwnField:
    for field in fields:
        if field.key == key:
            return field
    raise NotFound("There is no such field. It may have been removed.")
