"""ExportStore of leads: asked for and fetched through the API, written as the export queue delivers them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from crm.api.contract import INVALID, NOT_FOUND, operation
from crm.api.resolver import Api
from crm.aws import clients
from crm.aws.consumer import consumer
from crm.clock import now_iso
from crm.composition.exports import exports
from crm.composition.queries import lead_source
from crm.errors import Invalid, NotFound
from crm.ids import new_id
from crm.query.answers import Export, StartedExport
from crm.query.csv_export import ALL_COLUMNS
from crm.query.exports import ExportRequest, ExportStatus, export_of_message, unknown_columns
from crm.query.lead_query import MAX_TEXT, QueryError
from crm.query.parameters import build_query, filters_from_texts
from crm.settings import Settings

api = Api()
logger = Logger()


class WantedExport(BaseModel):
    """Which leads and columns; without anything, all of both."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=MAX_TEXT)
    filters: dict[str, str] = Field({}, description="field to text that it contains")
    sort: str | None = Field(None, max_length=40)
    columns: list[str] | None = Field(None, min_length=1, max_length=len(ALL_COLUMNS))


@api.post(
    "/exports",
    **operation("createExport", "Export leads to a CSV file", status=HTTPStatus.ACCEPTED, refusals=INVALID),
)
def create_export(wanted: Annotated[WantedExport, Body()]) -> StartedExport:
    user = api.user()
    try:
        query = build_query(q=wanted.q, filters=filters_from_texts(wanted.filters), sort=wanted.sort)
    except QueryError as error:
        raise Invalid("This export cannot be made.", error.fields) from error
    columns = wanted.columns or list(ALL_COLUMNS)
    unknown = unknown_columns(columns)
    if unknown:
        raise Invalid("This export cannot be made.", {"columns": f"each once, of {', '.join(ALL_COLUMNS)}"})
    settings = Settings()
    request = ExportRequest(new_id(), user.id, now_iso(), query, tuple(columns))
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
    return Export(status=state.status, url=url, rows=state.rows)


def write_export(record: SQSRecord) -> None:
    settings = Settings()
    export_id = export_of_message(record.body)
    rows = exports(settings).write(export_id, lead_source(settings))
    logger.info("export written", export_id=export_id, rows=rows)


_consume = consumer(write_export)


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Both of the function's triggers: the queue's events have records, the API's have a request."""
    return _consume(event, context) if "Records" in event else api.resolve(event, context)
