"""Whether a lead matches a query: its free text and its condition.

`tests.plain_query.engine` says what exactly matches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from crm.own_fields.definition import OwnField
from crm.own_fields.values import shown_text
from crm.query.comparing import range_of
from crm.query.conditions import AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery
from crm.query.searchable import NOT_IN_FREE_TEXT, SearchableLead, first_of
from crm.query.text import is_cjk, looks_like_phone, normalize, normalize_phone
from crm.said import PHONE, PHONES

Predicate = Callable[[SearchableLead], bool]


def predicate(query: LeadQuery, own_fields: Iterable[OwnField] = ()) -> Predicate:
    """A function that tells whether a lead matches a query that `LeadQuery.check` has let pass."""
    holds = _holds(query.where, {field.key: field for field in own_fields})
    if not query.text.strip():
        return holds
    has_text = _has_text(query.text)
    return lambda lead: has_text(lead) and holds(lead)


def _holds(condition: Condition, own: Mapping[str, OwnField]) -> Predicate:
    match condition:
        case Filter():
            return _compares(condition, own.get(condition.field))
        case Not(part):
            holds = _holds(part, own)
            return lambda lead: not holds(lead)
        case AllOf(parts):
            every = [_holds(part, own) for part in parts]
            return lambda lead: all(one(lead) for one in every)
        case AnyOf(parts):
            some = [_holds(part, own) for part in parts]
            return lambda lead: any(one(lead) for one in some)


def _compares(one: Filter, own: OwnField | None) -> Predicate:
    """Whether any of a lead's values in the field is as the filter says."""
    field = one.field
    match one.op:
        case Comparison.EMPTY:
            return lambda lead: field not in lead.texts
        case Comparison.NOT_EMPTY:
            return lambda lead: field in lead.texts
        case Comparison.EQUALS | Comparison.IN:
            # A number or a date equals itself however it is written.
            shown = (shown_text(own, value) if own is not None else value for value in one.values)
            wanted = {_normalized(field, value) for value in shown}
            return lambda lead: not wanted.isdisjoint(lead.texts.get(field, ()))
        case Comparison.CONTAINS | Comparison.STARTS_WITH:
            return _finds(field, one.op, _normalized(field, one.value))
    found = range_of(one, own)
    return lambda lead: field in lead.order and lead.order[field] in found


def _finds(field: str, op: Comparison, wanted: str) -> Predicate:
    if op is Comparison.STARTS_WITH:
        return lambda lead: any(text.startswith(wanted) for text in lead.texts.get(field, ()))
    if field == "name":
        return _has_name(wanted)
    return lambda lead: any(wanted in text for text in lead.texts.get(field, ()))


def _normalized(field: str, value: str) -> str:
    return normalize_phone(value) if field in (PHONE, PHONES) else normalize(value)


def _has_name(wanted: str) -> Predicate:
    """Finds the same person by "Anna Smith" and "Smith, Anna", and by 王小明 however its parts are stored."""
    words = wanted.replace(",", " ").split()
    joined = "".join(words) if is_cjk(wanted) else None

    def has(lead: SearchableLead) -> bool:
        if "name" not in lead.texts:
            return False
        if joined is not None and joined in first_of(lead.texts, "lastName") + first_of(lead.texts, "firstName"):
            return True
        return all(word in lead.texts["name"][0] for word in words)

    return has


def _has_text(text: str) -> Predicate:
    words = normalize(text).split()
    if looks_like_phone(text):
        phone = normalize_phone(text)
        return lambda lead: any(phone in number for number in lead.texts.get(PHONE, ())) or _occur(words, lead)
    return lambda lead: _occur(words, lead)


def _occur(words: Sequence[str], lead: SearchableLead) -> bool:
    """Whether each word occurs in a value that free text looks through, or in a CJK name written together."""
    values = [text for field, texts in lead.texts.items() if field not in NOT_IN_FREE_TEXT for text in texts]
    if is_cjk(first_of(lead.shown, "name")):
        values.append(first_of(lead.texts, "lastName") + first_of(lead.texts, "firstName"))
    return all(any(word in value for value in values) for word in words)
