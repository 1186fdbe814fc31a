"""The small grammar: reads a question without a model, and refuses a question rather than answer another one."""

from __future__ import annotations

from datetime import date

from crm.chat.chinese import read_chinese
from crm.chat.reader import Reader
from crm.chat.tokens import Token
from crm.chat.understood import MAX_ROWS, Intent, NotUnderstood, Understood
from crm.chat.vocabulary import JOBS
from crm.query.lead_query import Comparison, Filter, LeadQuery, QueryError, Sort
from crm.query.text import is_cjk

_GROUPABLE = ("company", "title", "emailDomain", "sourceFile", "createdAt", "firstName", "lastName")
"""Fields with few enough values to list them with their counts."""
_MOST_LEFT_OVER = 5
_BARE_WORDS = 4
"""Up to this many words, without any word of the grammar, are a search, as in the box above the table."""
_JOBS = frozenset(JOBS.split("|"))
_GREETINGS = {"hello", "hi", "hey", "help", "hallo", "hilfe", "bonjour", "hola", "test", "thanks", "thank", "aide"}


def read_question(question: str, today: date) -> Understood:
    """The query that a question asks for.

    Args:
        question: as the person wrote it.
        today: for "today", "this month".

    Raises:
        NotUnderstood: if no query can answer the question.
    """
    question = " ".join(question.split())
    try:
        if is_cjk(question):
            chinese = read_chinese(question)
            if chinese is not None:
                return chinese
        reader = Reader(question, today)
        _sort_out_left_over(reader)
        return _decided(reader)
    except QueryError as error:
        raise NotUnderstood("This asks for more than one search can hold. Please ask for less at a time.") from error


def _sort_out_left_over(reader: Reader) -> None:
    """Reads words that no rule took as a job ("engineers") or as a text to find in any field."""
    known = reader.intent or reader.noun or reader.filters or reader.group_by or reader.field or reader.asked
    if not known:
        words = {token.key for _, token in reader.left_over}
        if reader.texts or not 1 <= len(reader.left_over) <= _BARE_WORDS or words & _GREETINGS:
            raise NotUnderstood
    if len(reader.left_over) > _MOST_LEFT_OVER:
        raise NotUnderstood
    for start, end in _runs(reader.left_over):
        tokens = reader.tokens[start:end]
        job = _job(tokens)
        if job:
            reader.noun = True
            reader.filters.append(Filter("title", Comparison.CONTAINS, job))
        else:
            reader.texts.append(tokens[0].raw if end - start == 1 else reader.text(start, end))


def _runs(left_over: list[tuple[int, Token]]) -> list[tuple[int, int]]:
    """Joins adjacent words; returns where each run begins and ends."""
    runs: list[tuple[int, int]] = []
    for place, _ in left_over:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _job(tokens: list[Token]) -> str | None:
    """ "sales managers" as a title contains it: "sales manager"; None for other words."""
    last = tokens[-1].key
    for word in (
        last,
        last.removesuffix("s"),
        last.removesuffix("es"),
        last.removesuffix("en"),
        last.removesuffix("nen"),
    ):
        if word in _JOBS:
            return " ".join([*(token.raw for token in tokens[:-1]), word])
    return None


def _decided(reader: Reader) -> Understood:
    texts = [text.removesuffix("'s").removesuffix("’s") for text in reader.texts]
    filters = list(reader.filters)
    intent, group_by = reader.intent, reader.group_by
    if group_by is None and reader.distinct and not reader.most:
        intent, group_by = Intent.DISTINCT, reader.distinct
    elif group_by is None and _wants_groups(reader):
        group_by = reader.field
    if group_by and intent is not Intent.DISTINCT:
        intent = Intent.GROUP
        if reader.most or reader.limit:
            filters.append(Filter(group_by, Comparison.NOT_EMPTY))
    if intent is None:
        intent = Intent.LIST
    if not (reader.intent or reader.noun or filters or texts or group_by or reader.sort):
        raise NotUnderstood
    if reader.asked and not (reader.intent or reader.noun or filters or group_by or _names_someone(reader)):
        raise NotUnderstood
    query = LeadQuery(
        text=" ".join(texts),
        filters=tuple(dict.fromkeys(filters)),
        sort=reader.sort or Sort(),
        group_by=group_by,
        page_size=0 if intent is Intent.COUNT else min(max(reader.limit or MAX_ROWS, 1), MAX_ROWS),
    )
    return Understood(intent, query)


def _wants_groups(reader: Reader) -> bool:
    """ "Which companies …", "top 5 titles"; but "the company of Bob" is about Bob."""
    if reader.field not in _GROUPABLE or (reader.intent is Intent.COUNT and not reader.most):
        return False
    about_someone = reader.texts or any(condition.field in ("name", "email") for condition in reader.filters)
    return reader.most or not about_someone


def _names_someone(reader: Reader) -> bool:
    """ "Who is Anna Smith?" is about leads; "What is the meaning of life?" is not."""
    return bool(reader.texts) and (reader.field is not None or reader.tokens[0].key in ("who", "wer", "qui", "quien"))
