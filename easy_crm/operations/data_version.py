"""The version of an environment's data: an item of the imports table, so that a restored table brings its own."""

from __future__ import annotations

from typing import Any

from easy_crm.errors import CommandFailed
from easy_crm.operations.data_upgrade import Progress, Tables
from easy_crm.operations.deployment import Deployment

KEY = "#dataVersion"
_NAMES = {"#version": "version", "#cursor": "cursor"}


class DataVersion:
    """Reads and writes the progress of upgrades.

    Args:
        tables: the tables that hold the data.
        newest: the version that the code reads and writes. Data begin with it: empty tables have it.
    """

    def __init__(self, tables: Tables, newest: int) -> None:
        self._tables = tables
        self._newest = newest
        self._key = {"importId": {"S": KEY}}

    def read(self) -> Progress:
        """The progress. Data without a version have been through no step, unless there are none."""
        answer = self._tables.client.get_item(TableName=self._tables.imports, Key=self._key, ConsistentRead=True)
        if item := answer.get("Item"):
            return Progress(int(item["version"]["N"]), item["cursor"]["S"])
        return Progress(self._newest if self._is_empty() else 0)

    def settle(self) -> None:
        """Writes the version down, if it is not yet."""
        now = self.read()
        self.advance(now, now)

    def advance(self, now: Progress, to: Progress) -> None:
        """Replaces the progress `now`.

        Raises:
            CommandFailed: when it is another one.
        """
        try:
            self._tables.client.update_item(
                TableName=self._tables.imports,
                Key=self._key,
                UpdateExpression="SET #version = :version, #cursor = :cursor",
                ConditionExpression=(
                    "attribute_not_exists(importId) OR (#version = :versionNow AND #cursor = :cursorNow)"
                ),
                ExpressionAttributeNames=_NAMES,
                ExpressionAttributeValues={**_values(to, ""), **_values(now, "Now")},
            )
        except self._tables.client.exceptions.ConditionalCheckFailedException:
            raise CommandFailed(
                "The data are being upgraded by somebody else. When that has ended, run this command again."
            ) from None

    def _is_empty(self) -> bool:
        return not any(
            self._tables.client.scan(TableName=table, Limit=1)["Items"]
            for table in (self._tables.leads, self._tables.imports, self._tables.mappings)
        )


def tables_of(deployment: Deployment) -> Tables:
    """The tables of an environment."""
    leads, imports, mappings = (deployment.output(f"{name}TableName") for name in ("Leads", "Imports", "Mappings"))
    return Tables(deployment.account.client("dynamodb"), leads, imports, mappings)


def is_behind(deployment: Deployment, newest: int) -> bool:
    """Whether the data of an environment have not been through all steps; never before the first deployment."""
    if "ImportsTableName" not in deployment.outputs:
        return False
    return DataVersion(tables_of(deployment), newest).read().version < newest


def require_data(deployment: Deployment, newest: int) -> None:
    """Checks that code which reads and writes the version `newest` may be deployed.

    Raises:
        CommandFailed: when the data have to be upgraded first.
    """
    if is_behind(deployment, newest):
        name = deployment.config.name
        raise CommandFailed(
            f"This code needs data of a newer version than {name} has. Try it on copies: ./easy-crm upgrade --env "
            f"{name} --rehearse; then ./easy-crm upgrade --env {name}, and deploy again. Nothing was deployed."
        )


def _values(progress: Progress, suffix: str) -> dict[str, Any]:
    return {f":version{suffix}": {"N": str(progress.version)}, f":cursor{suffix}": {"S": progress.cursor}}
