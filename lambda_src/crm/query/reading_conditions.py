"""Conditions as JSON: read from a request with the place of whatever is wrong, and written again.

```
{"field": "company", "op": "contains", "value": "acme"}
{"field": "status", "op": "in", "values": ["new", "won"]}
{"field": "phone", "op": "empty"}
{"all": [condition, …]}   {"any": [condition, …]}   {"not": condition}
```

`{"all": []}` alone asks nothing; elsewhere `all` and `any` join at least one condition.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crm.query.conditions import (
    EVERY_LEAD,
    MAX_DEPTH,
    MAX_FILTERS,
    MAX_VALUES,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Filter,
    Not,
    check_shape,
)
from crm.query.query_error import QueryError

WHERE = "where"
MAX_WHERE = 10_000
"""Characters of a condition in an address: more than API Gateway takes in all."""
WHERE_FORM = (
    'a condition: {"field": "company", "op": "contains", "value": "acme"}, with "values": […] for in and between and '
    'without a value for empty and notEmpty; or {"all": […]}, {"any": […]}, {"not": …} of conditions, '
    f"at most {MAX_DEPTH} deep, with at most {MAX_FILTERS} comparisons"
)
"""For people who call the API."""
_JOINS = ("all", "any", "not")
_FORMS = '{"field", "op", "value"}, {"all": […]}, {"any": […]} or {"not": …}'


def condition_to_json(condition: Condition) -> dict[str, Any]:
    """A condition as `condition_from_json` reads it."""
    match condition:
        case Filter(field, op, values):
            said: dict[str, Any] = {"field": field, "op": op.value}
            if op.takes_several:
                said["values"] = list(values)
            elif op.takes_value:
                said["value"] = condition.value
            return said
        case Not(part):
            return {"not": condition_to_json(part)}
        case AllOf(parts):
            return {"all": [condition_to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_to_json(part) for part in parts]}


def condition_from_json(value: object, place: str = WHERE) -> Condition:
    """Reads a condition.

    Args:
        value: as `json.loads` gives it.
        place: where the request has it.

    Raises:
        QueryError: names the place, such as `where.any[1].not.op`, and says what is expected there.
    """
    condition = EVERY_LEAD if value == {"all": []} else _condition(value, place, 1)
    check_shape(condition, place)
    return condition


def condition_from_text(text: str, place: str = WHERE) -> Condition:
    """Reads a condition from the text of a parameter; a blank one asks nothing.

    Raises:
        QueryError: as `condition_from_json` does, and for a text that is no JSON.
    """
    if not text.strip():
        return EVERY_LEAD
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QueryError({place: f"JSON: {_FORMS}"}) from error
    return condition_from_json(value, place)


def _condition(value: object, place: str, depth: int) -> Condition:
    if not isinstance(value, Mapping):
        raise QueryError({place: f"one of {_FORMS}"})
    join = next((name for name in _JOINS if name in value), None)
    if join is None:
        return _filter(value, place)
    _known(value, place, {join})
    if depth > MAX_DEPTH:
        raise QueryError({place: f"at most {MAX_DEPTH} levels of all, any and not"})
    inside = f"{place}.{join}"
    if join == "not":
        return Not(_condition(value[join], inside, depth + 1))
    parts = value[join]
    if not isinstance(parts, list) or not 1 <= len(parts) <= MAX_FILTERS:
        raise QueryError({inside: f"a list of 1 to {MAX_FILTERS} conditions"})
    read = tuple(_condition(part, f"{inside}[{number}]", depth + 1) for number, part in enumerate(parts))
    return AllOf(read) if join == "all" else AnyOf(read)


def _filter(value: Mapping[str, Any], place: str) -> Filter:
    _known(value, place, {"field", "op", "value", "values"})
    if "field" not in value and "op" not in value:
        raise QueryError({place: f"one of {_FORMS}"})
    field = value.get("field")
    if not isinstance(field, str):
        raise QueryError({f"{place}.field": "the name of a field"})
    op = _comparison(value.get("op"), f"{place}.op")
    return Filter(field, op, _values(value, op, place), place)


def _comparison(value: object, place: str) -> Comparison:
    if isinstance(value, str) and value in tuple(Comparison):
        return Comparison(value)
    raise QueryError({place: f"one of {', '.join(Comparison)}"})


def _values(value: Mapping[str, Any], op: Comparison, place: str) -> tuple[str, ...]:
    wanted = "values" if op.takes_several else "value" if op.takes_value else ""
    for other in {"value", "values"} & value.keys() - {wanted}:
        takes = f"it takes {wanted}" if wanted else "it takes no value"
        raise QueryError({f"{place}.{other}": f"nothing, because of {op.value}: {takes}"})
    if not wanted:
        return ()
    inside, given = f"{place}.{wanted}", value.get(wanted)
    if not op.takes_several:
        return (_text(given, inside),)
    if not isinstance(given, list) or not op.least <= len(given) <= op.most:
        raise QueryError({inside: "a list of two texts" if op.most == 2 else f"a list of 1 to {MAX_VALUES} texts"})
    return tuple(_text(one, f"{inside}[{number}]") for number, one in enumerate(given))


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise QueryError({place: "a text"})
    return value


def _known(value: Mapping[str, Any], place: str, known: set[str]) -> None:
    unknown = sorted(str(name)[:40] for name in value.keys() - known)
    if unknown:
        raise QueryError(
            {
                place: f"no {', '.join(unknown[:5])} beside {', '.join(sorted(known & value.keys()))}; "
                f"a condition is {_FORMS}"
            }
        )
