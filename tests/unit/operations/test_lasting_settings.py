"""A deployment that CloudFormation or DynamoDB would refuse half-way is refused before it begins."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.lasting_settings import require_lasting
from tests.unit.operations.deployed_in_memory import deployment

OUTPUTS = {"LeadsTableName": "leads", "ImportsTableName": "imports"}
NAMES = {"Leads": "leads", "Imports": "imports", "Mappings": "mappings"}
KEY: Mapping[str, Any] = {"Key": {"Type": "AWS::KMS::Key"}}


class Tables:
    """DynamoDB with tables that take this much, except for one that imports do not write.

    Attributes:
        asked: the tables that were described.
    """

    def __init__(self, **takes: int) -> None:
        self._takes = takes
        self.asked: list[str] = []

    def describe_table(self, TableName: str) -> Mapping[str, Any]:  # noqa: N803  (the name that boto3 gives it)
        assert TableName in OUTPUTS.values()
        self.asked.append(TableName)
        return {"Table": {"WarmThroughput": {"Status": "ACTIVE", **self._takes}}}


def _deployed(
    *, key: bool = False, warm: Mapping[str, int] | None = None, tables: Tables | None = None, **settings: Any
) -> Deployment:
    """An environment with settings that differ from what was deployed.

    Args:
        key: whether it was deployed with a key.
        warm: the units that it was deployed with.
        tables: DynamoDB.
        settings: what environments.toml says now.
    """
    table = {"Type": "AWS::DynamoDB::Table", "Properties": {"WarmThroughput": warm} if warm else {}}
    resources = {**dict.fromkeys(NAMES, table), **(KEY if key else {})}
    # The key of the alarms' topic is always there.
    templates: Mapping[str, Any] = {
        "storage": {"Resources": resources},
        "monitoring": {"Resources": {"TopicKey": KEY["Key"]}},
    }
    made = deployment(templates, outputs=OUTPUTS, names=NAMES, dynamodb=tables or Tables())
    return _with(made, **settings)


def _with(made: Deployment, **settings: Any) -> Deployment:
    config = dataclasses.replace(made.config, **settings)
    return Deployment(dataclasses.replace(made.account, config=config))


@pytest.mark.parametrize("key", [True, False])
def test_a_key_is_neither_added_nor_taken_away(key: bool) -> None:
    with pytest.raises(CommandFailed, match=f"customer_keys = {str(key).lower()} in environments.toml.*Nothing was"):
        require_lasting(_deployed(key=key, customer_keys=not key))


@pytest.mark.parametrize("key", [True, False])
def test_a_deployment_with_the_same_key_goes_on(key: bool) -> None:
    require_lasting(_deployed(key=key, customer_keys=key))


def test_before_the_first_deployment_and_after_one_that_failed_every_setting_may_be_chosen() -> None:
    failed = deployment({"storage": {"Resources": KEY}}, dynamodb=Tables(WriteUnitsPerSecond=9_000))
    require_lasting(_with(failed, customer_keys=False, warm_write_units=5_000))


@pytest.mark.parametrize(
    ("setting", "unit"), [("warm_read_units", "ReadUnitsPerSecond"), ("warm_write_units", "WriteUnitsPerSecond")]
)
def test_a_table_is_not_to_take_less_than_it_does(setting: str, unit: str) -> None:
    takes = {unit: 40_000}
    with pytest.raises(CommandFailed, match=f"{setting} = 39999 is less than the 40000 .* table leads .*Set 40000 or"):
        require_lasting(_with(_deployed(warm=takes, tables=Tables(**takes)), **{setting: 39_999}))


def test_a_table_may_take_more_or_as_much_as_it_does() -> None:
    tables = Tables(ReadUnitsPerSecond=20_000, WriteUnitsPerSecond=8_000)
    require_lasting(_deployed(tables=tables, warm_read_units=20_000, warm_write_units=8_001))
    assert tables.asked == ["leads", "imports"]


def test_a_unit_that_is_not_set_is_not_compared() -> None:
    tables = Tables(ReadUnitsPerSecond=20_000, WriteUnitsPerSecond=8_000)
    require_lasting(_deployed(warm={"WriteUnitsPerSecond": 8_000}, tables=tables, warm_write_units=9_000))


def test_a_table_that_has_outgrown_what_was_deployed_stops_no_deployment() -> None:
    grown = Tables(WriteUnitsPerSecond=30_000)
    require_lasting(_deployed(warm={"WriteUnitsPerSecond": 8_000}, tables=grown, warm_write_units=8_000))


def test_a_setting_may_be_taken_out() -> None:
    require_lasting(_deployed(warm={"WriteUnitsPerSecond": 8_000}, tables=Tables(WriteUnitsPerSecond=8_000)))
