"""Mending an import that has ended: the rows that need it, and what becomes of them once they are mended."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from crm.api.auth import user_of
from crm.api.contract import INVALID, NOT_FOUND, Refusals, operation
from crm.clock import now_iso
from crm.composition.imports import batch_queue, import_store, work_files
from crm.errors import Conflict
from crm.handlers.routes.found import controlled, find_import
from crm.ids import new_id
from crm.imports.answers import Import as ImportAnswer
from crm.imports.late_mends import mendable_plan, start_mend
from crm.imports.ledgers import Ledgers
from crm.imports.plan import NOT_READ
from crm.imports.report import CURSOR
from crm.imports.rows_to_mend import MendRefusal, RowsToMend, WantedMend, rows_to_mend
from crm.settings import Settings

router = Router()  # type: ignore[no-untyped-call]

_REFUSALS: Refusals = {
    **NOT_FOUND,
    Conflict: (
        *("import_running", "already_undone", "remapped", "nothing_to_mend", "rows_name_leads", "files_expired"),
        *("mending", "mended", "mended_too_often"),
    ),
    **INVALID,
}


@router.get(
    "/imports/<import_id>/mend",
    **operation(
        "listRowsToMend",
        "The rows that were rejected, and those of which a value did not fit its field, with their cells",
        refusals={**NOT_FOUND, Conflict: ("not_read_yet",), **INVALID},
    ),
)
def list_rows_to_mend(import_id: str, cursor: Annotated[str | None, Query(pattern=CURSOR)] = None) -> RowsToMend:
    user_of(router.current_event)
    settings = Settings()
    record, files = find_import(import_id), work_files(settings)
    refusal = None
    try:
        plan = mendable_plan(record, import_store(settings), files)
    except Conflict as refused:
        known, refusal = files.find_plan(import_id), MendRefusal(code=refused.code, message=refused.message)
        if known is None:
            raise Conflict("not_read_yet", NOT_READ) from refused
        plan = known
    return rows_to_mend(Ledgers(record, files, lambda: plan), plan, cursor, refusal)


@router.post(
    "/imports/<import_id>/mend",
    **operation(
        "mendRows",
        "Import mended rows as part of the import that they are from",
        status=HTTPStatus.ACCEPTED,
        refusals=_REFUSALS,
    ),
)
def mend_rows(import_id: str, wanted: Annotated[WantedMend, Body()]) -> ImportAnswer:
    user = user_of(router.current_event, "member")
    record, settings = controlled(find_import(import_id), user), Settings()
    mend = wanted.as_mend(new_id(), user.email, now_iso())
    files = work_files(settings)
    started = start_mend(record, mend, wanted.mends, import_store(settings), files, batch_queue(settings))
    return ImportAnswer.of(started, files.find_plan(import_id), user, datetime.now(UTC))
