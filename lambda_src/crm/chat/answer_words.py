"""The words of answers in each language, read from `answer_texts` when first needed; `en.toml` there explains them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crm.fields import FIELDS
from crm.own_fields.definition import OwnField
from crm.query.conditions import Comparison
from crm.said import part_of

FOLDER = Path(__file__).with_name("answer_texts")
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What an answer calls one field.

    Args:
        one: in the singular.
        indefinite: the same with its article, if it takes one: "a phone", "notes".
        many: in the plural.
    """

    one: str
    indefinite: str
    many: str


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The words of one language.

    Args:
        examples: questions that the grammar reads.
        sentences, comparisons, fields: the tables of the file, as `en.toml` describes them.
        reasons: why a question is asked back, by the English sentence; none in English.
        characters: those that only this language has, of several that share a grammar.
    """

    examples: tuple[str, ...]
    sentences: Mapping[str, str]
    comparisons: Mapping[Comparison, str]
    fields: Mapping[str, FieldWords]
    reasons: Mapping[str, str]
    characters: frozenset[str]

    def say(self, name: str, **values: object) -> str:
        """The sentence with this name, and values in its braces."""
        return self.sentences[name].format(**values)

    def of(self, field: str, own_fields: Iterable[OwnField]) -> FieldWords:
        """What to call a field, one of queries, or an extra."""
        if field in self.fields:
            return self.fields[field]
        labels = {one.key: one.label for one in own_fields} | {one.name: one.label for one in FIELDS}
        label = labels.get(field, part_of(field))
        return FieldWords(*(self.say(name, label=label) for name in ("own_one", "own_indefinite", "own_many")))

    def quoted(self, texts: Iterable[str]) -> str:
        """Texts of the person or of leads, in quotes."""
        return self.sentences["list"].join(self.say("quoted", text=text) for text in texts)

    def together(self, parts: Sequence[str]) -> str:
        """What must all hold."""
        return self.sentences["both"].join(parts)

    def number(self, value: int) -> str:
        """1234 → "1,234"."""
        return f"{value:,}".replace(",", self.sentences["thousands"])

    def percent(self, share: str) -> str:
        """ "12.5" → "12.5%"."""
        return self.say("percent", number=share.replace(".", self.sentences["decimal"]))

    def reason(self, sentence: str, about: str) -> str:
        """Why a question is asked back; in English where this language has no such sentence.

        Args:
            sentence: in English, with `{0}` for `about`.
            about: what the person wrote.
        """
        return self.reasons.get(sentence, sentence).format(about)


@cache
def answer_languages() -> tuple[str, ...]:
    """The codes of all languages that have answers."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def answer_words(language: str = ENGLISH) -> AnswerWords:
    """Reads one language's file once per process.

    Args:
        language: its code, as the file is named; without a file, English answers.
    """
    name = language if language in answer_languages() else ENGLISH
    with (FOLDER / f"{name}.toml").open("rb") as file:
        tables = tomllib.load(file)
    return AnswerWords(
        examples=tuple(tables["examples"]),
        sentences=tables["sentences"],
        comparisons={Comparison(name): words for name, words in tables["comparisons"].items()},
        fields={name: _field_words(words) for name, words in tables["fields"].items()},
        reasons=tables.get("reasons", {}),
        characters=frozenset(tables.get("characters", "")),
    )


def _field_words(words: str | Mapping[str, str]) -> FieldWords:
    return FieldWords(words, words, words) if isinstance(words, str) else FieldWords(**words)
