"""Imports as their owners see and control them: status, history, rows, report, mapping, cancel, retry, undo.

So are bulk changes, which are imports of leads instead of rows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from crm.api.contract import INVALID, NOT_FOUND, Refusals, operation
from crm.api.resolver import Api
from crm.composition.imports import (
    batch_queue,
    import_store,
    intake_queue,
    mapping_memory,
    upload_bucket,
    work_files,
)
from crm.composition.leads import lead_table
from crm.composition.own_fields import own_field_store
from crm.composition.workers import controller
from crm.errors import Conflict, TooLarge
from crm.handlers.routes import drafts, jobs, mends
from crm.handlers.routes.found import controlled, find_import
from crm.ids import new_id
from crm.imports import metrics, model, review
from crm.imports.announced import looked_for, shown_to
from crm.imports.answers import Import, ImportPage, ImportRow, ImportRowPage, UndoneLeadPage
from crm.imports.drafting import decided_columns, draft_of, draft_outdated, drafted
from crm.imports.import_table import Kind
from crm.imports.ledgers import Ledgers
from crm.imports.model import ImportStatus
from crm.imports.page_cursor import decode_cursor, encode_cursor
from crm.imports.plan import NOT_READ, ImportPlan
from crm.imports.report import CURSOR, ledger_page, rejected_rows_csv, undo_page
from crm.imports.repository import NewImport
from crm.imports.retry import start_retry
from crm.imports.review import corrected_sheets
from crm.imports.same_file import earlier_import
from crm.imports.sheet_pages import ImportSheetPage, sheet_page
from crm.imports.undo import start_undo
from crm.outcomes import Outcome, UndoResult
from crm.query.query_fields import MAX_FIELD
from crm.settings import Settings
from crm.users import User

api = Api()
api.include_router(jobs.router)
api.include_router(drafts.router)
api.include_router(mends.router)

PAGE = 20
REPORT_BYTES = 5_000_000
"""A function's response may not exceed 6 MB."""
REPORT_BATCHES = 300
"""Each is two files of some 20 ms to read, and the gateway waits 29 s."""


_Target = Annotated[str, Field(min_length=1, max_length=MAX_FIELD)]


class SheetCorrection(BaseModel):
    """The columns of one sheet that the user sets."""

    model_config = ConfigDict(extra="forbid")

    index: int = Field(ge=0)
    columns: dict[int, _Target] = Field(
        description="0-based column to where it goes: a field of leads, fullName, remarks, leadId or nothing, the key "
        "of an own field, or an extra such as extras/City"
    )


class ConfirmedMapping(BaseModel):
    """What the user decided in the review."""

    model_config = ConfigDict(extra="forbid")

    sheets: list[SheetCorrection] = []
    draftId: str | None = Field(None, max_length=64, description="The draft that is to be imported.")  # noqa: N815


def _conflicts(*codes: str) -> Refusals:
    return {**NOT_FOUND, Conflict: codes}


@api.get("/imports", **operation("listImports", "All imports, newest first", refusals=INVALID))
def list_imports(cursor: Annotated[str | None, Query(max_length=2000)] = None) -> ImportPage:
    user = api.user()
    settings = Settings()
    imports = import_store(settings)
    records, following = imports.page(limit=PAGE, start=decode_cursor(cursor, Kind.IMPORT))
    records = shown_to(user, records, imports, upload_bucket(settings))
    now = datetime.now(UTC)
    return ImportPage(
        imports=[Import.of(record, None, user, now) for record in records],
        cursor=encode_cursor(following) if following else None,
    )


@api.get("/imports/<import_id>", **operation("getImport", "One import with its first sheets", refusals=NOT_FOUND))
def get_import(import_id: str) -> Import:
    user = api.user()
    metrics.count_poll()
    settings = Settings()
    return _answer(looked_for(find_import(import_id), import_store(settings), upload_bucket(settings)), user)


@api.get(
    "/imports/<import_id>/sheets",
    **operation(
        "listImportSheets",
        "The sheets of an import and where their columns go",
        refusals={**_conflicts("not_read_yet"), **INVALID},
    ),
)
def list_import_sheets(import_id: str, cursor: Annotated[str | None, Query(pattern=CURSOR)] = None) -> ImportSheetPage:
    api.user()
    return sheet_page(_plan(find_import(import_id)).sheets, cursor)


@api.get(
    "/imports/<import_id>/rows",
    **operation("listImportRows", "What became of each row", refusals={**_conflicts("not_read_yet"), **INVALID}),
)
def list_import_rows(
    import_id: str,
    outcome: Annotated[Outcome | None, Query()] = None,
    cursor: Annotated[str | None, Query(pattern=CURSOR)] = None,
) -> ImportRowPage:
    api.user()
    record = find_import(import_id)
    plan = _plan(record)
    rows, following = ledger_page(_ledgers(record, plan), outcome, cursor)
    return ImportRowPage(rows=[ImportRow.of(row, plan.sheet(row.sheet).name) for row in rows], cursor=following)


@api.get(
    "/imports/<import_id>/report.csv",
    **operation(
        "getRejectedRows",
        "The rejected rows as a CSV file, to be mended and imported again",
        media_type="text/csv",
        refusals={**_conflicts("not_read_yet"), TooLarge: ("report_too_large",)},
    ),
)
def get_rejected_rows(import_id: str) -> Response[str]:
    api.user()
    record = find_import(import_id)
    plan = _plan(record)
    lines: list[str] = []
    size = 0
    too_large = TooLarge(
        "report_too_large", "The report is too large to send at once. Ask for a file: POST /imports/{importId}/report."
    )
    if len(plan.batch_sizes) > REPORT_BATCHES:
        raise too_large
    for line in rejected_rows_csv(_ledgers(record, plan), plan):
        lines.append(line)
        size += len(line.encode())
        if size > REPORT_BYTES:
            raise too_large
    headers = {"Content-Disposition": f'attachment; filename="rejected-{import_id}.csv"'}
    return Response(200, content_type="text/csv; charset=utf-8", body="".join(lines), headers=headers)


@api.put(
    "/imports/<import_id>/mapping",
    **operation(
        "confirmMapping",
        "Correct and confirm the mapping of an import that waits for its review",
        status=HTTPStatus.ACCEPTED,
        refusals={**_conflicts("not_in_review", "draft_outdated", "remapped", "mended", "names_leads"), **INVALID},
    ),
)
def confirm_mapping(import_id: str, mapping: Annotated[ConfirmedMapping, Body()]) -> Import:
    user, record = _controlled(import_id)
    if record.status is not ImportStatus.REVIEW:
        raise Conflict("not_in_review", "The mapping can be changed only while the import waits for your review.")
    settings = Settings()
    files = work_files(settings)
    wanted = {sheet.index: sheet.columns for sheet in mapping.sheets}
    own_fields = own_field_store(settings).read().fields
    if mapping.draftId != record.draft:
        raise draft_outdated()
    draft = draft_of(record, files)
    record, plan = drafted(record, files.plan(import_id), draft, own_fields, wanted)
    memory = mapping_memory(settings)
    for sheet in corrected_sheets(plan, decided_columns(draft, wanted)):
        if sheet.mapping:
            memory.remember(sheet.mapping)
    started = review.confirm_mapping(record, plan, import_store(settings), files, batch_queue(settings))
    return _answer(started, user)


@api.post(
    "/imports/<import_id>/cancel",
    **operation(
        "cancelImport",
        "Stop an import; leads already written stay",
        status=HTTPStatus.ACCEPTED,
        refusals=_conflicts("import_ended"),
    ),
)
def cancel_import(import_id: str) -> Import:
    user, record = _controlled(import_id)
    settings = Settings()
    return _answer(controller(settings).cancel(record, batch_queue(settings)), user)


@api.post(
    "/imports/<import_id>/force-complete",
    **operation(
        "forceCompleteImport",
        "End an import now; rows without an outcome are rejected",
        status=HTTPStatus.ACCEPTED,
        refusals=_conflicts("import_ended"),
    ),
)
def force_complete_import(import_id: str) -> Import:
    user, record = _controlled(import_id)
    return _answer(controller(Settings()).force_complete(record), user)


@api.post(
    "/imports/<import_id>/retry",
    **operation(
        "retryImport",
        "Import the rejected rows again, as an import of their own",
        status=HTTPStatus.CREATED,
        refusals=_conflicts("import_running", "nothing_to_retry"),
    ),
)
def retry_import(import_id: str) -> Import:
    user, record = _controlled(import_id)
    settings = Settings()
    new = replace(NewImport.again(record, new_id()), owner_id=user.id, owner_email=user.email, review=False)
    stores = import_store(settings), work_files(settings), intake_queue(settings)
    return _answer(start_retry(record, new, *stores), user)


@api.post(
    "/imports/<import_id>/undo",
    **operation(
        "undoImport",
        "Take an import back",
        status=HTTPStatus.ACCEPTED,
        refusals=_conflicts(
            *("import_running", "nothing_to_undo", "already_undone", "files_expired", "remapped", "mending")
        ),
    ),
)
def undo_import(import_id: str) -> Import:
    user, record = _controlled(import_id)
    settings = Settings()
    started = start_undo(record, user, import_store(settings), work_files(settings), batch_queue(settings))
    return _answer(started, user)


@api.get(
    "/imports/<import_id>/undo",
    **operation(
        "listUndoneLeads",
        "The leads that the undo of an import has met",
        refusals={**_conflicts("not_undone"), **INVALID},
    ),
)
def list_undone_leads(
    import_id: str,
    result: Annotated[UndoResult, Query(description="Which leads: kept are those that someone has changed since")] = (
        UndoResult.KEPT
    ),
    cursor: Annotated[str | None, Query(pattern=CURSOR)] = None,
) -> UndoneLeadPage:
    api.user()
    settings = Settings()
    record = find_import(import_id)
    if record.undo is None:
        raise Conflict("not_undone", "This import has not been taken back.")
    batches = record.undo.total_batches
    found, following = undo_page(work_files(settings), import_id, batches, result, cursor)
    leads = lead_table(settings).get_many(one.lead_id for one in found)
    return UndoneLeadPage.of(found, leads, following)


def _controlled(import_id: str) -> tuple[User, model.Import]:
    """The import, when the user may control it."""
    user = api.user("member")
    return user, controlled(find_import(import_id), user)


def _plan(record: model.Import) -> ImportPlan:
    plan = work_files(Settings()).find_plan(record.import_id)
    if plan is None:
        raise Conflict("not_read_yet", NOT_READ)
    return plan


def _ledgers(record: model.Import, plan: ImportPlan) -> Ledgers:
    return Ledgers(record, work_files(Settings()), lambda: plan)


def _answer(record: model.Import, user: User) -> Import:
    settings = Settings()
    plan = work_files(settings).find_plan(record.import_id)
    earlier = earlier_import(record, import_store(settings).get)
    return Import.of(record, plan, user, datetime.now(UTC), earlier)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return api.resolve(event, context)
