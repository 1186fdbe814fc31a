"""The review of an import: its draft, and what it would do to the leads that there are; no lead is written."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from crm.api.auth import user_of
from crm.api.contract import INVALID, NOT_FOUND, Refusals, operation
from crm.clock import now_iso
from crm.composition.imports import batch_queue, import_store, intake_queue, work_files
from crm.composition.own_fields import own_field_store
from crm.composition.review import trier
from crm.errors import Conflict, NotFound
from crm.handlers.routes.found import controlled, find_import
from crm.ids import new_id
from crm.imports.answers import Import as ImportAnswer
from crm.imports.draft_answers import DryRunAnswer, ImportDraft
from crm.imports.draft_body import ChosenHeader, WantedDraft
from crm.imports.drafting import draft_of, draft_outdated, drafted
from crm.imports.file_rows import FileRows, file_rows
from crm.imports.model import Import, ImportStatus
from crm.imports.plan import NOT_READ
from crm.imports.queue import Task
from crm.imports.reading_again import NO_HEADER, read_again
from crm.imports.remapping import start_remap
from crm.imports.work_files import MissingWorkFileError
from crm.settings import Settings
from crm.users import User

router = Router()  # type: ignore[no-untyped-call]

_IN_REVIEW: Refusals = {**NOT_FOUND, Conflict: ("not_in_review",)}
_EXPIRED = "The rows of this file were kept for a limited time and are gone."


@router.put(
    "/imports/<import_id>/draft",
    **operation(
        "saveDraft",
        "Keep what was decided of an import that waits for its review",
        refusals={**NOT_FOUND, Conflict: ("not_in_review", "draft_outdated"), **INVALID},
    ),
)
def save_draft(import_id: str, wanted: Annotated[WantedDraft, Body()]) -> ImportDraft:
    user, record = _reviewed(import_id)
    settings = Settings()
    files = work_files(settings)
    draft = wanted.as_draft(new_id(), user.email, now_iso())
    # What does not fit is refused now, and not when the import begins.
    drafted(record, files.plan(import_id), draft, own_field_store(settings).read().fields)
    files.write_draft(import_id, draft)
    if import_store(settings).save_draft(import_id, draft.draft_id, wanted.basedOn) is None:
        _, now = _reviewed(import_id)
        theirs = draft_of(now, files)
        raise draft_outdated(theirs.by if theirs else "Somebody else")
    return ImportDraft.of(draft)


@router.get(
    "/imports/<import_id>/draft",
    **operation("getDraft", "What was decided of an import so far", refusals=NOT_FOUND),
)
def get_draft(import_id: str) -> ImportDraft:
    user_of(router.current_event)
    draft = draft_of(find_import(import_id), work_files(Settings()))
    if draft is None:
        raise NotFound("Nothing has been decided of this import yet.")
    return ImportDraft.of(draft)


@router.post(
    "/imports/<import_id>/header-row",
    **operation(
        "chooseHeaderRow",
        "Read the file again with another header row, as an import that replaces this one",
        status=HTTPStatus.CREATED,
        refusals={**NOT_FOUND, Conflict: ("not_in_review", "draft_outdated", "rows_are_said"), **INVALID},
    ),
)
def choose_header_row(import_id: str, chosen: Annotated[ChosenHeader, Body()]) -> ImportAnswer:
    user, record = _reviewed(import_id)
    if chosen.draftId != record.draft:
        raise draft_outdated()
    settings = Settings()
    stores = import_store(settings), work_files(settings), intake_queue(settings)
    started = read_again(record, chosen.sheet, chosen.row or NO_HEADER, *stores)
    return ImportAnswer.of(started, None, user, datetime.now(UTC))


@router.post(
    "/imports/<import_id>/remap",
    **operation(
        "remapImport",
        "Begin to change the mapping of an import that has ended: its rows wait for a review once more",
        status=HTTPStatus.CREATED,
        refusals={
            **NOT_FOUND,
            Conflict: (
                *("import_running", "already_undone", "remapped", "remapped_too_often", "mending"),
                *("nothing_to_remap", "names_leads", "files_expired"),
            ),
        },
    ),
)
def remap_import(import_id: str) -> ImportAnswer:
    user, record = _controlled(import_id)
    settings = Settings()
    stores = import_store(settings), work_files(settings), intake_queue(settings)
    return ImportAnswer.of(start_remap(record, new_id(), user, *stores), None, user, datetime.now(UTC))


@router.post(
    "/imports/<import_id>/dry-run",
    **operation(
        "startDryRun",
        "What an import would do: a sample of it at once, all of it with GET",
        refusals={**_IN_REVIEW, **INVALID},
    ),
)
def start_dry_run(import_id: str) -> DryRunAnswer:
    _, record = _reviewed(import_id)
    settings = Settings()
    answer = trier(settings).sample(record)
    if answer.is_going_on:
        batch_queue(settings).send(import_id, [0], Task.DRY_RUN)
    return answer


@router.get(
    "/imports/<import_id>/dry-run",
    **operation(
        "getDryRun",
        "What an import would do, as far as its rows have been looked at",
        refusals={**NOT_FOUND, Conflict: ("not_tried",)},
    ),
)
def get_dry_run(import_id: str) -> DryRunAnswer:
    user_of(router.current_event)
    record = find_import(import_id)
    kept = work_files(Settings()).dry_run(import_id, record.draft)
    if kept is None:
        raise Conflict("not_tried", "This has not been tried yet.")
    return DryRunAnswer.model_validate_json(kept)


@router.get(
    "/imports/<import_id>/file-rows",
    **operation(
        "listFileRows",
        "The rows of a sheet as the file has them",
        refusals={**NOT_FOUND, Conflict: ("not_read_yet", "files_expired"), **INVALID},
    ),
)
def list_file_rows(
    import_id: str,
    sheet: Annotated[int, Query(ge=0, description="Index of the sheet.")] = 0,
    start: Annotated[int, Query(alias="from", ge=1, description="Number of the first row.")] = 1,
) -> FileRows:
    user_of(router.current_event)
    record, files = find_import(import_id), work_files(Settings())
    plan = files.find_plan(import_id)
    if plan is None and record.total_batches is None:
        raise Conflict("not_read_yet", NOT_READ)
    if plan is None:
        raise Conflict("files_expired", _EXPIRED)
    if sheet not in {one.index for one in plan.sheets}:
        raise NotFound("There is no such sheet.")
    try:
        return file_rows(plan, files, sheet, start)
    except MissingWorkFileError as error:
        raise Conflict("files_expired", _EXPIRED) from error


def _controlled(import_id: str) -> tuple[User, Import]:
    """An import, when the user may control it."""
    user = user_of(router.current_event, "member")
    record = controlled(find_import(import_id), user)
    return user, record


def _reviewed(import_id: str) -> tuple[User, Import]:
    """An import that waits for its review, when the user may control it."""
    user, record = _controlled(import_id)
    if record.status is not ImportStatus.REVIEW:
        raise Conflict("not_in_review", "This can be changed only while the import waits for its review.")
    return user, record
