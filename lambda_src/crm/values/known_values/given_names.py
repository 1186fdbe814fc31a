"""Known given names, found with the accents that people write and the lists leave out: `Grażyna`, `Zoë`, `Łukasz`."""

from __future__ import annotations

from collections.abc import Iterable

from crm.values.accents import without_accents


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
