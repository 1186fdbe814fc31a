"""A file that was announced: not uploaded until it is there, told to its owner only, and gone without a trace."""

from __future__ import annotations

from crm.handlers import import_api

from tests.crm_in_memory import CrmInMemory, csv_bytes, people
from tests.unit.imports.announcing import announced, listed


def test_an_import_is_not_uploaded_until_its_file_is_there(crm: CrmInMemory) -> None:
    import_id = announced(crm)
    assert crm.status(import_id)["status"] == "announced"

    crm.post_file(import_id, csv_bytes(people(2)))

    assert crm.status(import_id)["status"] == "waiting", "it is there, and waits behind others"
    crm.run()
    assert crm.status(import_id)["status"] == "completed"


def test_a_file_that_nobody_has_asked_about_is_read_all_the_same(crm: CrmInMemory) -> None:
    assert crm.import_file(csv_bytes(people(2)))["status"] == "completed"


def test_only_its_owner_sees_a_file_that_is_not_uploaded(crm: CrmInMemory) -> None:
    import_id = announced(crm, "ann")

    assert listed(crm, "ann") == [import_id]
    assert listed(crm, "bob") == []
    assert listed(crm, "eve", "admin") == []

    crm.post_file(import_id, csv_bytes(people(2)))
    crm.run()
    assert listed(crm, "bob") == [import_id]


def test_an_upload_that_is_given_up_leaves_nothing_in_the_history(crm: CrmInMemory) -> None:
    import_id = announced(crm)

    status, answer = crm.call(import_api.handler, "POST", f"/imports/{import_id}/cancel")

    assert (status, answer["status"]) == (202, "cancelled")
    assert listed(crm) == []
    crm.post_file(import_id, csv_bytes(people(2)))
    crm.run()
    assert crm.leads() == [], "a file that comes after all is not imported"
