"""The base class of all stacks."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from easy_crm.config import EnvironmentConfig


class AppStack(cdk.Stack):
    """A stack of one environment, deployed to that environment's account and region.

    Args:
        config: the environment.
        summary: what the stack holds, for its description in CloudFormation.
        termination_protection: whether CloudFormation refuses to delete the stack.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: EnvironmentConfig,
        summary: str,
        termination_protection: bool = False,
    ) -> None:
        super().__init__(
            scope,
            id,
            description=f"Easy CRM {config.name}: {summary}",
            # The emulator has one account and one region; templates for it name neither.
            env=None if config.is_local else cdk.Environment(account=config.account, region=config.region),
            termination_protection=termination_protection,
        )
        self._config = config
        self.regional_name = f"easy-crm-{config.name}-{self.region}"
        """For what has one name in the whole account: an environment may exist in two regions."""
