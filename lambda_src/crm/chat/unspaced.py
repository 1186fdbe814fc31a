"""Reads questions in languages without blanks between words, by patterns that are data.

Each pattern takes its characters out of the question. What is left must be words that say nothing: otherwise the
question is asked back.
"""

from __future__ import annotations

import re
from datetime import date

from crm.chat.clauses import Clause, joined
from crm.chat.follow_ups import GoingOn, going_on_from
from crm.chat.interpretation import MAX_ROWS, Intent, Interpretation, NotUnderstood
from crm.chat.language_files import WITHOUT_BLANKS
from crm.chat.rules_asking import NO_COMPUTING, TWO_GROUPS
from crm.chat.unspaced_patterns import FIRST_QUOTED, PATTERNS, patterns_of
from crm.chat.unspaced_question import UnspacedQuestion
from crm.chat.unspaced_rules import apply_pattern
from crm.own_fields.definition import OwnFields
from crm.query.conditions import EVERY_LEAD, Condition, Filter
from crm.query.lead_query import MAX_GROUP_FIELDS, LeadQuery, Sort

_QUOTED = re.compile('[“"「『]([^”"」』]{1,100})[”"」』]')
_BETWEEN_SCRIPTS = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff])\s+(?=[!-~])|(?<=[!-~])\s+(?=[\u3040-\u30ff\u3400-\u9fff])"
)
"""Blanks that many people write between Chinese and Latin letters."""
_BARE_SIGNS = 8
"""Up to this many characters, without any pattern, are a search, as in the box above the table."""
_KANA = re.compile("[\u3040-\u30ff]")


def read_unspaced(
    question: str, today: date, own_fields: OwnFields = (), previous: Interpretation | None = None
) -> Interpretation:
    """The query that a question in such a language asks for.

    Args:
        question, today, own_fields, previous: as `crm.chat.grammar.read_question` takes them.

    Raises:
        NotUnderstood: if part of it was not understood.
        QueryError: if it has more conditions than one search can hold.
    """
    language = WITHOUT_BLANKS[1] if _KANA.search(question) else WITHOUT_BLANKS[0]
    words = patterns_of(language, own_fields)
    asked = UnspacedQuestion(_BETWEEN_SCRIPTS.sub("", question).strip("？?。！! "), today, words)
    _take_quoted(asked)
    goes_on = (_take_aside(asked, subject) for subject in ("referring", "restricting", "beginning"))
    refers, restricts, begins = (match is not None for match in goes_on)
    computed = words.words["computed"]
    if any(word in asked.text for word in computed):
        raise NotUnderstood(NO_COMPUTING)
    shows = _take_aside(asked, "list") is not None
    for subject in PATTERNS:
        for pattern in words.patterns[subject]:
            apply_pattern(asked, subject, pattern)
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


def _take_quoted(asked: UnspacedQuestion) -> None:
    while match := _QUOTED.search(asked.text):
        sign = chr(FIRST_QUOTED + len(asked.quoted))
        asked.quoted.append(match[1])
        asked.text = asked.text[: match.start()] + sign + asked.text[match.end() :]


def _take_aside(asked: UnspacedQuestion, subject: str) -> re.Match[str] | None:
    match = asked.words.aside[subject].search(asked.text)
    if match:
        asked.take(match)
    return match


def _sort_out_left(asked: UnspacedQuestion, *, shows: bool, known: bool) -> None:
    """What no pattern took: nothing, a text to search for, or something to ask back."""
    if asked.words.nothing.fullmatch(asked.text):
        return
    understood = asked.clauses or asked.texts or asked.group_by or asked.intent or asked.sort or known
    left = asked.left()
    text = asked.restored(left[0]) if len(left) == 1 else ""
    asks = any(word in text for word in asked.words.words["ask"])
    is_name = bool(text) and not asks and not asked.says_more(text)
    if not understood and is_name and (shows or len(text) <= _BARE_SIGNS):
        asked.texts.append(text)
        return
    raise asked.unclear()


def _understood(asked: UnspacedQuestion, intent: Intent | None) -> Interpretation:
    ordered = [clause for _, clause in sorted(asked.clauses, key=lambda one: one[0])]
    if asked.changed:
        ordered = [_changed(clause, negated=asked.unchanged) for clause in ordered]
        if not any(_days(clause) for clause in ordered):
            raise NotUnderstood("Changed when?")
    group_by = tuple(dict.fromkeys(asked.group_by))
    if len(group_by) > MAX_GROUP_FIELDS:
        raise NotUnderstood(TWO_GROUPS)
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
