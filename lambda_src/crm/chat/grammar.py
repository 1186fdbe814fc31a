"""The small grammar: reads a question without a model, and refuses a question rather than answer another one."""

from __future__ import annotations

from datetime import date

from crm.chat.chinese import read_chinese
from crm.chat.interpretation import MAX_ROWS, Intent, Interpretation, NotUnderstood
from crm.chat.question_parser import QuestionParser
from crm.chat.tokens import Token
from crm.chat.vocabulary import vocabulary
from crm.fields import FIELDS, FieldKind
from crm.own_fields.definition import OwnFields
from crm.query.conditions import Comparison, Filter, all_of
from crm.query.lead_query import LeadQuery, Sort
from crm.query.query_error import QueryError
from crm.query.text import is_cjk

_NOT_GROUPABLE = (FieldKind.EMAIL, FieldKind.PHONE, FieldKind.LONG_TEXT)
_GROUPABLE = (
    *("emailDomain", "sourceFile", "createdAt"),
    *(field.name for field in FIELDS if field.kind not in _NOT_GROUPABLE),
)
"""Built-in fields with few enough values to list them with their counts; own fields are listed too."""
_MOST_LEFT_OVER = 5
_BARE_WORDS = 4
"""Up to this many words, without any word of the grammar, are a search, as in the box above the table."""


def read_question(question: str, today: date, own_fields: OwnFields = ()) -> Interpretation:
    """The query that a question asks for.

    Args:
        question: as the person wrote it.
        today: for "today", "this month".
        own_fields: which a question names by their labels.

    Raises:
        NotUnderstood: if no query can answer the question.
    """
    question = " ".join(question.split())
    try:
        if is_cjk(question):
            chinese = read_chinese(question, own_fields)
            if chinese is not None:
                return chinese
        parser = QuestionParser(question, today, own_fields)
        _sort_out_left_over(parser)
        return _decided(parser)
    except QueryError as error:
        raise NotUnderstood("This asks for more than one search can hold. Please ask for less at a time.") from error


def _sort_out_left_over(parser: QuestionParser) -> None:
    """Reads words that no rule took as a job ("engineers") or as a text to find in any field."""
    said = (parser.intent, parser.noun, parser.asked, parser.filters, parser.sort, parser.group_by, parser.field)
    known = any(map(bool, said))
    if not known:
        words = {token.key for _, token in parser.left_over}
        if parser.texts or not 1 <= len(parser.left_over) <= _BARE_WORDS or words & vocabulary().greetings:
            raise NotUnderstood
    if len(parser.left_over) > _MOST_LEFT_OVER:
        raise NotUnderstood
    for start, end in _runs(parser.left_over):
        tokens = parser.tokens[start:end]
        job = _job(tokens)
        if job:
            parser.noun = True
            parser.filters.append(Filter("title", Comparison.CONTAINS, (job,)))
        else:
            parser.texts.append(tokens[0].raw if end - start == 1 else parser.text(start, end))


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
    for word in (last, *(last.removesuffix(ending) for ending in vocabulary().job_endings)):
        if word in vocabulary().jobs:
            return " ".join([*(token.raw for token in tokens[:-1]), word])
    return None


def _decided(parser: QuestionParser) -> Interpretation:
    texts = [text.removesuffix("'s").removesuffix("’s") for text in parser.texts]
    filters = list(parser.filters)
    intent, group_by = parser.intent, parser.group_by
    if group_by is None and parser.distinct and not parser.most:
        intent, group_by = Intent.DISTINCT, parser.distinct
    elif group_by is None and _wants_groups(parser):
        group_by = parser.field
    if group_by and intent is not Intent.DISTINCT:
        intent = Intent.GROUP
        if parser.most or parser.limit:
            filters.append(Filter(group_by, Comparison.NOT_EMPTY))
    if intent is None:
        intent = Intent.LIST
    if not (parser.intent or parser.noun or filters or texts or group_by or parser.sort):
        raise NotUnderstood
    if parser.asked and not (parser.intent or parser.noun or filters or group_by or _names_someone(parser)):
        raise NotUnderstood
    query = LeadQuery(
        text=" ".join(texts),
        where=all_of(dict.fromkeys(filters)),
        sort=parser.sort or Sort(),
        group_by=(group_by,) if group_by else (),
        page_size=0 if intent is Intent.COUNT else min(max(parser.limit or MAX_ROWS, 1), MAX_ROWS),
    )
    return Interpretation(intent, query)


def _wants_groups(parser: QuestionParser) -> bool:
    """ "Which companies …", "top 5 titles"; but "the company of Bob" is about Bob."""
    if not (parser.field in _GROUPABLE or parser.is_own(parser.field)) or (
        parser.intent is Intent.COUNT and not parser.most
    ):
        return False
    about_someone = parser.texts or any(condition.field in ("name", "email") for condition in parser.filters)
    return parser.most or not about_someone


def _names_someone(parser: QuestionParser) -> bool:
    """ "Who is Anna Smith?" is about leads; "What is the meaning of life?" is not."""
    return bool(parser.texts) and (parser.field is not None or vocabulary().who.length_at(parser.tokens, 0) > 0)
