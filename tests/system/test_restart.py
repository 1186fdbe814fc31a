"""After `down` and `up` on another port, nothing is lost and nothing is broken (promise 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from easy_crm.local.emulator import free_port
from easy_crm.operations.cognito_users import new_password
from tests.system.deployed import Client, Deployed, unaccounted_rows
from tests.system.files import HEADER, csv_file, people


@pytest.fixture
def back_on_its_port(deployed: Deployed) -> Iterator[None]:
    usual = deployed.process.port
    yield
    if deployed.process.port != usual:
        deployed.restart(usual)


@pytest.mark.usefixtures("back_on_its_port")
def test_leads_users_files_and_queues_survive_a_restart_on_another_port(
    deployed: Deployed, member: Client, domain: str
) -> None:
    content = csv_file(HEADER, people(3, domain))
    ended = member.import_file("kept.csv", content)
    before = member.leads(**{"filter[email]": domain})
    usual = deployed.process.port

    deployed.restart(port := free_port())

    # CloudFront forwards to the former port until the next deployment, so this calls the API itself.
    api = f"{deployed.process.endpoint}/_aws/execute-api/{deployed.outputs['ApiId']}/live"
    moved = replace(deployed.address, endpoint=api, host=f"127.0.0.1:{port}")
    password = new_password()
    deployed.system.create_user(deployed.process, "moved@users.example", password, group="member")
    there = Client(moved, deployed.token("moved@users.example", password))
    again = there.import_file("kept.csv", content)
    assert (again["status"], again["totals"]["unchanged"], unaccounted_rows(again)) == ("completed", 3, 0)

    deployed.restart(usual)

    assert deployed.system.deploy(deployed.process, lambda _what, _share: None) is False
    assert member.leads(**{"filter[email]": domain}) == before
    assert member.get(f"/imports/{ended['importId']}") == ended
