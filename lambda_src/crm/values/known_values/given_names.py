"""Known given names, found with the accents that people write and the lists leave out: `Grażyna`, `Zoë`, `Łukasz`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_STROKES = str.maketrans("łøđ", "lod")


class GivenNames(frozenset[str]):
    """Case-folded given names. A word is one as it is, without its accents, or as a double name: `jan-willem`."""

    __slots__ = ()

    def __contains__(self, word: object) -> bool:
        if frozenset.__contains__(self, word):
            return True
        if not isinstance(word, str):
            return False
        if "-" in word:
            return all(part in self for part in word.split("-"))
        return not word.isascii() and frozenset.__contains__(self, without_accents(word))

    def isdisjoint(self, words: Iterable[object]) -> bool:
        return not any(word in self for word in words)

    def issuperset(self, words: Iterable[object]) -> bool:
        return all(word in self for word in words)


def without_accents(text: str) -> str:
    """A text with plain letters for those with accents or strokes."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
