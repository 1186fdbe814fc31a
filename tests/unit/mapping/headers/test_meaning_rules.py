"""The table that combines kinds of words into meanings: its order decides; a table that cannot be meant is refused."""

from __future__ import annotations

from typing import Any

import pytest
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.meaning_rules import InvalidRuleError, combine, meaning_rules, parse_rules
from crm.mapping.headers.terms import Term
from crm.mapping.headers.vocabulary import vocabulary, words_of

KINDS = frozenset({"email", "name", "type", "work", "neutral"})


def rule(**conditions: Any) -> dict[str, Any]:
    return {"says": "a rule", "meaning": "other", "confidence": "sure", **conditions}


def term(text: str, *kinds: str) -> Term:
    return Term(text, dict.fromkeys(kinds, frozenset({"en"})))


@pytest.mark.parametrize(
    ("header", "meaning", "confidence"),
    [
        ("Email", Meaning.EMAIL, 0.97),
        ("Work email", Meaning.EMAIL, 0.9),
        ("Email type", Meaning.EMAIL, 0.4),
        ("Assistant's phone", Meaning.SOMEONE_ELSE, 0.9),
        ("Zorp first name", Meaning.FIRST_NAME, 0.8),
        ("First gift", Meaning.UNKNOWN, 0.0),
        ("Zorp", Meaning.UNKNOWN, 0.0),
        ("Email Open-Ended Response", Meaning.EMAIL, 0.9),
    ],
)
def test_the_first_rule_that_applies_decides(header: str, meaning: Meaning, confidence: float) -> None:
    terms = vocabulary().split(words_of(header))
    assert combine([kind for term in terms for kind in term.kinds], terms) == (meaning, confidence)


def test_words_that_no_rule_speaks_of_say_nothing() -> None:
    assert combine(["done_by"], [term("by", "done_by")]) == (Meaning.UNKNOWN, 0.0)


def test_every_rule_says_what_it_is_for() -> None:
    assert [rule for rule in meaning_rules() if not rule.says] == []


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (rule(all=["emial"]), "emial"),
        (rule(any=["email"], word={"kind": "nmae", "containing": "x"}), "nmae"),
        (rule(al=["email"]), "unknown key al"),
        (rule(all=["email"], meaning="mail"), "its meaning"),
        (rule(all=["email"], confidence="certainly"), "its confidence"),
        (rule(none=["email"]), "needs `all` or `any`"),
        (rule(all=["email"], none=["email"]), "no header can meet"),
        (rule(all=["email"], only=["name"]), "no header can meet"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(entry: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidRuleError, match=told):
        parse_rules({"rule": [entry]}, KINDS)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (rule(all=["email"]), rule(all=["email", "type"])),
        (rule(any=["email", "name"]), rule(any=["email"])),
        (rule(any=["email", "name"]), rule(all=["name"], unknown_words=True)),
        (rule(all=["email"], none=["name"]), rule(all=["email"], only=["email", "type"])),
        (rule(all=["email"], only=["email", "work"]), rule(all=["email"], only=["email"], alone=True)),
    ],
)
def test_a_rule_that_an_earlier_one_always_preempts_is_refused(earlier: dict[str, Any], later: dict[str, Any]) -> None:
    with pytest.raises(InvalidRuleError, match="never decides"):
        parse_rules({"rule": [earlier, later]}, KINDS)
    assert len(parse_rules({"rule": [later, earlier]}, KINDS)) == 2


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (rule(all=["email", "type"]), rule(all=["email"])),
        (rule(all=["email"], alone=True), rule(all=["email"])),
        (rule(all=["email"], none=["name"]), rule(all=["email"])),
        (rule(all=["email"], word={"kind": "email", "containing": "e"}), rule(all=["email"])),
        (rule(all=["email"], ends_with=["email"]), rule(all=["email"])),
    ],
)
def test_a_narrower_rule_may_stand_before_a_wider_one(earlier: dict[str, Any], later: dict[str, Any]) -> None:
    assert len(parse_rules({"rule": [earlier, later]}, KINDS)) == 2
