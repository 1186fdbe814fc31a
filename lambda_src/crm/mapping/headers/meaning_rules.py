"""The ordered table `meaning_rules.toml`: which kinds of words in a header make which meaning of its column."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from crm.mapping.confidence import EXACT, LEVELS, NONE, SURE
from crm.mapping.headers.column_meaning import SAY_WHICH, Meaning
from crm.mapping.headers.terms import Term
from crm.mapping.headers.vocabulary import vocabulary

RULES = Path(__file__).with_name("meaning_rules.toml")

_SURE = "sure"
_KEYS = frozenset(
    {
        *(
            "says",
            "all",
            "any",
            "none",
            "only",
            "begins_with",
            "ends_with",
            "not_ends_with",
            "alone",
            "unknown_words",
            "word",
        ),
        *("meaning", "confidence"),
    }
)
_EMPTY = frozenset[str]()


class InvalidRuleError(ValueError):
    """A rule that cannot be meant: it says which and why."""

    def __init__(self, rule: str, what: str) -> None:
        super().__init__(f"Rule {rule}: {what}")


@dataclass(frozen=True, slots=True)
class Words:
    """What a rule looks at beside the kinds of words in a header.

    Args:
        first: the kinds of the header's first significant word.
        last: the kinds of its last one.
        alone: whether it is one term of the vocabulary.
        unknown: whether some word of it is in no language's file.
        terms: its terms.
    """

    first: frozenset[str]
    last: frozenset[str]
    alone: bool
    unknown: bool
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True)
class WordCondition:
    """That some word of a kind contains letters, or is none of some words."""

    kind: str
    containing: str = ""
    other_than: frozenset[str] = _EMPTY

    def holds(self, terms: Iterable[Term]) -> bool:
        return any(
            self.containing in term.text and term.text not in self.other_than
            for term in terms
            if self.kind in term.kinds
        )


@dataclass(frozen=True, slots=True)
class MeaningRule:
    """One rule; its conditions are explained at the head of `meaning_rules.toml`."""

    says: str
    meaning: Meaning
    confidence: str
    all_of: frozenset[str] = _EMPTY
    any_of: frozenset[str] = _EMPTY
    none_of: frozenset[str] = _EMPTY
    only: frozenset[str] = _EMPTY
    begins_with: frozenset[str] = _EMPTY
    ends_with: frozenset[str] = _EMPTY
    not_ends_with: frozenset[str] = _EMPTY
    alone: bool | None = None
    unknown_words: bool | None = None
    word: WordCondition | None = None

    def admits(self, kinds: frozenset[str]) -> bool:
        """Whether the kinds of a header meet the rule's conditions about them."""
        return (
            self.all_of <= kinds
            and not (self.any_of and self.any_of.isdisjoint(kinds))
            and self.none_of.isdisjoint(kinds)
            and not (self.only and not kinds <= self.only)
        )

    def applies(self, words: Words) -> bool:
        """Whether a header whose kinds the rule admits meets its other conditions."""
        return (
            not (self.begins_with and self.begins_with.isdisjoint(words.first))
            and not (self.ends_with and self.ends_with.isdisjoint(words.last))
            and self.not_ends_with.isdisjoint(words.last)
            and self.alone in (None, words.alone)
            and self.unknown_words in (None, words.unknown)
            and (self.word is None or self.word.holds(words.terms))
        )

    def kinds(self) -> frozenset[str]:
        """Every kind that the rule speaks of."""
        named = (
            self.all_of
            | self.any_of
            | self.none_of
            | self.only
            | self.begins_with
            | self.ends_with
            | self.not_ends_with
        )
        return named | {self.word.kind} if self.word else named

    def preempts(self, later: MeaningRule) -> bool:
        """Whether this rule applies wherever a later one does, so that the later one never decides."""
        return (
            self.all_of <= later.all_of
            and (
                not self.any_of
                or bool(self.any_of & later.all_of)
                or (bool(later.any_of) and later.any_of <= self.any_of)
            )
            and (self.none_of <= later.none_of or (bool(later.only) and self.none_of.isdisjoint(later.only)))
            and (not self.only or (bool(later.only) and later.only <= self.only))
            and (not self.begins_with or (bool(later.begins_with) and later.begins_with <= self.begins_with))
            and (not self.ends_with or (bool(later.ends_with) and later.ends_with <= self.ends_with))
            and self.not_ends_with <= later.not_ends_with
            and self.alone in (None, later.alone)
            and self.unknown_words in (None, later.unknown_words)
            and self.word in (None, later.word)
        )


def parse_rules(table: Mapping[str, Any], known_kinds: frozenset[str]) -> tuple[MeaningRule, ...]:
    """The rules of a table in their order.

    Args:
        table: as read from TOML.
        known_kinds: the kinds that a rule may speak of.

    Raises:
        InvalidRuleError: for an unknown key, kind, meaning or confidence, for a rule that contradicts itself, and for
            one that an earlier rule always preempts.
    """
    rules: list[MeaningRule] = []
    for number, entry in enumerate(table["rule"], start=1):
        name = f"{number} ({entry.get('says', 'without a text')})"
        rule = _parsed(name, entry)
        if unknown := rule.kinds() - known_kinds:
            raise InvalidRuleError(name, f"no synonyms file has the kind {', '.join(sorted(unknown))}.")
        if not rule.all_of | rule.any_of:
            raise InvalidRuleError(name, "it needs `all` or `any`.")
        if rule.all_of & rule.none_of or (rule.only and not rule.all_of <= rule.only):
            raise InvalidRuleError(name, "no header can meet its conditions.")
        if earlier := next((other for other in rules if other.preempts(rule)), None):
            raise InvalidRuleError(name, f"never decides, because this one comes first: {earlier.says}")
        rules.append(rule)
    return tuple(rules)


def _parsed(name: str, entry: Mapping[str, Any]) -> MeaningRule:
    if unknown := entry.keys() - _KEYS:
        raise InvalidRuleError(name, f"it has the unknown key {', '.join(sorted(unknown))}.")
    if entry.get("confidence") not in (_SURE, *LEVELS):
        raise InvalidRuleError(name, f"its confidence is none of {', '.join((_SURE, *LEVELS))}.")
    if entry.get("meaning") not in set(Meaning):
        raise InvalidRuleError(name, "its meaning is none of `Meaning`.")
    word = entry.get("word")
    return MeaningRule(
        says=str(entry.get("says", "")),
        meaning=Meaning(entry["meaning"]),
        confidence=entry["confidence"],
        all_of=frozenset(entry.get("all", ())),
        any_of=frozenset(entry.get("any", ())),
        none_of=frozenset(entry.get("none", ())),
        only=frozenset(entry.get("only", ())),
        begins_with=frozenset(entry.get("begins_with", ())),
        ends_with=frozenset(entry.get("ends_with", ())),
        not_ends_with=frozenset(entry.get("not_ends_with", ())),
        alone=entry.get("alone"),
        unknown_words=entry.get("unknown_words"),
        word=WordCondition(word["kind"], word.get("containing", ""), frozenset(word.get("other_than", ())))
        if word
        else None,
    )


@lru_cache(maxsize=1)
def meaning_rules() -> tuple[MeaningRule, ...]:
    """The rules of `meaning_rules.toml`, read once."""
    with RULES.open("rb") as file:
        return parse_rules(tomllib.load(file), vocabulary().kinds)


@lru_cache(maxsize=1024)
def _admitting(kinds: frozenset[str]) -> tuple[MeaningRule, ...]:
    """The few rules that may decide a header with these kinds, in their order."""
    return tuple(rule for rule in meaning_rules() if rule.admits(kinds))


def combine(kinds: Iterable[str], terms: Sequence[Term]) -> tuple[Meaning, float]:
    """The meaning of a header and its confidence, by the first rule that applies.

    Args:
        kinds: of its words, as they count in this header.
        terms: its words; a term without kinds is a word that no language file has.
    """
    significant = [term.kinds for term in terms if term.kinds and not term.kinds <= SAY_WHICH]
    words = Words(
        first=significant[0] if significant else _EMPTY,
        last=significant[-1] if significant else _EMPTY,
        alone=len(terms) == 1,
        unknown=any(not term.kinds for term in terms),
        terms=terms,
    )
    for rule in _admitting(frozenset(kinds) - {"done_by"}):
        if rule.applies(words):
            if rule.confidence == _SURE:
                return rule.meaning, EXACT if words.alone else SURE
            return rule.meaning, LEVELS[rule.confidence]
    return Meaning.UNKNOWN, NONE
