"""Data go through the steps that they have not been through, once, also when an upgrade is interrupted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.operations.data_upgrade import Progress, Step, Tables, upgrade
from easy_crm.operations.data_version import KEY, DataVersion, is_behind, require_data
from easy_crm.operations.rehearsal import rehearse
from tests.doubles.client import Refused, Request, Response, operation
from tests.doubles.dynamodb.fake import FakeDynamoDB
from tests.unit.operations.deployed_in_memory import deployment

LEADS = ("a", "b", "c", "d")
NAMES = {"LeadsTableName": "leads", "ImportsTableName": "imports", "MappingsTableName": "mappings"}


class Database(FakeDynamoDB):
    """DynamoDB that restores tables as they are.

    Attributes:
        recovers: whether tables have point-in-time recovery.
        restoring: tables that cannot be deleted yet.
    """

    def __init__(self) -> None:
        super().__init__()
        self.recovers = True
        self.restoring: set[str] = set()
        self.add_table("leads", "leadId")
        self.add_table("imports", "importId")
        self.add_table("mappings", "signature")

    def get_waiter(self, name: str) -> Any:
        assert name == "table_exists"
        return SimpleNamespace(wait=lambda *, TableName, **_: self.describe_table(TableName=TableName))  # noqa: N803

    @operation("RestoreTableToPointInTime")
    def restore_table_to_point_in_time(self, request: Request) -> Response:
        if not self.recovers:
            raise Refused("PointInTimeRecoveryUnavailableException", "Point in time recovery is not enabled")
        source = self.table(request["SourceTableName"])
        self.add_table(request["TargetTableName"], *source.keys)
        for item in self.all_items(source.name):
            self.put_item(TableName=request["TargetTableName"], Item=item)
        return {}

    @operation("DeleteTable")
    def delete_table(self, request: Request) -> Response:
        if request["TableName"] in self.restoring:
            raise Refused("ResourceInUseException", "The table is being created")
        del self._tables[request["TableName"]]
        return {}


class Marking:
    """Steps that write a mark into every lead, one at a time.

    Attributes:
        written: each lead that was changed, in order.
        stops_at: the lead before which the next run fails, once.
    """

    def __init__(self) -> None:
        self.written: list[str] = []
        self.stops_at: str | None = None

    def step(self, mark: str) -> Step:
        def run(tables: Tables, cursor: str) -> Iterator[str]:
            for lead in (lead for lead in LEADS if lead > cursor):
                if lead == self.stops_at:
                    self.stops_at = None
                    raise ConnectionError("interrupted")
                tables.client.update_item(
                    TableName=tables.leads,
                    Key={"leadId": {"S": lead}},
                    UpdateExpression="SET mark = :mark",
                    ExpressionAttributeValues={":mark": {"S": mark}},
                )
                self.written.append(f"{lead}{mark}")
                yield lead

        return Step(f"mark leads with {mark}", run)


class World:
    """An environment with leads that have been through no step yet."""

    def __init__(self) -> None:
        self.database = Database()
        self.tables = Tables(self.database, "leads", "imports", "mappings")
        self.marking = Marking()
        self.steps: Sequence[Step] = (self.marking.step("1"), self.marking.step("2"))
        self.said: list[str] = []
        for lead in LEADS:
            self.database.put_item(TableName="leads", Item={"leadId": {"S": lead}})

    def version(self, newest: int = 2) -> DataVersion:
        return DataVersion(self.tables, newest)

    def upgrade(self) -> int:
        return upgrade(self.steps, self.tables, self.version(), self.said.append)

    def marks(self, table: str = "leads") -> set[str]:
        return {item.get("mark", {}).get("S", "") for item in self.database.all_items(table)}


@pytest.fixture
def world() -> World:
    return World()


def test_all_steps_run_in_their_order(world: World) -> None:
    assert world.upgrade() == 2

    assert world.marks() == {"2"}
    assert world.said == ["Step 1 of 2: mark leads with 1", "Step 2 of 2: mark leads with 2"]
    assert world.version().read() == Progress(2)


def test_a_step_that_is_done_does_not_run_again(world: World) -> None:
    world.upgrade()
    world.marking.written.clear()

    assert world.upgrade() == 0
    assert world.marking.written == []


def test_an_interrupted_upgrade_goes_on_where_it_stopped(world: World) -> None:
    world.marking.stops_at = "c"
    with pytest.raises(ConnectionError):
        world.upgrade()
    assert world.version().read() == Progress(0, "b")

    assert world.upgrade() == 2

    assert world.marking.written == ["a1", "b1", "c1", "d1", "a2", "b2", "c2", "d2"]
    assert world.said[1] == "Step 1 of 2, from where it stopped: mark leads with 1"


def test_two_upgrades_at_once_do_not_both_go_on(world: World) -> None:
    first = world.version()
    began = first.read()
    world.upgrade()

    with pytest.raises(CommandFailed, match="by somebody else"):
        first.advance(began, Progress(0, "a"))
    assert world.version().read() == Progress(2)


def test_data_begin_with_the_version_of_the_code_that_writes_them(world: World) -> None:
    fresh = World()
    fresh.database = Database()
    fresh.tables = Tables(fresh.database, "leads", "imports", "mappings")

    fresh.version(newest=2).settle()
    fresh.version(newest=3).settle()

    assert fresh.version(newest=3).read() == Progress(2), "what is settled stays, whatever code comes later"
    # Data of which nothing is known have been through nothing.
    world.version().settle()
    assert world.version().read() == Progress(0)


def test_code_that_needs_newer_data_is_not_deployed(world: World) -> None:
    there = deployment({}, outputs=NAMES, dynamodb=world.database)

    with pytest.raises(CommandFailed, match=r"upgrade --env dev --rehearse.*Nothing was deployed"):
        require_data(there, newest=2)

    world.upgrade()
    require_data(there, newest=2)
    # Code from before the last step may be deployed again: it reads what the step has changed.
    require_data(there, newest=1)


def test_before_the_first_deployment_no_data_are_behind() -> None:
    assert is_behind(deployment({}), newest=2) is False


def test_a_rehearsal_changes_copies_and_leaves_none(world: World) -> None:
    seen: list[set[str]] = []

    def look(tables: Tables, _: str) -> Iterator[str]:
        seen.append(world.marks(tables.leads))
        yield "seen"

    assert rehearse((*world.steps, Step("look", look)), world.tables, world.said.append, mark="rehearsal-1") == 3

    assert seen == [{"2"}]
    assert world.marks() == {""}
    assert world.version().read() == Progress(0)
    assert world.database.list_tables()["TableNames"] == ["imports", "leads", "mappings"]


def test_a_rehearsal_that_fails_leaves_no_copy_either(world: World) -> None:
    world.marking.stops_at = "b"

    with pytest.raises(ConnectionError):
        rehearse(world.steps, world.tables, world.said.append, mark="rehearsal-1")

    assert world.database.list_tables()["TableNames"] == ["imports", "leads", "mappings"]


def test_a_rehearsal_begins_where_the_data_are(world: World) -> None:
    upgrade(world.steps[:1], world.tables, world.version(), world.said.append)
    world.marking.written.clear()

    assert rehearse(world.steps, world.tables, world.said.append, mark="rehearsal-1") == 1
    assert world.marking.written == ["a2", "b2", "c2", "d2"]


def test_a_copy_that_cannot_be_deleted_yet_is_named(world: World) -> None:
    world.database.restoring = {"leads-rehearsal-1"}

    rehearse(world.steps, world.tables, world.said.append, mark="rehearsal-1")

    assert world.said[-1].startswith("Delete this copy by hand: leads-rehearsal-1")


def test_without_point_in_time_recovery_there_is_no_rehearsal(world: World) -> None:
    world.database.recovers = False

    with pytest.raises(CommandFailed, match="leads has no point-in-time recovery"):
        rehearse(world.steps, world.tables, world.said.append, mark="rehearsal-1")


def test_the_version_is_an_item_that_no_import_can_be_taken_for(world: World) -> None:
    world.upgrade()

    (item,) = world.database.all_items("imports")
    assert item == {"importId": {"S": KEY}, "version": {"N": "2"}, "cursor": {"S": ""}}
