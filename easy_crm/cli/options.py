"""Options that several commands have, and how a command reaches its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from easy_crm.operations.deployment import Deployment

Environment = Annotated[str, typer.Option("--env", help="dev, staging, prod, or local for what `up` runs.")]
Profile = Annotated[str | None, typer.Option(help="The AWS profile to use.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before changing anything.")]


def deployed(env: str, profile: str | None) -> Deployment:
    """The deployment that a command is about.

    boto3 is imported here and not at the top: it takes longer than printing the help does.

    Raises:
        CommandFailed: when its account cannot be reached, or is another one than `environments.toml` says.
    """
    from easy_crm.operations.account import connect
    from easy_crm.operations.deployment import Deployment

    return Deployment(connect(env, profile))
