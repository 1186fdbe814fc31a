"""The people who may sign in, as admins see and change them. Logs hold ids only."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from crm.accounts.account import Role
from crm.accounts.answers import People, Person
from crm.api.contract import INVALID, NOT_FOUND, operation
from crm.api.resolver import Api
from crm.composition.accounts import administration
from crm.errors import Conflict
from crm.settings import Settings
from crm.users import User
from crm.values.email import MAX_ADDRESS

logger = Logger()
api = Api()


class NewPerson(BaseModel):
    """Somebody who is to be invited by mail."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(min_length=1, max_length=MAX_ADDRESS)
    role: Role


class PersonChanges(BaseModel):
    """What is to change of a person; what is not named stays."""

    model_config = ConfigDict(extra="forbid")

    role: Role | None = None
    isActive: bool | None = Field(None, description="Whether they may sign in.")  # noqa: N815 - the API's name


@api.get("/users", **operation("listUsers", "Everybody who may sign in, or could before"))
def list_users() -> People:
    accounts = administration(Settings(), api.user("admin")).all()
    return People(users=[Person.of(account) for account in accounts])


@api.post(
    "/users",
    **operation(
        "inviteUser",
        "Invite a person by mail, again if they have not signed in yet",
        status=HTTPStatus.CREATED,
        refusals={Conflict: ("user_exists", "too_many_mails"), **INVALID},
    ),
)
def invite_user(person: Annotated[NewPerson, Body()]) -> Person:
    user = api.user("admin")
    account = administration(Settings(), user).invite(person.email, person.role)
    _log(user, "invited", account.account_id, role=person.role.value)
    return Person.of(account)


@api.patch(
    "/users/<user_id>",
    **operation(
        "updateUser",
        "Change what a person may do, or whether they may sign in",
        refusals={**NOT_FOUND, Conflict: ("last_admin",), **INVALID},
    ),
)
def update_user(user_id: str, changes: Annotated[PersonChanges, Body()]) -> Person:
    user = api.user("admin")
    account = administration(Settings(), user).change(user_id, role=changes.role, is_active=changes.isActive)
    _log(user, "changed", user_id, role=changes.role and changes.role.value, is_active=changes.isActive)
    return Person.of(account)


@api.delete(
    "/users/<user_id>",
    **operation(
        "removeUser",
        "Remove a person who may not sign in, or has never done so",
        status=HTTPStatus.NO_CONTENT,
        media_type=None,
        refusals={**NOT_FOUND, Conflict: ("user_active",)},
    ),
)
def remove_user(user_id: str) -> Response[str]:
    user = api.user("admin")
    administration(Settings(), user).remove(user_id)
    _log(user, "removed", user_id)
    return Response(204, body="")


def _log(by: User, action: str, user_id: str, **details: Any) -> None:
    logger.info(f"user {action}", user_id=user_id, by=by.id, **details)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return api.resolve(event, context)
