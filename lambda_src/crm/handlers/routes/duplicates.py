"""Duplicates: asking for a search, reading what was found, and saying that two leads are not the same person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from crm.api.auth import user_of
from crm.api.contract import INVALID, NOT_FOUND, operation
from crm.aws import clients
from crm.clock import iso, now_iso
from crm.composition.duplicates import duplicate_search
from crm.composition.leads import lead_table
from crm.composition.own_fields import own_field_store
from crm.duplicates.answers import DuplicatePage, StartedSearch, groups_of
from crm.duplicates.finding import lead_ids_of
from crm.duplicates.weights import Band
from crm.errors import NotFound
from crm.settings import Settings
from crm.statements.lead import Lead

router = Router()  # type: ignore[no-untyped-call]


@router.post(
    "/duplicates/searches",
    **operation("searchDuplicates", "Search all leads for duplicates", status=HTTPStatus.ACCEPTED),
)
def search_duplicates() -> StartedSearch:
    user_of(router.current_event, "member")
    settings = Settings()

    def send(body: str) -> None:
        clients.sqs().send_message(QueueUrl=settings.export_queue_url, MessageBody=body)

    return StartedSearch(search_id=duplicate_search(settings).start(send))


@router.get("/duplicates", **operation("listDuplicates", "Pairs of leads that may be one person", refusals=INVALID))
def list_duplicates(page: Annotated[int, Query(ge=1, le=1_000_000, description="counted from 1")] = 1) -> DuplicatePage:
    user_of(router.current_event, "viewer")
    settings = Settings()
    search = duplicate_search(settings)
    state, found = search.state(), search.store.current()
    groups = [] if found is None else search.store.page(found, page)
    pairs = [pair for group in groups for pair in group]
    leads = _there(settings, {one.lead_id for pair in pairs for one in (pair.first, pair.second)})
    dismissed = search.dismissals.among(pair.pair_id for pair in pairs)
    return DuplicatePage(
        groups=groups_of(groups, leads, dismissed, own_field_store(settings).read().fields),
        page=page,
        pages=0 if found is None else found.pages,
        counts={band: 0 if found is None else found.pairs.get(band, 0) for band in Band},
        fresh_as_of=None if found is None else iso(datetime.fromtimestamp(found.complete_until, UTC)),
        search=None if state is None else state.status,
    )


@router.post(
    "/duplicates/<pair_id>/dismiss",
    **operation(
        "dismissDuplicate",
        "Remember for ever that two leads are not the same person",
        status=HTTPStatus.NO_CONTENT,
        refusals=NOT_FOUND,
        media_type=None,
    ),
)
def dismiss_duplicate(pair_id: str) -> Response[Any]:
    user = user_of(router.current_event, "member")
    if lead_ids_of(pair_id) is None:
        raise NotFound("There is no such pair of leads.")
    duplicate_search(Settings()).dismissals.dismiss(pair_id, user.id, now_iso())
    return Response(HTTPStatus.NO_CONTENT)


def _there(settings: Settings, lead_ids: Collection[str]) -> dict[str, Lead]:
    """Those of the leads that are there: not in the bin, and not merged into another."""
    found = lead_table(settings).get_many(lead_ids)
    return {
        lead_id: lead
        for lead_id, lead in found.items()
        if lead.lead_id == lead_id and lead.standing.state is not None and lead.standing.state.is_there
    }
