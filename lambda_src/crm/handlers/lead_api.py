"""Leads: the table with its search, filters, order and pages; one lead; changing leads by hand."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from crm.api.contract import INVALID, NOT_FOUND, operation
from crm.api.resolver import Api
from crm.composition.editing import lead_editor
from crm.composition.queries import lead_source
from crm.errors import Conflict, Invalid, NotFound
from crm.fields import MAX_REMARKS, MAX_VALUE
from crm.ids import is_id
from crm.leads.answers import BulkResult, FailedDeletion, Lead, LeadHistory, LeadPage, leads_of
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
    **operation("listLeads", "Search, filter and sort the leads", refusals=INVALID),
)
def list_leads(
    q: Annotated[str | None, Query(max_length=MAX_TEXT, description="words that must all occur")] = None,
    sort: Annotated[str | None, Query(max_length=40, description="a field, - before it for descending")] = None,
    page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE,
) -> LeadPage:
    api.user()
    parameters = api.current_event.resolved_query_string_parameters
    try:
        query = build_query(q=q, filters=filters_from_parameters(parameters), sort=sort, page=page, page_size=page_size)
    except QueryError as error:
        raise Invalid("This search cannot be made.", error.fields) from error
    answer = lead_source(Settings()).answer(query)
    if not isinstance(answer.result, Page):
        raise TypeError("a query without groups and with a page size is answered by a page")
    return LeadPage(
        leads=leads_of(answer.result.leads),
        total=answer.result.total,
        page=page,
        page_size=page_size,
        fresh_as_of=answer.fresh_as_of,
    )


@api.post(
    "/leads",
    **operation(
        "createLead",
        "Create a lead by hand",
        status=HTTPStatus.CREATED,
        refusals={Conflict: ("email_taken", "edited_meanwhile"), **INVALID},
    ),
)
def create_lead(fields: Annotated[LeadFields, Body()]) -> Lead:
    user = api.user("member")
    return Lead.of(_editor().create(fields.model_dump(exclude_unset=True), user))


@api.post("/leads/bulk", **operation("changeLeads", "Do one thing to many leads", refusals=INVALID))
def change_leads(action: Annotated[BulkAction, Body()]) -> BulkResult:
    user = api.user("member")
    known = [lead_id for lead_id in action.leadIds if is_id(lead_id)]
    result = _editor().delete_many(known, user)
    failed = [FailedDeletion.of(lead_id, refusal) for lead_id, refusal in result.failed]
    failed += [FailedDeletion.of(lead_id[:64], _no_such_lead()) for lead_id in action.leadIds if not is_id(lead_id)]
    return BulkResult(deleted=list(result.done), failed=failed)


@api.get("/leads/<lead_id>", **operation("getLead", "One lead", refusals=NOT_FOUND))
def get_lead(lead_id: str) -> Lead:
    api.user()
    return Lead.of(_editor().find(_known(lead_id)))


@api.patch(
    "/leads/<lead_id>",
    **operation(
        "updateLead",
        "Change fields of a lead",
        refusals={**NOT_FOUND, Conflict: ("email_taken", "edited_meanwhile"), **INVALID},
    ),
)
def update_lead(lead_id: str, changes: Annotated[LeadChanges, Body()]) -> Lead:
    user = api.user("member")
    fields = changes.model_dump(exclude_unset=True, exclude={"version"})
    return Lead.of(_editor().patch(_known(lead_id), fields, user, changes.version))


@api.delete(
    "/leads/<lead_id>",
    **operation(
        "deleteLead",
        "Delete a lead; its history stays",
        status=HTTPStatus.NO_CONTENT,
        media_type=None,
        refusals={**NOT_FOUND, Conflict: ("edited_meanwhile",), **INVALID},
    ),
)
def delete_lead(lead_id: str, version: Version = None) -> Response[str]:
    user = api.user("member")
    _editor().delete(_known(lead_id), user, version)
    return Response(204, body="")


@api.post(
    "/leads/<lead_id>/restore",
    **operation(
        "restoreLead",
        "Put a deleted lead back as it was",
        refusals={**NOT_FOUND, Conflict: ("email_taken", "edited_meanwhile", "not_deleted")},
    ),
)
def restore_lead(lead_id: str) -> Lead:
    user = api.user("member")
    return Lead.of(_editor().restore(_known(lead_id), user))


@api.get("/leads/<lead_id>/history", **operation("getLeadHistory", "What happened to a lead", refusals=NOT_FOUND))
def get_lead_history(lead_id: str) -> LeadHistory:
    api.user()
    return LeadHistory.of(_editor().history(_known(lead_id)))


def _known(lead_id: str) -> str:
    if not is_id(lead_id):
        raise _no_such_lead()
    return lead_id


def _no_such_lead() -> NotFound:
    return NotFound("There is no such lead.")


def _editor() -> LeadEditor:
    return lead_editor(Settings())


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return api.resolve(event, context)
