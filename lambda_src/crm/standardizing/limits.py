"""How much one row may say: a lead is one item of at most 400 KB, and many rows may speak of it.

Sizes are bytes of UTF-8. The limits together keep a row below `MAX_ROW`; what does not fit is named to the user.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm.fields import FIELD_BY_NAME, FIELDS, FieldKind
from crm.said import EMAILS, EXTRAS, PHONES, TAGS, Said, field_of, part_of

MAX_ROW = 100_000
"""Paths, values and labels of one row: a quarter of what an item holds."""
MAX_READ = 500_000
"""Characters in the cells of a row, beyond which it is not read at all."""
TOO_LONG = f"The row holds more than {MAX_READ:,} characters: no lead can hold them."
MAX_FIELD = 2_000
"""A value of one line. A person may type 1,000 characters."""
MAX_NOTES = 20_000
"""The notes, or another field of several lines."""
MAX_EXTRA = 10_000
"""The value of one column that has no field."""
MAX_ALL: Mapping[str, int] = {EMAILS: 8_000, PHONES: 8_000, TAGS: 4_000, EXTRAS: 40_000}
"""Paths, values and labels of what a row says several of."""
MAX_LABEL = 200
"""A header as the name of an extra, or what an email or phone is called."""
MAX_TAG = 200

_LONGEST = {field.name: MAX_NOTES for field in FIELDS if field.kind is FieldKind.LONG_TEXT} | {EXTRAS: MAX_EXTRA}
_CALLED = {EMAILS: "emails", PHONES: "phones", TAGS: "tags", EXTRAS: "columns"}
_BYTES_A_CHARACTER = 4
_FEW_VALUES = 40


def cut_to(text: str, size: int) -> str:
    """The beginning of a text that takes at most so many bytes."""
    if _BYTES_A_CHARACTER * len(text) <= size:
        return text
    encoded = text.encode()
    return text if len(encoded) <= size else encoded[:size].decode(errors="ignore").rstrip()


def surely_fit(says: Mapping[str, Said], characters: int) -> bool:
    """Whether no limit can be met by a row of so many characters: most rows are so short that nobody need count."""
    return _BYTES_A_CHARACTER * characters <= MAX_FIELD and len(says) <= _FEW_VALUES


def within_limits(says: Mapping[str, Said]) -> tuple[dict[str, Said], tuple[str, ...]]:
    """What of a row a lead can hold, and a sentence for the user about each value that was cut or left out."""
    kept: dict[str, Said] = {}
    sentences: list[str] = []
    left = dict(MAX_ALL)
    left_out: dict[str, int] = {}
    for path, said in says.items():
        field, text = field_of(path), said.text or ""
        most = _LONGEST.get(field, MAX_FIELD)
        short = cut_to(text, most)
        if field in left:
            size = sum(len(part.encode()) for part in (path, short, said.label))
            if size > left[field]:
                left_out[field] = left_out.get(field, 0) + 1
                continue
            left[field] -= size
        if short != text:
            name = part_of(path) or FIELD_BY_NAME[field].label
            sentences.append(f"{name} was cut to {most:,} bytes: a lead cannot hold more.")
        kept[path] = said if short == text else said._replace(text=short)
    for field, count in left_out.items():
        were = f"{count:,} {_CALLED[field]} were" if count > 1 else f"1 of the {_CALLED[field]} was"
        sentences.append(f"{were} left out: a lead cannot hold more.")
    return kept, tuple(sentences)
