"""What a question asks, as a query with an intent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm.query.lead_query import LeadQuery

MAX_ROWS = 50
"""The most leads or groups that an answer shows; its count includes all."""


class Intent(StrEnum):
    """The kind of answer that the question wants."""

    COUNT = "count"
    LIST = "list"
    GROUP = "group"
    DISTINCT = "distinct"
    """How many different values a field has."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question as a query; only the intents GROUP and DISTINCT set its `group_by`, to one field."""

    intent: Intent
    query: LeadQuery

    @property
    def group_by(self) -> str | None:
        """The field by whose values the leads are counted."""
        return self.query.group_by[0] if self.query.group_by else None

    def __post_init__(self) -> None:
        fields = 1 if self.intent in (Intent.GROUP, Intent.DISTINCT) else 0
        if len(self.query.group_by) != fields:
            raise ValueError("grouping by one field belongs to the intents group and distinct, and to no other")


class NotUnderstood(Exception):
    """No query can be made of the question.

    Args:
        reason: a sentence for the person; "" if examples alone say more.
    """

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
