"""The grammar of questions in Chinese: patterns instead of words, because Chinese has no spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crm.chat.interpretation import MAX_ROWS, Intent, Interpretation, NotUnderstood
from crm.chat.language_files import CHINESE, any_of, read_language
from crm.chat.token_matcher import NO_COMPARING
from crm.fields import FIELDS
from crm.own_fields.definition import OwnFields
from crm.query.comparing import BY_VALUE
from crm.query.conditions import Comparison, Filter, all_of
from crm.query.lead_query import LeadQuery, Sort

SUBJECTS = frozenset(
    {
        *(
            "count",
            "list",
            "ask",
            "people",
            "group_by",
            "newest",
            "lacking",
            "having",
            "negations",
            "contains",
            "beyond",
        ),
        *("starts_with", "equals", "in_field", "named", "at", "after_place", "of", "company", "after_company"),
        *("not_in_company", "fillers"),
    }
)
"""The keys of `words/zh.toml`."""
_NUMBER = re.compile(r"\d{1,4}")
_BETWEEN_SCRIPTS = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[!-~])|(?<=[!-~])\s+(?=[\u3400-\u9fff])")
"""Blanks that many people write between Chinese and Latin letters."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns that the words of `words/zh.toml` make; the groups are the fields and values.

    Args:
        fields: the field of a lead by each of its names.
        compared: its groups are the field, the comparison and the value.
        beyond: an own number or date that is to be compared; None where there is no such field.
        starts_with: the comparisons that find a beginning.
        at, of_company: two ways to name a company: "在…工作", "…公司的".
        saying_nothing: what is no part of a text to search for.
    """

    fields: dict[str, str]
    count: re.Pattern[str]
    group_by: re.Pattern[str]
    lacking: re.Pattern[str]
    compared: re.Pattern[str]
    beyond: re.Pattern[str] | None
    starts_with: frozenset[str]
    having: re.Pattern[str]
    named: re.Pattern[str]
    at: re.Pattern[str]
    of_company: re.Pattern[str]
    newest: re.Pattern[str]
    list: re.Pattern[str]
    saying_nothing: re.Pattern[str]


@lru_cache(maxsize=4)
def _patterns(own: tuple[tuple[str, str], ...], by_value: tuple[str, ...]) -> _Patterns:
    """The patterns.

    Args:
        own: the label and the key of each own field.
        by_value: the labels of own numbers and dates.
    """
    file = read_language(CHINESE)
    fields = {word: field.name for field in FIELDS for word in (field.label, *field.headers)}
    fields |= {word: field for field, names in file.fields.items() for word in names} | dict(own)
    words = {subject: any_of(file.lists[subject]) for subject in SUBJECTS}

    def any_word(*subjects: str) -> str:
        return "|".join(words[subject] for subject in subjects)

    def signs(subject: str) -> str:
        return re.escape("".join(file.lists[subject]))

    field, company = f"({any_of(fields)})", any_word("company")
    value = f'[“"「]?([^”"」，,。？?{signs("of")}]+)'
    not_negated = "".join(f"(?<!{re.escape(word)})" for word in file.lists["negations"])
    comparisons = any_word("contains", "starts_with", "equals")
    return _Patterns(
        fields=fields,
        count=re.compile(any_word("count")),
        group_by=re.compile(f"(?:{any_word('group_by')}){field}"),
        lacking=re.compile(f"(?:{any_word('lacking')}){field}"),
        compared=re.compile(f"{field}(?:{any_word('in_field')})?({comparisons}){value}"),
        beyond=re.compile(f"(?:{any_of(by_value)})\\s*(?:{words['beyond']}|[<>≤≥])") if by_value else None,
        starts_with=frozenset(file.lists["starts_with"]),
        having=re.compile(f"{not_negated}(?:{any_word('having')}){field}"),
        named=re.compile(f"(?:{any_word('named')}){value}"),
        at=re.compile(
            f'(?:{any_word("at")})[“"「]?(.{{1,100}}?)[”"」]?(?:{company})?(?:{any_word("after_place", "of")})'
        ),
        of_company=re.compile(
            f'[“"「]?([^“"「{signs("not_in_company")}]{{1,100}}?)[”"」]?(?:{company})(?:{any_word("after_company")})'
        ),
        newest=re.compile(any_word("newest")),
        list=re.compile(any_word("list", "ask")),
        saying_nothing=re.compile(f"{any_word('fillers')}|{any_word('people')}"),
    )


def read_chinese(question: str, own_fields: OwnFields = ()) -> Interpretation | None:
    """The query that a Chinese question asks for; None if this grammar does not know the question.

    Raises:
        NotUnderstood: if it compares a number or a date.
    """
    own = tuple((field.label, field.key) for field in own_fields)
    words = _patterns(own, tuple(field.label for field in own_fields if field.type in BY_VALUE))
    question = _BETWEEN_SCRIPTS.sub("", question).strip("？?。！! ")
    if words.beyond is not None and words.beyond.search(question):
        raise NotUnderstood(NO_COMPARING)
    group = words.group_by.search(question)
    rest = words.group_by.sub("", question)
    filters: list[Filter] = []
    for match in words.lacking.finditer(rest):
        filters.append(Filter(words.fields[match[1]], Comparison.EMPTY))
    rest = words.lacking.sub("", rest)
    for match in words.compared.finditer(rest):
        op = Comparison.STARTS_WITH if match[2] in words.starts_with else Comparison.CONTAINS
        filters.append(Filter(words.fields[match[1]], op, (match[3].strip(),)))
    rest = words.compared.sub("", rest)
    for match in words.having.finditer(rest):
        filters.append(Filter(words.fields[match[1]], Comparison.NOT_EMPTY))
    rest = words.having.sub("", rest)
    for pattern, field in ((words.named, "name"), (words.at, "company"), (words.of_company, "company")):
        found = pattern.search(rest)
        if found:
            filters.append(Filter(field, Comparison.CONTAINS, (found[1].strip(),)))
            rest = pattern.sub("", rest, count=1)
    if group:
        return Interpretation(
            Intent.GROUP, LeadQuery(where=all_of(filters), group_by=(words.fields[group[1]],), page_size=MAX_ROWS)
        )
    if words.count.search(question):
        return Interpretation(Intent.COUNT, LeadQuery(where=all_of(filters), page_size=0))
    newest = words.newest.search(rest)
    if filters or newest or words.list.search(rest):
        number = _NUMBER.search(rest) if newest else None
        text = "" if filters or newest else words.saying_nothing.sub("", words.list.sub("", rest)).strip()
        limit = min(max(int(number[0]), 1), MAX_ROWS) if number else MAX_ROWS
        return Interpretation(Intent.LIST, LeadQuery(text=text, where=all_of(filters), sort=Sort(), page_size=limit))
    return None
