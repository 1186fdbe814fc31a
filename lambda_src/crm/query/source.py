"""The port for queries over leads, between the callers and the store that answers.

`TableSource` reads the whole table into memory, which serves about 10,000 leads (docs/measurements.md, "Answering
queries"). Another store is another class with these methods, chosen in `crm.composition.queries`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from crm.own_fields.definition import OwnFields
from crm.query.lead_query import LeadQuery
from crm.query.results import Result
from crm.statements.lead import Lead


@dataclass(frozen=True, slots=True)
class Answer:
    """A result, and the time (ISO 8601) up to which it includes every change."""

    result: Result
    fresh_as_of: str


class LeadSource(Protocol):
    """Answers queries over all leads."""

    def answer(self, query: LeadQuery) -> Answer:
        """The exact answer over all leads.

        Raises:
            QueryError: for a field that is not there.
        """
        ...

    def matching(self, query: LeadQuery) -> Sequence[Lead]:
        """All leads that match the query, in its order.

        Raises:
            QueryError: for a field that is not there.
        """
        ...

    def own_fields(self) -> OwnFields:
        """The own fields that queries may name."""
        ...
