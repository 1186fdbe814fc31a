"""Leads with own fields and seeded random queries over them, with the answers worked out in the plainest way.

The plain answers know nothing of how the engine prepares leads: the generator says what each text means.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crm.own_fields.definition import FieldType, OwnField
from crm.query.conditions import AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.text import normalize, normalize_phone
from crm.statements.lead import Lead

from tests.unit.query.leads import lead

OWN = (
    OwnField(key="revenue", label="Revenue", type=FieldType.NUMBER),
    OwnField(key="renewal", label="Renewal", type=FieldType.DATE, day_first=True),
    OwnField(key="call", label="Last call", type=FieldType.DATE_TIME),
)

Value = float | datetime

REVENUES: Mapping[str, float | None] = {"1,000": 1000, "90.5": 90.5, "-3": -3, "0": 0, "€ 2500": 2500, "a lot": None}
RENEWALS: Mapping[str, datetime | None] = {
    "1/2/2026": datetime(2026, 2, 1),
    "2026-01-31": datetime(2026, 1, 31),
    "3.1.2026": datetime(2026, 1, 3),
    "31/12/2025": datetime(2025, 12, 31),
    "soon": None,
}
CALLS: Mapping[str, datetime | None] = {
    "2026-01-31": datetime(2026, 1, 31),
    "2026-01-31 08:00": datetime(2026, 1, 31, 8),
    "2026-01-31T08:00:30Z": datetime(2026, 1, 31, 8, 0, 30),
    "2026-02-01T00:30+01:00": datetime(2026, 1, 31, 23, 30),
    "2026-02-01 00:00": datetime(2026, 2, 1),
    "no answer": None,
}
_MEANINGS: Mapping[str, tuple[str, Mapping[str, float | None] | Mapping[str, datetime | None]]] = {
    "revenue": ("Revenue", REVENUES),
    "renewal": ("Renewal", RENEWALS),
    "call": ("Last call", CALLS),
}
_TEXTS: Mapping[str, Sequence[str]] = {
    "company": ["Acme", "ACME", "Äcme", "3M", "腾讯", "the acme group", "O'Neill; --", "100%"],
    "title": ["CEO", "ceo", "Sales Manager", "Engineer"],
    "status": ["new", "won"],
    "lastName": ["Müller", "Muller", "王"],
    "extras/City": ["Berlin", "berlin", "東京", "São Paulo"],
}
_TAGS = ["VIP", "vip", "fair 2026", "élan"]
_PHONES = ["+852 9123 4567", "+85291234568", "+49 (30) 22-22"]
_TEXT_OPS = (Comparison.CONTAINS, Comparison.EQUALS, Comparison.STARTS_WITH, Comparison.IN)
_DATES = ["2025-12-31", "2026-01-01", "2026-01-03", "2026-01-31", "2026-02-01"]
_MOMENTS = [*_DATES, "2026-01-31T08:00", "2026-01-31T08:00:30Z", "2026-01-31T23:30Z", "2026-01-15T10:00:00.500Z"]
_NUMBERS = ["-3", "0", "90.5", "1,000", "1000", "999.99"]


@dataclass(frozen=True, slots=True)
class Known:
    """A lead, and what is known of it: the texts of its fields, and the values of its numbers and dates."""

    lead: Lead
    texts: Mapping[str, Sequence[str]]
    values: Mapping[str, Value]


def known_leads(count: int, seed: int) -> list[Known]:
    """Leads in the order of their creation."""
    chance = random.Random(seed)
    made = [_known_lead(number, chance) for number in range(1, count + 1)]
    return sorted(made, key=lambda one: (one.texts["createdAt"][0], one.lead.lead_id))


def _known_lead(number: int, chance: random.Random) -> Known:
    created = datetime(2026, 1, chance.randint(1, 31), chance.choice([0, 10, 23]), 0, 0, chance.choice([0, 500_000]))
    texts: dict[str, list[str]] = {field: [chance.choice(several)] for field, several in _TEXTS.items()}
    texts |= {field: [] for field in _TEXTS if chance.random() < 0.3}
    tags = chance.sample(["VIP", "fair 2026", "élan"], chance.randint(0, 3))
    phone = chance.choice(["", *_PHONES])
    own = {key: chance.choice(["", *meanings]) for key, (_, meanings) in _MEANINGS.items()}
    extras = {label: own[key] for key, (label, _) in _MEANINGS.items()}
    extras["City"] = "".join(texts["extras/City"])
    names = {"company": "company", "title": "title", "status": "status", "lastName": "last_name"}
    made = lead(
        number,
        created_at=f"{created.isoformat(timespec='milliseconds')}Z",
        tags=tags,
        phone=phone,
        extras=extras,
        **{name: "".join(texts[field]) for field, name in names.items()},
    )
    meant = {key: meanings.get(own[key]) for key, (_, meanings) in _MEANINGS.items()}
    values: dict[str, Value] = {key: value for key, value in meant.items() if value is not None}
    texts |= {"tags": tags, "phone": [phone] if phone else []}
    texts |= {key: [_shown(key, meant[key], text)] if text else [] for key, text in own.items()}
    texts["createdAt"] = [f"{created.isoformat(timespec='milliseconds')}Z"]
    return Known(made, texts, values | {"createdAt": created})


def _shown(key: str, value: Value | None, text: str) -> str:
    """What people see of an own value, where the plain answers compare it as text."""
    if key == "renewal" and isinstance(value, datetime):
        return value.date().isoformat()
    if key == "revenue" and isinstance(value, int | float):
        return f"{value:g}"
    return {
        "2026-01-31 08:00": "2026-01-31T08:00",
        "2026-02-01T00:30+01:00": "2026-01-31T23:30Z",
        "2026-02-01 00:00": "2026-02-01T00:00",
    }.get(text, text)


def a_condition(chance: random.Random, depth: int = 3) -> Condition:
    """Any condition over `OWN` and built-in fields that can be answered, with at most 18 comparisons."""
    shape = chance.random()
    if depth == 0 or shape < 0.25:
        return a_filter(chance)
    if shape < 0.45:
        return Not(a_condition(chance, depth - 1))
    parts = tuple(a_condition(chance, depth - 1) for _ in range(chance.choice([1, 2, 2, 3] if depth > 1 else [1, 2])))
    return AllOf(parts) if shape < 0.72 else AnyOf(parts)


def a_filter(chance: random.Random) -> Filter:
    """Any comparison that its field takes."""
    field = chance.choice([*_TEXTS, "tags", "phone", *_MEANINGS, "createdAt", *_MEANINGS, "createdAt"])
    if chance.random() < 0.15:
        return Filter(field, chance.choice([Comparison.EMPTY, Comparison.NOT_EMPTY]))
    if field == "revenue" and chance.random() < 0.8:
        return _range(chance, field, (Comparison.LESS, Comparison.MORE), _NUMBERS)
    if field == "renewal" and chance.random() < 0.8:
        return _range(chance, field, (Comparison.BEFORE, Comparison.AFTER), _DATES)
    if field in ("call", "createdAt") and chance.random() < 0.8:
        return _range(chance, field, (Comparison.BEFORE, Comparison.AFTER), _MOMENTS)
    texts = {**_TEXTS, "tags": _TAGS, "phone": [*_PHONES, "9123", "4567", "30"]}.get(field, ["2026", "2026-01-31", "0"])
    op = chance.choice(_TEXT_OPS)
    if op is Comparison.IN:
        return Filter(field, op, tuple(chance.choices(texts, k=chance.randint(1, 3))))
    text = chance.choice(texts)
    if op is not Comparison.EQUALS:
        text = text[: chance.randint(1, len(text))].strip() or "a"
    return Filter(field, op, (text,))


def _range(chance: random.Random, field: str, ops: tuple[Comparison, Comparison], texts: Sequence[str]) -> Filter:
    if chance.random() < 0.6:
        return Filter(field, chance.choice(ops), (chance.choice(texts),))
    first, second = sorted(chance.choices(texts, k=2), key=lambda text: _limits(field, text))
    return Filter(field, Comparison.BETWEEN, (first, second))


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _limits(field: str, text: str) -> tuple[Value, Value]:
    """The first and the last value that a limit means."""
    if field == "revenue":
        return _number(text), _number(text)
    if len(text) == 10:
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day), datetime(day.year, day.month, day.day, 23, 59, 59, 999_999)
    moment = datetime.fromisoformat(text.removesuffix("Z"))
    return moment, moment


def holds(condition: Condition, one: Known) -> bool:
    """Whether a condition holds for a lead, worked out from what is known of it."""
    match condition:
        case Not(part):
            return not holds(part, one)
        case AllOf(parts):
            return all(holds(part, one) for part in parts)
        case AnyOf(parts):
            return any(holds(part, one) for part in parts)
        case Filter(field, op, values):
            return _compares(field, op, values, one)


def _compares(field: str, op: Comparison, values: Sequence[str], one: Known) -> bool:
    if op in (Comparison.BEFORE, Comparison.AFTER, Comparison.LESS, Comparison.MORE, Comparison.BETWEEN):
        return field in one.values and _is_in_range(op, one.values[field], [_limits(field, value) for value in values])
    fold = normalize_phone if field == "phone" else normalize
    texts, wanted = [fold(text) for text in one.texts[field]], [fold(value) for value in values]
    match op:
        case Comparison.EMPTY:
            return not texts
        case Comparison.NOT_EMPTY:
            return bool(texts)
        case Comparison.CONTAINS:
            return any(wanted[0] in text for text in texts)
        case Comparison.STARTS_WITH:
            return any(text.startswith(wanted[0]) for text in texts)
    return any(text in wanted for text in texts)


def _is_in_range(op: Comparison, value: Any, limits: Sequence[tuple[Any, Any]]) -> bool:
    first, last = limits[0]
    match op:
        case Comparison.BEFORE | Comparison.LESS:
            return bool(value < first)
        case Comparison.AFTER | Comparison.MORE:
            return bool(value > last)
    return bool(first <= value <= limits[1][1])


def counts(fields: Sequence[str], found: Sequence[Known]) -> Counter[tuple[str | None, ...]]:
    """How many leads share the values of one or two fields, as they are compared; dates by day."""
    counted: Counter[tuple[str | None, ...]] = Counter()
    for one in found:
        keys: list[list[str | None]] = []
        for field in fields:
            texts = [normalize(text) for text in one.texts[field]][: None if field == "tags" else 1]
            by_day = field in one.values and field != "revenue"
            keys.append([text[:10] if by_day else text for text in dict.fromkeys(texts)] or [None])
        counted.update((first, *rest) for first in keys[0] for rest in ([(k,) for k in keys[1]] if keys[1:] else [()]))
    return counted
