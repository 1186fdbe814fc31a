"""Questions that go on from the one before: "only those in Berlin", "and without email?", "group them by status"."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from crm.chat.clauses import parts_of
from crm.chat.interpretation import Intent, Interpretation, NotUnderstood, Partly
from crm.query.conditions import EVERY_LEAD, Comparison, Condition, Filter, all_of
from crm.query.lead_query import Sort

NO_PREVIOUS = "This goes on from another question, and there is none. Please ask all of it."
_WHOLE = "Do you mean all leads, or those of the question before? Please ask all of it, or say “of those”."
_SAME_FIELD = "The question before asked for another value of the same field. Please ask all of it."
_SHOWN = (Intent.COUNT, Intent.LIST)
_ONE_VALUE = (Comparison.CONTAINS, Comparison.EQUALS, Comparison.STARTS_WITH, Comparison.IN)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingOn:
    """How a question goes on from the one before.

    Args:
        refers: whether a word stands for the leads of the question before: "those".
        restricts: whether it begins with a word such as "only".
        begins: whether it begins with a word such as "and".
        is_fragment: whether it names neither leads nor a field.
        intent: what it asks for explicitly; None if it only names conditions.
        says_all: whether it says "all".
        sort, limit: the order and the number of leads that it asks for; None if it asks for none.
    """

    refers: bool
    restricts: bool
    begins: bool
    is_fragment: bool
    intent: Intent | None
    says_all: bool = False
    sort: Sort | None = None
    limit: int | None = None


def going_on_from(previous: Interpretation | None, how: GoingOn, understood: Interpretation) -> Interpretation:
    """The question as a whole: what it says itself, and what it takes from the one before.

    Args:
        previous: None where there is none.
        understood: the question by itself.

    Raises:
        NotUnderstood: if it is not clear whether or how it goes on.
    """
    goes_on = how.refers or how.restricts or how.begins
    if previous is None:
        if how.refers or (goes_on and how.is_fragment and not how.intent):
            raise NotUnderstood(NO_PREVIOUS, _part(understood))
        return understood
    query = understood.query
    is_bare = query.where == EVERY_LEAD and not query.text and understood.intent in (*_SHOWN, Intent.GROUP)
    only_shows = how.is_fragment and is_bare and bool(how.intent or query.group_by or how.sort)
    if not goes_on and not only_shows:
        return understood
    if only_shows and how.says_all and not goes_on:
        raise NotUnderstood(_WHOLE, _part(understood))
    if how.begins and not how.refers and not how.restricts and not how.is_fragment:
        raise NotUnderstood(_WHOLE, _part(understood))
    explicit = Intent.GROUP if query.group_by and understood.intent is Intent.GROUP else how.intent
    return combined(previous, understood, explicit, sort=how.sort, limit=how.limit)


def combined(
    previous: Interpretation,
    added: Interpretation,
    intent: Intent | None,
    *,
    sort: Sort | None,
    limit: int | None,
) -> Interpretation:
    """The leads of one question, narrowed and shown as the next one says.

    Args:
        added: the question that goes on.
        intent: what it asks for explicitly; None to answer as before.
        sort, limit: what it says of the order and the number of leads; None to keep them.

    Raises:
        NotUnderstood: if both name values of the same field, or more of a share is asked for.
        QueryError: if there are more conditions than one search can hold.
    """
    before, after = previous.query, added.query
    if intent is None and previous.intent is Intent.SHARE:
        raise NotUnderstood(_WHOLE, _part(added))
    if _valued(before.where) & _valued(after.where):
        raise NotUnderstood(_SAME_FIELD, _part(added))
    conditions = [one for one in (before.where, after.where) if one != EVERY_LEAD]
    intent = intent or previous.intent
    if intent is Intent.SHARE:
        part = added.part
    else:
        part = None
        conditions.extend([previous.part] if previous.part is not None else [])
    grouped = after.group_by or before.group_by
    group_by = grouped if intent in (Intent.GROUP, Intent.DISTINCT) else ()
    rows = after.page_size if limit or previous.intent is not intent else before.page_size
    query = dataclasses.replace(
        before,
        text=" ".join(filter(None, (before.text, after.text))),
        where=all_of(dict.fromkeys(part for one in conditions for part in parts_of(one))),
        sort=sort or before.sort,
        group_by=group_by,
        page_size=rows,
    )
    return Interpretation(intent, query, part)


def _valued(condition: Condition) -> set[str]:
    """The fields of which a condition says a value."""
    return {one.field for one in parts_of(condition) if isinstance(one, Filter) and one.op in _ONE_VALUE}


def _part(understood: Interpretation) -> Partly:
    where = understood.query.where
    return Partly(where if where != EVERY_LEAD else None)
