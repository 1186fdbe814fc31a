"""`costs`: a table of what was used, beside what the model says."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from easy_crm.cli import console, costs_command
from easy_crm.cli.main import app
from easy_crm.errors import CommandFailed
from easy_crm.operations import metered
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.metered import Line, Metered
from tests.unit.operations.deployed_in_memory import deployment


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console.out, "width", 200)


def test_each_item_stands_with_its_price_and_its_share_of_a_million_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    bill = Metered(2_000_000, [Line("DynamoDB write units", 4_000_000), Line("CloudFront GB", 1)])
    asked: list[int] = []

    def meter(_deployment: Deployment, days: int) -> Metered:
        asked.append(days)
        return bill

    monkeypatch.setattr(costs_command, "deployed", lambda _env, _profile: deployment({}))
    monkeypatch.setattr(metered, "meter", meter)
    told = CliRunner().invoke(app, ["costs", "--env", "dev", "--days", "7"])
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in told.output.splitlines() if "│" in line]
    assert asked == [7]
    assert rows == [
        ["DynamoDB write units", "4,000,000.00", "2.5000", "1.2500", "0.6269"],
        ["CloudFront GB", "1.00", "0.0850", "0.0425", ""],
        ["together", "", "2.5850", "1.2925", ""],
        ["rows imported", "2,000,000", "", "", ""],
    ]


@pytest.mark.parametrize(("dollars", "words"), [(1.234, "has 1.23 US$"), (None, "may not read Cost Explorer")])
def test_cost_explorer_is_asked_on_demand(dollars: float | None, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs_command, "deployed", lambda _env, _profile: deployment({}))
    monkeypatch.setattr(metered, "meter", lambda _deployment, _days: Metered(0, []))
    monkeypatch.setattr(metered, "billed", lambda _deployment, _days: dollars)
    assert words in CliRunner().invoke(app, ["costs", "--env", "dev", "--billed"]).output
    assert words not in CliRunner().invoke(app, ["costs", "--env", "dev"]).output


def test_the_emulator_meters_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs_command, "deployed", lambda _env, _profile: deployment({}, endpoint="http://127.0.0.1:1"))
    assert isinstance(CliRunner().invoke(app, ["costs", "--env", "dev"]).exception, CommandFailed)
