"""What a question asks, as a query with an intent."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crm.own_fields.definition import OwnField
from crm.query.conditions import Condition, all_of
from crm.query.lead_query import LeadQuery
from crm.query.query_error import QueryError
from crm.query.reading_conditions import condition_from_json, condition_to_json

MAX_ROWS = 50
"""The most leads or groups that an answer shows; its count includes all."""


class Intent(StrEnum):
    """The kind of answer that the question wants."""

    COUNT = "count"
    LIST = "list"
    GROUP = "group"
    DISTINCT = "distinct"
    """How many different values a field has."""
    SHARE = "share"
    """How many of the leads, in percent, fulfil a further condition."""


_GROUPING = {Intent.GROUP: (1, 2), Intent.DISTINCT: (1, 1)}
"""How many fields an intent groups by, at least and at most; others group by none."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question as a query.

    Args:
        query: GROUP groups by one or two fields, DISTINCT by one, no other intent by any.
        part: for SHARE, what the leads of the query are divided by; None for every other intent.

    Raises:
        ValueError: for an intent with the parts of another.
        QueryError: for a share whose conditions are more than one search can hold.
    """

    intent: Intent
    query: LeadQuery
    part: Condition | None = None

    def __post_init__(self) -> None:
        least, most = _GROUPING.get(self.intent, (0, 0))
        if not least <= len(self.query.group_by) <= most:
            raise ValueError(f"{self.intent.value} groups by {least} to {most} fields")
        if (self.part is not None) != (self.intent is Intent.SHARE):
            raise ValueError("a share, and nothing else, has a part")
        if self.part is not None:
            self._with_part(self.part)

    @property
    def part_query(self) -> LeadQuery | None:
        """The query that counts the part of a share; None for every other intent."""
        return self._with_part(self.part) if self.part is not None else None

    def check(self, own_fields: tuple[OwnField, ...]) -> None:
        """Refuses a field that is not there, or a comparison that its type does not take.

        Raises:
            QueryError: names the part.
        """
        (self.part_query or self.query).check(own_fields)

    def to_json(self) -> dict[str, Any]:
        """As the API shows it."""
        query = self.query.to_json()
        del query["page"], query["inBin"]
        return {"intent": self.intent.value, "part": condition_to_json(self.part) if self.part else None, **query}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Interpretation:
        """Reads what `to_json` wrote, as strictly as any query is read.

        Raises:
            QueryError: names what is wrong.
        """
        if value.get("intent") not in tuple(Intent):
            raise QueryError({"intent": f"one of {', '.join(Intent)}"})
        rest = {name: part for name, part in value.items() if name not in ("intent", "part")}
        query = LeadQuery.from_json(rest)
        if query.page != 1 or query.in_bin or query.page_size > MAX_ROWS:
            raise QueryError({"pageSize": f"the first page, with at most {MAX_ROWS} leads"})
        part = value.get("part")
        try:
            return cls(Intent(value["intent"]), query, condition_from_json(part, "part") if part is not None else None)
        except ValueError as error:
            raise QueryError({"intent": str(error)}) from error

    def _with_part(self, part: Condition) -> LeadQuery:
        return dataclasses.replace(self.query, where=all_of((self.query.where, part)))


@dataclass(frozen=True, slots=True)
class Partly:
    """What a question says as far as it was understood, to ask back.

    Args:
        condition: what was understood of the leads that it asks for; None for nothing.
        unclear: the words that were not, as the person wrote them.
    """

    condition: Condition | None = None
    unclear: tuple[str, ...] = ()


class NotUnderstood(Exception):
    """No query can be made of the question.

    Args:
        sentence: a sentence for the person in English, with `{0}` for `about`; "" if examples alone say more. The files
            in `answer_texts` have it in other languages.
        partly: what was understood, and what was not.
        about: what the person wrote.
    """

    def __init__(self, sentence: str = "", partly: Partly | None = None, about: str = "") -> None:
        super().__init__(sentence.format(about))
        self.sentence = sentence
        self.partly = partly or Partly()
        self.about = about
