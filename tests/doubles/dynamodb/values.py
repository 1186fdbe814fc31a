"""Attribute values: what DynamoDB accepts, how it stores, compares and measures them.

Values are kept in one normal form (numbers without superfluous zeros, sets sorted), so that two values are equal
exactly when their dictionaries are. Stored values are never changed in place.

Sources: "Data types and naming rules" and "Item sizes and formats" in the DynamoDB developer guide.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from tests.doubles.client import Refused

Attribute = dict[str, Any]
Item = dict[str, Attribute]
Scalar = Any
"""A key's value in an order-preserving Python form: text, number or bytes."""

_FLAT = frozenset({"S", "N", "BOOL", "NULL", "B"})
MAX_DEPTH = 32
MAX_DIGITS = 38
_WHOLE = re.compile(r"-?[0-9]{1,38}")
_ARITHMETIC = Context(prec=MAX_DIGITS, Emin=-400, Emax=400)
_INVALID = "One or more parameter values were invalid: "


def invalid(message: str) -> Refused:
    """The refusal that DynamoDB answers to almost every wrong request."""
    return Refused("ValidationException", message)


def as_number(text: str) -> int | Decimal:
    """A stored number's value; whole numbers as int, which is quick and compares with Decimal."""
    return int(text) if _WHOLE.fullmatch(text) else Decimal(text)


def number_text(value: int | Decimal) -> str:
    """The normal form of a number.

    Raises:
        Refused: more than 38 significant digits, or a magnitude outside 1E-130 to 9.99…E+125.
    """
    if isinstance(value, int) and -(10**MAX_DIGITS) < value < 10**MAX_DIGITS:
        return str(value)
    number = Decimal(value)
    if not number.is_finite():
        raise invalid("A value provided cannot be converted into a number")
    if not number:
        return "0"
    if number.adjusted() > 125:
        raise invalid("Number overflow. Attempting to store a number with magnitude larger than supported range")
    if number.adjusted() < -130:
        raise invalid("Number underflow. Attempting to store a number with magnitude smaller than supported range")
    sign, digits, exponent = number.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    stripped = text.rstrip("0")
    if len(stripped) > MAX_DIGITS:
        raise invalid("DynamoDB only supports precision up to 38 digits")
    scale = int(exponent) + len(text) - len(stripped)
    return format(Decimal((sign, tuple(map(int, stripped)), scale)), "f")


def added(left: str, right: str, sign: int = 1) -> str:
    """The sum (or with sign -1 the difference) of two stored numbers."""
    one, other = as_number(left), as_number(right)
    if isinstance(one, int) and isinstance(other, int):
        return number_text(one + sign * other)
    return number_text(_ARITHMETIC.add(Decimal(one), Decimal(other) * sign))


def _number(text: Any) -> str:
    if not isinstance(text, str):
        raise invalid("A value provided cannot be converted into a number")
    return _normal_number(text)


@lru_cache(maxsize=65536)
def _normal_number(text: str) -> str:
    if _WHOLE.fullmatch(text):
        return str(int(text))
    try:
        return number_text(Decimal(text.strip()))
    except InvalidOperation:
        raise invalid("A value provided cannot be converted into a number") from None


def _text(text: Any) -> str:
    if not isinstance(text, str):
        raise invalid(f"A text attribute holds a {type(text).__name__}")
    return text


def _binary(value: Any) -> bytes:
    if isinstance(value, str):
        raise invalid("A binary attribute holds text")
    return bytes(value)


def sorted_set(kind: str, values: list[Any]) -> list[Any]:
    """A set's members in the one order in which they are stored."""
    return sorted(values, key=as_number) if kind == "NS" else sorted(values)


def _set(kind: str, values: Any) -> list[Any]:
    take = {"SS": _text, "NS": _number, "BS": _binary}[kind]
    members = [take(value) for value in values]
    if not members:
        name = {"SS": "string", "NS": "number", "BS": "binary"}[kind]
        raise invalid(f"{_INVALID}An {name} set  may not be empty")
    if len(set(members)) != len(members):
        raise invalid(f"{_INVALID}Input collection contains duplicates")
    return sorted_set(kind, members)


def taken(attribute: Any, depth: int = 0) -> Attribute:  # noqa: C901, PLR0912  (one branch for each type of attribute)
    """A caller's attribute value, checked, in normal form, and sharing nothing with what the caller holds.

    Raises:
        Refused: ValidationException for whatever DynamoDB does not store.
    """
    if attribute.__class__ is not dict or len(attribute) != 1:
        raise invalid("Supplied AttributeValue must contain exactly one of the supported datatypes")
    ((kind, value),) = attribute.items()
    if kind == "S":
        return {"S": _text(value)}
    if depth > MAX_DEPTH:
        raise invalid("Nesting Levels have exceeded supported limits")
    if kind == "N":
        return {"N": _number(value)}
    if kind == "M":
        if "" in value:
            raise invalid("Empty attribute name")
        return {"M": {_text(name): taken(inner, depth + 1) for name, inner in value.items()}}
    if kind == "L":
        return {"L": [taken(inner, depth + 1) for inner in value]}
    if kind == "BOOL":
        if not isinstance(value, bool):
            raise invalid("A boolean attribute holds something else")
        return {"BOOL": value}
    if kind == "NULL":
        if value is not True:
            raise invalid(f"{_INVALID}Null attribute value types must have the value of true")
        return {"NULL": True}
    if kind == "B":
        return {"B": _binary(value)}
    if kind in ("SS", "NS", "BS"):
        return {kind: _set(kind, value)}
    raise invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")


def taken_item(item: Any) -> Item:
    """A caller's whole item, see `taken`."""
    if "" in item:
        raise invalid("Empty attribute name")
    return {_text(name): taken(value) for name, value in item.items()}


def copied(attribute: Attribute) -> Attribute:
    """A value for the caller to keep and change."""
    ((kind, value),) = attribute.items()
    if kind == "M":
        return {"M": {name: copied(inner) for name, inner in value.items()}}
    if kind == "L":
        return {"L": [copied(inner) for inner in value]}
    if kind in ("SS", "NS", "BS"):
        return {kind: list(value)}
    return {kind: value}


def copied_item(item: Item) -> Item:
    """An item for the caller to keep and change; only a single text, number or so in it may not be changed in place."""
    return {name: value if "S" in value or _FLAT.issuperset(value) else copied(value) for name, value in item.items()}


def scalar(attribute: Attribute) -> Scalar:
    """The value of a text, number or binary attribute, comparable within its type."""
    ((kind, value),) = attribute.items()
    return as_number(value) if kind == "N" else value


def comparable(left: Attribute | None, right: Attribute | None) -> bool:
    """Whether < and > have a meaning between the two: both there, of one type, and that a scalar one."""
    if left is None or right is None:
        return False
    kind = next(iter(left))
    return kind in ("S", "N", "B") and kind in right


@lru_cache(maxsize=65536)
def _number_size(text: str) -> int:
    # Two decimal digits a byte, counted from the decimal point; leading and trailing pairs of zeros are not stored.
    whole, _, fraction = text.lstrip("-").partition(".")
    digits = whole.zfill(len(whole) + len(whole) % 2) + fraction + "0" * (len(fraction) % 2)
    pairs = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    leading = next((at for at, pair in enumerate(pairs) if pair != "00"), len(pairs))
    return len(pairs) - leading + 1 + text.startswith("-")


def _text_size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def value_size(attribute: Attribute) -> int:
    """The bytes that a value counts for."""
    ((kind, value),) = attribute.items()
    if kind == "S":
        return _text_size(value)
    if kind == "N":
        return _number_size(value)
    if kind == "M":
        return 3 + len(value) + item_size(value)
    if kind == "L":
        return 3 + len(value) + sum(map(value_size, value))
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "NS":
        return sum(map(_number_size, value))
    return len(value) if kind == "B" else sum(map(_text_size if kind == "SS" else len, value))


def item_size(item: Item) -> int:
    """The bytes that an item counts for: names and values."""
    size = 0
    for name, attribute in item.items():
        text = attribute.get("S")
        if text is None:
            size += value_size(attribute)
        else:
            size += len(text) if text.isascii() else len(text.encode())
        size += len(name) if name.isascii() else len(name.encode())
    return size
