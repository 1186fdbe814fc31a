"""Imports as their owners see and control them: status, history, rows, report, mapping, cancel, retry, undo."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from crm.api.resolver import Api, Response, respond
from crm.composition.imports import batch_queue, import_store, mapping_memory, work_files
from crm.composition.leads import lead_store
from crm.composition.workers import controller
from crm.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from crm.fields import TargetField
from crm.ids import is_id, new_id
from crm.imports import metrics
from crm.imports.answers import import_json, ledger_json
from crm.imports.model import Import, Status
from crm.imports.plan import ImportPlan
from crm.imports.report import ledger_page, rejected_rows_csv, undo_page
from crm.imports.repository import NewImport
from crm.imports.retrying import retry
from crm.imports.review import confirm_mapping, corrected, corrected_sheets
from crm.imports.undoing import start_undo
from crm.leads.answers import lead_json
from crm.outcomes import Outcome, Reverted
from crm.settings import Settings
from crm.users import User

api = Api()

PAGE = 20
CURSOR = r"^\d{1,9}\.\d{1,9}$"
REPORT_BYTES = 5_000_000
"""A function's response may not exceed 6 MB."""


class SheetCorrection(BaseModel):
    """The columns of one sheet that the user sets."""

    model_config = ConfigDict(extra="forbid")

    index: int = Field(ge=0)
    columns: dict[int, TargetField] = Field(description="0-based column to field")


class ConfirmedMapping(BaseModel):
    """What the user decided in the review."""

    model_config = ConfigDict(extra="forbid")

    sheets: list[SheetCorrection] = []


@api.get("/health")
def health() -> Response[str]:
    return respond({"status": "ok"})


@api.get("/imports")
def list_imports(cursor: Annotated[str | None, Query(max_length=2000)] = None) -> Response[str]:
    user = api.user()
    records, following = import_store(Settings()).page(limit=PAGE, start=_decode(cursor))
    now = datetime.now(UTC)
    answer: dict[str, Any] = {"imports": [import_json(record, None, user, now) for record in records]}
    if following:
        answer["cursor"] = _encode(following)
    return respond(answer)


@api.get("/imports/<import_id>")
def get_import(import_id: str) -> Response[str]:
    user = api.user()
    metrics.polled()
    return _answer(_find(import_id), user)


@api.get("/imports/<import_id>/rows")
def list_rows(
    import_id: str,
    outcome: Annotated[Outcome | None, Query()] = None,
    cursor: Annotated[str | None, Query(pattern=CURSOR)] = None,
) -> Response[str]:
    api.user()
    plan = _plan(_find(import_id))
    rows, following = ledger_page(work_files(Settings()), plan, outcome, cursor)
    answer: dict[str, Any] = {"rows": [ledger_json(row, plan.sheet(row.sheet).name) for row in rows]}
    if following:
        answer["cursor"] = following
    return respond(answer)


@api.get("/imports/<import_id>/report.csv")
def report(import_id: str) -> Response[str]:
    api.user()
    plan = _plan(_find(import_id))
    lines: list[str] = []
    size = 0
    for line in rejected_rows_csv(work_files(Settings()), plan):
        lines.append(line)
        size += len(line.encode())
        if size > REPORT_BYTES:
            raise TooLarge("report_too_large", "The report is too large to send at once. Please page the rows.")
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="rejected-{import_id}.csv"'}
    return Response(200, content_type="text/csv; charset=utf-8", body="".join(lines), headers=headers)


@api.put("/imports/<import_id>/mapping", status_code=202)
def confirm(import_id: str, mapping: Annotated[ConfirmedMapping, Body()]) -> Response[str]:
    user, record = _controlled(import_id)
    if record.status is not Status.REVIEW:
        raise Conflict("not_in_review", "The mapping can be changed only while the import waits for your review.")
    settings = Settings()
    files = work_files(settings)
    corrections = {sheet.index: sheet.columns for sheet in mapping.sheets}
    plan = corrected(files.plan(import_id), corrections)
    memory = mapping_memory(settings)
    for sheet in corrected_sheets(plan, corrections):
        if sheet.mapping:
            memory.remember(sheet.mapping)
    started = confirm_mapping(record, plan, import_store(settings), files, batch_queue(settings))
    return _answer(started, user, 202)


@api.post("/imports/<import_id>/cancel", status_code=202)
def cancel(import_id: str) -> Response[str]:
    user, record = _controlled(import_id)
    settings = Settings()
    return _answer(controller(settings).cancel(record, batch_queue(settings)), user, 202)


@api.post("/imports/<import_id>/force-complete", status_code=202)
def force_complete(import_id: str) -> Response[str]:
    user, record = _controlled(import_id)
    return _answer(controller(Settings()).force_complete(record), user, 202)


@api.post("/imports/<import_id>/retry", status_code=201)
def retry_rejected(import_id: str) -> Response[str]:
    user, record = _controlled(import_id)
    settings = Settings()
    new = NewImport(
        import_id=new_id(),
        owner_id=user.id,
        owner_email=user.email,
        file_name=record.file_name,
        size=record.size,
        policy=record.policy,
        region=record.region,
        review=False,
        extract_free_text=record.extract_free_text,
    )
    stores = import_store(settings), work_files(settings), batch_queue(settings)
    return _answer(retry(record, new, *stores), user, 201)


@api.post("/imports/<import_id>/undo", status_code=202)
def undo(import_id: str) -> Response[str]:
    user, record = _controlled(import_id)
    settings = Settings()
    started = start_undo(record, user, import_store(settings), batch_queue(settings))
    return _answer(started, user, 202)


@api.get("/imports/<import_id>/undo")
def list_undone(
    import_id: str,
    result: Annotated[Reverted, Query(description="Which leads: kept are those that someone has changed since")] = (
        Reverted.KEPT
    ),
    cursor: Annotated[str | None, Query(pattern=CURSOR)] = None,
) -> Response[str]:
    api.user()
    settings = Settings()
    record = _find(import_id)
    if record.undo is None:
        raise Conflict("not_undone", "This import has not been taken back.")
    batches = record.total_batches or 0
    ids, following = undo_page(work_files(settings), import_id, batches, result, cursor)
    leads = lead_store(settings).by_ids(ids)
    answer: dict[str, Any] = {
        "leads": [{"leadId": i, "result": result, "lead": lead_json(leads[i]) if i in leads else None} for i in ids]
    }
    if following:
        answer["cursor"] = following
    return respond(answer)


def _find(import_id: str) -> Import:
    record = import_store(Settings()).get(import_id) if is_id(import_id) else None
    if record is None:
        raise NotFound("There is no such import.")
    return record


def _controlled(import_id: str) -> tuple[User, Import]:
    """The import, when the user may control it."""
    user, record = api.user("member"), _find(import_id)
    if not user.may_control(record.owner_id):
        raise Forbidden("Only the person who started this import, or an admin, may do this.")
    return user, record


def _plan(record: Import) -> ImportPlan:
    plan = work_files(Settings()).find_plan(record.import_id)
    if plan is None:
        raise Conflict("not_read_yet", "The file has not been read, so there are no rows to show.")
    return plan


def _answer(record: Import, user: User, status: int = 200) -> Response[str]:
    plan = work_files(Settings()).find_plan(record.import_id)
    return respond(import_json(record, plan, user, datetime.now(UTC)), status)


def _encode(start: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(start).encode()).decode()


def _decode(cursor: str | None) -> dict[str, Any] | None:
    if cursor is None:
        return None
    try:
        start = json.loads(base64.urlsafe_b64decode(cursor))
    except ValueError as error:
        raise Invalid("This page does not exist any more. Please reload the list.", {"cursor": "unknown"}) from error
    if not isinstance(start, dict) or set(start) != {"importId", "kind", "createdAt"}:
        raise Invalid("This page does not exist any more. Please reload the list.", {"cursor": "unknown"})
    return start


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return api.resolve(event, context)
