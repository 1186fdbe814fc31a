"""After `down` and `up` nothing is lost and nothing is deployed again (promise 7)."""

from __future__ import annotations

from dataclasses import replace

from easy_crm.local.emulator import free_port
from easy_crm.operations.cognito_users import new_password
from tests.system.deployed import Client, Deployed, unaccounted_rows
from tests.system.files import HEADER, csv_file, people


def test_leads_users_and_files_survive_a_restart(deployed: Deployed, member: Client, domain: str) -> None:
    content = csv_file(HEADER, people(3, domain))
    ended = member.import_file("kept.csv", content)
    before = member.leads(**{"filter[email]": domain})

    deployed.restart()

    assert deployed.system.deploy(deployed.process, lambda _what, _share: None) is False
    assert member.leads(**{"filter[email]": domain}) == before
    assert member.get(f"/imports/{ended['importId']}") == ended
    again = member.import_file("kept.csv", content)
    assert again["totals"]["unchanged"] == 3
    assert unaccounted_rows(again) == 0


def test_queues_keep_working_on_another_port(deployed: Deployed, domain: str) -> None:
    usual = deployed.process.port
    port = free_port()
    deployed.restart(port)
    try:
        # CloudFront forwards to the former port until the next deployment, so this calls the API itself.
        api = f"{deployed.process.endpoint}/_aws/execute-api/{deployed.outputs['ApiId']}/live"
        moved = replace(deployed.address, endpoint=api, host=f"127.0.0.1:{port}")
        password = new_password()
        deployed.system.create_user(deployed.process, "moved@users.example", password, group="member")
        client = Client(moved, deployed.token("moved@users.example", password))

        ended = client.import_file("moved.csv", csv_file(HEADER, people(3, domain)))

        assert (ended["status"], ended["totals"]["created"]) == ("completed", 3)
    finally:
        deployed.restart(usual)
