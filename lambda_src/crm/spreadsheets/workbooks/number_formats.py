"""Applies number formats that change the digits people see: leading zeros, phone patterns, percents.

Thousands separators, currencies and fixed decimals are ignored on purpose: they decorate a value, while 02134 shown as
2134 is another postcode. Dates are no concern of it. Only what our own export has spelled is read as it is spelled.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol

from crm.spreadsheets.workbooks.spelled_formats import find_spelled

# A section of digit places and literal characters: quoted, escaped, or plain.
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|([0#?])|([-+/(): ])|(\[[^\[\]]*\])')
_CONDITION = re.compile(r"\[(<=|>=|<|>|=|<>)(-?\d+(?:\.\d+)?)\]")
_PERCENT = re.compile(r"[#?]*0(?:\.(0+))?\s?%")
_TOO_MANY_DIGITS = 1e16
"""From here on a float has no exact digits that a pattern could show."""
_BUILT_IN = {"9": "0%", "10": "0.00%"}


class _Section(NamedTuple):
    condition: tuple[str, float] | None
    tokens: tuple[tuple[str, bool], ...]
    """(text, is digit place)."""


class NumberFormat(Protocol):
    """How one cell style shows numbers."""

    def show(self, value: float) -> str | None:
        """The text of a value, None if the format shows plain digits."""
        ...


class DigitFormat(NamedTuple):
    """A number format that decides about the digits.

    Args:
        percent_decimals: decimals of a percent, None for other formats.
        sections: patterns of digit places, tried in order.
    """

    percent_decimals: int | None
    sections: tuple[_Section, ...]

    def show(self, value: float) -> str | None:
        if self.percent_decimals is not None:
            return f"{value * 100:.{self.percent_decimals}f}%"
        if value < 0 or value != int(value) or value >= _TOO_MANY_DIGITS:
            return None
        section = next((one for one in self.sections if _holds(one.condition, value)), None)
        return _fill(section.tokens, str(int(value))) if section else None


def _holds(condition: tuple[str, float] | None, value: float) -> bool:
    if condition is None:
        return True
    sign, bound = condition
    return {
        "<=": value <= bound,
        ">=": value >= bound,
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _fill(tokens: tuple[tuple[str, bool], ...], digits: str) -> str:
    """Fills the places with digits from the right; digits left over precede the first place."""
    places = sum(1 for _, is_place in tokens if is_place)
    rest, digits = digits[: max(0, len(digits) - places)], digits[max(0, len(digits) - places) :]
    missing = places - len(digits)
    shown: list[str] = []
    started = False
    for text, is_place in tokens:
        if not is_place:
            # Separators before the first digit of an unfilled pattern of # are not shown by Excel either.
            shown.append(text)
            continue
        if not started and rest:
            shown.append(rest)
        if missing > 0:
            missing -= 1
            # Places behind the first 0 are filled with zeros, whatever they are: "0###" shows 12 as 0012.
            started = started or text == "0"
            shown.append("0" if started else "")
            continue
        shown.append(digits[0])
        digits = digits[1:]
        started = True
    return "".join(shown).strip()


def find_format(number: str, code: str | None) -> NumberFormat | None:
    """The format with an id and a code, None if it shows plain digits.

    Args:
        number: numFmtId.
        code: formatCode of a custom format.
    """
    code = code if code is not None else _BUILT_IN.get(number)
    if not code:
        return None
    if (spelled := find_spelled(code)) is not None:
        return spelled
    percent = _PERCENT.fullmatch(code.split(";")[0].strip())
    if percent:
        return DigitFormat(len(percent[1] or ""), ())
    sections = []
    for text in code.split(";")[:3]:
        section = _section(text)
        if section is None:
            break
        sections.append(section)
        if section.condition is None:
            break
    if not sections or not any(_is_special(section) for section in sections):
        return None
    return DigitFormat(None, tuple(sections))


def _is_special(section: _Section) -> bool:
    zeros = [text for text, is_place in section.tokens if is_place and text == "0"]
    places = sum(1 for _, is_place in section.tokens if is_place)
    # Blanks between # are a thousands separator, between digits after a leading 0 they are a phone number's.
    padded = section.tokens[0] == ("0", True)
    literals = any(text.strip() or padded for text, is_place in section.tokens if not is_place)
    return places > 0 and (
        len(zeros) > 1
        or (padded and places > 1)
        or (literals and places >= 3)
        or (literals and _starts_with_digit_or_plus(section))
    )


def _starts_with_digit_or_plus(section: _Section) -> bool:
    first, is_place = section.tokens[0]
    return not is_place and bool(first) and (first[0] == "+" or first.strip().isdigit())


def _section(text: str) -> _Section | None:
    condition = _CONDITION.search(text)
    tokens: list[tuple[str, bool]] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return None
        quoted, escaped, skipped, repeated, place, literal, bracket = match.groups()
        if place:
            tokens.append((place, True))
        elif quoted is not None or escaped or literal:
            tokens.append((quoted if quoted is not None else escaped or literal, False))
        elif (
            bracket
            and not (_CONDITION.match(bracket) or re.match(r"\[(?:Red|Blue|Green|Black|White|Color|\$-)", bracket))
        ) or not (skipped or repeated or bracket):
            return None
        position = match.end()
    if not any(is_place for _, is_place in tokens):
        return None
    return _Section((condition[1], float(condition[2])) if condition else None, tuple(tokens))
