"""A question, its query, the exact answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from crm.chat.grammar import read_question
from crm.chat.language_model_reader import JsonModel, read_with_model
from crm.chat.understood import NotUnderstood, Understood
from crm.chat.wording import EXAMPLES, answer_text, help_text
from crm.deepseek import ModelUnavailable
from crm.leads.answers import leads_json
from crm.query.engine import Groups, Page
from crm.query.source import LeadSource

MAX_QUESTION = 500
"""Characters of a question."""


def _today() -> date:
    return datetime.now(UTC).date()


class Chat:
    """Answers questions over all leads.

    Args:
        source: where the leads are.
        model: reads the questions; None to read them by the grammar alone.
        today: for "today", "this month"; in UTC, as times are stored.
    """

    def __init__(self, source: LeadSource, model: JsonModel | None, today: Callable[[], date] = _today) -> None:
        self._source = source
        self._model = model
        self._today = today

    def answer(self, question: str) -> dict[str, Any]:
        """The answer as the API gives it: query, text, rows or groups, count.

        A question that cannot be answered gets a text with examples, and neither query nor count.
        """
        question = " ".join(question.split())
        understood, read_by, note, reason = self._understood(question)
        if understood is None:
            return {
                "query": None,
                "text": help_text(reason) + note,
                "count": None,
                "examples": list(EXAMPLES),
                "readBy": read_by,
            }
        answer = self._source.answer(understood.query)
        result = answer.result
        shown: dict[str, Any] = {"count": result.total}
        if isinstance(result, Page):
            shown["rows"] = leads_json(result.leads)
        if isinstance(result, Groups):
            shown["groups"] = [{"value": group.value, "count": group.count} for group in result.groups]
        return {
            "query": understood.to_json(),
            "text": answer_text(understood, result) + note,
            **shown,
            "readBy": read_by,
            "freshAsOf": answer.fresh_as_of,
        }

    def _understood(self, question: str) -> tuple[Understood | None, str, str, str]:
        """(the query, who read it, a note for the person, why there is none)."""
        note = ""
        if self._model is not None:
            try:
                return read_with_model(question, self._model, self._today()), "model", "", ""
            except ModelUnavailable as unavailable:
                note = f" ({unavailable.reason} The question was read by simple rules.)"
            except NotUnderstood:
                # The grammar may still know the question; if not, it says what the person can ask.
                pass
        try:
            return read_question(question, self._today()), "rules", note, ""
        except NotUnderstood as not_understood:
            return None, "rules", note, not_understood.reason
