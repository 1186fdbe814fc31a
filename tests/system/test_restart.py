"""`down` and `up` again: nothing is lost and nothing is deployed anew."""

from __future__ import annotations

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
