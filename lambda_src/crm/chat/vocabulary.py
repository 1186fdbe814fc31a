"""The words of the grammar in all languages that write words apart, read from `words/` on first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from crm.chat.language_files import NUMBER_TABLES, languages_with_blanks, words_for
from crm.chat.phrases import Phrases
from crm.chat.tokens import key_of
from crm.fields import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of all languages together; each attribute is a key of `words/en.toml`, which explains it."""

    fields: Mapping[str, Phrases]
    numbers: Mapping[str, int]
    month_names: Mapping[str, int]
    weekdays: Mapping[str, int]
    """Monday is 0."""
    factors: dict[str, int]
    greetings: frozenset[str]
    jobs: frozenset[str]
    legal_forms: frozenset[str]
    job_endings: tuple[str, ...]
    """The shortest first: "directores" is the plural of "director", "ingenieures" of "ingenieure"."""
    swapped_endings: tuple[str, ...]
    """Pairs: "y ies"."""

    count: Phrases
    total: Phrases
    count_or_name: Phrases
    list: Phrases
    search: Phrases
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
    located: Phrases
    place_fields: Phrases
    from_file: Phrases
    named: Phrases
    tagged: Phrases
    owned: Phrases
    lacking: Phrases
    having: Phrases
    whose: Phrases
    address_nouns: Phrases
    conjunctions: Phrases
    articles: Phrases
    in_field: Phrases
    contains: Phrases
    holds: Phrases
    equals: Phrases
    starts_with: Phrases
    blank: Phrases
    filled: Phrases
    no_values: Phrases
    clause_starts: Phrases
    after_values: Phrases

    today: Phrases
    yesterday: Phrases
    day_before_yesterday: Phrases
    tomorrow: Phrases
    this_week: Phrases
    last_week: Phrases
    next_week: Phrases
    this_month: Phrases
    last_month: Phrases
    next_month: Phrases
    this_quarter: Phrases
    last_quarter: Phrases
    next_quarter: Phrases
    this_year: Phrases
    last_year: Phrases
    next_year: Phrases
    days: Phrases
    weeks: Phrases
    months: Phrases
    years: Phrases
    last_n: Phrases
    next_n: Phrases
    last_behind: Phrases
    next_behind: Phrases
    ago: Phrases
    ago_first: Phrases
    older_than: Phrases
    newer_than: Phrases
    in_days: Phrases
    since: Phrases
    from_day_on: Phrases
    until: Phrases
    before: Phrases
    after: Phrases
    between: Phrases
    range_joins: Phrases
    added: Phrases
    changed: Phrases

    more: Phrases
    less: Phrases
    at_least: Phrases
    at_most: Phrases
    or_more: Phrases
    or_less: Phrases
    currencies: Phrases

    alternatives: Phrases
    negations: Phrases
    is_not: Phrases
    contains_not: Phrases
    share: Phrases
    predicates: Phrases
    restricting: Phrases
    beginning: Phrases
    referring: Phrases
    every_one: Phrases
    unanswerable: Phrases
    time_words: Phrases
    computed: Phrases
    deleting: Phrases
    fillers: Phrases


SUBJECTS: frozenset[str] = frozenset(one.name for one in fields(Vocabulary) if one.type == "Phrases")
"""The keys of a language's file that hold phrases."""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Reads the files once per process."""
    named: dict[str, list[str]] = {field.name: [field.label, *field.headers] for field in FIELDS}
    numbers: dict[str, dict[str, int]] = {table: {} for table in NUMBER_TABLES}
    for language in languages_with_blanks():
        for field, words in language.fields.items():
            named.setdefault(field, []).extend(words)
        for table, made in language.numbers.items():
            numbers[table] |= {key_of(word): number for number, words in made.items() for word in words}
    return Vocabulary(
        fields={field: Phrases(words) for field, words in named.items()},
        numbers=numbers["numbers"],
        month_names=numbers["month_names"],
        weekdays=numbers["weekdays"],
        factors=numbers["factors"],
        greetings=_keys("greetings"),
        jobs=_keys("jobs"),
        legal_forms=_keys("legal_forms"),
        job_endings=tuple(sorted(_keys("job_endings"), key=lambda ending: (len(ending), ending))),
        swapped_endings=tuple(words_for("swapped_endings")),
        **{subject: Phrases(words_for(subject)) for subject in SUBJECTS},
    )


def _keys(subject: str) -> frozenset[str]:
    return frozenset(map(key_of, words_for(subject)))
