"""A question's answer as the API shows it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from crm.api.answers import Answer, Time
from crm.chat.interpretation import Intent, Interpretation
from crm.leads.answers import Lead
from crm.query.conditions import Comparison, Filter, plain_filters
from crm.query.reading_conditions import condition_to_json
from crm.query.results import Group


class ReadBy(StrEnum):
    """Who turned the question into a query."""

    MODEL = "model"
    RULES = "rules"


class QueryFilter(Answer):
    """One comparison of one field with at most one value."""

    field: str
    op: Comparison
    value: str | None = Field(description="Null for the comparisons that take none.")

    @classmethod
    def of(cls, one: Filter) -> QueryFilter:
        return cls(field=one.field, op=one.op, value=one.value if one.op.takes_value else None)


class QuerySort(Answer):
    """The order of the leads."""

    field: str
    descending: bool


class ChatQuery(Answer):
    """The query that a question was understood to ask."""

    intent: Intent
    text: str = Field(description="Words that must all occur somewhere in a lead; empty for any lead.")
    filters: list[QueryFilter] = Field(description="Comparisons that must all hold; none where `where` says it.")
    where: dict[str, Any] | None = Field(
        description="What must hold, as GET /leads takes it, where it is more than comparisons that must all hold."
    )
    sort: QuerySort
    group_by: str | None = Field(description="The field whose values are counted.")
    page: int
    page_size: int = Field(description="Leads or groups that are shown; 0 for the count alone.")

    @classmethod
    def of(cls, understood: Interpretation) -> ChatQuery:
        query = understood.query
        filters = plain_filters(query.where)
        is_plain = filters is not None and not any(one.op.takes_several for one in filters)
        return cls(
            intent=understood.intent,
            text=query.text,
            filters=[QueryFilter.of(one) for one in filters or ()] if is_plain else [],
            where=None if is_plain else condition_to_json(query.where),
            sort=QuerySort(field=query.sort.field, descending=query.sort.descending),
            group_by=understood.group_by,
            page=query.page,
            page_size=query.page_size,
        )


class LeadGroup(Answer):
    """How many leads share a value."""

    value: str | None = Field(description="In its most frequent spelling; null for leads that have none.")
    count: int = Field(ge=1)

    @classmethod
    def of(cls, group: Group) -> LeadGroup:
        return cls(value=group.values[0], count=group.count)


class ChatAnswer(Answer):
    """What a question was understood to ask, and the exact answer over all leads."""

    query: ChatQuery | None = Field(description="Null when the question was not understood.")
    text: str = Field(description="The answer in words, or what can be asked.")
    count: int | None = Field(description="Leads that were found; null when the question was not understood.")
    rows: list[Lead] | None = Field(description="The first leads, when the question asks for leads.")
    groups: list[LeadGroup] | None = Field(description="The largest groups, when the question asks for groups.")
    examples: list[str] = Field(description="Questions that can be asked, when this one was not understood.")
    read_by: ReadBy
    fresh_as_of: Time | None = Field(description="Every change up to this moment is in the answer.")
