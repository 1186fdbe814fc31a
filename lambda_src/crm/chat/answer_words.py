"""The words of answers, read from `answer_words.toml` when first needed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.fields import FIELDS
from crm.own_fields.definition import OwnField
from crm.query.conditions import Comparison
from crm.said import part_of

_FILE = Path(__file__).with_name("answer_words.toml")


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
    """The tables of `answer_words.toml`, as that file describes them."""

    examples: tuple[str, ...]
    comparisons: Mapping[Comparison, str]
    fields: Mapping[str, FieldWords]

    def of(self, field: str, own_fields: Iterable[OwnField]) -> FieldWords:
        """What to call a field, one of queries, or an extra."""
        if field in self.fields:
            return self.fields[field]
        labels = {one.key: one.label for one in own_fields} | {one.name: one.label for one in FIELDS}
        label = labels.get(field, part_of(field))
        return FieldWords(f"“{label}”", f"a value in “{label}”", f"values of “{label}”")


@lru_cache(maxsize=1)
def answer_words() -> AnswerWords:
    """Reads `answer_words.toml` once per process."""
    with _FILE.open("rb") as file:
        tables = tomllib.load(file)
    return AnswerWords(
        examples=tuple(tables["examples"]),
        comparisons={Comparison(name): words for name, words in tables["comparisons"].items()},
        fields={name: FieldWords(**words) for name, words in tables["fields"].items()},
    )
