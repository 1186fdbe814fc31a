"""Puts answers into words and names the conditions, so that a person sees at once if a question was misread."""

from __future__ import annotations

from collections.abc import Sequence

from crm.chat.answer_words import FieldWords, answer_words
from crm.chat.clauses import parts_of
from crm.chat.interpretation import Intent, Interpretation, Partly
from crm.own_fields.definition import OwnFields
from crm.query.conditions import EVERY_LEAD, AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery
from crm.query.results import Count, Groups, Page, Result

_GROUPS_NAMED = 5


def answer_text(understood: Interpretation, result: Result, part: int | None = None, own_fields: OwnFields = ()) -> str:
    """The answer in one or two sentences.

    Args:
        part: of a share, how many leads are in its part.
    """
    looked_for = conditions(understood.query, own_fields)
    if isinstance(result, Groups):
        grouped = [answer_words().of(field, own_fields) for field in understood.query.group_by]
        return _groups_text(understood, result, looked_for, grouped)
    if isinstance(result, Count):
        if understood.part is not None and part is not None:
            return _share_text(result.total, part, looked_for, _said(understood.part, own_fields))
        return f"There {_are(result.total)} {_leads(result.total)}{looked_for}."
    return _page_text(understood.query, result, looked_for)


def conditions(query: LeadQuery, own_fields: OwnFields = ()) -> str:
    """The conditions, to follow "leads": " whose company contains “Acme” and without a phone"; "" for all leads."""
    parts = [_said(query.where, own_fields)] if query.where != EVERY_LEAD else []
    if query.text:
        parts.append(f"in which “{query.text}” occurs")
    return f" {' and '.join(parts)}" if parts else ""


def help_text(reason: str, partly: Partly, own_fields: OwnFields = ()) -> str:
    """What to say to a question that was not understood whole: what was, what was not, and what can be asked."""
    said = [reason] if reason else []
    if partly.condition is not None and partly.condition != EVERY_LEAD:
        said.append(f"I understood: leads {_said(partly.condition, own_fields)}.")
    if partly.unclear:
        said.append(f"I did not understand {', '.join(f'“{words}”' for words in partly.unclear)}.")
    if not said:
        said.append("I did not understand this as a question about your leads.")
    return f"{' '.join(said)} You can ask, for example: {' · '.join(answer_words().examples)}"


def _said(condition: Condition, own_fields: OwnFields) -> str:
    parts = parts_of(condition)
    return " and ".join(_condition(part, own_fields) for part in parts)


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
            return _at_least(parts, own_fields) or _joined(parts, "or", own_fields)


def _joined(parts: Sequence[Condition], by: str, own_fields: OwnFields) -> str:
    said = f" {by} ".join(_condition(part, own_fields) for part in parts)
    return f"({said})" if len(parts) > 1 else said


def _at_least(parts: Sequence[Condition], own_fields: OwnFields) -> str:
    """ "More or equal" in one phrase; "" for any other alternatives."""
    match parts:
        case (Filter() as ordered, Filter(op=Comparison.EQUALS) as equal) if (ordered.field, ordered.values) == (
            equal.field,
            equal.values,
        ):
            phrase = {Comparison.MORE: "at least", Comparison.LESS: "at most"}.get(ordered.op)
            field = answer_words().of(ordered.field, own_fields)
            return f"whose {field.one} is {phrase} “{ordered.value}”" if phrase else ""
    return ""


def _filter(one: Filter, own_fields: OwnFields) -> str:
    words = answer_words()
    field = words.of(one.field, own_fields)
    if one.op is Comparison.BETWEEN and one.values[0] == one.values[1]:
        return f"whose {field.one} is “{one.value}”"
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


def _groups_text(understood: Interpretation, result: Groups, looked_for: str, grouped: Sequence[FieldWords]) -> str:
    one, many = grouped[0].one, grouped[0].many
    if not result.total:
        return f"There are no leads{looked_for}."
    if understood.intent is Intent.DISTINCT:
        return (
            f"There {_are(result.distinct)} {result.distinct:,} different "
            f"{one if result.distinct == 1 else many} among {_leads(result.total)}{looked_for}."
        )
    by = " and ".join(field.one for field in grouped)
    named = [(_pair(group.values, grouped), group.count) for group in result.groups if any(group.values)]
    lacking = sum(group.count for group in result.groups if not any(group.values))
    text = f"{_leads(result.total)}{looked_for}, by {by}"
    if named:
        text += f": {_named(named)}"
        others = result.distinct - min(len(named), _GROUPS_NAMED)
        other = ("pair" if others == 1 else "pairs") if len(grouped) > 1 else (one if others == 1 else many)
        text += f" and {others:,} other {other}." if others else "."
    else:
        text += "."
    if lacking:
        neither = " and no ".join(field.one for field in grouped)
        text += f" {lacking:,} {'has' if lacking == 1 else 'have'} no {neither}."
    return text


def _pair(values: Sequence[str | None], grouped: Sequence[FieldWords]) -> str:
    """The values of a group: "Acme – new", "Acme – no status"."""
    said = zip(values, grouped, strict=True)
    return " – ".join(value if value is not None else f"no {field.one}" for value, field in said)


def _share_text(whole: int, part: int, looked_for: str, of_part: str) -> str:
    if not whole:
        return f"There are no leads{looked_for}."
    return f"{_percent(part, whole)} of {_leads(whole)}{looked_for}: {part:,} {_are(part)} {of_part}."


def _percent(part: int, whole: int) -> str:
    """A share to a tenth of a percent; "all" and "none" only where it is so."""
    if part in (0, whole):
        return "100%" if part else "0%"
    return f"{min(max(100 * part / whole, 0.1), 99.9):.1f}%"


def _named(groups: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{value} ({count:,})" for value, count in groups[:_GROUPS_NAMED])


def _leads(count: int) -> str:
    return "no leads" if count == 0 else "1 lead" if count == 1 else f"{count:,} leads"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
