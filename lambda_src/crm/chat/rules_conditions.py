"""Rules that read what a question asks of a lead: fields and their values, names, companies, places, days.

Each rule returns the number of words that it took at its place.
"""

from __future__ import annotations

import re

from crm.chat.interpretation import NotUnderstood
from crm.chat.reading import Reading
from crm.chat.rules_asking import fields_with
from crm.chat.rules_numbers import number_behind
from crm.fields import BY_HEADER
from crm.query.comparing import BY_VALUE
from crm.query.conditions import Comparison, Filter

_BARE_VALUES = ("company", "title", "status", "tags", *BY_HEADER)
"""Built-in fields behind which a word with a capital letter is a value: "company Acme"."""
_FILE = re.compile(r"\.(?:csv|tsv|txt|xls\w?|ods)$", re.IGNORECASE)


def lacking(r: Reading, place: int) -> int:
    length = r.match(place, r.words.lacking)
    field, more = r.field(place + length) if length else ("", 0)
    if not field:
        return 0
    return fields_with(r, Comparison.EMPTY, field, place, length + more)


def condition(r: Reading, place: int) -> int:
    """ "with phone", "whose title is CEO", "revenue over 100", "with a renewal date before 2026-06-30"."""
    with_ = r.match(place, r.words.having)
    bare = not with_ or r.match(place, r.words.conjunctions) > 0
    field, more = r.field(place + with_, bare=bare)
    if not field:
        return _inside(r, place, with_) if with_ else 0
    after = place + with_ + more
    if r.type_of(field) in BY_VALUE:
        taken = _by_value(r, field, after)
        if taken:
            return with_ + more + taken
    compared = r.compared(field, after, holds=bool(with_))
    if compared:
        op, value, taken, negated = compared
        r.add_filter(field, op, value, end=after + taken, negated=negated)
        return with_ + more + taken
    if bare:
        return _bare(r, field, place, with_ + more)
    value, taken = ("", 0) if r.is_end(after) else r.value(after)
    names_value = r.holding(field) is Comparison.EQUALS and r.match(after, r.words.anywhere, r.words.at)
    if names_value or (value and r.match(place, r.words.whose) == with_):
        # "with status in progress", "whose status changed": no comparison says what the words are.
        raise NotUnderstood("", r.partly(r.text(place, after + max(taken, 1))))
    if value and not r.match(after, r.words.people):
        r.add_filter(field, r.holding(field), value, end=after + taken)
        return with_ + more + taken
    return fields_with(r, Comparison.NOT_EMPTY, field, place, with_ + more)


def _by_value(r: Reading, field: str, after: int) -> int:
    """The comparison of a number or date behind its own field, and "is" or "of" before it."""
    joint = r.skip(after, r.words.equals, r.words.of)
    number = number_behind(r, field, after + joint)
    if number:
        return joint + number
    found, taken = r.dated(field, after + joint) if r.takes_days(field) else (None, 0)
    if found is None:
        return 0
    r.add(found, end=after + joint + taken)
    return joint + taken


def _bare(r: Reading, field: str, place: int, length: int) -> int:
    """A field without a comparison: "company Acme" implies one, "companies" does not."""
    after = place + length
    if _takes_value(r, field, after):
        value, taken = r.value(after)
        if value:
            r.add_filter(field, r.holding(field), value, end=after + taken)
            return length + taken
    if r.named_field and r.named_field != field:
        raise NotUnderstood("", r.partly(r.text(place, after)))
    r.named_field = field
    return length


def _takes_value(r: Reading, field: str, after: int) -> bool:
    following = r.tokens[after] if after < len(r.tokens) else None
    takes_value = field in _BARE_VALUES or r.is_own(field)
    return following is not None and takes_value and (not following.key or not following.raw[0].islower())


def _inside(r: Reading, place: int, with_: int) -> int:
    """ "with gmail in their email": the value first, then the field."""
    for end in range(place + with_ + 1, min(place + with_ + 6, len(r.tokens))):
        joined = r.match(end, r.words.in_field)
        field, more = r.field(end + joined) if joined else ("", 0)
        if field:
            quoted = end == place + with_ + 1 and not r.tokens[end - 1].key
            value = r.tokens[end - 1].raw if quoted else r.text(place + with_, end)
            length = end - place + joined + more
            r.add_filter(field, Comparison.CONTAINS, value, end=place + length)
            return length
    return 0


def marked(r: Reading, place: int) -> int:
    """A value behind a word that says what it is: a file, a name, a tag, an owner, a company."""
    words = r.words
    for phrases, field, op in (
        (words.from_file, "sourceFile", Comparison.CONTAINS),
        (words.named, "name", Comparison.CONTAINS),
        (words.tagged, "tags", Comparison.EQUALS),
        (words.owned, "owner", Comparison.CONTAINS),
    ):
        length = r.match(place, phrases)
        value, taken = r.value(place + length, may_list=field == "tags") if length else ("", 0)
        if value:
            r.add_filter(field, op, value, end=place + length + taken)
            return length + taken
    return 0


def at(r: Reading, place: int) -> int:
    length = r.match(place, r.words.at)
    if not length or r.match(place, r.words.not_at):
        return 0
    value, taken = r.value(place + length)
    if not value:
        return 0
    r.add_filter("company", Comparison.CONTAINS, value, end=place + length + taken)
    return length + taken


def day(r: Reading, place: int) -> int:
    """ "added last week", "not updated since January"; the verb may follow: "letzte Woche geändert"."""
    words = r.words
    changed, added = r.match(place, words.changed), r.match(place, words.added)
    if changed or added:
        r.day_field = "updatedAt" if changed >= added else "createdAt"
        return max(changed, added)
    found, taken = r.dated("createdAt", place, bare=bool(r.day_field))
    if found is None:
        return 0
    field = r.day_field
    if not field:
        field, taken = _verb_behind(r, place, taken)
    r.day_field = ""
    r.add(Filter(field, found.op, found.values), end=place + taken)
    return taken


def _verb_behind(r: Reading, place: int, taken: int) -> tuple[str, int]:
    """The date that the verb behind days tells, and the words up to it: "seit März | nicht geändert"."""
    words = r.words
    behind = place + taken + r.skip(place + taken, words.fillers)
    negated = r.match(behind, words.negations)
    verb = r.match(behind + negated, words.changed)
    if not verb:
        return "createdAt", taken
    if negated:
        r.negate(behind)
    return "updatedAt", behind + negated + verb - place


def anywhere(r: Reading, place: int) -> int:
    """ "in Berlin": a text that may stand in any field."""
    words = r.words
    goes_on = r.noun or r.named_field or r.goes_on
    of = r.match(place, words.of) if goes_on else 0
    length = max(r.match(place, words.anywhere), of)
    after = place + length
    if r.is_day(after + r.skip(after, words.articles)):
        return length
    if not length or r.match(after + r.skip(after, words.fillers), words.people) or r.all_filler(after):
        return 0
    field, more = r.field(after)
    if field and (r.is_own(field) or field in _BARE_VALUES) and _takes_value(r, field, after + more):
        # "in city Rome", "in status New": the condition follows.
        return length
    if field and more and not r.is_end(after + more) and (r.is_own(field) or field in _BARE_VALUES):
        value, taken = r.value(after + more)
        r.add_filter(field, r.holding(field), value, end=after + more + taken)
        return length + more + taken
    inside = 0 if r.match(place, words.places) else _inside(r, place, length)
    if inside:
        return inside
    before_field = _before_field(r, after)
    if before_field:
        return length + before_field
    value, taken = r.value(after, may_list=False)
    if not value or r.has_reference(after, after + taken):
        return 0
    end = after + taken
    if _FILE.search(value):
        r.add_filter("sourceFile", Comparison.CONTAINS, value, end=end)
    elif r.place_fields and r.match(place, words.located) and (r.takes_place or r.match(end, words.alternatives)):
        r.add(*(Filter(field, Comparison.CONTAINS, (value,)) for field in r.place_fields), end=end)
    else:
        r.add_text(value, end)
    return length + taken


def _before_field(r: Reading, place: int) -> int:
    """ "in the retail | industry": a value before the own field that it is of."""
    start = place + r.skip(place, r.words.articles)
    for end in range(start + 1, min(start + 5, len(r.tokens))):
        field, more = r.field(end)
        if r.is_own(field) and more == r.field(end, bare=True)[1] and not r.match(end, r.words.articles):
            r.add_filter(field, r.holding(field), r.text(start, end), end=end + more)
            return end + more - place
        if r.is_end(end):
            break
    return 0


def address(r: Reading, place: int) -> int:
    with_ = r.match(place, r.words.having)
    raw = r.tokens[place + with_].raw if place + with_ < len(r.tokens) else ""
    if "@" not in raw.strip("@") and not (raw.startswith("@") and len(raw) > 1):
        return 0
    behind = r.match(place + with_ + 1, r.words.address_nouns)
    r.add_filter("email", Comparison.CONTAINS, raw, end=place + with_ + 1 + behind)
    return with_ + 1 + behind
