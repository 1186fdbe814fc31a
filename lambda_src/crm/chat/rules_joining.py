"""Rules that read "or" and "not".

Each rule returns the number of words that it took at its place.
"""

from __future__ import annotations

from crm.chat.interpretation import NotUnderstood
from crm.chat.jobs import job_of
from crm.chat.reading import Reading
from crm.chat.rules_numbers import Compared, compared_number, condition_of
from crm.own_fields.definition import FieldType
from crm.query.conditions import Comparison, Filter, filters_in
from crm.query.query_fields import DATES

_NAMES_OF_WHAT = "I do not know what the words behind “{0}” belong to. Please name the field again."


def negation(r: Reading, place: int) -> int:
    """ "not", "except": the next condition must not hold."""
    length = r.match(place, r.words.negations)
    if not length:
        return 0
    r.negate(place)
    after = place + length + r.skip(place + length, r.words.articles)
    job = job_of(r.tokens[after : after + 1]) if r.key(after) and r.is_end(after + 1) else None
    if job and not r.field(after, bare=True)[0]:
        r.add(Filter("title", Comparison.CONTAINS, (job,)), end=after + 1)
        return after + 1 - place
    return length


def alternative(r: Reading, place: int) -> int:
    """ "or": another value of the last condition, or another condition."""
    length = r.match(place, r.words.alternatives)
    if not length:
        return 0
    if r.last_end != place or not (r.clauses or r.texts):
        raise NotUnderstood("", r.partly(r.text(place, len(r.tokens))))
    after = place + length
    before = r.clauses[-1].single if r.clauses else None
    found, taken = r.dated(before.field, after) if before and before.field in DATES else (None, 0)
    number = compared_number(r, after)
    if number and (number[4] or r.type_of(before.field if before else None) is FieldType.NUMBER):
        return length + _other_number(r, place, number)
    if found:
        r.clauses[-1].parts.append(found)
        r.last_end = after + taken
        return length + taken
    if _begins_condition(r, after):
        if not r.clauses:
            raise NotUnderstood("", r.partly(r.text(place, len(r.tokens))))
        r.alternative(place)
        return length
    value, taken = r.value(after)
    last = r.clauses[-1].parts if r.clauses else []
    model = [part for part in last if isinstance(part, Filter) and part.op.takes_value and not part.op.takes_several]
    is_job = bool(taken) and job_of(r.tokens[after : after + taken]) is not None and r.tokens[after].key != ""
    if not value or len(model) != len(last) or not model or (is_job and model[-1].field != "title"):
        raise NotUnderstood(_NAMES_OF_WHAT, r.partly(r.text(place, len(r.tokens))), r.tokens[place].raw)
    _split_commas(r)
    for field in dict.fromkeys(part.field for part in model):
        r.clauses[-1].parts.append(Filter(field, model[-1].op, (value,)))
    r.last_end = after + taken
    return length + taken


def _other_number(r: Reading, place: int, number: Compared) -> int:
    """ "less than 10 employees or | more than 500": another comparison of the last number; 0 for one with its field."""
    op, low, high, taken, _ = number
    after = place + r.match(place, r.words.alternatives) + taken
    last = r.clauses[-1].parts if r.clauses else []
    fields = {one.field for part in last for one in filters_in(part)}
    if r.field(after)[0] and not r.is_end(after):
        r.alternative(place)
        return 0
    if len(fields) != 1 or r.type_of(field := fields.pop()) is not FieldType.NUMBER:
        raise NotUnderstood("", r.partly(r.text(place, after)))
    r.clauses[-1].parts.append(condition_of(field, op, low, high))
    behind = r.field(after)
    r.last_end = after + (behind[1] if behind[0] == field else 0)
    return r.last_end - place - r.match(place, r.words.alternatives)


def _begins_condition(r: Reading, place: int) -> bool:
    """Whether a whole condition follows, not only another value."""
    words = r.words
    if r.match(place, words.negations) or r.match(place, words.having) or r.match(place, words.lacking):
        return True
    starts = (words.at, words.named, words.tagged, words.owned, words.anywhere, words.changed, words.added)
    return bool(r.match(place, *starts)) or bool(r.field(place, bare=True)[0]) or r.is_day(place)


def _split_commas(r: Reading) -> None:
    """ "at Acme, Globex or Initech": what stands between commas are values of their own, but for "Acme, Inc."."""
    parts: list[Filter] = []
    for part in r.clauses[-1].parts:
        if isinstance(part, Filter):
            parts.extend(Filter(part.field, part.op, (name,)) for name in r.names_in(part.value))
    r.clauses[-1].parts[:] = parts
