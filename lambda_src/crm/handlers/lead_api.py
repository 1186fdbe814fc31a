"""Leads: the table with its search, filters, order and pages; one lead; changing and merging leads by hand."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from crm.api.contract import INVALID, NOT_FOUND, UNANSWERED, operation
from crm.api.resolver import Api
from crm.api.seen_versions import OUTDATED, IfMatch, seen_version
from crm.composition.editing import lead_editor
from crm.composition.own_fields import own_field_store
from crm.composition.queries import lead_source
from crm.errors import Conflict, NotFound
from crm.handlers.routes import fields, job_preview, merges, views
from crm.ids import is_id
from crm.leads.answers import Lead, LeadDetail, LeadPage, leads_of
from crm.leads.bodies import TypedLead
from crm.leads.editing import LeadEditor
from crm.leads.history_answers import LeadHistory
from crm.own_fields.definition import OwnFields
from crm.own_fields.typed import protected_as_stored, with_typed_extras
from crm.own_fields.values import StoredTexts
from crm.query.conditions import MAX_TEXT
from crm.query.lead_query import DEFAULT_PAGE_SIZE, MAX_PAGE, MAX_PAGE_SIZE
from crm.query.parameters import build_query, filters_from_parameters
from crm.query.query_fields import MAX_FIELD
from crm.query.reading_conditions import MAX_WHERE, WHERE_FORM, condition_from_text
from crm.query.results import Page
from crm.settings import Settings
from crm.statements import lead as stored

api = Api()
api.include_router(fields.router)
api.include_router(job_preview.router)
api.include_router(merges.router)
api.include_router(views.router)


@api.get(
    "/leads",
    description="Leads, filtered with filter[field]=text (contains) or filter[field][comparison]=text; all filters "
    "must hold, and `where` besides. A comparison is contains, equals, startsWith, in, empty or notEmpty; of dates also"
    " before, after or between; of own numbers less, more or between. in and between take several values, and so their "
    "parameter is repeated: filter[status][in]=new&filter[status][in]=won. A day means all of it, in UTC. Case and "
    "accents do not matter. A field is built-in (email and phone find further ones too, tags any of them), the key of "
    "an own field, an extra such as extras/City, name, emailDomain, remarks, importId, sourceFile, createdAt, "
    "updatedAt or deletedAt.",
    **operation("listLeads", "Search, filter and sort the leads", refusals=UNANSWERED),
)
def list_leads(
    q: Annotated[str | None, Query(max_length=MAX_TEXT, description="words that must all occur")] = None,
    where: Annotated[str | None, Query(max_length=MAX_WHERE, description=f"as JSON: {WHERE_FORM}")] = None,
    sort: Annotated[
        str | None, Query(max_length=MAX_FIELD + 1, description="a field, - before it for descending")
    ] = None,
    page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE,
    bin: Annotated[
        bool, Query(description="those that were deleted in the last 30 days, instead of the others")
    ] = False,
) -> LeadPage:
    api.user()
    parameters = api.current_event.resolved_query_string_parameters
    conditions = (*filters_from_parameters(parameters), condition_from_text(where or ""))
    query = build_query(q=q, where=conditions, sort=sort, page=page, page_size=page_size, in_bin=bin)
    source = lead_source(Settings())
    answer = source.answer(query)
    if not isinstance(answer.result, Page):
        raise TypeError("a query without groups and with a page size is answered by a page")
    return LeadPage(
        leads=leads_of(answer.result.leads, source.own_fields()),
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
        refusals={Conflict: ("email_taken", "in_bin"), **INVALID},
    ),
)
def create_lead(lead: Annotated[TypedLead, Body()]) -> Lead:
    user = api.user("member")
    own = _own_fields()
    protected = protected_as_stored(lead.protect, lead.extras, own)
    return Lead.of(_editor().create(with_typed_extras(lead.typed(), own), user, protected), StoredTexts(own))


@api.get(
    "/leads/<lead_id>",
    description="The lead with this id, or the one that it was merged into: then the answer has another leadId.",
    **operation("getLead", "One lead with the origins of its values, also of the bin", refusals=NOT_FOUND),
)
def get_lead(lead_id: str) -> LeadDetail:
    api.user()
    return LeadDetail.of(_editor().find(_known(lead_id)), StoredTexts(_own_fields()))


@api.patch(
    "/leads/<lead_id>",
    **operation(
        "updateLead",
        "Change fields of a lead",
        refusals={**NOT_FOUND, Conflict: ("email_taken", "in_bin", "busy", "history_expired"), **OUTDATED, **INVALID},
    ),
)
def update_lead(lead_id: str, changes: Annotated[TypedLead, Body()], if_match: IfMatch = None) -> Lead:
    user = api.user("member")
    version, own, editor, wanted = seen_version(if_match), _own_fields(), _editor(), changes.typed()
    held = _paths_of(editor.find(_known(lead_id))) if own and changes.extras else ()
    typed = with_typed_extras(wanted, own, held)
    protected = protected_as_stored(changes.protect, changes.extras, own)
    return Lead.of(editor.patch(_known(lead_id), typed, user, version, protected), StoredTexts(own))


@api.delete(
    "/leads/<lead_id>",
    **operation(
        "deleteLead",
        "Move a lead to the bin, where it stays for 30 days",
        status=HTTPStatus.NO_CONTENT,
        media_type=None,
        refusals={**NOT_FOUND, Conflict: ("busy",), **OUTDATED, **INVALID},
    ),
)
def delete_lead(lead_id: str, if_match: IfMatch = None) -> Response[str]:
    user = api.user("member")
    _editor().delete(_known(lead_id), user, seen_version(if_match))
    return Response(204, body="")


@api.post(
    "/leads/<lead_id>/restore",
    **operation(
        "restoreLead",
        "Put a deleted lead back as it was",
        refusals={**NOT_FOUND, Conflict: ("email_taken", "not_deleted", "busy", "history_expired")},
    ),
)
def restore_lead(lead_id: str) -> Lead:
    user = api.user("member")
    return Lead.of(_editor().restore(_known(lead_id), user), StoredTexts(_own_fields()))


@api.get(
    "/leads/<lead_id>/history",
    **operation(
        "getLeadHistory",
        "What happened to a lead",
        refusals={**NOT_FOUND, Conflict: ("history_expired",)},
    ),
)
def get_lead_history(lead_id: str) -> LeadHistory:
    api.user()
    return LeadHistory.of(_editor().history(_known(lead_id)))


def _known(lead_id: str) -> str:
    if not is_id(lead_id):
        raise _no_such_lead()
    return lead_id


def _no_such_lead() -> NotFound:
    return NotFound("There is no such lead.")


def _paths_of(lead: stored.Lead) -> Collection[str]:
    return lead.standing.state.held.keys() if lead.standing.state else ()


def _own_fields() -> OwnFields:
    return own_field_store(Settings()).read().fields


def _editor() -> LeadEditor:
    return lead_editor(Settings())


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return api.resolve(event, context)
