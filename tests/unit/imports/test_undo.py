"""Undo reverts what an import created and changed, and keeps what has changed since (promise 2)."""

from __future__ import annotations

import json
from dataclasses import replace

from crm.fields import LeadValues
from crm.handlers import batch_worker, import_api, lead_api
from crm.imports.batches import SMALL_BATCH_ROWS as BATCH
from crm.imports.queue import BatchMessage, Task

from tests.crm_in_memory import CONTEXT, CrmInMemory, csv_bytes, people
from tests.doubles import sqs_event


def undo(crm: CrmInMemory, import_id: str) -> tuple[int, dict]:  # type: ignore[type-arg]
    status, answer = crm.call(import_api.handler, "POST", f"/imports/{import_id}/undo")
    return status, answer


def test_undo_restores_the_table_exactly(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([*people(40), ("Nobody", "Without", "")]))
    before = crm.table()
    changed = [(first, "Changed", email) for first, _, email in people(BATCH + 200, start=20)]
    record = crm.import_file(csv_bytes([*changed, *people(10), *changed[:5]]))
    assert record["totals"]["updated"] >= 20
    status, answer = undo(crm, record["importId"])
    assert (status, answer["undo"]["status"]) == (202, "undoing")
    crm.run()
    assert crm.table() == before
    after = crm.status(record["importId"])["undo"]
    assert after["status"] == "undone"
    assert (after["removed"], after["kept"]) == (BATCH + 180, 0)


def test_undo_keeps_a_lead_that_a_later_import_changed_and_counts_it(crm: CrmInMemory) -> None:
    first = crm.import_file(csv_bytes([("Ada", "Byron", "ada@initech.example"), *people(3)]))
    crm.import_file(csv_bytes([("Ada", "Lovelace", "ada@initech.example")]))
    undo(crm, first["importId"])
    crm.run()
    (lead,) = crm.leads()
    assert lead.values.last_name == "Lovelace"
    assert crm.status(first["importId"])["undo"]["kept"] == 1


def test_undo_keeps_a_lead_that_was_edited_by_hand(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([("Ada", "Byron", "ada@initech.example")]))
    (lead,) = crm.leads()
    edited = replace(lead, values=LeadValues(first_name="Countess"), version=2)
    crm.aws.dynamodb.put_item(TableName="leads", Item=edited.to_item())
    undo(crm, record["importId"])
    crm.run()
    assert crm.leads() == [edited]


def test_a_lead_that_an_undo_kept_is_listed_once_however_many_batches_touched_it(crm: CrmInMemory) -> None:
    everybody = people(BATCH + 100)
    again = [(first, "Again", email) for first, _, email in everybody[:3]]
    record = crm.import_file(csv_bytes([*everybody, *again]))
    edited = {}
    for lead in crm.leads():
        if lead.values.last_name == "Again" or lead.values.email == everybody[BATCH + 90][2]:
            edited[lead.lead_id] = replace(lead, values=replace(lead.values, title="Edited"), version=lead.version + 1)
    for lead in edited.values():
        crm.aws.dynamodb.put_item(TableName="leads", Item=lead.to_item())
    undo(crm, record["importId"])
    crm.run()

    status, kept = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/undo")
    _, removed = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/undo", query={"result": "removed"})

    assert status == 200
    assert {one["leadId"]: one["lead"]["title"] for one in kept["leads"]} == dict.fromkeys(edited, "Edited")
    assert (len(kept["leads"]), kept.get("cursor")) == (4, None)
    assert (len(removed["leads"]), removed["leads"][0]["lead"], "cursor" in removed) == (50, None, True)
    counts = crm.status(record["importId"])["undo"]
    assert (counts["kept"], counts["removed"]) == (4, BATCH + 96)
    assert crm.leads() == sorted(edited.values(), key=lambda lead: lead.identity)


def test_a_lead_that_got_another_email_is_kept_and_listed(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([("Ada", "Byron", "ada@initech.example")]))
    (lead,) = crm.leads()
    status, _ = crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"email": "ada@other.example"})
    assert status == 200
    undo(crm, record["importId"])
    crm.run()

    _, kept = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/undo")

    assert [one["lead"]["email"] for one in kept["leads"]] == ["ada@other.example"]


def test_only_an_undone_import_lists_kept_leads(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([("Ada", "Byron", "ada@initech.example")]))
    status, answer = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/undo")
    assert (status, answer["error"]["code"]) == (409, "not_undone")


def test_a_repeated_delivery_of_an_undo_changes_nothing(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Ada", "Byron", "ada@initech.example")]))
    record = crm.import_file(csv_bytes([("Ada", "Lovelace", "ada@initech.example")]))
    undo(crm, record["importId"])
    queue = crm.aws.sqs.queue(crm.aws.batch_queue_url)
    body = BatchMessage(record["importId"], 1, Task.UNDO).to_body()
    for _ in range(2):
        batch_worker.handler(sqs_event(queue, [body]), CONTEXT)
    crm.run()
    assert crm.leads()[0].values.last_name == "Byron"
    assert crm.status(record["importId"])["undo"]["restored"] == 1


def test_the_history_records_an_undo(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([("Ada", "Byron", "ada@initech.example")]))
    undo(crm, record["importId"])
    crm.run()
    (item,) = crm.aws.dynamodb.scan(TableName="history")["Items"]
    entry = json.loads(item["entry"]["S"])
    assert (entry["event"], entry["by"]) == ("undone", "user-1")


def test_an_import_can_be_undone_once(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes(people(2)))
    undo(crm, record["importId"])
    crm.run()
    status, answer = undo(crm, record["importId"])
    assert (status, answer["error"]["code"]) == (409, "already_undone")


def test_a_running_import_cannot_be_undone(crm: CrmInMemory) -> None:
    status, answer = undo(crm, crm.upload(csv_bytes(people(2))))
    assert (status, answer["error"]["code"]) == (409, "import_running")
