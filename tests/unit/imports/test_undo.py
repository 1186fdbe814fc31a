"""Undo takes back what an import said, and keeps what others have said since (promise 2)."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import Any

from crm.handlers import batch_worker, import_api, lead_api
from crm.imports.batches import BATCH_ROWS as BATCH
from crm.imports.queue import BatchMessage, Task
from crm.statements.folding import LeadState

from tests.crm_in_memory import CONTEXT, CrmInMemory, csv_bytes, people
from tests.doubles import sqs_event

BYRON = csv_bytes([("Ada", "Byron", "ada@initech.example")])
LOVELACE = csv_bytes([("Ada", "Lovelace", "ada@initech.example")])


def undo(crm: CrmInMemory, import_id: str) -> tuple[int, dict[str, Any]]:
    status, answer = crm.call(import_api.handler, "POST", f"/imports/{import_id}/undo")
    return status, answer


def undone(crm: CrmInMemory, import_id: str) -> dict[str, Any]:
    """Undoes an import to its end; returns the counts."""
    assert undo(crm, import_id)[0] == 202
    crm.run()
    return dict(crm.status(import_id)["undo"])


def listed(crm: CrmInMemory, import_id: str, **query: str) -> list[dict[str, Any]]:
    """The leads that an undo has met: those that it kept, if no other result is asked for."""
    status, answer = crm.call(import_api.handler, "GET", f"/imports/{import_id}/undo", query=query or None)
    assert status == 200, answer
    return list(answer["leads"])


def states(crm: CrmInMemory) -> dict[str, LeadState | None]:
    return {lead.lead_id: lead.standing.state for lead in crm.leads()}


def test_undo_restores_the_leads_exactly(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([*people(40), ("Nobody", "Without", "")]))
    before = states(crm)
    changed = [(first, "Changed", email) for first, _, email in people(BATCH + 200, start=20)]
    record = crm.import_file(csv_bytes([*changed, *people(10), *changed[:5]]))
    assert record["totals"]["updated"] >= 20

    counts = undone(crm, record["importId"])

    assert states(crm) == before
    assert counts["status"] == "undone"
    assert (counts["removed"], counts["restored"], counts["kept"]) == (BATCH + 180, 30, 0)


def test_a_lead_that_goes_back_to_the_bin_counts_once_whichever_batch_is_taken_back_first(crm: CrmInMemory) -> None:
    crm.import_file(BYRON)
    [ada] = crm.leads()
    assert crm.call(lead_api.handler, "DELETE", f"/leads/{ada.lead_id}")[0] == 204
    rows = [("Ada", "Byron", "ada@initech.example"), *people(BATCH, start=8), ("Ada", "King", "ada@initech.example")]
    record = crm.import_file(csv_bytes(rows))
    assert undo(crm, record["importId"])[0] == 202
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.batch_queue_url)

    for number in (2, 1):
        body = BatchMessage(record["importId"], number, Task.UNDO).to_body()
        batch_worker.handler(sqs_event(crm.aws.sqs.queue(crm.aws.batch_queue_url), [body]), CONTEXT)

    counts = crm.status(record["importId"])["undo"]
    assert (counts["status"], counts["removed"], counts["kept"], counts["restored"]) == ("undone", BATCH + 1, 0, 0)
    assert crm.leads() == []


def test_a_value_that_a_person_has_confirmed_stays_though_its_import_is_taken_back(crm: CrmInMemory) -> None:
    crm.import_file(BYRON)
    record = crm.import_file(csv_bytes([("ada@initech.example", "Globex", "CEO")], ("Email", "Company", "Title")))
    (lead,) = crm.leads()
    crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"company": "Globex"}, groups="member")

    counts = undone(crm, record["importId"])

    assert (counts["removed"], counts["restored"], counts["kept"]) == (0, 0, 1)
    assert [one["kept"] for one in listed(crm, record["importId"])] == [["company"]]
    (texts,) = crm.texts()
    assert texts.get("title") is None
    assert texts["company"] == "Globex"


def test_an_undo_tells_which_values_stay_and_gives_back_the_others(crm: CrmInMemory) -> None:
    header = ("Email", "Company", "Title", "Phone")
    crm.import_file(csv_bytes([("ada@initech.example", "Initech", "CTO", "+49301234567")], header))
    record = crm.import_file(csv_bytes([("ada@initech.example", "Globex", "CEO", "+49307654321")], header))
    (lead,) = crm.leads()
    crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"title": "Chair", "phone": None}, groups="member")

    undone(crm, record["importId"])

    assert crm.texts() == [{"email": "ada@initech.example", "company": "Initech", "title": "Chair"}]
    assert [one["kept"] for one in listed(crm, record["importId"])] == [["title"]]


def test_undos_in_any_order_end_as_if_the_imports_had_never_been(crm: CrmInMemory) -> None:
    crm.import_file(BYRON)
    before = states(crm)
    for order in permutations(range(2)):
        ids = [crm.import_file(csv_bytes([("Ada", name, "ada@initech.example")]))["importId"] for name in ("A", "B")]
        for one in order:
            undone(crm, ids[one])
        assert states(crm) == before


def test_undo_keeps_a_lead_that_a_later_import_changed_and_counts_it(crm: CrmInMemory) -> None:
    first = crm.import_file(csv_bytes([("Ada", "Byron", "ada@initech.example"), *people(3)]))
    crm.import_file(csv_bytes([("", "Lovelace", "ada@initech.example")]))

    counts = undone(crm, first["importId"])

    assert crm.texts() == [{"lastName": "Lovelace", "email": "ada@initech.example"}]
    assert (counts["kept"], counts["removed"]) == (1, 3)


def test_undo_of_a_lead_that_was_edited_by_hand_leaves_the_edit_and_what_says_whose_it_is(crm: CrmInMemory) -> None:
    header = ("First name", "Email", "Job title")
    record = crm.import_file(csv_bytes([("Ada", "ada@initech.example", "CEO")], header))
    (lead,) = crm.leads()
    crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"notes": "called"})

    undone(crm, record["importId"])

    assert crm.texts() == [{"firstName": "Ada", "email": "ada@initech.example", "notes": "called"}]
    assert [one["leadId"] for one in listed(crm, record["importId"])] == [lead.lead_id]
    assert [one["kept"] for one in listed(crm, record["importId"])] == [["email", "firstName"]]


def test_a_lead_that_an_undo_kept_is_listed_once_however_many_batches_touched_it(crm: CrmInMemory) -> None:
    everybody = people(BATCH + 100)
    again = [(first, "Again", email) for first, _, email in everybody[:3]]
    record = crm.import_file(csv_bytes([*everybody, *again]))
    chosen = {email for _, _, email in (*everybody[:3], everybody[BATCH + 90])}
    edited = {
        lead.lead_id for lead in crm.leads() if lead.standing.state and lead.standing.state.text("email") in chosen
    }
    for lead_id in edited:
        crm.call(lead_api.handler, "PATCH", f"/leads/{lead_id}", {"title": "Edited"})

    counts = undone(crm, record["importId"])

    kept = listed(crm, record["importId"])
    assert Counter(one["leadId"] for one in kept) == dict.fromkeys(edited, 1)
    assert {one["lead"]["title"] for one in kept} == {"Edited"}
    removed = listed(crm, record["importId"], result="removed")
    assert (len(removed), removed[0]["lead"]) == (50, None)
    assert (counts["kept"], counts["removed"]) == (4, BATCH + 96)
    assert {lead.lead_id for lead in crm.leads()} == edited


def test_a_lead_that_got_another_email_is_kept_and_listed(crm: CrmInMemory) -> None:
    record = crm.import_file(BYRON)
    (lead,) = crm.leads()
    status, _ = crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"email": "ada@other.example"})
    assert status == 200

    undone(crm, record["importId"])

    assert [one["lead"]["email"] for one in listed(crm, record["importId"])] == ["ada@other.example"]


def test_a_row_that_was_left_alone_holds_when_the_import_before_it_is_undone(crm: CrmInMemory) -> None:
    first = crm.import_file(BYRON)
    kept = crm.import_file(LOVELACE, policy="keep")
    assert kept["totals"]["skipped"] == 1

    undone(crm, first["importId"])
    assert crm.texts()[0]["lastName"] == "Lovelace"

    undone(crm, kept["importId"])
    assert crm.leads() == []


def test_only_an_undone_import_lists_kept_leads(crm: CrmInMemory) -> None:
    record = crm.import_file(BYRON)
    status, answer = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/undo")
    assert (status, answer["error"]["code"]) == (409, "not_undone")


def test_a_repeated_delivery_of_an_undo_changes_nothing(crm: CrmInMemory) -> None:
    crm.import_file(BYRON)
    record = crm.import_file(LOVELACE)
    undo(crm, record["importId"])
    queue = crm.aws.sqs.queue(crm.aws.batch_queue_url)
    body = BatchMessage(record["importId"], 1, Task.UNDO).to_body()
    for _ in range(2):
        batch_worker.handler(sqs_event(queue, [body]), CONTEXT)
    crm.run()
    assert crm.texts()[0]["lastName"] == "Byron"
    assert crm.status(record["importId"])["undo"]["restored"] == 1


def test_a_kept_lead_is_told_by_the_delivery_after_the_one_that_died(crm: CrmInMemory) -> None:
    record = crm.import_file(BYRON)
    crm.import_file(LOVELACE)
    crm.aws.s3.put_object = _failing_once(crm.aws.s3.put_object, "/undo/")  # type: ignore[method-assign]

    counts = undone(crm, record["importId"])

    assert (counts["kept"], counts["gone"]) == (1, 0)


def _failing_once(put_object: Any, part: str) -> Any:
    failures = iter([True])

    def put(**request: Any) -> Any:
        if part in request["Key"] and next(failures, False):
            raise ConnectionError
        return put_object(**request)

    return put


def test_the_history_records_an_undo(crm: CrmInMemory) -> None:
    crm.import_file(BYRON)
    record = crm.import_file(LOVELACE)
    undone(crm, record["importId"])
    (lead,) = crm.leads()
    _, answer = crm.call(lead_api.handler, "GET", f"/leads/{lead.lead_id}/history")
    last = answer["events"][-1]
    assert (last["event"], last["by"], last["importId"]) == ("undone", "user-1@example.com", record["importId"])
    assert [(one["path"], one["before"], one["after"]) for one in last["changes"]] == [
        ("lastName", "Lovelace", "Byron")
    ]


def test_an_import_whose_files_have_expired_cannot_be_undone(crm: CrmInMemory) -> None:
    record = crm.import_file(BYRON)
    for name in ("ledger/000001.json.gz", "plan.json"):
        crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=f"imports/{record['importId']}/{name}")

    status, answer = undo(crm, record["importId"])

    assert (status, answer["error"]["code"]) == (409, "files_expired")
    assert "by hand" in answer["error"]["message"]
    assert crm.status(record["importId"])["undo"] is None


def test_an_undo_whose_ledger_expires_under_way_is_not_called_done(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes(people(2)))
    undo(crm, record["importId"])
    key = f"imports/{record['importId']}/ledger/000001.json.gz"
    crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=key)

    crm.run()

    assert crm.status(record["importId"])["undo"]["status"] == "undoing"
    assert len(crm.leads()) == 2


def test_an_undo_is_in_the_table_of_leads_at_once(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes(people(2)))
    status, listed_before = crm.call(lead_api.handler, "GET", "/leads")
    assert (status, listed_before["total"]) == (200, 2)

    undone(crm, record["importId"])

    assert crm.call(lead_api.handler, "GET", "/leads")[1]["total"] == 0


def test_an_import_can_be_undone_once(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes(people(2)))
    undone(crm, record["importId"])
    status, answer = undo(crm, record["importId"])
    assert (status, answer["error"]["code"]) == (409, "already_undone")


def test_a_running_import_cannot_be_undone(crm: CrmInMemory) -> None:
    status, answer = undo(crm, crm.upload(csv_bytes(people(2))))
    assert (status, answer["error"]["code"]) == (409, "import_running")
