"""Normalizes texts for comparing: without case, accents, width and runs of white space."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
"""Letters that people type without the stroke, although Unicode does not decompose them."""

_MARKS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0591-\u05c7\u064b-\u065f\u0670]"
)
"""Marks that people leave out when they type: accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel marks.
Marks of Indic scripts, Thai and Japanese stay, because they change the syllable."""

_PHONE_PUNCTUATION = re.compile(r"[\s().\-/]+")
_PHONE_LIKE = re.compile(r"[+\d][\d\s().\-/]*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def normalize(text: str) -> str:
    """The form in which texts are compared; idempotent."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    # Composed again; otherwise a Hangul syllable would be found inside another one.
    return " ".join(unicodedata.normalize("NFKC", folded.translate(_LETTERS)).casefold().split())


def normalize_phone(text: str) -> str:
    """A phone number without the characters that people put between its digits."""
    return _PHONE_PUNCTUATION.sub("", normalize(text))


def looks_like_phone(text: str) -> bool:
    """Whether a search text may be part of a phone number: at least three digits, and only characters of phones."""
    return _PHONE_LIKE.fullmatch(text.strip()) is not None and sum(sign.isdigit() for sign in text) >= 3


def is_cjk(text: str) -> bool:
    """Whether the text has Chinese, Japanese or Korean characters, in which names have no space."""
    return _CJK.search(text) is not None
