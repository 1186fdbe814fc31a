"""Making leads one, and taking them apart again."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body

from crm.api.auth import user_of
from crm.api.contract import INVALID, NOT_FOUND, operation
from crm.composition.editing import lead_merger
from crm.composition.own_fields import own_field_store
from crm.errors import Conflict
from crm.leads.answers import Lead
from crm.leads.merge_answers import MadeMerge, TakenApart, WantedMerge
from crm.own_fields.values import StoredTexts
from crm.settings import Settings

router = Router()  # type: ignore[no-untyped-call]


@router.post(
    "/merges",
    description="Makes leads one: no value is lost, each of their ids and addresses leads to the one from now on, and "
    "it can be taken back at any time. Leads that are one already are answered as the first time.",
    **operation(
        "mergeLeads",
        "Make leads one",
        status=HTTPStatus.CREATED,
        refusals={**NOT_FOUND, Conflict: ("in_bin", "too_much", "history_expired", "busy"), **INVALID},
    ),
)
def merge_leads(wanted: Annotated[WantedMerge, Body()]) -> MadeMerge:
    user = user_of(router.current_event, "member")
    merge_id, lead = lead_merger(Settings()).merge(wanted.leads, user, wanted.into, wanted.choices)
    return MadeMerge(merge_id=merge_id, lead=Lead.of(lead, _own_fields()))


@router.post(
    "/merges/<merge_id>/undo",
    description="Takes leads apart: each has what it would have now had they never been one. What people changed "
    "meanwhile is of the lead whose value it was, or of several where that cannot be told. Once they are apart, the "
    "answer is the same again.",
    **operation(
        "undoMerge",
        "Take merged leads apart",
        refusals={**NOT_FOUND, Conflict: ("history_expired", "busy")},
    ),
)
def undo_merge(merge_id: str) -> TakenApart:
    user = user_of(router.current_event, "member")
    return TakenApart.of(lead_merger(Settings()).undo(merge_id, user), _own_fields())


def _own_fields() -> StoredTexts:
    return StoredTexts(own_field_store(Settings()).read().fields)
