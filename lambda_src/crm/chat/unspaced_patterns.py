"""The patterns of a language without blanks between words, made of its file in `words/`.

A pattern of a file is a regular expression with slots in braces; `zh.toml` explains them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from crm.chat.day_spans import NAMED_SPANS, Unit
from crm.chat.language_files import any_of, read_language
from crm.fields import FIELDS
from crm.own_fields.definition import FieldType, OwnFields

TAKEN = "\0"
"""Stands for each character that a pattern has taken."""
FIRST_QUOTED = 0xE000
"""Each quoted text of a question stands in it as one character of the private use area, from this one on."""

PATTERNS = (
    *("share", "distinct", "group", "sort", "unchanged", "lacking"),
    *("between", "at_least", "at_most", "more", "less", "number_is"),
    *("date_between", "date_since", "date_until", "date_before", "date_after", "date_in"),
    *("is_not", "contains_not", "starts_with", "contains", "is"),
    *("not_at", "at", "named", "tagged", "owned", "changed", "added", "newest", "count", "having", "somewhere"),
)
"""The subjects of a file that hold patterns, in the order in which they are tried."""
ASIDE = ("referring", "restricting", "beginning", "list", "share_divider")
"""Those that hold patterns without slots, which are looked for at other times."""
WORDS = (
    *("ask", "people", "alternatives", "conjunctions", "fillers", "no_values"),
    *("computed", "deleting", "counters", "label_endings"),
    *("last_n", "next_n", *(unit.value for unit in Unit), *NAMED_SPANS),
)
"""Those that hold words."""
SUBJECTS = frozenset((*PATTERNS, *ASIDE, *WORDS))

_DAY = r"(?:\d{4}-\d\d(?:-\d\d)?|\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{1,2}月(?:\d{1,2}[日号])?)"


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a file of words says, compiled.

    Args:
        fields: the field of a lead by each of its names.
        types: the type of each own field, by its key.
        patterns: by subject.
        words: by subject.
        factors: what a sign behind a number multiplies by.
        aside: what goes on from another question, asks to show leads, or divides a share; by subject.
        nothing: a text that says nothing.
    """

    fields: Mapping[str, str]
    types: Mapping[str, FieldType]
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    words: Mapping[str, tuple[str, ...]]
    factors: dict[str, int]
    aside: Mapping[str, re.Pattern[str]]
    nothing: re.Pattern[str]

    def split(self, text: str, subject: str) -> list[str]:
        """A text between the words of a subject."""
        words = self.words[subject]
        return [part for part in re.split(any_of(words), text) if part] if words else [text]

    def any(self, subject: str) -> str:
        """A regular expression for any word of a subject."""
        return f"(?:{any_of(self.words[subject])})"


@lru_cache(maxsize=8)
def patterns_of(language: str, own_fields: OwnFields) -> Patterns:
    """The patterns of a language, with the names of the own fields."""
    file = read_language(language)
    words = {subject: tuple(file.lists.get(subject, ())) for subject in WORDS}
    fields = {word: field.name for field in FIELDS for word in (field.label, *field.headers)}
    fields |= {word: field for field, names in file.fields.items() for word in names}
    types = {field.key: field.type for field in own_fields}
    for field in own_fields:
        for name in (field.label, *field.headers):
            fields[name] = field.key
            for ending in words["label_endings"]:
                if field.type is FieldType.NUMBER and name.removesuffix(ending) not in ("", name):
                    fields.setdefault(name.removesuffix(ending), field.key)

    def named(*kinds: FieldType) -> str:
        return _any(name for name, field in fields.items() if types.get(field) in kinds)

    slots = _slots(words, fields, named(FieldType.NUMBER), named(FieldType.DATE, FieldType.DATE_TIME), file.numbers)
    patterns = {
        subject: tuple(re.compile(_filled(pattern, slots)) for pattern in file.lists.get(subject, ()))
        for subject in PATTERNS
    }
    silent = (*words["fillers"], *words["people"], *words["ask"], *words["conjunctions"])
    aside = {subject: "|".join(file.lists.get(subject, ())) or "(?!)" for subject in ASIDE}
    aside["list"] = f"^(?:{aside['list']})+|(?:{aside['list']})$"
    return Patterns(
        fields=fields,
        types=types,
        patterns=patterns,
        words=words,
        factors={word: factor for factor, names in file.numbers["factors"].items() for word in names},
        aside={subject: re.compile(pattern) for subject, pattern in aside.items()},
        # Looked at once and then taken: words that begin alike would otherwise be tried in every combination.
        nothing=re.compile(f"(?=((?:{any_of(silent)}|[{TAKEN}\\s、，,。.？?！!])*))\\1"),
    )


def _any(words: Iterable[str]) -> str:
    """Any of the words; what never matches where there are none."""
    made = any_of(words)
    return f"(?:{made})" if made else r"(?!)"


def _slots(
    words: Mapping[str, tuple[str, ...]],
    fields: Mapping[str, str],
    number_field: str,
    date_field: str,
    numbers: Mapping[str, Mapping[int, list[str]]],
) -> dict[str, str]:
    field = _any(fields)
    joint = _any((*words["conjunctions"], *words["alternatives"]))
    unit = _any(word for one in Unit for word in words[one.value])
    counted = "|".join(
        f"{word}\\d{{1,4}}{unit}" for subject in ("last_n", "next_n") for word in map(re.escape, words[subject])
    )
    named = any_of(word for subject in NAMED_SPANS for word in words[subject])
    day = f"(?:{'|'.join(filter(None, (counted, _DAY, named)))})"
    factor = _any(word for names in numbers["factors"].values() for word in names)
    number = f"(?<!\\d)\\d[\\d.,]{{0,14}}{factor}?"
    counter = f"{_any(words['counters'])}?"
    value = f"[^{TAKEN}，,。？?]{{1,80}}?"
    return {
        "field": f"(?P<field>{field})",
        "fields": f"(?P<fields>{field}(?:{joint}{field}){{0,4}})",
        "number_field": f"(?P<field>{number_field})",
        "date_field": f"(?P<field>{date_field})",
        "value": f"(?P<value>{value})",
        "number": f"(?P<number>{number}){counter}",
        "other": f"(?P<other>{number}){counter}",
        "count": r"(?P<count>\d{1,4})",
        "day": f"(?P<day>{day})",
        "other_day": f"(?P<other>{day})",
        "people": f"(?={_any(words['people'])}|$)",
    }


def _filled(pattern: str, slots: Mapping[str, str]) -> str:
    """The pattern with each slot's expression; quantifiers such as {1,2} are no slots."""
    return re.sub(r"\{([a-z_]+)\}", lambda slot: slots[slot[1]], pattern)
