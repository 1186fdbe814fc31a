"""Leads: the table with its search, filters, order and pages; one lead; changing leads by hand."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from crm.api.resolver import Api, Response, respond
from crm.composition.leads import lead_editor
from crm.composition.queries import lead_source
from crm.errors import Invalid, NotFound
from crm.ids import is_id
from crm.leads.answers import history_json, lead_json, leads_json
from crm.leads.edit_values import MAX_REMARKS, MAX_VALUE
from crm.leads.editing import LeadEditor
from crm.query.engine import Page
from crm.query.lead_query import DEFAULT_PAGE_SIZE, MAX_PAGE, MAX_PAGE_SIZE, MAX_TEXT, QueryError
from crm.query.parameters import build_query, filters_from_parameters
from crm.settings import Settings

api = Api()

MAX_BULK = 200

Value = Annotated[str | None, Field(max_length=MAX_VALUE)]
Version = Annotated[int | None, Query(ge=1, description="refuse unless the lead still has this version")]


class LeadFields(BaseModel):
    """The fields of a lead that a person writes; empty and null mean that there is no value."""

    model_config = ConfigDict(extra="forbid")

    firstName: Value = None  # noqa: N815 - the API's names
    lastName: Value = None  # noqa: N815
    title: Value = None
    company: Value = None
    email: Value = None
    phone: Value = None
    remarks: Annotated[str | None, Field(max_length=MAX_REMARKS)] = None


class LeadChanges(LeadFields):
    """Fields that are to change; those that are not named stay."""

    version: int | None = Field(None, ge=1, description="refuse the change unless the lead still has this version")


class BulkAction(BaseModel):
    """One action on many leads."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["delete"]
    leadIds: list[str] = Field(min_length=1, max_length=MAX_BULK)  # noqa: N815


@api.get(
    "/leads",
    description="Leads, filtered with filter[field]=text (contains) or filter[field][comparison]=text, where a "
    "comparison is contains, equals, startsWith, empty or notEmpty. Case and accents do not matter.",
)
def list_leads(
    q: Annotated[str | None, Query(max_length=MAX_TEXT, description="words that must all occur")] = None,
    sort: Annotated[str | None, Query(max_length=40, description="a field, - before it for descending")] = None,
    page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE,
) -> Response[str]:
    api.user()
    parameters = api.current_event.resolved_query_string_parameters
    try:
        query = build_query(q=q, filters=filters_from_parameters(parameters), sort=sort, page=page, page_size=page_size)
    except QueryError as error:
        raise Invalid("This search cannot be made.", error.fields) from error
    answer = lead_source(Settings()).answer(query)
    if not isinstance(answer.result, Page):
        raise TypeError("a query without groups and with a page size is answered by a page")
    return respond(
        {
            "leads": leads_json(answer.result.leads),
            "total": answer.result.total,
            "page": page,
            "pageSize": page_size,
            "freshAsOf": answer.fresh_as_of,
        }
    )


@api.post("/leads")
def create_lead(fields: Annotated[LeadFields, Body()]) -> Response[str]:
    user = api.user("member")
    return respond(lead_json(_editor().create(fields.model_dump(exclude_unset=True), user)), 201)


@api.post("/leads/bulk")
def change_many(action: Annotated[BulkAction, Body()]) -> Response[str]:
    user = api.user("member")
    known = [lead_id for lead_id in action.leadIds if is_id(lead_id)]
    result = _editor().delete_many(known, user)
    failed = [{"leadId": lead_id, "code": error.code, "message": error.message} for lead_id, error in result.failed] + [
        {"leadId": lead_id[:64], "code": "not_found", "message": "There is no such lead."}
        for lead_id in action.leadIds
        if not is_id(lead_id)
    ]
    return respond({"deleted": list(result.done), "failed": failed})


@api.get("/leads/<lead_id>")
def get_lead(lead_id: str) -> Response[str]:
    api.user()
    return respond(lead_json(_editor().find(_known(lead_id))))


@api.patch("/leads/<lead_id>")
def change_lead(lead_id: str, changes: Annotated[LeadChanges, Body()]) -> Response[str]:
    user = api.user("member")
    fields = changes.model_dump(exclude_unset=True, exclude={"version"})
    return respond(lead_json(_editor().patch(_known(lead_id), fields, user, changes.version)))


@api.delete("/leads/<lead_id>")
def delete_lead(lead_id: str, version: Version = None) -> Response[str]:
    user = api.user("member")
    _editor().delete(_known(lead_id), user, version)
    return Response(204, body="", headers={"Cache-Control": "no-store"})


@api.post("/leads/<lead_id>/restore")
def restore_lead(lead_id: str) -> Response[str]:
    user = api.user("member")
    return respond(lead_json(_editor().restore(_known(lead_id), user)))


@api.get("/leads/<lead_id>/history")
def get_history(lead_id: str) -> Response[str]:
    api.user()
    return respond({"events": history_json(_editor().history(_known(lead_id)))})


def _known(lead_id: str) -> str:
    if not is_id(lead_id):
        raise NotFound("There is no such lead.")
    return lead_id


def _editor() -> LeadEditor:
    return lead_editor(Settings())


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return api.resolve(event, context)
