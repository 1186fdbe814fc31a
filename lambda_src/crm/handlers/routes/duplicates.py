"""Duplicates: asking for a search, reading what was found, and saying that two leads are not the same person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from crm.api.auth import user_of
from crm.api.contract import INVALID, NOT_FOUND, operation
from crm.aws import clients
from crm.clock import iso, now_iso
from crm.composition.duplicates import duplicate_search
from crm.composition.imports import import_store, work_files
from crm.composition.leads import lead_table
from crm.composition.own_fields import own_field_store
from crm.duplicates.answers import CertainDuplicates, DuplicatePage, StartedSearch, WantedMergeOfAll, groups_of
from crm.duplicates.certain import CHECKED, CertainGroup, certain_groups, preview
from crm.duplicates.search import DuplicateSearch
from crm.duplicates.store import FoundDuplicates
from crm.duplicates.weights import Band
from crm.errors import Conflict, NotFound
from crm.ids import new_id
from crm.imports.bulk_answers import Job
from crm.imports.bulk_change import BulkAction, BulkChange
from crm.imports.merged_groups import group_to_text
from crm.imports.repository import NewImport
from crm.imports.selection import start_bulk_merge
from crm.leads.pair_ids import lead_ids_of
from crm.outcomes import Policy
from crm.settings import Settings
from crm.statements.lead import Lead

SHOWN = 20
"""Groups that a preview shows."""

router = Router()  # type: ignore[no-untyped-call]


@router.post(
    "/duplicates/searches",
    **operation("searchDuplicates", "Search all leads for duplicates", status=HTTPStatus.ACCEPTED),
)
def search_duplicates() -> StartedSearch:
    user_of(router.current_event, "member")
    settings = Settings()
    return StartedSearch(search_id=duplicate_search(settings).start(_send_to(settings)))


@router.get("/duplicates", **operation("listDuplicates", "Pairs of leads that may be one person", refusals=INVALID))
def list_duplicates(page: Annotated[int, Query(ge=1, le=1_000_000, description="counted from 1")] = 1) -> DuplicatePage:
    user_of(router.current_event, "viewer")
    settings = Settings()
    search = duplicate_search(settings)
    state, found = search.state(), search.store.current()
    groups = [] if found is None else search.store.page(found, page)
    pairs = [pair for group in groups for pair in group]
    leads = _there(settings, (one.lead_id for pair in pairs for one in (pair.first, pair.second)))
    dismissed = search.dismissals.among(pair.pair_id for pair in pairs)
    return DuplicatePage(
        groups=groups_of(groups, leads, dismissed, own_field_store(settings).read().fields),
        page=page,
        pages=0 if found is None else found.pages,
        counts={band: 0 if found is None else found.pairs.get(band, 0) for band in Band},
        fresh_as_of=_fresh_as_of(found),
        search=None if state is None else state.status,
    )


@router.get(
    "/duplicates/certain", **operation("listCertainDuplicates", "What merging all that are certainly one would do")
)
def list_certain_duplicates() -> CertainDuplicates:
    user_of(router.current_event, "viewer")
    settings = Settings()
    search = duplicate_search(settings)
    found, dismissed, groups = _certain(search)
    checked = [group for group in groups if group.agrees][:CHECKED]
    leads = _there(settings, (one.lead_id for group in checked for one in group.leads))
    seen = preview(groups, {lead_id: lead.version for lead_id, lead in leads.items()})
    sample = [list(group.pairs) for group in seen.ready[:SHOWN]]
    return CertainDuplicates(
        search_id=None if found is None else found.search_id,
        groups=len(seen.ready),
        leads=sum(len(group.leads) for group in seen.ready),
        left_out=seen.left_out,
        sample=groups_of(sample, leads, dismissed, own_field_store(settings).read().fields),
        fresh_as_of=_fresh_as_of(found),
    )


@router.post(
    "/duplicates/certain/merges",
    description="Merges each group of leads that are certainly one person, as a bulk change that can be watched, "
    "cancelled and taken back at /jobs; what that tells of leads, it tells of groups. A group is left alone if one of "
    "its leads was changed since they were compared.",
    **operation(
        "mergeCertainDuplicates",
        "Merge all leads that are certainly one person",
        status=HTTPStatus.ACCEPTED,
        refusals={Conflict: ("searched_again", "nothing_to_merge"), **INVALID},
    ),
)
def merge_certain_duplicates(wanted: Annotated[WantedMergeOfAll, Body()]) -> Job:
    user, settings = user_of(router.current_event, "member"), Settings()
    found, _, groups = _certain(duplicate_search(settings))
    if found is None or found.search_id != wanted.searchId:
        raise Conflict("searched_again", "Duplicates have been searched again since. Please look at them once more.")
    texts = [group_to_text(group.leads) for group in groups if group.agrees]
    if not texts:
        raise Conflict("nothing_to_merge", "There are no leads left that are certainly one person.")
    change = BulkChange(BulkAction.MERGE)
    new = NewImport(new_id(), user.id, user.email, "", 0, Policy.UPDATE, None, review=False, change=change)
    started = start_bulk_merge(new, texts, import_store(settings), work_files(settings), _send_to(settings))
    return Job.of(started, user, datetime.now(UTC))


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


def _certain(search: DuplicateSearch) -> tuple[FoundDuplicates | None, Collection[str], list[CertainGroup]]:
    """What counts now, the pairs that were dismissed, and the groups of certain pairs."""
    found = search.store.current()
    if found is None:
        return None, (), []
    dismissed = search.dismissals.all()
    return found, dismissed, certain_groups(search.store.certain(found), dismissed)


def _fresh_as_of(found: FoundDuplicates | None) -> str | None:
    return None if found is None else iso(datetime.fromtimestamp(found.complete_until, UTC))


def _send_to(settings: Settings) -> Callable[[str], None]:
    """Takes messages for the function that searches and answers queries."""

    def send(body: str) -> None:
        clients.sqs().send_message(QueueUrl=settings.export_queue_url, MessageBody=body)

    return send


def _there(settings: Settings, lead_ids: Iterable[str]) -> dict[str, Lead]:
    """Those of the leads that are there: not in the bin, and not merged into another."""
    found = lead_table(settings).get_many(set(lead_ids))
    return {
        lead_id: lead
        for lead_id, lead in found.items()
        if lead.lead_id == lead_id and lead.standing.state is not None and lead.standing.state.is_there
    }
