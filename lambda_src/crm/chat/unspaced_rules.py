"""What each pattern of a question without blanks says."""

from __future__ import annotations

import re
from datetime import date

from crm.chat.amounts import amount_of, times
from crm.chat.clauses import one_of
from crm.chat.day_spans import (
    NAMED_SPANS,
    Relation,
    Span,
    Unit,
    day_span,
    last_span,
    latest_month,
    month_span,
    next_span,
    year_span,
)
from crm.chat.interpretation import Intent, NotUnderstood
from crm.chat.language_files import any_of
from crm.chat.rules_asking import NO_COMPUTING
from crm.chat.rules_numbers import condition_of
from crm.chat.unspaced_question import UnspacedQuestion
from crm.own_fields.definition import FieldType
from crm.query.conditions import Comparison, Filter
from crm.query.lead_query import Sort

_DATE = re.compile(r"(?:(\d{4})[年-]?)?(?:(\d{1,2})(?:月|-|$))?(?:(\d{1,2})[日号]?)?")
_RELATIONS = {
    "date_since": Relation.SINCE,
    "date_until": Relation.UNTIL,
    "date_before": Relation.BEFORE,
    "date_after": Relation.AFTER,
    "date_in": Relation.IN,
}
_NUMBERS = {"between", "at_least", "at_most", "more", "less", "number_is"}


def apply_pattern(asked: UnspacedQuestion, subject: str, pattern: re.Pattern[str]) -> None:
    """Takes all that a pattern finds, one after the other."""
    start = 0
    while match := pattern.search(asked.text, start):
        if match[0] and _read(asked, subject, match):
            asked.take(match)
            start = match.end()
        else:
            start = match.start() + 1


def _read(asked: UnspacedQuestion, subject: str, match: re.Match[str]) -> bool:
    """Adds what a match says; whether it says anything."""
    found = match.groupdict()
    if subject in ("share", "distinct", "group", "sort", "count", "newest", "changed", "unchanged", "added"):
        return _read_asking(asked, subject, found)
    if subject in _NUMBERS:
        return _read_number(asked, subject, match)
    if subject.startswith("date_"):
        return _read_date(asked, subject, match)
    if subject in ("lacking", "having"):
        return _read_presence(asked, subject, match)
    return _read_values(asked, subject, match)


def _read_asking(asked: UnspacedQuestion, subject: str, found: dict[str, str]) -> bool:
    name = asked.words.fields
    if subject in ("changed", "unchanged"):
        asked.changed, asked.unchanged = True, subject == "unchanged"
    elif subject == "share":
        asked.intent = Intent.SHARE
    elif subject == "count":
        asked.intent = asked.intent or Intent.COUNT
    elif subject == "newest":
        asked.sort = Sort()
        asked.limit = int(found["count"]) if found.get("count") else asked.limit
    elif subject == "sort":
        asked.sort = Sort(name[found["field"]], False)
    elif subject == "distinct":
        if asked.words.types.get(name[found["field"]]) is FieldType.NUMBER:
            raise NotUnderstood(NO_COMPUTING)
        asked.intent, asked.group_by = Intent.DISTINCT, [name[found["field"]]]
    elif subject == "group":
        asked.group_by.extend(_fields(asked, found["fields"]))
    return True


def _fields(asked: UnspacedQuestion, text: str) -> list[str]:
    return list(dict.fromkeys(asked.words.fields[name] for name in re.findall(any_of(asked.words.fields), text)))


def _read_presence(asked: UnspacedQuestion, subject: str, match: re.Match[str]) -> bool:
    op = Comparison.EMPTY if subject == "lacking" else Comparison.NOT_EMPTY
    fields = _fields(asked, match["fields"])
    has_or = any(word in match["fields"] for word in asked.words.words["alternatives"])
    if has_or and subject == "lacking":
        # "Without phone or email" can mean that both lack or that one does.
        return False
    filters = [Filter(one, op) for one in fields]
    if has_or:
        asked.add(match, *filters)
    else:
        for one in filters:
            asked.add(match, one)
    return True


def _read_number(asked: UnspacedQuestion, subject: str, match: re.Match[str]) -> bool:
    read = [amount_of(match[name], asked.words.factors) for name in ("number", "other") if name in match.groupdict()]
    if any(not number for number, _ in read):
        return False
    low, *high = [times(number, factor) for number, factor in read]
    key = asked.words.fields[match["field"]]
    asked.add(match, condition_of(key, "equals" if subject == "number_is" else subject, low, *high))
    return True


def _read_date(asked: UnspacedQuestion, subject: str, match: re.Match[str]) -> bool:
    found = match.groupdict()
    own = found.get("field")
    key = asked.words.fields[own] if own else ""
    span, yearless = _span(asked, found["day"])
    if subject == "date_between":
        last, yearless = _span(asked, found["other"])
        span = span.to(last) if span and last else None
    if span is None or (own and yearless):
        return False
    relation = _RELATIONS.get(subject, Relation.IN)
    asked.add(match, span.condition(key or "createdAt", relation))
    return True


def _span(asked: UnspacedQuestion, text: str) -> tuple[Span | None, bool]:
    """The days that a text names, and whether their year was left out."""
    words, today = asked.words.words, asked.today
    for subject, of in NAMED_SPANS.items():
        if text in words[subject]:
            return of(today), False
    for subject, counted in (("last_n", last_span), ("next_n", next_span)):
        for unit in Unit:
            match = re.fullmatch(f"{asked.words.any(subject)}(\\d+){asked.words.any(unit.value)}", text)
            if match:
                return counted(today, int(match[1]), unit), False
    match = _DATE.fullmatch(text)
    if match is None:
        return None, False
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            made = date(year or today.year, month, day)
            return day_span(made if year or made <= today else made.replace(year=made.year - 1)), not year
        if month:
            return (month_span(year, month) if year else latest_month(today, month)), not year
        return year_span(year), False
    except ValueError:
        return None, False


def _read_values(asked: UnspacedQuestion, subject: str, match: re.Match[str]) -> bool:
    """A comparison with one value, or alternatives: company, name, tag, owner, any field."""
    values = [asked.restored(value) for value in asked.words.split(match["value"], "alternatives")]
    if any(not value or asked.says_more(value) for value in values):
        return False
    if subject == "somewhere":
        if len(values) > 1:
            return False
        asked.texts.append(values[0])
        return True
    negated = subject in ("is_not", "contains_not", "not_at")
    key = {"at": "company", "not_at": "company", "named": "name", "tagged": "tags", "owned": "owner"}.get(
        subject, ""
    ) or asked.words.fields[match["field"]]
    op = {
        "is": Comparison.EQUALS,
        "is_not": Comparison.EQUALS,
        "tagged": Comparison.EQUALS,
        "starts_with": Comparison.STARTS_WITH,
    }.get(subject, Comparison.CONTAINS)
    op = Comparison.CONTAINS if key == "name" else op
    asked.add(match, one_of([Filter(key, op, (value,)) for value in values]), negated=negated)
    return True
