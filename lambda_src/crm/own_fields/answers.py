"""Fields as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from crm import fields as lead_fields
from crm.api.answers import Answer
from crm.api.messages import Messages, messages_in
from crm.own_fields.definition import FieldType, OwnField
from crm.own_fields.proposed import SAMPLE, Proposal


class BuiltInField(Answer):
    """A field that every CRM has."""

    key: str = Field(description="Its name in leads, filters, orders and exports.")
    label: str
    type: lead_fields.FieldKind = Field(description="What it holds.")

    @classmethod
    def of(cls, field: lead_fields.Field) -> BuiltInField:
        return cls(key=field.name, label=field.label, type=field.kind)


class OwnFieldAnswer(Answer):
    """A field that the owner of this CRM has made."""

    key: str = Field(description="Its name in leads, filters, orders and exports.")
    label: str
    type: FieldType = Field(description="As what its text is read.")
    headers: list[str] = Field(description="Of the extras that it reads, besides its label.")
    choices: list[str] = Field(description="Of a choice or several choices; empty where anything may be chosen.")
    day_first: bool | None = Field(description="Whether 3/4/2026 is the third of April.")
    decimal_comma: bool | None = Field(description="Whether a comma begins the decimals.")
    version: str = Field(description="For If-Match: changes with each part of the definition.")

    @classmethod
    def of(cls, field: OwnField) -> OwnFieldAnswer:
        return cls(
            key=field.key,
            label=field.label,
            type=field.type,
            headers=list(field.headers),
            choices=list(field.choices),
            day_first=field.day_first,
            decimal_comma=field.decimal_comma,
            version=field.version,
        )


class FieldList(Answer):
    """All fields of a lead, in the order in which people see them: built-in ones, then own ones."""

    built_in: list[BuiltInField]
    fields: list[OwnFieldAnswer]

    @classmethod
    def of(cls, own: Iterable[OwnField]) -> FieldList:
        return cls(built_in=[*map(BuiltInField.of, lead_fields.FIELDS)], fields=[*map(OwnFieldAnswer.of, own)])


class ProposedField(Answer):
    """As what values could be read."""

    type: FieldType
    day_first: bool | None = Field(description="Null where no date depends on it.")
    decimal_comma: bool | None = Field(description="Null where no number says so.")
    choices: list[str] = Field(description="The most frequent first.")
    reason: str = Field(description="Why, in words for the person who decides.")
    reason_messages: Messages
    values: int = Field(ge=0, description=f"How many of the values were looked at: at most {SAMPLE:,}.")
    fitting: int = Field(ge=0, description="How many of them the type reads.")

    @classmethod
    def of(cls, proposal: Proposal) -> ProposedField:
        return cls(**_parts(proposal))


class FieldProposal(ProposedField):
    """What the values of leads under a header could be."""

    leads: int = Field(ge=0, description="How many have a value.")

    @classmethod
    def of_leads(cls, proposal: Proposal, leads: int) -> FieldProposal:
        return cls(**_parts(proposal), leads=leads)


def _parts(proposal: Proposal) -> dict[str, Any]:
    return {
        "type": proposal.type,
        "day_first": proposal.day_first,
        "decimal_comma": proposal.decimal_comma,
        "choices": list(proposal.choices),
        "reason": proposal.reason,
        "reason_messages": messages_in(proposal.reasons),
        "values": proposal.values,
        "fitting": proposal.fitting,
    }
