"""Leads and their history as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter

from crm import fields
from crm.api.answers import Answer, Time
from crm.errors import Refusal
from crm.leads import model

MAX_BYTES = 5_000_000
"""A function's response may not exceed 6 MB."""
SHORTENED = 1_000
"""Characters of remarks that a list too long for one response shows of each lead."""

Value = Annotated[str, Field(description="`N/A` when there is none.")]


class LeadValues(Answer):
    """The seven values of a lead."""

    first_name: Value
    last_name: Value
    title: Value
    company: Value
    email: Value
    phone: Value
    remarks: Value

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> LeadValues | None:
        """The answer for a lead as the history keeps it; None for an empty record, which stands for no lead."""
        return cls(**_values(fields.LeadValues.from_json(record))) if record else None


_NAMES = tuple(LeadValues.model_fields)
_in_order = attrgetter(*_NAMES)


def _values(values: fields.LeadValues) -> dict[str, str]:
    return dict(zip(_NAMES, _in_order(values), strict=True))


class Lead(LeadValues):
    """A lead."""

    lead_id: str = Field(description="The lead's name for good, whatever happens to its email.")
    source_file: str = Field(description="The file that wrote the values last; empty for a lead made by hand.")
    created_at: Time
    updated_at: Time
    version: int = Field(ge=1, description="Counts the changes. An edit may name it to be refused if it is outdated.")
    shortened: list[str] = Field(description="Fields that are cut because the list is too long for one answer.")

    @classmethod
    def of(cls, lead: model.Lead, *, shorten: bool = False) -> Lead:
        """The answer for a lead.

        Args:
            shorten: whether long remarks are cut.
        """
        values = _values(lead.values)
        cut = shorten and len(values["remarks"]) > SHORTENED
        if cut:
            values["remarks"] = f"{values['remarks'][:SHORTENED]}…"
        return cls(
            **values,
            lead_id=lead.lead_id,
            source_file=lead.source_file,
            created_at=lead.created_at,
            updated_at=lead.updated_at,
            version=lead.version,
            shortened=["remarks"] if cut else [],
        )


_LEADS = TypeAdapter(list[Lead], config=ConfigDict(defer_build=True))


def leads_of(leads: Iterable[model.Lead]) -> list[Lead]:
    """The leads of a list. Where they are too many bytes for one response, long remarks are cut and marked as such."""
    found = list(leads)
    shown = [Lead.of(lead) for lead in found]
    if len(_LEADS.dump_json(shown, by_alias=True)) > MAX_BYTES:
        return [Lead.of(lead, shorten=True) for lead in found]
    return shown


class LeadPage(Answer):
    """One page of the leads that a search finds."""

    leads: list[Lead]
    total: int = Field(ge=0, description="Leads on all pages.")
    page: int = Field(ge=1)
    page_size: int = Field(ge=1)
    fresh_as_of: Time = Field(description="Every change up to this moment is in it.")


class LeadEventKind(StrEnum):
    """What happened to a lead, as far as people want to know.

    That a row found a lead unchanged is in the history too, but only for undo.
    """

    CREATED = "created"
    OVERWRITTEN = "overwritten"
    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"
    UNDONE = "undone"


class SourceFileChange(Answer):
    """The file of a lead's values before and after an event; null where no file is behind them."""

    before: str | None
    after: str | None


class LeadEvent(Answer):
    """One change of a lead."""

    at: Time
    event: LeadEventKind
    by: str | None = Field(description="The person's email address.")
    import_id: str | None = Field(description="The import that made the change, or that was taken back.")
    row: int | None = Field(description="The row of that import's file.")
    source_file: SourceFileChange
    before: LeadValues | None = Field(description="Null when there was no lead.")
    after: LeadValues | None = Field(description="Null when no lead was left.")

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> LeadEvent:
        """The answer for an entry of the history."""
        before, after = entry["before"], entry["after"]
        return cls(
            at=entry["time"],
            event=LeadEventKind(entry["event"]),
            by=entry.get("byEmail"),
            import_id=entry.get("importId") or entry.get("undoneImportId"),
            row=entry.get("row"),
            source_file=SourceFileChange(
                before=before.get("sourceFile") or None, after=after.get("sourceFile") or None
            ),
            before=LeadValues.of_record(before),
            after=LeadValues.of_record(after),
        )


class LeadHistory(Answer):
    """The changes of a lead, oldest first."""

    events: list[LeadEvent]

    @classmethod
    def of(cls, entries: Iterable[Mapping[str, Any]]) -> LeadHistory:
        """The entries that a person wants to see, in the order given."""
        return cls(events=[LeadEvent.of(entry) for entry in entries if entry["event"] in set(LeadEventKind)])


class FailedDeletion(Answer):
    """A lead that is not deleted, and why."""

    lead_id: str
    code: str
    message: str

    @classmethod
    def of(cls, lead_id: str, refusal: Refusal) -> FailedDeletion:
        return cls(lead_id=lead_id, code=refusal.code, message=refusal.message)


class BulkResult(Answer):
    """What became of each lead of a bulk action."""

    deleted: list[str] = Field(description="Ids of leads.")
    failed: list[FailedDeletion]
