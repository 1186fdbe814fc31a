"""Options that several commands share, and the connection of a command to its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from easy_crm.operations.deployment import Deployment

Environment = Annotated[str, typer.Option("--env", help="dev, staging, prod, or local (what `up` runs).")]
Profile = Annotated[str | None, typer.Option(help="The AWS profile to use.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before changing anything.")]


def deployed(env: str, profile: str | None) -> Deployment:
    """The deployment that a command works on.

    boto3 is imported late, because importing it takes longer than printing the help.

    Raises:
        CommandFailed: when the account cannot be reached, or is not the one in `environments.toml`.
    """
    from easy_crm.operations.account import connect
    from easy_crm.operations.deployment import Deployment

    return Deployment(connect(env, profile))
