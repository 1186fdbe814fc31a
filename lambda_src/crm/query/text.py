"""How texts are compared: without regard to case, accents, width and runs of white space."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
"""Letters that people type without their stroke, though Unicode does not decompose them."""

_MARKS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0591-\u05c7\u064b-\u065f\u0670]"
)
"""Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel marks: what people leave out when they type.
The marks of Indic scripts, Thai and Japanese make other syllables of them and stay."""

_PHONE_PUNCTUATION = re.compile(r"[\s().\-/]+")
_PHONE_LIKE = re.compile(r"[+\d][\d\s().\-/]*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def normalize(text: str) -> str:
    """The form in which two texts are compared; normalizing twice changes nothing."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    # Composed again, or a Hangul syllable would be found inside another one.
    return " ".join(unicodedata.normalize("NFKC", folded.translate(_LETTERS)).casefold().split())


def normalize_phone(text: str) -> str:
    """A phone without what people put between its digits."""
    return _PHONE_PUNCTUATION.sub("", normalize(text))


def looks_like_phone(text: str) -> bool:
    """Whether a search text may be a piece of a phone: three digits or more and nothing but a phone's signs."""
    return _PHONE_LIKE.fullmatch(text.strip()) is not None and sum(sign.isdigit() for sign in text) >= 3


def is_cjk(text: str) -> bool:
    """Whether the text has signs of Chinese, Japanese or Korean, whose names are written without a space."""
    return _CJK.search(text) is not None
