"""Whether a text is a question of a form, and its telling words: those of `questions.toml` are left out.

A question is in a language of its own, whatever the headers beside it are in: the one that has most of its words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from crm.mapping.headers.vocabulary import vocabulary, words_of

QUESTIONS = Path(__file__).with_name("questions.toml")

MARK = re.compile(r"[?？؟]")
UNSPACED = re.compile("[\u0e00-\u0e7f\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Scripts in which a phrase may be anywhere in a word."""
FEWEST_WORDS = 2
"""Words of `Your company` at least; a question without its mark has more, as `Who called` may be a header. Chosen."""
_LONGEST_PHRASE = 4
"""Words of a phrase such as `could you tell us` at most."""
_FEWEST_KNOWN = 2
"""Words of a question that `questions.toml` has, where its mark is missing. Chosen."""
_MOST_LANGUAGES = 5
"""Languages in which a question is read to find its own. Chosen: related ones share many words."""
_FEWEST_LETTERS = 3
"""Letters of a phrase that makes a question without its mark, in a language without blanks. Chosen."""
_KINDS = ("ask", "who", "whether", "many")


@dataclass(frozen=True, slots=True)
class Question:
    """What one sentence of a header asks.

    Args:
        language: its language.
        kind: how it begins, one of the first four keys of `questions.toml`; "" where it begins otherwise.
        full: its words without those that say nothing.
        bare: the same without what somebody does and would like, too.
        others: whether it names somebody else.
        works: whether it says what somebody does at a company.
        wants: whether it says what somebody would like.
    """

    language: str
    kind: str
    full: tuple[str, ...]
    bare: tuple[str, ...]
    others: bool
    works: bool
    wants: bool


@lru_cache(maxsize=1)
def questions() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The words of `questions.toml` by language and key, as `words_of` writes them, read once."""
    with QUESTIONS.open("rb") as file:
        tables = tomllib.load(file)
    return {
        language: {key: frozenset(" ".join(words_of(phrase)) for phrase in phrases) for key, phrases in table.items()}
        for language, table in tables.items()
    }


def asked(part: str, languages: frozenset[str]) -> Question | None:
    """What a sentence asks; None where it is no question, or a header that is known as a whole."""
    words = tuple(word for word in words_of(part) if not word.isdigit())
    if not words or vocabulary().whole([*words]) is not None:
        return None
    is_marked = bool(MARK.search(part))
    if UNSPACED.search("".join(words)):
        found = _asked_unspaced(words, is_marked=is_marked)
        if found is not None or all(map(UNSPACED.search, words)):
            return found
    is_yours = not is_marked and len(words) >= FEWEST_WORDS and _has(words, _all("yours"))
    if not (is_marked or is_yours or (len(words) > FEWEST_WORDS and _has(words, _all(*_KINDS), anywhere=False))):
        return None
    best: tuple[tuple[float, ...], Question] | None = None
    for language in _likely_languages(words, languages):
        known = questions()[language]
        kind = _kind(words if is_marked else words[:_LONGEST_PHRASE], known, anywhere=is_marked)
        is_about = is_yours and language in (languages or {language}) and _has(words, known.get("yours", frozenset()))
        if not (kind or is_marked or is_about):
            continue
        question, count = _without_fillers(words, language, known)
        if count < _FEWEST_KNOWN - (is_marked or is_about):
            continue
        spoken = sum(language in term.languages for term in vocabulary().split([*question.bare]))
        score = (count + spoken / 2 + bool(kind), language in languages, language == "en")
        if best is None or score > best[0]:
            best = score, replace(question, kind=kind)
    return best[1] if best is not None else None


def _likely_languages(words: Sequence[str], languages: frozenset[str]) -> list[str]:
    """The languages that have the most words of a question, and those of the whole header if they have any."""
    counts = {language: sum(word in single for word in words) for language, single in _single_words().items()}
    ranked = sorted(filter(counts.__getitem__, counts), key=lambda one: (-counts[one], one not in languages))
    return ranked[:_MOST_LANGUAGES] + [one for one in ranked[_MOST_LANGUAGES:] if one in languages]


@cache
def _single_words() -> dict[str, frozenset[str]]:
    """The words that say nothing, and those that questions begin with, by language; phrases word by word."""
    keys = (*_KINDS, "fill", "work", "want", "yours")
    return {
        language: frozenset(word for key in keys for phrase in known.get(key, ()) for word in phrase.split())
        for language, known in questions().items()
    }


@cache
def _all(*keys: str) -> frozenset[str]:
    """The words of all languages under some keys."""
    return frozenset[str]().union(*(known.get(key, ()) for known in questions().values() for key in keys))


def _kind(words: Sequence[str], known: Mapping[str, frozenset[str]], *, anywhere: bool) -> str:
    """How a question begins, or what it has behind a greeting; the longest phrase of a place counts."""
    for start in range(len(words) if anywhere else 1):
        for end in range(min(len(words), start + _LONGEST_PHRASE), start, -1):
            phrase = " ".join(words[start:end])
            for kind in ("whether", "many", "who", "ask"):
                # Polish "czy" and Latvian "vai" are an "or" elsewhere.
                if phrase in known.get(kind, ()) and not (start and kind == "whether" and phrase in known["fill"]):
                    return kind
    return ""


def _without_fillers(words: Sequence[str], language: str, known: Mapping[str, frozenset[str]]) -> tuple[Question, int]:
    """The telling words of a question, and how many of its words the language has."""
    full, bare, said, count, start = list[str](), list[str](), set[str](), 0, 0
    while start < len(words):
        for end in range(min(len(words), start + _LONGEST_PHRASE), start, -1):
            phrase = " ".join(words[start:end])
            key = ""
            if phrase in known["firm"] or phrase in known["place"]:
                break
            key = next((one for one in ("work", "want", "fill", *_KINDS) if phrase in known.get(one, ())), "")
            if end > start + 1 and not key and _says_nothing(words[start:end], language):
                key = "fill"
            if key or (end > start + 1 and _is_term(words[start:end], language, known)) or end == start + 1:
                break
        taken = words[start:end]
        if key:
            count += len(taken)
            said |= {one for one in ("work", "want") if phrase in known.get(one, ())}
        if not key or (key in ("work", "want") and phrase not in known["fill"]):
            full.extend(taken)
        if not key:
            bare.extend(taken)
        start = end
    others = _has(bare, known["others"])
    return Question(language, "", tuple(full), tuple(bare), others, "work" in said, "want" in said), count


def _has(words: Sequence[str], phrases: frozenset[str], *, anywhere: bool = True) -> bool:
    """Whether words have one of some phrases, or begin with one."""
    starts, ends = range(len(words) if anywhere else 1), range(1, _LONGEST_PHRASE + 1)
    return any(" ".join(words[start : start + end]) in phrases for start in starts for end in ends)


def _says_nothing(words: Sequence[str], language: str) -> bool:
    """Whether several words are a phrase such as `nice to meet you`."""
    term = vocabulary().terms.get("".join(words))
    return term is not None and language in term.by_kind.get("neutral", ()) and len(term.by_kind) == 1


def _is_term(words: Sequence[str], language: str, known: Mapping[str, frozenset[str]]) -> bool:
    """Whether several words are one that the language has, and more than such as say nothing."""
    term = vocabulary().terms.get("".join(words))
    if term is None or language not in term.languages or term.kinds == {"neutral"}:
        return False
    return not all(word in known["fill"] for word in words)


def _asked_unspaced(words: Sequence[str], *, is_marked: bool) -> Question | None:
    """What a sentence asks in a language whose words may have no blanks between them."""
    text = " ".join(words)
    for language, known in questions().items():
        if not UNSPACED.search(next(iter(known["ask"]))):
            continue
        found = {kind: max((len(phrase) for phrase in known[kind] if phrase in text), default=0) for kind in _KINDS}
        kinds = {kind for kind, length in found.items() if length}
        if any(phrase in text for phrase in known.get("yours", ())):
            kinds.add("ask")
        if not kinds or not (is_marked or "ask" in kinds or max(found.values()) >= _FEWEST_LETTERS):
            continue
        kind = next(one for one in ("many", "who", "ask", "whether") if one in kinds)
        full = _without_ends(cut_out(text, known["fill"]), known)
        bare = cut_out(full, known["work"] | known["want"])
        outside = cut_out(text, known["place"])
        others = any(phrase in text for phrase in known["others"])
        works, wants = (any(phrase in outside for phrase in known[key]) for key in ("work", "want"))
        return Question(language, kind, tuple(full.split()), tuple(bare.split()), others, works, wants)
    return None


def _without_ends(text: str, known: Mapping[str, frozenset[str]]) -> str:
    """A text whose words have lost what the language adds to them, where the rest is a word: `회사에`."""
    heads = vocabulary().terms.keys() | known["firm"] | known["place"]
    found = list[str]()
    for word in text.split():
        bare = (word[: -len(end)] for end in known.get("ends", ()) if word.endswith(end) and word not in heads)
        found.append(next((one for one in bare if one in heads), word))
    return " ".join(found)


def cut_out(text: str, phrases: frozenset[str]) -> str:
    """A text without some phrases, the longest first."""
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(phrase, " ")
    return " ".join(text.split())


def without_places(words: Sequence[str], known: Mapping[str, frozenset[str]], *, works: bool) -> Iterator[str]:
    """The words of a question but those for companies, and for schools and clubs where somebody does something."""
    places = known["firm"] | (known["place"] if works else frozenset())
    start = 0
    while start < len(words):
        runs = range(min(len(words), start + _LONGEST_PHRASE), start, -1)
        end = next((end for end in runs if " ".join(words[start:end]) in places), None)
        if end is None:
            yield words[start]
        start = end or start + 1
