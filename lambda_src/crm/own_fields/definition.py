"""The definition of an own field: which extras it reads, and as what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crm.errors import Conflict, Invalid
from crm.export_labels import LABELS
from crm.fields import FIELDS
from crm.fields import MAX_LABEL as MAX_LABEL_BYTES
from crm.said import EXTRAS, extra_path, field_of, header_key, part_of
from crm.standardizing.limits import cut_to
from crm.standardizing.remarks import header_name
from crm.statements.field_paths import Reader
from crm.values.text import clean_cell, fold
from crm.versions import version_of

MAX_FIELDS = 100
MAX_LABEL = 80
MAX_HEADERS = 50
MAX_HEADER = 200
MAX_CHOICES = 100
MAX_CHOICE = 80

TAKEN_LABELS: Mapping[str, str] = {fold(label): label for label in (*LABELS, "Name", "Remarks")}
"""What people call a built-in field, or a column of an export."""
TAKEN_KEYS = frozenset(
    {
        *(field.name for field in FIELDS),
        *("leadId", "emails", "phones", "extras", "sourceFile", "createdAt", "updatedAt", "deletedAt"),
        *("name", "emailDomain", "remarks", "importId", "fields", "version", "origins", "shortened"),
    }
)
"""Names that a query or an answer already gives to something else."""


class FieldType(StrEnum):
    """As what the text of an own field is read."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DATE_TIME = "dateTime"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yesNo"
    LINK = "link"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    """One own field.

    Args:
        key: its name in queries and answers, for good.
        label: what people call it; an edit writes the extra of this header.
        type: as what its text is read.
        headers: of the extras that it reads, besides the label, however a file writes them (`crm.said.header_key`).
        choices: of a choice or of several; none means any.
        day_first: whether 3/4/2026 is the third of April; None where every date is clear by itself.
        decimal_comma: whether a comma separates the decimals: 1.234 is then one thousand and more; None where every
            number is clear by itself.
    """

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    headers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    day_first: bool | None = None
    decimal_comma: bool | None = None

    @property
    def path(self) -> str:
        """The path that an edit writes."""
        return extra_path(self.label)

    @property
    def header_keys(self) -> tuple[str, ...]:
        """The label and the headers as they are compared. No other field reads one of them."""
        return tuple(dict.fromkeys(map(header_key, (self.label, *self.headers))))

    @property
    def version(self) -> str:
        """Names what a person sees of the definition: 16 hexadecimal digits that change with each part of it."""
        return version_of(self.to_json())

    def read_among(self, paths: Iterable[str]) -> list[str]:
        """The paths whose values are the field's: those of the label first, then in the order of the headers."""
        places = {key: place for place, key in enumerate(self.header_keys)}
        found = [(places.get(header_key(part_of(path))), path) for path in paths if field_of(path) == EXTRAS]
        return [path for _, path in sorted((place, path) for place, path in found if place is not None)]

    def named_by(self, headers: Iterable[str]) -> list[str]:
        """The headers that name this field, however a person writes them, in the order of `header_keys`."""
        keys = self.header_keys
        named = [(key, header) for header in headers if (key := header_key(header)) in keys]
        return [header for _, header in sorted(named, key=lambda one: keys.index(one[0]))]

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "key": self.key,
            "label": self.label,
            "type": self.type.value,
            "headers": list(self.headers),
            "choices": list(self.choices),
            "dayFirst": self.day_first,
            "decimalComma": self.decimal_comma,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> OwnField:
        """Reads what `to_json` wrote."""
        return cls(
            key=value["key"],
            label=value["label"],
            type=FieldType(value["type"]),
            headers=tuple(value["headers"]),
            choices=tuple(value["choices"]),
            day_first=value["dayFirst"],
            decimal_comma=value["decimalComma"],
        )


OwnFields = tuple[OwnField, ...]
"""All own fields, in the order in which people see them."""


def readers_of(fields: Iterable[OwnField]) -> dict[str, Reader]:
    """Which of the fields reads which header."""
    return {key: Reader(field.key, place) for field in fields for place, key in enumerate(field.header_keys)}


def key_for(label: str, taken: Iterable[str]) -> str:
    """A new key in camelCase: "Annual revenue" gives `annualRevenue`, with a number behind it where that is taken."""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    made = "".join(word.capitalize() if place else word for place, word in enumerate(words))[:40]
    base = made if made[:1].isalpha() else f"field{made[:1].upper()}{made[1:]}"
    used = {*TAKEN_KEYS, *taken}
    number, key = 1, base
    while key in used:
        number += 1
        key = f"{base}{number}"
    return key


def checked(field: OwnField, others: Sequence[OwnField]) -> OwnField:
    """The field with texts trimmed and repeated ones removed, if it fits among the others.

    Raises:
        Invalid: names each part that does not fit and says why.
        Conflict: `field_exists`, if another field has its label or reads one of its headers.
    """
    label = header_name(clean_cell(field.label))
    headers = _headers(field, label)
    choices = _choices(field)
    problems: dict[str, str] = {}
    if not 1 <= len(label) <= MAX_LABEL:
        problems["label"] = f"1 to {MAX_LABEL} characters."
    elif cut_to(label, MAX_LABEL_BYTES) != label:
        problems["label"] = f"At most {MAX_LABEL_BYTES} bytes; these are {len(label.encode())}."
    elif fold(label) in TAKEN_LABELS:
        problems["label"] = f"“{TAKEN_LABELS[fold(label)]}” is there already."
    if len(headers) > MAX_HEADERS or any(len(header) > MAX_HEADER for header in headers):
        problems["headers"] = f"At most {MAX_HEADERS}, each of at most {MAX_HEADER} characters."
    if len(choices) > MAX_CHOICES or any(len(choice) > MAX_CHOICE for choice in choices):
        problems["choices"] = f"At most {MAX_CHOICES}, each of at most {MAX_CHOICE} characters."
    elif choices and field.type not in (FieldType.CHOICE, FieldType.CHOICES):
        problems["choices"] = "Only a choice and several choices have them."
    if problems:
        raise Invalid("This field cannot be made.", problems)
    made = OwnField(
        key=field.key,
        label=label,
        type=field.type,
        headers=headers,
        choices=choices,
        day_first=field.day_first,
        decimal_comma=field.decimal_comma,
    )
    for other in others:
        if header_key(other.label) == header_key(label):
            raise Conflict("field_exists", f"There is a field “{other.label}” already.", {"label": "It is taken."})
        header = next((one for one in (label, *headers) if header_key(one) in other.header_keys), None)
        if header is not None:
            raise Conflict(
                "field_exists",
                f"The field “{other.label}” reads “{header}” already.",
                {"headers": f"“{header}” belongs to “{other.label}”."},
            )
    return made


def _headers(field: OwnField, label: str) -> tuple[str, ...]:
    """Each header once, in its first spelling."""
    names = [name for header in field.headers if (name := header_name(header))]
    by_key = {header_key(name): name for name in reversed(names) if header_key(name) != header_key(label)}
    return tuple(by_key.values())[::-1]


def _choices(field: OwnField) -> tuple[str, ...]:
    """Each choice once, in its first spelling."""
    cleaned = [_line(choice) for choice in field.choices if choice.strip()]
    return tuple({choice.casefold(): choice for choice in reversed(cleaned)}.values())[::-1]


def _line(text: str) -> str:
    return " ".join(text.split())
