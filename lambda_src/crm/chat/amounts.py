"""Numbers as people type them in questions: "1.000", "1,5 Mio", "50k"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,'’])\d{3})(?:\1\d{3})*")
"""Digits in groups of three, with one sign between them. Nobody types exactly three decimals behind a number that is
no zero, so that 1.000 and 1,000 are both a thousand."""
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_AMOUNT = re.compile(r"[$€£¥]?(\d[\d.,'’]*+)([^\W\d_]*+)[$€£¥]?")
_LONGEST = 15


def amount_of(text: str, factors: Mapping[str, int]) -> tuple[str, int]:
    """The number that a word is, as digits with a decimal point, and what it is multiplied by; ("", 1) for any other.

    Args:
        text: one word, perhaps with the sign of a currency.
        factors: what the letters behind the digits multiply by, such as `k`.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None or len(match[1]) > _LONGEST:
        return "", 1
    digits, behind = match[1], match[2].lower().strip()
    if behind and behind not in factors:
        return "", 1
    factor = factors.get(behind, 1)
    if _GROUPED.fullmatch(digits):
        return re.sub(r"\D", "", digits), factor
    return (digits.replace(",", "."), factor) if _PLAIN.fullmatch(digits) else ("", 1)


def times(number: str, factor: int) -> str:
    """The number, many times over, as digits."""
    made = format(Decimal(number) * factor, "f")
    return made.rstrip("0").rstrip(".") if "." in made else made
