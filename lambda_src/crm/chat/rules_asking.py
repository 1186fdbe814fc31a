"""Rules that read what a question wants: a count, leads, groups, a share, an order.

Each rule returns the number of words that it took at its place.
"""

from __future__ import annotations

from crm.chat.interpretation import Intent, NotUnderstood, Partly
from crm.chat.reading import Reading
from crm.own_fields.definition import FieldType
from crm.query.conditions import Comparison, Filter
from crm.query.lead_query import MAX_GROUP_FIELDS, Sort

NO_COMPUTING = "I can count leads, group them and say their share, but not calculate with values."
TWO_GROUPS = "I can group by two fields at most."
_SORT_OR_GROUP = "Please say “grouped by” or “sorted by”."


def count(r: Reading, place: int) -> int:
    """ "how many leads", "how many different titles"."""
    length = r.match(place, r.words.count)
    if not length or (r.match(place, r.words.total) and r.intent):
        return 0
    field, more = r.field(place + length, bare=True)
    if r.type_of(field) is FieldType.NUMBER and not r.match(place + length, r.words.different):
        raise NotUnderstood(NO_COMPUTING, Partly(unclear=(r.text(place, place + length + more),)))
    r.intent = r.intent or Intent.COUNT
    if field and not (field == "name" and r.match(place, r.words.count_or_name)):
        r.distinct = field
        if not r.compared(field, place + length + more):
            length += more
    return length


def share(r: Reading, place: int) -> int:
    """ "what percentage of"."""
    length = r.match(place, r.words.share)
    if length:
        r.intent, r.in_share = Intent.SHARE, True
    return length


def divide(r: Reading, place: int) -> int:
    """Of a share, the verb between the whole and its part: "of the leads at Acme | have a phone"."""
    length = r.match(place, r.words.predicates)
    if r.intent is not Intent.SHARE or r.divider is not None or not length or not r.noun:
        return 0
    if r.match(place - 1, r.words.clause_starts):
        return 0
    r.divider = len(r.clauses)
    field, more = r.field(place + length)
    behind = place + length + more
    if not field or r.match(place, r.words.lacking) or r.compared(field, behind) or not r.is_end(behind):
        return 0
    return fields_with(r, Comparison.NOT_EMPTY, field, place, length + more)


def fields_with(r: Reading, op: Comparison, field: str, place: int, length: int) -> int:
    """ "with phone and email": the same for every field that follows after an "and", or an "or".

    "without phone or email" lacks both, as "with phone or email" has one of the two.
    """
    found, joints = [field], set[bool]()
    while joint := r.match(place + length, r.words.conjunctions, r.words.alternatives):
        after_or = r.match(place + length, r.words.alternatives) > 0
        again = r.match(place + length + joint, r.words.lacking if op is Comparison.EMPTY else r.words.having)
        field, more = r.field(place + length + joint + again)
        behind = place + length + joint + again + more
        if not field or again > 0 or r.compared(field, behind) or r.amount(behind)[0]:
            break
        joints.add(after_or)
        found.append(field)
        length += joint + again + more
    if len(joints) > 1:
        raise NotUnderstood("", r.partly(r.text(place, place + length)))
    from_or = joints == {True} and op is Comparison.NOT_EMPTY
    filters = [Filter(one, op) for one in found]
    if from_or:
        r.add(*filters, end=place + length)
    elif r.is_negated and len(filters) > 1:
        raise NotUnderstood("", r.partly(r.text(place, place + length)))
    else:
        for one in filters:
            r.add(one, end=place + length)
    return length


def order(r: Reading, place: int) -> int:
    length = r.match(place, r.words.sort_by)
    field, more = r.field(place + length) if length else ("", 0)
    if field:
        length += more
        down = r.match(place + length, r.words.descending)
        up = r.match(place + length, r.words.ascending)
        r.sort = Sort(field, bool(down))
        return length + (down or up)
    length = r.match(place, r.words.recently_changed)
    if length:
        r.sort = Sort("updatedAt", True)
    return length


def most(r: Reading, place: int) -> int:
    """ "top 5 titles", "which company has the most leads"."""
    number = r.number(place)
    first = 0 if number is None else 1
    length = r.match(place + first, r.words.most_frequent)
    if not length:
        length = r.match(place, r.words.have_most)
        r.most = r.most or bool(length)
        return length
    length += first
    later = r.number(place + length)
    if later is not None:
        number, length = later, length + 1
    if r.match(place + length, r.words.people):
        r.top_leads = True
    elif r.field(place + length, bare=True)[0]:
        r.most = True
    else:
        return 0
    r.limit = number or r.limit
    return length


def age(r: Reading, place: int) -> int:
    """ "the newest 5 leads"."""
    number = r.number(place)
    first = 0 if number is None else 1
    newest = r.match(place + first, r.words.newest)
    length = newest or r.match(place + first, r.words.oldest)
    field, more = r.field(place + first)
    if not length or (field and more > length):
        return 0
    later = r.number(place + first + length)
    before_people = r.match(place + first + length, r.words.people)
    if r.match(place + first, r.words.first_or_last) and later is None and not before_people:
        return 0
    r.sort = Sort("createdAt", bool(newest))
    r.limit = later or number or r.limit
    if later is None and number is None and r.match(place + first + length, r.words.one_person):
        r.limit = 1
    return first + length + (later is not None)


def grouping(r: Reading, place: int) -> int:
    """ "by company", "by company and status", "per company and per status"."""
    length = r.match(place, r.words.group_by)
    field, more = r.field(place + length) if length else ("", 0)
    if not field:
        return 0
    ambiguous = r.type_of(field) is FieldType.NUMBER and length == 1 and not r.top_leads
    if ambiguous and not r.match(place - 1, r.words.group_first):
        raise NotUnderstood(_SORT_OR_GROUP, r.partly(r.text(place, place + length + more)))
    length += more
    found = [field]
    while True:
        joint = r.match(place + length, r.words.conjunctions)
        again = r.match(place + length + joint, r.words.group_by)
        field, more = r.field(place + length + joint + again)
        if not field or r.compared(field, place + length + joint + again + more):
            break
        found.append(field)
        length += joint + again + more
    r.group_by = tuple(dict.fromkeys((*r.group_by, *found)))
    if len(r.group_by) > MAX_GROUP_FIELDS:
        raise NotUnderstood(TWO_GROUPS, r.partly(r.text(place, place + length)))
    return length


def verb(r: Reading, place: int) -> int:
    length = r.match(place, r.words.list)
    if length:
        r.intent = r.intent or Intent.LIST
        r.searches = r.searches or r.match(place, r.words.search) > 0
        return length
    length = r.match(place, r.words.ask)
    if length:
        r.asked = True
    return length or (r.match(place, r.words.group_first) if place == 0 else 0)


def people(r: Reading, place: int) -> int:
    number = r.number(place)
    first = 0 if number is None else 1
    length = r.match(place + first, r.words.people)
    if not length:
        return 0
    r.noun = True
    r.limit = number if number and r.tokens[place].key.isdecimal() else r.limit
    return first + length


def beginning(r: Reading, place: int) -> int:
    """ "only …", "and …": the beginning of a question that goes on from the one before."""
    if place:
        return 0
    restricts = r.match(place, r.words.restricting)
    begins = 0 if restricts else r.match(place, r.words.beginning)
    r.restricts, r.begins = restricts > 0, begins > 0
    return restricts or begins


def referring(r: Reading, place: int) -> int:
    """ "those": the leads of the question before."""
    length = r.match(place, r.words.referring)
    # "all but those at Acme" means others than before.
    r.refers = r.refers or (length > 0 and not r.is_negated)
    return length


def refuse(r: Reading, place: int) -> int:
    """What no query can say: averages, orders of goodness such as "best", ends of values."""
    length = r.match(place, r.words.computed)
    if length:
        raise NotUnderstood(NO_COMPUTING, r.partly(r.text(place, place + length)))
    length = r.match(place, r.words.unanswerable)
    if length:
        raise NotUnderstood("", r.partly(r.text(place, place + length)))
    return 0


def filler(r: Reading, place: int) -> int:
    r.says_all = r.says_all or r.match(place, r.words.every_one) > 0
    return r.match(place, r.words.fillers)
