"""A header with a slip of the keyboard counts where the values are what it would say without the slip."""

from __future__ import annotations

from dataclasses import replace

from crm.mapping.confidence import NEEDS_VALUES, PLAUSIBLE
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import HeaderReading
from crm.mapping.headers.misspellings import corrected
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.value_shapes import Shape

_VAGUE = frozenset({Meaning.UNKNOWN, Meaning.OTHER, Meaning.SOMEONE_ELSE})


def without_slip(header: str, reading: HeaderReading, shape: Shape, languages: frozenset[str]) -> HeaderReading:
    """The reading of a header, or of what was meant by it.

    Args:
        header: the text as the sheet shows it.
        reading: what it says as it is.
        shape: of the column's values.
        languages: of the whole header.
    """
    # "Vornmae" is one word, though some of its parts are words.
    understood = reading.meaning not in _VAGUE and reading.confidence >= NEEDS_VALUES
    if understood or not (reading.unknown or (len(reading.words) == 1 and len(reading.kinds) > 1)):
        return reading
    meant = corrected(header, languages)
    if meant is None or not _agrees(meant.meaning, shape):
        return reading
    return replace(meant, confidence=PLAUSIBLE)


def _agrees(meaning: Meaning, shape: Shape) -> bool:
    share = shape.share
    if meaning is Meaning.EMAIL:
        return share("email") >= at.SOME_EMAILS
    if meaning is Meaning.PHONE:
        return share("phone", "digits") >= at.SOME_NUMBERS
    if share("number", "date", "url", "email", "phone", "flag") >= at.SOME_NUMBERS:
        return False
    if meaning in (Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME, Meaning.NAME):
        return share("words", "cjk", "hangul") >= at.ARE_WORDS and share("company", "job") < at.HOLDS_HALF
    return share("letters") >= at.ARE_WORDS
