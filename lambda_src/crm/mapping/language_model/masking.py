"""Samples as the model may see them: their shape, none of their words (promise 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crm.values.text import clean_cell

MAX_SAMPLES = 3
MAX_LENGTH = 40
"""Characters of one masked sample; what is longer is cut, which a trailing … shows."""

_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")


def mask(text: str) -> str:
    """Every letter as A or a, every digit as 9, Chinese, Japanese and Korean characters as 字; punctuation stays."""
    masked = []
    for character in clean_cell(text)[: MAX_LENGTH + 1]:
        if _WIDE.match(character):
            masked.append("字")
        elif character.isdigit() or character.isnumeric():
            masked.append("9")
        elif character.isupper():
            masked.append("A")
        elif character.isalpha():
            masked.append("a")
        elif character.isspace():
            masked.append(" ")
        elif character.isprintable() and ord(character) < 0x2000:
            masked.append(character)
    return "".join(masked[:MAX_LENGTH]) + ("…" if len(masked) > MAX_LENGTH else "")


def masked_samples(values: Iterable[str], *, limit: int = MAX_SAMPLES) -> tuple[str, ...]:
    """Up to `limit` different masked values of a column, in the order in which they stand there."""
    found: dict[str, None] = {}
    for value in values:
        masked = mask(value)
        if masked:
            found.setdefault(masked)
        if len(found) == limit:
            break
    return tuple(found)
