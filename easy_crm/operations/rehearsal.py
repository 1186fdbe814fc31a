"""Rehearses an upgrade on copies of the tables, which are restored beside them and deleted again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from botocore.exceptions import ClientError

from easy_crm.errors import CommandFailed
from easy_crm.operations.data_upgrade import Step, Tables, upgrade
from easy_crm.operations.data_version import DataVersion

_WAIT = {"Delay": 20, "MaxAttempts": 1000}
"""A restore takes minutes to hours."""


def rehearse(steps: Sequence[Step], tables: Tables, report: Callable[[str], None], *, mark: str) -> int:
    """Runs the steps that the data have not been through, on copies of the tables.

    Args:
        steps: all steps.
        tables: the tables of the environment, which stay as they are.
        report: is told what happens.
        mark: makes the copies' names unique.

    Returns:
        The number of steps that were finished.

    Raises:
        CommandFailed: when a table cannot be restored.
    """
    copies = replace(tables, **{part: f"{name}-{mark}" for part, name in _names(tables).items()})
    made: list[str] = []
    try:
        for part, name in _names(tables).items():
            report(f"Restoring a copy of {name} ...")
            _restore(tables, name, copy := _names(copies)[part])
            made.append(copy)
        for copy in made:
            tables.client.get_waiter("table_exists").wait(TableName=copy, WaiterConfig=_WAIT)
        return upgrade(steps, copies, DataVersion(copies, len(steps)), report)
    finally:
        for copy in made:
            _drop(tables, copy, report)


def _names(tables: Tables) -> dict[str, str]:
    return {"leads": tables.leads, "imports": tables.imports, "mappings": tables.mappings}


def _restore(tables: Tables, name: str, copy: str) -> None:
    try:
        tables.client.restore_table_to_point_in_time(
            SourceTableName=name, TargetTableName=copy, UseLatestRestorableTime=True
        )
    except tables.client.exceptions.PointInTimeRecoveryUnavailableException:
        raise CommandFailed(f"{name} has no point-in-time recovery, so there is nothing to make a copy from.") from None


def _drop(tables: Tables, copy: str, report: Callable[[str], None]) -> None:
    try:
        tables.client.delete_table(TableName=copy)
    except ClientError as error:
        # A table that is still being restored cannot be deleted yet.
        report(f"Delete this copy by hand: {copy} ({error})")
