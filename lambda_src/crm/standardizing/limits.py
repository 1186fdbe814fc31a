"""How much one row may say: a lead is one item of at most 400 KB, and many rows may speak of it.

Sizes are bytes of UTF-8. The limits, with those of single values in `crm.fields`, keep a row below `MAX_ROW`; what does
not fit is named to the user.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from crm.fields import FIELD_BY_NAME, FIELDS, MAX_EXTRA, MAX_VALUE
from crm.said import EMAILS, EXTRAS, PHONES, TAGS, Said, field_of, part_of
from crm.sentences import ROWS, Sentence

MAX_ROW = 100_000
"""Paths, values and labels of one row: a quarter of what an item holds."""
MAX_READ = 500_000
"""Characters in the cells of a row, beyond which it is not read at all."""
TOO_LONG = ROWS["rowTooLong"]
MAX_ALL: Mapping[str, int] = {EMAILS: 8_000, PHONES: 8_000, TAGS: 4_000, EXTRAS: 40_000}
"""Paths, values and labels of what a row says several of."""

_LONGEST = {field.name: field.max_bytes for field in FIELDS} | {EXTRAS: MAX_EXTRA}
_LEFT_OUT = {EMAILS: "emailsLeftOut", PHONES: "phonesLeftOut", TAGS: "tagsLeftOut", EXTRAS: "columnsLeftOut"}
_BYTES_A_CHARACTER = 4
_FEW_VALUES = 40


def cut_to(text: str, size: int) -> str:
    """The beginning of a text that takes at most so many bytes."""
    if _BYTES_A_CHARACTER * len(text) <= size:
        return text
    encoded = text.encode()
    return text if len(encoded) <= size else encoded[:size].decode(errors="ignore").rstrip()


def most_bytes(field: str) -> int:
    """How long a value of a field may be."""
    return _LONGEST.get(field, MAX_VALUE)


def surely_fit(says: Mapping[str, Said], characters: int) -> bool:
    """Whether no limit can be met by a row of so many characters: most rows are so short that nobody need count."""
    return _BYTES_A_CHARACTER * characters <= MAX_VALUE and len(says) <= _FEW_VALUES


class Fitting(NamedTuple):
    """What of a row a lead can hold.

    Args:
        left_out: the paths of the values that it cannot.
        sentences: for the user, about each value that was cut or left out.
    """

    says: dict[str, Said]
    left_out: tuple[str, ...]
    sentences: tuple[str, ...]


def within_limits(says: Mapping[str, Said]) -> Fitting:
    """What of a row a lead can hold: long values are cut, and the last of too many left out."""
    kept: dict[str, Said] = {}
    sentences: list[str] = []
    left = dict(MAX_ALL)
    left_out: list[str] = []
    for path, said in says.items():
        field, text = field_of(path), said.text or ""
        most = most_bytes(field)
        short = cut_to(text, most)
        if field in left:
            size = sum(len(part.encode()) for part in (path, short, said.label))
            if size > left[field]:
                left_out.append(path)
                continue
            left[field] -= size
        if short != text:
            name = part_of(path) or FIELD_BY_NAME[field].label
            sentences.append(Sentence("cut", field=name, bytes=most, path=path))
        kept[path] = said if short == text else said._replace(text=short)
    counted = Counter(map(field_of, left_out))
    sentences += [Sentence(_LEFT_OUT[field], count=count) for field, count in counted.items()]
    return Fitting(kept, tuple(left_out), tuple(sentences))
