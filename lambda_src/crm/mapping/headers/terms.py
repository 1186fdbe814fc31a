"""Words of headers with what they may mean, and what languages add to nouns."""

from __future__ import annotations

from dataclasses import dataclass, field

STEM = 5
"""Fewest letters of a word that inflection leaves as they are."""
_SHORT = 3
"""Letters up to which a word means something in many languages by chance."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word or fixed phrase found in a header.

    Args:
        text: its letters.
        by_kind: kinds under which the files of `synonyms/` hold it, each with the languages that do; empty when it is
            unknown.
    """

    text: str
    by_kind: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.by_kind)

    @property
    def languages(self) -> frozenset[str]:
        return frozenset().union(*self.by_kind.values())

    def narrowed(self, languages: frozenset[str]) -> Term:
        """The term as these languages use it, unchanged where they do not know it.

        A short word is not taken from a language that is none of them, English apart: Turkish `iş` (work) is
        not the `is` of an English question.
        """
        if not languages:
            return self
        kept = {kind: known for kind, known in self.by_kind.items() if known & languages}
        if not kept and len(self.text) <= _SHORT and self.text.isascii():
            return Term(self.text, {kind: known for kind, known in self.by_kind.items() if "en" in known})
        return Term(self.text, kept) if kept else self

    def joins(self, tail: Term) -> bool:
        """Whether one word may be this term and another: Spanish `contrato` has nothing of Vietnamese `con`."""
        if "neutral" in self.kinds | tail.kinds:
            return False
        either = self.languages | tail.languages
        return bool(self.languages & tail.languages) or "en" in either or min(len(self.text), len(tail.text)) > _SHORT


@dataclass(frozen=True, slots=True)
class Affix:
    """What a language adds to a noun to say whose something is: `ens` in Danish `lærerens`.

    Args:
        language: which adds it.
        instead: what stands there in the noun alone: "", or `s` for the `a` of a Latvian one.
    """

    language: str
    instead: str


def stem_of(word: str) -> str:
    """The beginning of a word that inflection leaves as it is: `арендатор`, `тел. арендатора`."""
    return word[: max(STEM, len(word) - 2)]
