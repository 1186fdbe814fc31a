"""The words of the grammar in all languages that write words apart, read from `words/` on first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from crm.chat.language_files import languages_with_blanks, words_for
from crm.chat.phrases import Phrases
from crm.chat.tokens import key_of
from crm.fields import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of all languages together; each attribute is a key of `words/en.toml`, which explains it."""

    fields: Mapping[str, Phrases]
    numbers: Mapping[str, int]
    greetings: frozenset[str]
    jobs: frozenset[str]
    job_endings: tuple[str, ...]
    """The shortest first: "directores" is the plural of "director", "ingenieures" of "ingenieure"."""

    count: Phrases
    total: Phrases
    count_or_name: Phrases
    list: Phrases
    ask: Phrases
    who: Phrases
    different: Phrases

    people: Phrases
    one_person: Phrases

    group_by: Phrases
    group_first: Phrases
    sort_by: Phrases
    descending: Phrases
    ascending: Phrases
    most_frequent: Phrases
    have_most: Phrases
    newest: Phrases
    oldest: Phrases
    first_or_last: Phrases
    recently_changed: Phrases

    at: Phrases
    not_at: Phrases
    of: Phrases
    anywhere: Phrases
    places: Phrases
    from_file: Phrases
    named: Phrases
    tagged: Phrases
    owned: Phrases
    lacking: Phrases
    having: Phrases
    conjunctions: Phrases
    articles: Phrases
    in_field: Phrases
    contains: Phrases
    holds: Phrases
    equals: Phrases
    starts_with: Phrases
    ends_with: Phrases
    blank: Phrases
    filled: Phrases
    no_values: Phrases
    clause_starts: Phrases
    after_values: Phrases

    today: Phrases
    yesterday: Phrases
    this_month: Phrases
    this_year: Phrases
    added: Phrases
    not_before_years: Phrases
    changed: Phrases

    alternatives: Phrases
    negations: Phrases
    compared: Phrases
    beyond: Phrases
    computed: Phrases
    fillers: Phrases


SUBJECTS: frozenset[str] = frozenset(one.name for one in fields(Vocabulary) if one.type == "Phrases")
"""The keys of a language's file that hold phrases."""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Reads the files once per process."""
    named: dict[str, list[str]] = {field.name: [field.label, *field.headers] for field in FIELDS}
    numbers: dict[str, int] = {}
    for language in languages_with_blanks():
        for field, words in language.fields.items():
            named.setdefault(field, []).extend(words)
        numbers |= {key_of(word): number for number, words in language.numbers.items() for word in words}
    return Vocabulary(
        fields={field: Phrases(words) for field, words in named.items()},
        numbers=numbers,
        greetings=_keys("greetings"),
        jobs=_keys("jobs"),
        job_endings=tuple(sorted(_keys("job_endings"), key=lambda ending: (len(ending), ending))),
        **{subject: Phrases(words_for(subject)) for subject in SUBJECTS},
    )


def _keys(subject: str) -> frozenset[str]:
    return frozenset(map(key_of, words_for(subject)))
