"""Tells rows that say that they are nobody: a post that is vacant, a donor who stays anonymous, a guest of a guest."""

from __future__ import annotations

from crm.standardizing.row_values import RowValues
from crm.values.blank_words import blank_words
from crm.values.blanks import is_blank_like, is_free, is_unnamed
from crm.values.plain_words import plain_words


def says_nobody(row: RowValues) -> bool:
    """Whether a row without name, company, email and phone says so: `TBC`, `vacant`, `Anonymous`, an unfinished answer.

    A row that says nothing of it may lack a name by mistake.
    """
    plan, texts = row.plan, row.texts
    contacts = [texts[column] for column in (*plan.email, *plan.phone) if texts[column]]
    if not all(map(is_blank_like, contacts)):
        return False
    full = (column for column, _ in plan.full)
    names = [texts[column] for column in (*plan.first, *plan.last, *full, *plan.company) if texts[column]]
    if not names:
        return _is_unfinished(row) or any(text.casefold() in blank_words().anonymous for text in texts)
    return all(is_unnamed(text) or is_free(text) or is_blank_like(text) for text in names)


def _is_unfinished(row: RowValues) -> bool:
    """Whether a row is an answer to a form that was not sent in: LimeSurvey's without a `Date submitted`."""
    if any(row.texts[column] for column in row.plan.title):
        return False
    said = [row.texts[column].casefold() for column in row.plan.sent_in]
    return any(not text or text in plain_words().no for text in said)
