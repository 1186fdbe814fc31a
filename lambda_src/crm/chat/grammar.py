"""The small grammar: reads a question without a model, and asks back rather than answer another question."""

from __future__ import annotations

import re
from datetime import date

from crm.chat.clauses import joined
from crm.chat.follow_ups import GoingOn, going_on_from
from crm.chat.interpretation import MAX_ROWS, Intent, Interpretation, NotUnderstood, Partly
from crm.chat.jobs import job_of
from crm.chat.question_parser import read_words
from crm.chat.reading import Reading
from crm.chat.unspaced import read_unspaced
from crm.chat.vocabulary import vocabulary
from crm.fields import FIELDS, FieldKind
from crm.own_fields.definition import OwnFields
from crm.query.conditions import EVERY_LEAD, Comparison, Condition, Filter, all_of
from crm.query.lead_query import LeadQuery, Sort
from crm.query.query_error import QueryError
from crm.query.text import is_cjk

_NOT_GROUPABLE = (FieldKind.EMAIL, FieldKind.PHONE, FieldKind.LONG_TEXT)
_GROUPABLE = (
    *("emailDomain", "sourceFile", "createdAt"),
    *(field.name for field in FIELDS if field.kind not in _NOT_GROUPABLE),
)
"""Built-in fields with few enough values to list them with their counts; own fields are listed too."""
_BARE_WORDS = 4
"""Up to this many words, without any word of the grammar, are a search, as in the box above the table."""
_WORDS_APART = re.compile(r"[A-Za-z]{2} ")
"""In a question with a Chinese or Japanese name, a word of a language that writes words apart."""
_TOO_MUCH = "This asks for more than one search can hold. Please ask for less at a time."
_SHARE_OF_WHAT = "I did not understand of which leads, or of what, you want the share."
_WHICH_ORDER = "Please say by what these leads are the first."


def read_question(
    question: str, today: date, own_fields: OwnFields = (), previous: Interpretation | None = None
) -> Interpretation:
    """The query that a question asks for.

    Args:
        question: as the person wrote it.
        today: for "today", "this month".
        own_fields: which a question names by their labels.
        previous: what the question before asked, to which "only those …" and "and …" add.

    Raises:
        NotUnderstood: if no query can answer the question, or a word of it was not understood.
    """
    question = " ".join(question.split())
    try:
        if is_cjk(question):
            try:
                return read_unspaced(question, today, own_fields, previous)
            except NotUnderstood:
                if not _WORDS_APART.search(question):
                    raise
        return _read(Reading(question, today, own_fields), previous)
    except QueryError as error:
        raise NotUnderstood(_TOO_MUCH) from error


def _read(reading: Reading, previous: Interpretation | None) -> Interpretation:
    try:
        read_words(reading)
        _sort_out_left_over(reading)
        return _decided(reading, previous)
    except NotUnderstood as error:
        if error.partly.condition is None and reading.clauses:
            raise NotUnderstood(error.sentence, reading.partly(*error.partly.unclear), error.about) from error
        raise


def _sort_out_left_over(reading: Reading) -> None:
    """Reads words that no rule took as a job ("engineers") or as a name to find in any field, or asks back."""
    runs = _runs(reading)
    if not runs:
        return
    known = (reading.intent, reading.noun, reading.asked, reading.clauses, reading.sort, reading.group_by)
    jobs_alone = all(_job(reading, *run) for run in runs)
    if not any(map(bool, known)) and not reading.named_field and not reading.goes_on and not jobs_alone:
        words = {token.key for _, token in reading.left_over}
        if reading.texts or len(reading.left_over) > _BARE_WORDS or words & vocabulary().greetings:
            raise NotUnderstood("", Partly(unclear=tuple(reading.text(*run) for run in runs)))
    unclear: list[str] = []
    for start, end in runs:
        tokens = reading.tokens[start:end]
        job = _job(reading, start, end)
        if job and not reading.is_negated:
            reading.noun = True
            reading.add(Filter("title", Comparison.CONTAINS, (job,)), end=end)
        elif len(runs) == 1 and _is_name(reading, start, end) and not reading.has_reference(start, end):
            reading.add_text(tokens[0].raw if end - start == 1 else reading.text(start, end), end)
        else:
            unclear.append(reading.text(start, end))
    if unclear:
        raise NotUnderstood("", reading.partly(*unclear))


def _job(reading: Reading, start: int, end: int) -> str | None:
    tokens = reading.tokens[start:end]
    return job_of(tokens) if tokens[-1].key else None


def _is_name(reading: Reading, start: int, end: int) -> bool:
    """Whether words that no rule took are a name: "find Anna Smith", "who is Anna Smith", "Anna Smith's phone"."""
    words = reading.words
    whose = reading.text(start, end).endswith(("'s", "’s"))
    followed = reading.match(end, words.people) or reading.field(end, bare=True)[0]
    if whose or (not followed and (reading.searches or not _known(reading))):
        return True
    return bool(words.who.length_at(reading.tokens, 0)) and not reading.clauses and end == len(reading.tokens)


def _known(reading: Reading) -> bool:
    """Whether any word of the grammar was in the question."""
    said = (reading.intent, reading.noun, reading.asked, reading.clauses, reading.sort, reading.group_by)
    return any(map(bool, said)) or reading.named_field is not None or reading.goes_on


def _runs(reading: Reading) -> list[tuple[int, int]]:
    """Joins adjacent words that were left over; returns where each run begins and ends."""
    runs: list[tuple[int, int]] = []
    for place, _ in reading.left_over:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _decided(reading: Reading, previous: Interpretation | None) -> Interpretation:
    if reading.day_field == "updatedAt" and not reading.sort:
        raise NotUnderstood("Changed when?", reading.partly())
    if reading.top_leads:
        _order_top(reading)
    whole, part = _divided(reading)
    text = " ".join(text.removesuffix("'s").removesuffix("’s") for text in reading.texts)
    group_by, intent, filters = _grouping(reading)
    said = (reading.intent, reading.noun, whole != EVERY_LEAD, part, text, group_by, reading.sort)
    if not (any(map(bool, said)) or reading.goes_on):
        raise NotUnderstood
    about_leads = reading.intent or reading.noun or reading.clauses or group_by or _names_someone(reading)
    if reading.asked and not (about_leads or reading.goes_on):
        raise NotUnderstood
    intent = intent or Intent.LIST
    if (part is not None) != (intent is Intent.SHARE):
        # "% of status label": a share, and groups.
        raise NotUnderstood(_SHARE_OF_WHAT, reading.partly())
    query = LeadQuery(
        text=text,
        where=all_of(dict.fromkeys((*_flat(whole), *filters))),
        sort=reading.sort or Sort(),
        group_by=group_by,
        page_size=0 if intent in (Intent.COUNT, Intent.SHARE) else min(max(reading.limit or MAX_ROWS, 1), MAX_ROWS),
    )
    how = GoingOn(
        refers=reading.refers,
        restricts=reading.restricts,
        begins=reading.begins,
        says_all=reading.says_all,
        is_fragment=not reading.noun and not reading.named_field,
        intent=reading.intent,
        sort=reading.sort,
        limit=reading.limit,
    )
    return going_on_from(previous, how, Interpretation(intent, query, part))


def _flat(condition: Condition) -> tuple[Condition, ...]:
    return () if condition == EVERY_LEAD else (condition,)


def _order_top(reading: Reading) -> None:
    """ "top 10 leads by revenue" is an order; without a number to order by, nothing says which are the first."""
    field = reading.group_by[0] if len(reading.group_by) == 1 else None
    if field is None or reading.type_of(field) is None:
        raise NotUnderstood(_WHICH_ORDER, reading.partly())
    reading.sort, reading.group_by = Sort(field, True), ()


def _divided(reading: Reading) -> tuple[Condition, Condition | None]:
    """The condition of all leads that are meant, and that of the part whose share is asked for."""
    if reading.intent is not Intent.SHARE or reading.group_by:
        return reading.condition(), None
    divider = reading.divider
    if divider is None and len(reading.clauses) == 1 and not reading.texts:
        divider = 0
    if divider is None or divider >= len(reading.clauses) or reading.clauses[divider].after_or:
        raise NotUnderstood(_SHARE_OF_WHAT, reading.partly())
    return joined(reading.clauses[:divider]), joined(reading.clauses[divider:])


def _grouping(reading: Reading) -> tuple[tuple[str, ...], Intent | None, list[Filter]]:
    """The fields to group by, the intent, and the conditions that "most" and a number of groups imply."""
    group_by, intent = reading.group_by, reading.intent
    if not group_by and reading.distinct and not reading.most:
        return (reading.distinct,), Intent.DISTINCT, []
    if not group_by and reading.named_field and _wants_groups(reading):
        group_by = (reading.named_field,)
    if not group_by:
        return (), intent, []
    known = [Filter(field, Comparison.NOT_EMPTY) for field in group_by] if reading.most or reading.limit else []
    return group_by, Intent.GROUP, known


def _wants_groups(reading: Reading) -> bool:
    """ "Which companies …", "top 5 titles"; but "the company of Bob" is about Bob."""
    field = reading.named_field
    if not (field in _GROUPABLE or reading.is_own(field)) or (reading.intent is Intent.COUNT and not reading.most):
        return False
    filters = [part for clause in reading.clauses for part in clause.parts if isinstance(part, Filter)]
    about_someone = reading.texts or any(one.field in ("name", "email") for one in filters)
    return reading.most or not about_someone


def _names_someone(reading: Reading) -> bool:
    """ "Who is Anna Smith?" is about leads; "What is the meaning of life?" is not."""
    who = vocabulary().who.length_at(reading.tokens, 0) > 0
    return bool(reading.texts) and (reading.named_field is not None or who)
