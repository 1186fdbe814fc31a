"""Saved views of the list of leads: everyone has private ones, and members share theirs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body
from pydantic import BaseModel, ConfigDict, Field

from crm.api.auth import user_of
from crm.api.contract import INVALID, NOT_FOUND, operation
from crm.api.seen_versions import OUTDATED, IfMatch, seen_version
from crm.composition.views import view_editor
from crm.errors import Conflict
from crm.query.conditions import MAX_TEXT
from crm.query.query_fields import MAX_FIELD
from crm.query.reading_conditions import WHERE_FORM
from crm.settings import Settings
from crm.views.answers import ViewAnswer, ViewList
from crm.views.view import MAX_COLUMNS, MAX_NAME, MAX_WIDTH, MIN_WIDTH, ViewColumn

router = Router()  # type: ignore[no-untyped-call]

_Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
_Words = Annotated[str, Field(max_length=MAX_TEXT, description="words that must all occur")]
_Where = Annotated[dict[str, Any] | None, Field(description=f"{WHERE_FORM}; null for none")]
_Sort = Annotated[str | None, Field(max_length=MAX_FIELD + 1, description="a field, - before it for descending")]


class WantedColumn(BaseModel):
    """A column of a view."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(max_length=MAX_FIELD)
    width: int | None = Field(None, ge=MIN_WIDTH, le=MAX_WIDTH, description="in pixels; null for the usual one")


_Columns = Annotated[
    list[WantedColumn], Field(max_length=MAX_COLUMNS, description="in their order; none for the usual ones")
]


class NewView(BaseModel):
    """A view that is to be kept."""

    model_config = ConfigDict(extra="forbid")

    name: _Name
    shared: bool = Field(False, description="whether everyone sees it; takes a member")
    q: _Words = ""
    where: _Where = None
    sort: _Sort = None
    columns: _Columns = []


class ViewChanges(BaseModel):
    """Parts of a view that are to change; those that are not named stay."""

    model_config = ConfigDict(extra="forbid")

    name: _Name | None = None
    shared: bool | None = None
    q: _Words | None = None
    where: _Where = None
    sort: _Sort = None
    columns: _Columns | None = None


@router.get("/views", **operation("listViews", "Your views and the shared ones"))
def list_views() -> ViewList:
    user = user_of(router.current_event)
    return ViewList.of(view_editor(Settings()).seen_by(user), user)


@router.post(
    "/views",
    **operation(
        "createView",
        "Keep a view",
        status=HTTPStatus.CREATED,
        refusals={Conflict: ("busy",), **INVALID},
    ),
)
def create_view(view: Annotated[NewView, Body()]) -> ViewAnswer:
    user = user_of(router.current_event)
    parts = _parts(view)
    return ViewAnswer.of(view_editor(Settings()).add(user, parts.pop("name"), **parts), user)


@router.patch(
    "/views/<view_id>",
    **operation("updateView", "Change a view", refusals={**NOT_FOUND, Conflict: ("busy",), **OUTDATED, **INVALID}),
)
def update_view(view_id: str, changes: Annotated[ViewChanges, Body()], if_match: IfMatch = None) -> ViewAnswer:
    user, version = user_of(router.current_event), seen_version(if_match)
    return ViewAnswer.of(view_editor(Settings()).change(view_id, user, version, **_parts(changes)), user)


@router.delete(
    "/views/<view_id>",
    **operation(
        "deleteView",
        "Delete a view; the leads that it lists stay",
        status=HTTPStatus.NO_CONTENT,
        media_type=None,
        refusals={**NOT_FOUND, Conflict: ("busy",)},
    ),
)
def delete_view(view_id: str) -> Response[str]:
    user = user_of(router.current_event)
    view_editor(Settings()).remove(view_id, user)
    return Response(204, body="")


def _parts(body: NewView | ViewChanges) -> dict[str, Any]:
    """The named parts as attributes of a `View`."""
    named = {name: getattr(body, name) for name in body.model_fields_set}
    # Only what has a null of its own can become null.
    named = {name: part for name, part in named.items() if part is not None or name in ("where", "sort")}
    if "columns" in named:
        named["columns"] = tuple(ViewColumn(column.field, column.width) for column in named["columns"])
    return named
