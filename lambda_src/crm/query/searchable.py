"""A lead with its values by field, normalized once, so that a query over many leads need not do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crm.fields import LEAD_FIELDS
from crm.leads.reading import extras_of, file_of, imports_of, name_of, remarks_of, tags_of, values_of
from crm.own_fields.definition import FieldType, OwnField
from crm.own_fields.reading import read, written
from crm.own_fields.values import StoredTexts
from crm.query.comparing import Comparable, comparable, moment_of
from crm.query.query_fields import DATES
from crm.query.text import is_cjk, normalize, normalize_phone
from crm.said import EMAIL, EMAILS, PHONE, PHONES, TAGS, extra_path
from crm.statements.folding import LeadState
from crm.statements.lead import Lead

_SEVERAL = (TAGS, EMAILS, PHONES)
NOT_IN_FREE_TEXT = ("leadId", "createdAt", "updatedAt", "deletedAt", "remarks", "emailDomain", "name", "importId")
"""A search for 2026 would find every lead by its dates, and one for a header every lead that has it in its remarks.
What is made of other fields is found in those."""


@dataclass(frozen=True, slots=True)
class SearchableLead:
    """A lead and its values by the fields of queries; a field that it does not have is not there.

    Args:
        lead: the stored lead.
        shown: the values of a field as people write them; of the email and the phone, the first one first.
        texts: the same, normalized.
        order: of numbers and dates, built-in and own, what the value is compared and sorted as.
        everything: the text that free-text search looks through, one line a value.
    """

    lead: Lead
    shown: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, tuple[str, ...]]
    order: Mapping[str, Comparable]
    everything: str


def searchable(lead: Lead, state: LeadState, own: StoredTexts) -> SearchableLead:
    """Makes a lead ready for queries; `own` finds the texts of own fields."""
    shown = {field: values for field, values in _shown(lead, state).items() if values}
    order: dict[str, Comparable] = {}
    for name in DATES:
        moment = moment_of(shown[name][0]) if name in shown else None
        if moment is not None:
            order[name] = moment
    own_texts = own.of(state)
    for field in own.fields:
        text = own_texts.get(field.key)
        if text is None:
            continue
        shown[field.key], compared = shown_of_own(field, text)
        if compared is not None:
            order[field.key] = compared
    texts = {field: tuple(map(_normalizer(field), values)) for field, values in shown.items()}
    lines = [text for field, several in texts.items() if field not in NOT_IN_FREE_TEXT for text in several]
    if is_cjk(first_of(shown, "name")):
        lines.append("".join(first_of(texts, part) for part in ("lastName", "firstName")))
    return SearchableLead(lead, shown, texts, order, _joined(lines))


def shown_of_own(field: OwnField, text: str) -> tuple[tuple[str, ...], Comparable | None]:
    """The values that a text is in an own field, as people write them, and what it is compared and sorted as.

    Returns:
        The second is None for a type without an order of its own, and for a text that does not fit.
    """
    value = read(field, text)
    if isinstance(value, list):
        return tuple(value), None
    return (text if value is None else written(field, value),), comparable(field, value)


def first_of(texts: Mapping[str, tuple[str, ...]], field: str) -> str:
    """The first text of a field; "" where there is none."""
    return texts.get(field, ("",))[0]


def has_several(field: str, own_fields: Sequence[OwnField]) -> bool:
    """Whether a lead counts under each of its values in a field, not only under the first."""
    return field in _SEVERAL or any(own.key == field and own.type is FieldType.CHOICES for own in own_fields)


def _joined(lines: list[str]) -> str:
    """The lines in which each text that is part of a line of these is part of one; none that is part of another.

    An email mostly holds its owner's name, which makes the text a tenth shorter.
    """
    # No normalized text holds a line break, so no match spans two values.
    joined = ""
    for line in sorted(lines, key=len, reverse=True):
        if line not in joined:
            joined = f"{joined}\n{line}" if joined else line
    return joined


def _shown(lead: Lead, state: LeadState) -> dict[str, tuple[str, ...]]:
    """The values by field, but for own fields; no values where there are none."""
    emails, phones = ([held.text for _, held in values_of(state, field)] for field in (EMAILS, PHONES))
    shown = {field: _one(state.text(field)) for field in LEAD_FIELDS if field != TAGS}
    shown[TAGS] = tuple(tags_of(state))
    shown[EMAILS], shown[PHONES] = tuple(emails), tuple(phones)
    shown[EMAIL] += shown[EMAILS]
    shown[PHONE] += shown[PHONES]
    domains = [email.rpartition("@")[2].lower() for email in shown[EMAIL] if "@" in email]
    shown |= {
        "emailDomain": tuple(dict.fromkeys(domains)),
        "name": _one(name_of(state)),
        "importId": imports_of(state),
        "remarks": _one(remarks_of(state)),
        "sourceFile": _one(file_of(state)),
        "leadId": (lead.lead_id,),
        "createdAt": (state.created_at,),
        "updatedAt": (state.updated_at,),
        "deletedAt": _one(state.deleted_at),
    }
    return shown | {extra_path(header): (text,) for header, text in extras_of(state).items()}


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _normalizer(field: str) -> Callable[[str], str]:
    return normalize_phone if field in (PHONE, PHONES) else normalize
