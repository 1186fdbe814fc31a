"""Random queries over all fields, comparisons, orders and groups."""

from __future__ import annotations

import random
from collections.abc import Sequence

from crm.own_fields.definition import OwnField
from crm.query.comparing import Kind, kind_of
from crm.query.conditions import EVERY_LEAD, AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery, Sort
from crm.query.query_fields import QUERY_FIELDS

EXTRA_FIELDS = ("extras/City", 'extras/it\'s "quoted"; DROP TABLE leads; --', "extras/ＣＪＫ 列", "extras/nowhere")
_TEXTS = [
    *(
        "a",
        "acme",
        "ACME",
        "é",
        "mull",
        "Smith, Anna",
        "王小明",
        "王 小明",
        "anna smith",
        "+49 30",
        "4930",
        "0301",
        "cafe",
        "VIP",
    ),
    *(
        "example.com",
        "berlin",
        "sao paulo",
        "東京",
        "7",
        "1.200",
        "1200",
        "2026-01-31",
        "3/4/2026",
        "yes",
        "golf",
        "Wine, red",
    ),
    *(
        "strasse",
        "straße",
        "%",
        "_",
        "\\",
        "'",
        '"',
        ";",
        "' OR 1=1 --",
        "?",
        "$1",
        "\u0301",
        ",",
        "work",
        "second line",
    ),
    *("first line second", "2026", "later.csv", "값", "한국어", "de la", "life", "00000000000000000000000000000003"),
]
_NUMBERS = ["7", "8", "1,200", "-3", "12.5", "0"]
_DATES = ["2026-01-31", "2026-01-02", "2026-01-31T14:30Z", "2025-02-13", "2026-01-02T10:00:00.001Z"]


def query(chance: random.Random, own_fields: Sequence[OwnField]) -> LeadQuery:
    """One query that `LeadQuery.check` lets pass."""
    fields = _fields(own_fields)
    group_by = tuple(chance.sample(fields, chance.choice([0, 0, 1, 2])))
    return LeadQuery(
        text=chance.choice(["", "", "", chance.choice(_TEXTS), f"{chance.choice(_TEXTS)} {chance.choice(_TEXTS)}"]),
        where=chance.choice([EVERY_LEAD, _condition(chance, own_fields, 0), _condition(chance, own_fields, 0)]),
        sort=Sort(chance.choice(fields), chance.random() < 0.5),
        group_by=group_by,
        page=chance.choice([1, 1, 2, 3]),
        page_size=chance.choice([0, 3, 7, 50, 200]) if not group_by else chance.choice([1, 5, 200]),
        in_bin=chance.random() < 0.2,
    )


def _condition(chance: random.Random, own_fields: Sequence[OwnField], depth: int) -> Condition:
    kind = chance.choice(["filter", "all", "any", "not"]) if depth < 3 else "filter"
    if kind == "filter":
        return _filter(chance, own_fields)
    parts = tuple(_condition(chance, own_fields, depth + 1) for _ in range(chance.choice([1, 2])))
    if kind == "not":
        return Not(parts[0])
    return AllOf(parts) if kind == "all" else AnyOf(parts)


def _filter(chance: random.Random, own_fields: Sequence[OwnField]) -> Filter:
    field = chance.choice(_fields(own_fields))
    kind = kind_of(field, next((own for own in own_fields if own.key == field), None))
    texts = [Comparison.CONTAINS, Comparison.EQUALS, Comparison.STARTS_WITH, Comparison.IN, Comparison.EMPTY]
    ops = {
        Kind.TEXT: [*texts, Comparison.NOT_EMPTY],
        Kind.NUMBER: [Comparison.LESS, Comparison.MORE, Comparison.BETWEEN, *texts],
    }.get(kind, [Comparison.BEFORE, Comparison.AFTER, Comparison.BETWEEN, *texts])
    op = chance.choice(ops)
    if op in (Comparison.EMPTY, Comparison.NOT_EMPTY):
        return Filter(field, op)
    if op in texts or kind is Kind.TEXT:
        return Filter(field, op, tuple(chance.choice(_TEXTS) for _ in range(3 if op is Comparison.IN else 1)))
    values = _NUMBERS if kind is Kind.NUMBER else _DATES if kind is Kind.MOMENT else _DATES[:2]
    if op is Comparison.BETWEEN:
        first = chance.choice(values)
        return Filter(field, op, (first, first))
    return Filter(field, op, (chance.choice(values),))


def _fields(own_fields: Sequence[OwnField]) -> list[str]:
    return [*QUERY_FIELDS, *EXTRA_FIELDS, *(field.key for field in own_fields)]
