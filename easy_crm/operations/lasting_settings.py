"""Settings that a deployed environment keeps, because CloudFormation or DynamoDB would refuse the change half-way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment, Resource

_STATE = "storage"
_WARM = (("warm_read_units", "ReadUnitsPerSecond"), ("warm_write_units", "WriteUnitsPerSecond"))
"""Each setting with its name in templates and in DynamoDB's answers."""


def require_lasting(deployment: Deployment) -> None:
    """Checks that the settings change nothing that cannot be changed any more.

    Raises:
        CommandFailed: when they do.
    """
    # Where the first deployment failed, the stack has no outputs, and is made anew.
    if "LeadsTableName" in deployment.outputs:
        _require_same_key(deployment)
        _require_no_less(deployment)


def _require_same_key(deployment: Deployment) -> None:
    """The other stacks import the key, so their deployed templates and that of the data must agree.

    The stack with the data goes first. Without the key it would take away an export that is in use; with a new one it
    would encrypt tables and queues before the functions may use the key.
    """
    deployed = any(key.part == _STATE for key in deployment.of_type("AWS::KMS::Key"))
    wanted, name = deployment.config.customer_keys, deployment.config.name
    if wanted != deployed:
        raise CommandFailed(
            f"{name} was deployed {'with' if deployed else 'without'} customer_keys, which cannot be changed any more. "
            f"Set customer_keys = {'true' if deployed else 'false'} in environments.toml. Only a new environment can "
            f"have another value: ./easy-crm destroy --env {name} exports leads and users before it deletes this one. "
            "Nothing was deployed."
        )


def _require_no_less(deployment: Deployment) -> None:
    """DynamoDB never lowers what a table takes from the start, and raises it by itself as the table grows.

    Settings that stay as they were deployed are not sent to DynamoDB, so a table may have outgrown them.
    """
    config, client = deployment.config, deployment.account.client("dynamodb")
    wanted = {unit: units for setting, unit in _WARM if (units := getattr(config, setting)) is not None}
    changed = [table for table in _imported_to(deployment) if table.properties.get("WarmThroughput", {}) != wanted]
    for table in changed if wanted else ():
        found: Mapping[str, Any] = client.describe_table(TableName=table.physical_id)["Table"]
        takes = found.get("WarmThroughput", {})
        for setting, unit in _WARM:
            if unit in wanted and wanted[unit] < takes.get(unit, 0):
                raise CommandFailed(
                    f"{setting} = {wanted[unit]} is less than the {takes[unit]} units a second that the table "
                    f"{table.physical_id} takes already, and DynamoDB never lowers that. Set {takes[unit]} or more in "
                    "environments.toml, or what was deployed before. Nothing was deployed."
                )


def _imported_to(deployment: Deployment) -> list[Resource]:
    names = {deployment.output(f"{table}TableName") for table in ("Leads", "Imports")}
    return [table for table in deployment.of_type("AWS::DynamoDB::Table") if table.physical_id in names]
