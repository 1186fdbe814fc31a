"""A lead as exports read it: its texts, without where they come from, which would take most of the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm.leads.reading import file_of
from crm.said import FURTHER, TAGS, field_of, part_of
from crm.statements.lead import Lead

SEVERAL = (TAGS, *FURTHER.values())
"""Fields of which a lead has several values in one column."""


@dataclass(slots=True)
class LeadTexts:
    """The texts of a lead.

    Args:
        texts: of fields and extras by path, and `leadId`, `sourceFile`, `createdAt` and `updatedAt`; None or not there
            where the lead has none.
        several: of tags and of further emails and phones, each text with its label, by field; not there without any.
    """

    texts: Mapping[str, str | None]
    several: Mapping[str, Sequence[tuple[str, str]]]

    @property
    def lead_id(self) -> str:
        return self.texts["leadId"] or ""

    def text(self, path: str) -> str:
        """The text at a path, "" where there is none."""
        return self.texts.get(path) or ""

    @classmethod
    def of(cls, lead: Lead) -> LeadTexts:
        """The texts of a whole lead; of one that is nothing but its id, only that."""
        texts: dict[str, str | None] = {"leadId": lead.lead_id}
        several: dict[str, list[tuple[str, str]]] = {}
        state = lead.standing.state
        if state is not None:
            texts |= {"sourceFile": file_of(state), "createdAt": state.created_at, "updatedAt": state.updated_at}
            for path, held in state.held.items():
                if part_of(path) and (field := field_of(path)) in SEVERAL:
                    several.setdefault(field, []).append((held.text, held.label))
                else:
                    texts[path] = held.text
        return cls(texts, several)
