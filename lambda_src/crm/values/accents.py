"""Letters without their accents, as people type them."""

from __future__ import annotations

import unicodedata

_STROKES = str.maketrans("łøđ", "lod")


def without_accents(text: str) -> str:
    """A text with plain letters for those with accents or strokes."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
