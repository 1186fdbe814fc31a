"""Turns a question into a query and the query into an exact answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from crm.chat.answer_text import AnswerText
from crm.chat.answer_words import answer_words
from crm.chat.answers import ChatAnswer, ChatQuery, LeadGroup, ReadBy
from crm.chat.commands import refuse_command
from crm.chat.grammar import read_question
from crm.chat.interpretation import Interpretation, NotUnderstood
from crm.chat.language_model_reader import JsonModel, read_with_model
from crm.chat.question_language import question_language
from crm.deepseek import ModelUnavailable
from crm.leads.answers import leads_of
from crm.own_fields.definition import OwnFields
from crm.query.results import Groups, Page
from crm.query.source import LeadSource

MAX_QUESTION = 500
"""The longest question, in characters."""


def _today() -> date:
    return datetime.now(UTC).date()


class Chat:
    """Answers questions over all leads.

    Args:
        source: answers queries over leads.
        model: reads the questions; None to use the grammar alone.
        today: for "today", "this month"; in UTC, as times are stored.
    """

    def __init__(self, source: LeadSource, model: JsonModel | None, today: Callable[[], date] = _today) -> None:
        self._source = source
        self._model = model
        self._today = today

    def answer(
        self, question: str, previous: Interpretation | None = None, changed: Interpretation | None = None
    ) -> ChatAnswer:
        """The answer; to a question that is not understood whole, what was understood, with examples.

        Args:
            previous: the query of the question before, which this one may go on from.
            changed: what a person made of the query of this question; answered in place of reading the question.

        Raises:
            QueryError: for a given query with a field that is not there, or a comparison that does not fit its type.
        """
        question = " ".join(question.split())
        own_fields = self._source.own_fields()
        for given in (previous, changed):
            if given is not None:
                given.check(own_fields)
        words = answer_words(question_language(question))
        says = AnswerText(words, own_fields)
        if changed is not None:
            return self._answered(changed, says, ReadBy.PERSON)
        understood, read_by, no_model, failure = self._understood(question, own_fields, previous)
        note = f" {words.say('by_rules', reason=no_model)}" if no_model else ""
        if understood is None:
            return ChatAnswer(
                query=None,
                text=f"{says.help(failure)}{note} {words.say('can_ask')}",
                not_understood=list(failure.partly.unclear),
                count=None,
                part_count=None,
                rows=None,
                groups=None,
                examples=list(words.examples),
                read_by=read_by,
                fresh_as_of=None,
            )
        return self._answered(understood, says, read_by, note)

    def _answered(self, understood: Interpretation, says: AnswerText, read_by: ReadBy, note: str = "") -> ChatAnswer:
        answer = self._source.answer(understood.query)
        result = answer.result
        part_query = understood.part_query
        part = self._source.answer(part_query).result.total if part_query is not None else None
        return ChatAnswer(
            query=ChatQuery.of(understood),
            text=says.answer(understood, result, part) + note,
            not_understood=[],
            count=result.total,
            part_count=part,
            rows=leads_of(result.leads, says.own_fields) if isinstance(result, Page) else None,
            groups=[LeadGroup.of(group) for group in result.groups] if isinstance(result, Groups) else None,
            examples=[],
            read_by=read_by,
            fresh_as_of=answer.fresh_as_of,
        )

    def _understood(
        self, question: str, own_fields: OwnFields, previous: Interpretation | None
    ) -> tuple[Interpretation | None, ReadBy, str, NotUnderstood]:
        """(the query, who read it, why the model did not, why there is no query)."""
        no_model = ""
        today = self._today()
        try:
            refuse_command(question)
        except NotUnderstood as command:
            return None, ReadBy.RULES, no_model, command
        if self._model is not None:
            try:
                understood = read_with_model(question, self._model, today, own_fields, previous)
                return understood, ReadBy.MODEL, "", NotUnderstood()
            except ModelUnavailable as unavailable:
                no_model = unavailable.reason
            except NotUnderstood:
                # The grammar may still understand the question; if not, its reason says what the person can ask.
                pass
        try:
            return read_question(question, today, own_fields, previous), ReadBy.RULES, no_model, NotUnderstood()
        except NotUnderstood as not_understood:
            return None, ReadBy.RULES, no_model, not_understood
