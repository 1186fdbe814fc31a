"""Bulk changes: asked for, watched, cancelled and taken back. `crm.handlers.lead_exporter` finds their leads."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from crm.api.auth import user_of
from crm.api.contract import INVALID, NOT_FOUND, operation
from crm.aws import clients
from crm.composition.imports import batch_queue, import_store, work_files
from crm.composition.own_fields import own_field_store
from crm.composition.workers import controller
from crm.errors import Conflict
from crm.handlers.routes.found import controlled, find_bulk_change
from crm.ids import new_id
from crm.imports.bulk_answers import Job, JobLead, JobLeadPage, JobPage
from crm.imports.bulk_body import WantedJob
from crm.imports.import_table import Kind
from crm.imports.ledgers import Ledgers
from crm.imports.model import Import
from crm.imports.page_cursor import decode_cursor, encode_cursor
from crm.imports.report import CURSOR, ledger_page
from crm.imports.repository import NewImport
from crm.imports.selection import start_bulk_change
from crm.imports.undo import start_undo
from crm.outcomes import Outcome, Policy
from crm.settings import Settings
from crm.users import User

router = Router()  # type: ignore[no-untyped-call]

PAGE = 20
NOT_FOUND_YET = "The leads have not been found yet, so there is nothing to show."


@router.post(
    "/jobs",
    **operation(
        "startJob",
        "Edit, delete or restore many leads",
        status=HTTPStatus.ACCEPTED,
        refusals=INVALID,
    ),
)
def start_job(wanted: Annotated[WantedJob, Body()]) -> Job:
    user, settings = user_of(router.current_event, "member"), Settings()
    own_fields = own_field_store(settings).read().fields
    leads, change = wanted.leads(own_fields), wanted.bulk_change(own_fields)
    new = NewImport(new_id(), user.id, user.email, "", 0, Policy.UPDATE, None, review=False, change=change)

    def send(body: str) -> None:
        clients.sqs().send_message(QueueUrl=settings.export_queue_url, MessageBody=body)

    started = start_bulk_change(new, leads, import_store(settings), work_files(settings), send)
    return _answer(started, user)


@router.get("/jobs", **operation("listJobs", "All bulk changes, newest first", refusals=INVALID))
def list_jobs(cursor: Annotated[str | None, Query(max_length=2000)] = None) -> JobPage:
    user = user_of(router.current_event)
    kind = Kind.BULK_CHANGE
    found, following = import_store(Settings()).page(limit=PAGE, start=decode_cursor(cursor, kind), kind=kind)
    next_cursor = encode_cursor(following) if following else None
    return JobPage(jobs=[_answer(record, user) for record in found], cursor=next_cursor)


@router.get("/jobs/<job_id>", **operation("getJob", "One bulk change", refusals=NOT_FOUND))
def get_job(job_id: str) -> Job:
    user = user_of(router.current_event)
    return _answer(find_bulk_change(job_id), user)


@router.get(
    "/jobs/<job_id>/leads",
    **operation(
        "listJobLeads",
        "What became of each lead",
        refusals={**NOT_FOUND, Conflict: ("not_read_yet",), **INVALID},
    ),
)
def list_job_leads(
    job_id: str,
    outcome: Annotated[Outcome | None, Query()] = None,
    cursor: Annotated[str | None, Query(pattern=CURSOR)] = None,
) -> JobLeadPage:
    user_of(router.current_event)
    record, files = find_bulk_change(job_id), work_files(Settings())
    plan = files.find_plan(job_id)
    if plan is None:
        raise Conflict("not_read_yet", NOT_FOUND_YET)
    rows, following = ledger_page(Ledgers(record, files, lambda: plan), outcome, cursor)
    return JobLeadPage(leads=[JobLead.of(row) for row in rows], cursor=following)


@router.post(
    "/jobs/<job_id>/cancel",
    **operation(
        "cancelJob",
        "Stop a bulk change; leads that it has changed stay so",
        status=HTTPStatus.ACCEPTED,
        refusals={**NOT_FOUND, Conflict: ("import_ended",)},
    ),
)
def cancel_job(job_id: str) -> Job:
    user, record = _controlled(job_id)
    settings = Settings()
    return _answer(controller(settings).cancel(record, batch_queue(settings)), user)


@router.post(
    "/jobs/<job_id>/undo",
    **operation(
        "undoJob",
        "Take a bulk change back; what was changed since stays",
        status=HTTPStatus.ACCEPTED,
        refusals={**NOT_FOUND, Conflict: ("import_running", "nothing_to_undo", "already_undone", "files_expired")},
    ),
)
def undo_job(job_id: str) -> Job:
    user, record = _controlled(job_id)
    settings = Settings()
    return _answer(start_undo(record, user, import_store(settings), work_files(settings), batch_queue(settings)), user)


def _controlled(job_id: str) -> tuple[User, Import]:
    """The bulk change, when the user may control it."""
    user = user_of(router.current_event, "member")
    return user, controlled(find_bulk_change(job_id), user)


def _answer(record: Import, user: User) -> Job:
    return Job.of(record, user, datetime.now(UTC))
