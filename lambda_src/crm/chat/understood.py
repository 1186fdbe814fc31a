"""What a question was understood to ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm.query.lead_query import LeadQuery

MAX_ROWS = 50
"""Leads or groups that an answer shows; the count beside them is of all."""


class Intent(StrEnum):
    """What kind of answer is wanted."""

    COUNT = "count"
    LIST = "list"
    GROUP = "group"
    DISTINCT = "distinct"
    """How many different values a field has."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as a query; its `group_by` is set for the intents GROUP and DISTINCT only."""

    intent: Intent
    query: LeadQuery

    def __post_init__(self) -> None:
        if (self.query.group_by is not None) != (self.intent in (Intent.GROUP, Intent.DISTINCT)):
            raise ValueError("grouping belongs to the intents group and distinct, and to no other")


class NotUnderstood(Exception):
    """The question cannot be turned into a query.

    Args:
        reason: a sentence for the person, "" when there is none better than examples.
    """

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
