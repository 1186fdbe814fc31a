"""Puts answers into words and names the conditions, so that a person sees at once if a question was misread."""

from __future__ import annotations

from collections.abc import Sequence

from crm.chat.answer_words import FieldWords, answer_words
from crm.chat.interpretation import Intent, Interpretation
from crm.own_fields.definition import OwnFields
from crm.query.conditions import AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery
from crm.query.results import Count, Groups, Page, Result

_GROUPS_NAMED = 5


def answer_text(understood: Interpretation, result: Result, own_fields: OwnFields = ()) -> str:
    """The answer in one or two sentences."""
    looked_for = conditions(understood.query, own_fields)
    if isinstance(result, Groups):
        grouped = answer_words().of(understood.group_by or "", own_fields)
        return _groups_text(understood, result, looked_for, grouped)
    if isinstance(result, Count):
        return f"There {_are(result.total)} {_leads(result.total)}{looked_for}."
    return _page_text(understood.query, result, looked_for)


def conditions(query: LeadQuery, own_fields: OwnFields = ()) -> str:
    """The conditions, to follow "leads": " whose company contains “Acme” and without a phone"; "" for all leads."""
    where = query.where
    parts = [_condition(part, own_fields) for part in (where.parts if isinstance(where, AllOf) else (where,))]
    if query.text:
        parts.append(f"in which “{query.text}” occurs")
    return f" {' and '.join(parts)}" if parts else ""


def help_text(reason: str) -> str:
    """The answer to a question that was not understood."""
    first = reason or "I did not understand this as a question about your leads."
    return f"{first} You can ask, for example: {' · '.join(answer_words().examples)}"


def _condition(condition: Condition, own_fields: OwnFields) -> str:
    """One condition, in brackets where it would be read otherwise."""
    match condition:
        case Filter():
            return _filter(condition, own_fields)
        case Not(part):
            return f"except those {_condition(part, own_fields)}"
        case AllOf(parts):
            return _joined(parts, "and", own_fields)
        case AnyOf(parts):
            return _joined(parts, "or", own_fields)


def _joined(parts: Sequence[Condition], by: str, own_fields: OwnFields) -> str:
    said = f" {by} ".join(_condition(part, own_fields) for part in parts)
    return f"({said})" if len(parts) > 1 else said


def _filter(one: Filter, own_fields: OwnFields) -> str:
    words = answer_words()
    field = words.of(one.field, own_fields)
    if one.op is Comparison.EMPTY:
        return f"without {field.indefinite}"
    if one.op is Comparison.NOT_EMPTY:
        return f"with {field.indefinite}"
    between = " and " if one.op is Comparison.BETWEEN else ", "
    values = between.join(f"“{value}”" for value in one.values)
    return f"whose {field.one} {words.comparisons[one.op]} {values}"


def _page_text(query: LeadQuery, page: Page, looked_for: str) -> str:
    shown = len(page.leads)
    if not page.total:
        return f"There are no leads{looked_for}."
    if shown == page.total:
        return f"There {_are(page.total)} {_leads(page.total)}{looked_for}."
    order = query.sort.field
    newest = "newest" if query.sort.descending else "oldest"
    which = f"the {shown:,} {newest}" if order == "createdAt" else f"the first {shown:,}"
    return f"There are {_leads(page.total)}{looked_for}; these are {which}."


def _groups_text(understood: Interpretation, result: Groups, looked_for: str, grouped: FieldWords) -> str:
    one, many = grouped.one, grouped.many
    if not result.total:
        return f"There are no leads{looked_for}."
    if understood.intent is Intent.DISTINCT:
        return (
            f"There {_are(result.distinct)} {result.distinct:,} different "
            f"{one if result.distinct == 1 else many} among {_leads(result.total)}{looked_for}."
        )
    named = [(value, group.count) for group in result.groups for value in group.values if value is not None]
    lacking = sum(group.count for group in result.groups if group.values == (None,))
    text = f"{_leads(result.total)}{looked_for}, by {one}"
    if named:
        text += f": {_named(named)}"
        others = result.distinct - min(len(named), _GROUPS_NAMED)
        text += f" and {others:,} other {one if others == 1 else many}." if others else "."
    else:
        text += "."
    if lacking:
        text += f" {lacking:,} {'has' if lacking == 1 else 'have'} no {one}."
    return text


def _named(groups: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{value} ({count:,})" for value, count in groups[:_GROUPS_NAMED])


def _leads(count: int) -> str:
    return "no leads" if count == 0 else "1 lead" if count == 1 else f"{count:,} leads"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
