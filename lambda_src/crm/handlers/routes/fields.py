"""The fields of leads: built-in ones, and own ones, which an admin makes of extras."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from pydantic import BaseModel, ConfigDict, Field

from crm.api.auth import user_of
from crm.api.contract import INVALID, NOT_FOUND, UNANSWERED, operation
from crm.api.seen_versions import OUTDATED, IfMatch, seen_version
from crm.composition.own_fields import header_memory, own_field_editor, own_field_store
from crm.composition.queries import lead_source
from crm.errors import Conflict
from crm.own_fields.answers import FieldList, FieldProposal, OwnFieldAnswer
from crm.own_fields.definition import (
    MAX_CHOICE,
    MAX_CHOICES,
    MAX_HEADER,
    MAX_HEADERS,
    MAX_LABEL,
    FieldType,
)
from crm.own_fields.proposal import propose
from crm.own_fields.proposed import SAMPLE
from crm.said import extra_path
from crm.settings import Settings

router = Router()  # type: ignore[no-untyped-call]

_Header = Annotated[str, Field(max_length=MAX_HEADER)]
_Headers = Annotated[list[_Header], Field(max_length=MAX_HEADERS, description="of the extras that it reads")]
_Choices = Annotated[list[Annotated[str, Field(max_length=MAX_CHOICE)]], Field(max_length=MAX_CHOICES)]
_Label = Annotated[str, Field(min_length=1, max_length=MAX_LABEL)]
_NAMES = {"dayFirst": "day_first", "decimalComma": "decimal_comma"}


class NewField(BaseModel):
    """An own field that is to be made; it reads the extra of its label too."""

    model_config = ConfigDict(extra="forbid")

    label: _Label
    type: FieldType
    headers: _Headers = []
    choices: _Choices = []
    dayFirst: bool | None = None  # noqa: N815 - the API's names
    decimalComma: bool | None = None  # noqa: N815


class FieldChanges(BaseModel):
    """Parts of an own field that are to change; those that are not named stay."""

    model_config = ConfigDict(extra="forbid")

    label: _Label | None = None
    type: FieldType | None = None
    headers: _Headers | None = None
    choices: _Choices | None = None
    dayFirst: bool | None = None  # noqa: N815 - the API's names
    decimalComma: bool | None = None  # noqa: N815


@router.get("/fields", **operation("listFields", "The fields of leads, built-in and own"))
def list_fields() -> FieldList:
    user_of(router.current_event)
    return FieldList.of(own_field_store(Settings()).read().fields)


@router.get(
    "/fields/proposal",
    **operation("proposeField", "What the values under a header could be", refusals=UNANSWERED),
)
def propose_field(
    header: Annotated[str, Query(min_length=1, max_length=MAX_HEADER, description="of an extra that leads have")],
) -> FieldProposal:
    user_of(router.current_event)
    found = lead_source(Settings()).values(extra_path(header), SAMPLE)
    says = header_memory(Settings()).recall(header)
    return FieldProposal.of_leads(propose(found.texts, says), found.total)


@router.post(
    "/fields",
    **operation(
        "createField",
        "Make an own field; leads that have the extra have a value at once",
        status=HTTPStatus.CREATED,
        refusals={Conflict: ("field_exists", "busy"), **INVALID},
    ),
)
def create_field(field: Annotated[NewField, Body()]) -> OwnFieldAnswer:
    user_of(router.current_event, "admin")
    parts = _parts(field)
    return OwnFieldAnswer.of(own_field_editor(Settings()).add(parts.pop("label"), parts.pop("type"), **parts))


@router.patch(
    "/fields/<key>",
    **operation(
        "updateField",
        "Change an own field",
        refusals={**NOT_FOUND, Conflict: ("field_exists", "busy"), **OUTDATED, **INVALID},
    ),
)
def update_field(key: str, changes: Annotated[FieldChanges, Body()], if_match: IfMatch = None) -> OwnFieldAnswer:
    user_of(router.current_event, "admin")
    editor, version = own_field_editor(Settings()), seen_version(if_match)
    return OwnFieldAnswer.of(editor.change(key, version, **_parts(changes)))


@router.delete(
    "/fields/<key>",
    **operation(
        "deleteField",
        "Remove an own field; what leads have in it stays, as an extra",
        status=HTTPStatus.NO_CONTENT,
        media_type=None,
        refusals={**NOT_FOUND, Conflict: ("busy",)},
    ),
)
def delete_field(key: str) -> Response[str]:
    user_of(router.current_event, "admin")
    own_field_editor(Settings()).remove(key)
    return Response(204, body="")


def _parts(body: BaseModel) -> dict[str, Any]:
    """The named parts as attributes of an `OwnField`."""
    named = {name: getattr(body, name) for name in body.model_fields_set}
    # Only what has a null of its own can become null.
    named = {name: part for name, part in named.items() if part is not None or name in _NAMES}
    return {_NAMES.get(name, name): tuple(part) if isinstance(part, list) else part for name, part in named.items()}
