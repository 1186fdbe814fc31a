"""Exports of leads and of rejected rows: asked for and fetched through the API, written as the queue delivers them.

The leads of bulk changes and duplicates are found here, too: this is the queue behind which a query may take its time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import IO, Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from crm.api.contract import INVALID, NOT_FOUND, operation
from crm.api.messages import messages_in
from crm.api.resolver import Api
from crm.aws import clients
from crm.aws.consumer import consumer
from crm.clock import now_iso
from crm.composition.duplicates import duplicate_search, with_leads
from crm.composition.exports import exports
from crm.composition.imports import batch_queue, import_store, work_files
from crm.composition.leads import lead_table
from crm.composition.queries import lead_source
from crm.duplicates.look_alike_answers import SHOWN, LookAlikes
from crm.duplicates.look_alikes import look_alikes
from crm.duplicates.messages import LookAlikesMessage, SearchMessage
from crm.errors import Conflict, Invalid, NotFound
from crm.handlers.routes import duplicates
from crm.handlers.routes.found import find_import
from crm.ids import new_id
from crm.imports.ledgers import Ledgers
from crm.imports.plan import NOT_READ
from crm.imports.report import write_rejected_rows
from crm.imports.selection import Selector, job_of_message
from crm.imports.wanted_leads import NamedLeads, wanted_leads_from_json
from crm.query.answers import Export, StartedExport
from crm.query.conditions import EVERY_LEAD, MAX_TEXT
from crm.query.export_columns import MAX_COLUMNS, unknown_columns
from crm.query.export_files import write_leads
from crm.query.exports import ExportFormat, ExportRequest, ExportStatus, Tell, UnknownExportError, export_of_message
from crm.query.lead_query import LeadQuery
from crm.query.parameters import build_query, filters_from_texts
from crm.query.query_error import QueryError
from crm.query.query_fields import MAX_FIELD
from crm.query.reading_conditions import WHERE_FORM, condition_from_json
from crm.query.source import LeadSource
from crm.settings import Settings
from crm.statements.lead import Lead

api = Api()
api.include_router(duplicates.router)
logger = Logger()


MEMORY_MIB = 320
"""What the database may use: it goes through the leads once, and keeps what it sorts on the disk."""


DUPLICATES_MEMORY_MIB = 1_024
"""What it may use to find duplicates; a million leads take it (docs/measurements.md, "Duplicates")."""


def _source(settings: Settings) -> LeadSource:
    return lead_source(settings, memory_mib=MEMORY_MIB)


class WantedExport(BaseModel):
    """Which leads and columns; without anything, all of both."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=MAX_TEXT)
    filters: dict[str, str] = Field(
        {}, description="field to the text that it contains; field[comparison] compares as GET /leads does"
    )
    where: dict[str, Any] | None = Field(None, description=WHERE_FORM)
    sort: str | None = Field(None, max_length=MAX_FIELD + 1)
    columns: list[str] | None = Field(
        None,
        min_length=1,
        max_length=MAX_COLUMNS,
        description="fields, extras such as extras/City, or keys of own fields, which have one column for each of "
        "their headers that occurs; null for all that the leads have",
    )
    format: ExportFormat = Field(ExportFormat.CSV, description="a CSV file, or an Excel workbook with typed cells")


@api.post(
    "/exports",
    **operation(
        "createExport", "Export leads to a CSV file or an Excel workbook", status=HTTPStatus.ACCEPTED, refusals=INVALID
    ),
)
def create_export(wanted: Annotated[WantedExport, Body()]) -> StartedExport:
    user = api.user()
    settings = Settings()
    own_fields = _source(settings).own_fields()
    where = EVERY_LEAD if wanted.where is None else condition_from_json(wanted.where)
    query = build_query(q=wanted.q, where=(*filters_from_texts(wanted.filters), where), sort=wanted.sort)
    query.check(own_fields)
    unknown = unknown_columns(wanted.columns or (), own_fields)
    if unknown:
        named = ", ".join(name[:MAX_FIELD] for name in unknown[:5])
        raise Invalid("This export cannot be made.", {"columns": f"unknown, or there twice: {named}"})
    columns = None if wanted.columns is None else tuple(wanted.columns)
    request = ExportRequest(new_id(), user.id, now_iso(), query, columns, format=wanted.format)
    exports(settings).start(request, clients.sqs(), settings.export_queue_url)
    return StartedExport(export_id=request.export_id)


@api.get("/exports/<export_id>", **operation("getExport", "How far an export is", refusals=NOT_FOUND))
def get_export(export_id: str) -> Export:
    user = api.user()
    kept = exports(Settings())
    found = kept.find(export_id)
    if found is None or not (user.is_admin or found[0].owner_id == user.id):
        raise NotFound("There is no such export.")
    request, state = found
    url = kept.download_url(request) if state.status is ExportStatus.READY else None
    return Export(
        status=state.status,
        url=url,
        rows=state.rows,
        total=state.total,
        reason=state.reason,
        reason_messages=messages_in([state.reason]),
    )


@api.post(
    "/imports/<import_id>/report",
    **operation(
        "exportRejectedRows",
        "Write the rejected rows of an import of any size to a CSV file, as an export",
        status=HTTPStatus.ACCEPTED,
        refusals={**NOT_FOUND, Conflict: ("not_read_yet",)},
    ),
)
def export_rejected_rows(import_id: str) -> StartedExport:
    user = api.user()
    settings = Settings()
    find_import(import_id)
    if work_files(settings).find_plan(import_id) is None:
        raise Conflict("not_read_yet", NOT_READ)
    request = ExportRequest(new_id(), user.id, now_iso(), LeadQuery(), rejected_rows_of=import_id)
    exports(settings).start(request, clients.sqs(), settings.export_queue_url)
    return StartedExport(export_id=request.export_id)


def _write_file(request: ExportRequest, target: IO[bytes], tell: Tell) -> int:
    settings = Settings()
    if request.rejected_rows_of is None:
        return write_leads(_source(settings), request, target, tell)
    files = work_files(settings)
    record, plan = import_store(settings).get(request.rejected_rows_of), files.plan(request.rejected_rows_of)
    if record is None:
        raise UnknownExportError("no such import")
    return write_rejected_rows(Ledgers(record, files, lambda: plan), plan, target)


def _find_leads(job_id: str) -> Sequence[str]:
    settings = Settings()
    wanted = wanted_leads_from_json(work_files(settings).query(job_id))
    if isinstance(wanted, NamedLeads):
        return wanted.ids(lead_table(settings))
    return _source(settings).lead_ids(wanted)


def select_leads(job_id: str) -> None:
    """Finds the leads of a bulk change."""
    settings = Settings()
    selector = Selector(import_store(settings), work_files(settings), batch_queue(settings))
    try:
        record = selector.handle(job_id, partial(_find_leads, job_id))
    except QueryError as error:
        # A field that it names is not there any more, and comes back by no repetition.
        record = import_store(settings).fail(job_id, f"The leads could not be found: {error}")
    logger.info("leads selected", job_id=job_id, leads=record.total_rows if record else None)


def find_duplicates(message: SearchMessage) -> None:
    """Searches the leads for duplicates."""
    settings = Settings()
    leads = with_leads(settings, usual_mib=MEMORY_MIB, memory_mib=DUPLICATES_MEMORY_MIB)
    found = duplicate_search(settings).work(message, leads)
    pairs = sum(found.pairs.values()) if found else None
    logger.info("duplicates found", search_id=message.search_id, pairs=pairs)


def find_look_alikes(message: LookAlikesMessage) -> None:
    """Compares the leads that an import would make with those that are there."""
    settings = Settings()
    files = work_files(settings)
    sample = files.new_leads(message.import_id, message.draft_id)
    new = [Lead.from_text(lead_id, text) for lead_id, text in sample.leads]
    leads = with_leads(settings, usual_mib=MEMORY_MIB, memory_mib=DUPLICATES_MEMORY_MIB)
    found = leads(lambda database, _: look_alikes(database, new)) if new else []
    stored = lead_table(settings).get_many({one.lead_id for one in found[:SHOWN]})
    answer = LookAlikes.of(found, stored, sample.rows, is_whole=sample.is_whole)
    files.write_look_alikes(message.import_id, message.draft_id, answer.model_dump_json().encode())
    logger.info("look-alikes found", import_id=message.import_id, leads=len(new), found=len(found))


def work(record: SQSRecord) -> None:
    names = json.loads(record.body)
    if "jobId" in names:
        select_leads(job_of_message(record.body))
    elif "searchId" in names:
        find_duplicates(SearchMessage.from_body(record.body))
    elif "lookAlikesOf" in names:
        find_look_alikes(LookAlikesMessage.from_body(record.body))
    else:
        write_export(record)


def write_export(record: SQSRecord) -> None:
    export_id = export_of_message(record.body)
    rows = exports(Settings()).write(export_id, _write_file)
    logger.info("export written", export_id=export_id, rows=rows)


_consume = consumer(work)


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Both of the function's triggers: the queue's events have records, the API's have a request."""
    return _consume(event, context) if "Records" in event else api.resolve(event, context)
