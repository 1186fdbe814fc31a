"""The headers of our own files, by which an import knows them again: exports of leads, reports of rejected rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from crm.fields import FIELDS
from crm.said import EMAILS, PHONES

LEAD_ID = "Lead ID"
FURTHER_LABELS: Mapping[str, str] = {EMAILS: "Further emails", PHONES: "Further phones"}
"""Header of the column that holds what a lead has beside its first email or phone."""
SET_ANEW: Mapping[str, str] = {"sourceFile": "Source file", "createdAt": "Created at", "updatedAt": "Updated at"}
"""Header by name of what an export shows and an import sets anew."""
LABELS: tuple[str, ...] = (
    LEAD_ID,
    *(field.label for field in FIELDS),
    *FURTHER_LABELS.values(),
    *SET_ANEW.values(),
)
REPORT_LABELS = ("Import sheet", "Import row", "Import reason")
"""What a report of rejected rows adds to their cells."""
_PREFIX = "Extra: "


def key_of_label(label: str) -> str:
    """The letters and digits of a header, without case and accents: two headers with the same are one to an import."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", label).casefold() if sign.isalnum())


_TAKEN = frozenset(map(key_of_label, LABELS))
_REPORTED = frozenset(map(key_of_label, REPORT_LABELS))


def places_in_report(header: Sequence[str]) -> frozenset[int]:
    """The places of what a report of rejected rows adds; none unless a header has all of it."""
    places = {index: key for index, cell in enumerate(header) if (key := key_of_label(cell)) in _REPORTED}
    return frozenset(places) if set(places.values()) == _REPORTED else frozenset()


def extra_header(header: str) -> str:
    """The header under which an export writes an extra: never one of the other columns'."""
    collides = key_of_label(header) in _TAKEN or header.startswith(_PREFIX)
    return f"{_PREFIX}{header}" if collides else header


def header_of_extra(label: str) -> str:
    """The header of an extra that an export has written under this label."""
    return label.removeprefix(_PREFIX)


def is_renamed_extra(header: str) -> bool:
    """Whether a header is what `extra_header` has made of one that collides with a field's."""
    return header.startswith(_PREFIX)
