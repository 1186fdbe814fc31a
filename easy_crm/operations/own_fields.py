"""The own fields of a deployed environment, see `crm.own_fields`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.errors import Refusal
from crm.own_fields.definition import FieldType, OwnField, OwnFields
from crm.own_fields.editing import OwnFieldEditor
from crm.own_fields.headed import headed
from crm.own_fields.proposal import propose
from crm.own_fields.proposed import Proposal
from crm.own_fields.store import OwnFieldStore
from crm.own_fields.values import StoredTexts
from crm.statements.lead_scan import all_leads

from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment


@dataclass(frozen=True, slots=True)
class WantedField:
    """An own field as an operator asks for it.

    Args:
        type: None to take the one that the values of the leads propose, with their choices and orders.
        headers, choices, day_first, decimal_comma: as in `crm.own_fields.definition.OwnField`.
    """

    label: str
    type: str | None = None
    headers: Sequence[str] = ()
    choices: Sequence[str] = ()
    day_first: bool | None = None
    decimal_comma: bool | None = None


def fields_of(deployment: Deployment) -> OwnFields:
    """All own fields, in the order in which people see them."""
    return _store(deployment).read().fields


def add(deployment: Deployment, wanted: WantedField) -> tuple[OwnField, Proposal | None]:
    """Makes an own field; returns it, and the proposal if its type was proposed.

    Raises:
        CommandFailed: if it does not fit.
    """
    if wanted.type is None:
        proposal = _proposal(deployment, wanted)
        kind, choices = proposal.type, tuple(wanted.choices) or proposal.choices
        day_first = proposal.day_first if wanted.day_first is None else wanted.day_first
        decimal_comma = proposal.decimal_comma if wanted.decimal_comma is None else wanted.decimal_comma
    elif wanted.type in set(FieldType):
        proposal, kind, choices = None, FieldType(wanted.type), tuple(wanted.choices)
        day_first, decimal_comma = wanted.day_first, wanted.decimal_comma
    else:
        raise CommandFailed(f'There is no type "{wanted.type}". There are {", ".join(FieldType)}.')
    made = _said(
        lambda: _editor(deployment).add(
            wanted.label,
            kind,
            headers=tuple(wanted.headers),
            choices=choices,
            day_first=day_first,
            decimal_comma=decimal_comma,
        )
    )
    return made, proposal


def remove(deployment: Deployment, key: str) -> OwnField:
    """Removes an own field; what leads have in it stays, as an extra.

    Raises:
        CommandFailed: if there is none with this key.
    """
    return _said(lambda: _editor(deployment).remove(key))


def _proposal(deployment: Deployment, wanted: WantedField) -> Proposal:
    client = deployment.account.client("dynamodb")
    field = OwnField(key="", label=wanted.label, headers=tuple(wanted.headers))
    states = [lead.standing.state for lead in all_leads(client, deployment.output("LeadsTableName"))]
    texts = StoredTexts((field,))
    values = (texts.of(state).get(field.key, "") for state in states if state is not None)
    return propose(values, headed(wanted.headers[0] if wanted.headers else wanted.label))


def _store(deployment: Deployment) -> OwnFieldStore:
    return OwnFieldStore(deployment.account.client("dynamodb"), deployment.output("LeadsTableName"))


def _editor(deployment: Deployment) -> OwnFieldEditor:
    return OwnFieldEditor(_store(deployment))


def _said(act: Callable[[], OwnField]) -> OwnField:
    """What an action gives; a refusal is said in words."""
    try:
        return act()
    except Refusal as refusal:
        raise CommandFailed(" ".join([refusal.message, *refusal.fields.values()])) from refusal
