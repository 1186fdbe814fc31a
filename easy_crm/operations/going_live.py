"""Makes published versions live in a deployment, as its settings say: gradually, or at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from easy_crm.operations.alarms import sounding
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.functions import Functions
from easy_crm.operations.gradual_release import Canary, NewAlarms, Versions, release


@dataclass(frozen=True, slots=True)
class Before:
    """What a release is compared with.

    Attributes:
        live: the version of each function that was live.
        alarms: the alarms that were on.
    """

    live: Versions
    alarms: frozenset[str]

    @classmethod
    def of(cls, deployment: Deployment) -> Before:
        """What holds now; nothing before the first deployment, or where that has failed half-way."""
        if not deployment.is_whole:
            return cls({}, frozenset())
        watched = deployment.config.canary_percent > 0
        return cls(Functions(deployment).live(), sounding(deployment) if watched else frozenset())


def go_live(deployment: Deployment, new: Versions, before: Before, report: Callable[[str], None]) -> None:
    """Makes the versions `new` live.

    Raises:
        CommandFailed: when an alarm has gone off since `before`, whose versions are live again.
    """
    config = deployment.config
    release(
        new,
        before=before.live,
        canary=Canary(config.canary_percent, config.canary_minutes),
        aliases=Functions(deployment),
        alarms=NewAlarms(before.alarms, lambda: sounding(deployment)),
        report=report,
    )
