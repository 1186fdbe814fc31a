"""Reads questions in languages without blanks between words, by patterns that are data.

Each pattern takes its characters out of the question. What is left must be words that say nothing: otherwise the
question is asked back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from crm.chat.amounts import amount_of, times
from crm.chat.clauses import Clause, joined, one_of
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
from crm.chat.follow_ups import GoingOn, going_on_from
from crm.chat.interpretation import MAX_ROWS, Intent, Interpretation, NotUnderstood, Partly
from crm.chat.language_files import WITHOUT_BLANKS, any_of
from crm.chat.rules_numbers import condition_of
from crm.chat.unspaced_patterns import FIRST_QUOTED, PATTERNS, TAKEN, Patterns, patterns_of
from crm.own_fields.definition import FieldType, OwnFields
from crm.query.conditions import EVERY_LEAD, Comparison, Condition, Filter
from crm.query.lead_query import MAX_GROUP_FIELDS, LeadQuery, Sort

_QUOTED = re.compile('[“"「『]([^”"」』]{1,100})[”"」』]')
_BETWEEN_SCRIPTS = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff])\s+(?=[!-~])|(?<=[!-~])\s+(?=[\u3040-\u30ff\u3400-\u9fff])"
)
"""Blanks that many people write between Chinese and Latin letters."""
_DATE = re.compile(r"(?:(\d{4})[年-]?)?(?:(\d{1,2})(?:月|-|$))?(?:(\d{1,2})[日号]?)?")
_KANA = re.compile("[\u3040-\u30ff]")
_NO_COMPUTING = "I can count leads, group them and say their share, but not calculate with values."
_WHOLE_FIELDS = ("status", "tags")
_WHOLE_TYPES = (FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO, FieldType.NUMBER)
_RELATIONS = {
    "date_since": Relation.SINCE,
    "date_until": Relation.UNTIL,
    "date_before": Relation.BEFORE,
    "date_after": Relation.AFTER,
    "date_in": Relation.IN,
}
_NUMBERS = {"between", "at_least", "at_most", "more", "less", "number_is"}


@dataclass(slots=True)
class _Question:
    """One question while it is read.

    Args:
        text: with `TAKEN` for what was understood.
        quoted: the texts that stand in quotes.
        clauses: each with the place where it began.
    """

    text: str
    today: date
    words: Patterns
    quoted: list[str] = field(default_factory=list)
    clauses: list[tuple[int, Clause]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    group_by: list[str] = field(default_factory=list)
    intent: Intent | None = None
    sort: Sort | None = None
    limit: int | None = None
    changed: bool = False
    unchanged: bool = False
    divider: int | None = None

    def take(self, match: re.Match[str]) -> None:
        self.text = self.text[: match.start()] + TAKEN * len(match[0]) + self.text[match.end() :]

    def add(self, match: re.Match[str], *conditions: Condition, negated: bool = False) -> None:
        self.clauses.append((match.start(), Clause(list(conditions), negated=negated)))

    def unclear(self) -> NotUnderstood:
        """What is left, to ask back."""
        left = [self.restored(part) for part in re.split(f"[{TAKEN}\\s]+", self.text)]
        nothing = self.words.nothing
        partly = [clause for _, clause in self.clauses]
        condition = joined(partly) if partly else None
        return NotUnderstood("", Partly(condition, tuple(part for part in left if not nothing.fullmatch(part))))

    def restored(self, text: str) -> str:
        """A text with the quoted texts that stand in it."""
        for number, quoted in enumerate(self.quoted):
            text = text.replace(chr(FIRST_QUOTED + number), quoted)
        return text.strip()


def read_unspaced(
    question: str, today: date, own_fields: OwnFields = (), previous: Interpretation | None = None
) -> Interpretation | None:
    """The query that a question in such a language asks for; None if it has no word of them.

    Args:
        question, today, own_fields, previous: as `crm.chat.grammar.read_question` takes them.

    Raises:
        NotUnderstood: if part of it was not understood.
        QueryError: if it has more conditions than one search can hold.
    """
    language = WITHOUT_BLANKS[1] if _KANA.search(question) else WITHOUT_BLANKS[0]
    words = patterns_of(language, own_fields)
    asked = _Question(_BETWEEN_SCRIPTS.sub("", question).strip("？?。！! "), today, words)
    _take_quoted(asked)
    goes_on = (_take_aside(asked, subject) for subject in ("referring", "restricting", "beginning"))
    refers, restricts, begins = (match is not None for match in goes_on)
    computed = words.words["computed"]
    if any(word in asked.text for word in computed):
        raise NotUnderstood(_NO_COMPUTING)
    shows = _take_aside(asked, "list") is not None
    for subject in PATTERNS:
        for pattern in words.patterns[subject]:
            _apply(asked, subject, pattern)
    noun = any(word in asked.text for word in words.words["people"])
    divider = _take_aside(asked, "share_divider") if asked.intent is Intent.SHARE else None
    asked.divider = divider.start() if divider else None
    _sort_out_left(asked, shows=shows, known=noun or refers or restricts)
    intent = asked.intent or (Intent.LIST if shows else None)
    understood = _understood(asked, intent)
    how = GoingOn(
        refers=refers,
        restricts=restricts,
        begins=begins,
        is_fragment=not noun,
        intent=intent,
        sort=asked.sort,
        limit=asked.limit,
    )
    return going_on_from(previous, how, understood)


def _take_quoted(asked: _Question) -> None:
    while match := _QUOTED.search(asked.text):
        sign = chr(FIRST_QUOTED + len(asked.quoted))
        asked.quoted.append(match[1])
        asked.text = asked.text[: match.start()] + sign + asked.text[match.end() :]


def _take_aside(asked: _Question, subject: str) -> re.Match[str] | None:
    match = asked.words.aside[subject].search(asked.text)
    if match:
        asked.take(match)
    return match


def _apply(asked: _Question, subject: str, pattern: re.Pattern[str]) -> None:
    """Takes all that a pattern finds, one after the other."""
    start = 0
    while match := pattern.search(asked.text, start):
        if match[0] and _read(asked, subject, match):
            asked.take(match)
            start = match.end()
        else:
            start = match.start() + 1


def _read(asked: _Question, subject: str, match: re.Match[str]) -> bool:
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


def _read_asking(asked: _Question, subject: str, found: dict[str, str]) -> bool:
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
            raise NotUnderstood(_NO_COMPUTING)
        asked.intent, asked.group_by = Intent.DISTINCT, [name[found["field"]]]
    elif subject == "group":
        asked.group_by.extend(_fields(asked, found["fields"]))
    return True


def _fields(asked: _Question, text: str) -> list[str]:
    return list(dict.fromkeys(asked.words.fields[name] for name in re.findall(any_of(asked.words.fields), text)))


def _read_presence(asked: _Question, subject: str, match: re.Match[str]) -> bool:
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


def _read_number(asked: _Question, subject: str, match: re.Match[str]) -> bool:
    read = [amount_of(match[name], asked.words.factors) for name in ("number", "other") if name in match.groupdict()]
    if any(not number for number, _ in read):
        return False
    low, *high = [times(number, factor) for number, factor in read]
    key = asked.words.fields[match["field"]]
    asked.add(match, condition_of(key, "equals" if subject == "number_is" else subject, low, *high))
    return True


def _read_date(asked: _Question, subject: str, match: re.Match[str]) -> bool:
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


def _span(asked: _Question, text: str) -> tuple[Span | None, bool]:
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


def _read_values(asked: _Question, subject: str, match: re.Match[str]) -> bool:
    """A comparison with one value, or alternatives: company, name, tag, owner, any field."""
    values = [asked.restored(value) for value in asked.words.split(match["value"], "alternatives")]
    if any(not value or _says_more(asked, value) for value in values):
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


def _says_more(asked: _Question, value: str) -> bool:
    """Whether a value has words of the grammar in it, so that more was said than a name."""
    if value in asked.quoted:
        return False
    words = (*asked.words.words["no_values"], *asked.words.words["conjunctions"], *asked.words.fields)
    return any(word in value for word in words)


def _sort_out_left(asked: _Question, *, shows: bool, known: bool) -> None:
    """What no pattern took: nothing, a text to search for, or something to ask back."""
    if asked.words.nothing.fullmatch(asked.text):
        return
    understood = asked.clauses or asked.texts or asked.group_by or asked.intent or asked.sort or known
    left = re.split(f"[{TAKEN}\\s]+", asked.text.strip(TAKEN))
    text = asked.restored(left[0]) if len(left) == 1 else ""
    if not understood and text and not _says_more(asked, text) and (shows or len(text) <= 8):
        asked.texts.append(text)
        return
    raise asked.unclear()


def _understood(asked: _Question, intent: Intent | None) -> Interpretation:
    ordered = [clause for _, clause in sorted(asked.clauses, key=lambda one: one[0])]
    if asked.changed:
        ordered = [_changed(clause, negated=asked.unchanged) for clause in ordered]
        if not any(_days(clause) for clause in ordered):
            raise NotUnderstood("Changed when?")
    group_by = tuple(dict.fromkeys(asked.group_by))
    if len(group_by) > MAX_GROUP_FIELDS:
        raise NotUnderstood("I can group by two fields at most.")
    part: Condition | None = None
    if group_by:
        intent = Intent.DISTINCT if intent is Intent.DISTINCT else Intent.GROUP
    elif intent is Intent.SHARE:
        before = [clause for start, clause in asked.clauses if asked.divider is not None and start < asked.divider]
        inside = [clause for clause in ordered if clause not in before]
        if not inside or (asked.divider is None and len(inside) > 1):
            raise NotUnderstood("I did not understand of which leads, or of what, you want the share.")
        ordered, part = before, joined(inside)
    intent = intent or Intent.LIST
    where = joined(ordered) if ordered else EVERY_LEAD
    rows = 0 if intent in (Intent.COUNT, Intent.SHARE) else min(max(asked.limit or MAX_ROWS, 1), MAX_ROWS)
    query = LeadQuery(
        text=" ".join(asked.texts), where=where, sort=asked.sort or Sort(), group_by=group_by, page_size=rows
    )
    return Interpretation(intent, query, part)


def _days(clause: Clause) -> bool:
    return any(isinstance(part, Filter) and part.field in ("createdAt", "updatedAt") for part in clause.parts)


def _changed(clause: Clause, *, negated: bool) -> Clause:
    """The clause with the day of change instead of that of creation."""
    if not _days(clause):
        return clause
    parts: list[Condition] = [
        Filter("updatedAt", part.op, part.values) if isinstance(part, Filter) and part.field == "createdAt" else part
        for part in clause.parts
    ]
    return Clause(parts, negated=clause.negated != negated)
