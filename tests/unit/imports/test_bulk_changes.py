"""Bulk changes, from request to leads: previewed, carried out once, cancelled, taken back (promises 2 and 5)."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from crm.composition import workers
from crm.handlers import batch_worker, dead_letter, import_api, lead_api, lead_exporter
from crm.imports.batches import BATCH_ROWS as BATCH
from crm.imports.bulk_body import ONLY_EDITS
from crm.imports.bulk_edit import BOTH, NOTHING
from crm.imports.changed_leads import CHANGED_SINCE, GONE, IN_BIN
from crm.imports.dead_letters import NOT_FOUND
from crm.imports.repository import ImportStore
from crm.imports.sweep import LONGEST, NOT_SELECTED
from crm.imports.work_files import WorkFiles
from crm.index.source import IndexSource
from crm.settings import Settings

from tests.crm_in_memory import CrmInMemory, csv_bytes, people
from tests.factories import texts_of
from tests.unit.imports.bulk import (
    ADA,
    ALAN,
    WON,
    changed,
    deleted,
    found,
    job,
    lead_id_of,
    leads,
    outcomes,
    preview,
    started,
    states,
    taken_back,
)


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    crm = CrmInMemory(monkeypatch)
    crm.import_file(csv_bytes([ADA, ALAN]))
    return crm


def selection_message(crm: CrmInMemory) -> str:
    """What asks for the leads of a bulk change; imports have left searches for duplicates in the queue."""
    [body] = [one.body for one in crm.aws.sqs.queue(crm.aws.export_queue_url).messages.values() if "jobId" in one.body]
    return body


def test_an_edit_changes_the_leads_that_the_query_finds_and_no_others(crm: CrmInMemory) -> None:
    done = changed(crm, WON, filters={"email": "initech"})

    assert done["status"] == "completed"
    assert done["progress"] == 100
    assert (done["totals"]["leads"], done["totals"]["changed"], done["changedValues"]) == (1, 1, 1)
    assert {name: texts.get("status") for name, texts in leads(crm).items()} == {"Ada": "Won", "Alan": None}


def test_tags_are_added_and_removed_one_by_one(crm: CrmInMemory) -> None:
    changed(crm, {"action": "edit", "addTags": ["VIP", "old"]})
    changed(crm, {"action": "edit", "addTags": ["new"], "removeTags": ["OLD"]})

    assert all({p for p in texts if p.startswith("tags/")} == {"tags/vip", "tags/new"} for texts in leads(crm).values())


def test_an_own_field_is_set_under_its_label_and_its_other_headers_give_way(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("ada@initech.example", "Paris")], ("Email", "Town")))
    field = {"label": "City", "type": "text", "headers": ["Town"]}
    assert crm.call(lead_api.handler, "POST", "/fields", field, groups=["admin"])[0] == 201

    changed(crm, {"action": "edit", "values": {"extras": {"city": "Rome"}}})

    extras = [{p: text for p, text in texts.items() if p.startswith("extras/")} for texts in leads(crm).values()]
    assert extras == [{"extras/City": "Rome"}] * 2


def test_a_preview_counts_and_shows_old_and_new_and_writes_nothing(crm: CrmInMemory) -> None:
    before = crm.table()

    status, answer = preview(crm, {"action": "edit", "values": {"lastName": None, "status": "Won"}}, q="ada")

    assert status == 200
    assert answer["total"] == 1
    [lead] = answer["leads"]
    assert lead["name"] == "Ada Lovelace"
    assert [(one["path"], one["before"], one["after"]) for one in lead["changes"]] == [
        ("lastName", "Lovelace", None),
        ("status", None, "Won"),
    ]
    assert crm.table() == before


def test_what_it_sets_is_shown_as_said_by_a_person_and_not_by_a_file(crm: CrmInMemory) -> None:
    changed(crm, WON)

    _, lead = crm.call(lead_api.handler, "GET", f"/leads/{lead_id_of(crm, 'Ada')}")

    origin = lead["origins"]["status"]
    assert (origin["importId"], origin["row"], origin["by"]) == (None, None, "user-1@example.com")
    assert lead["origins"]["lastName"]["fileName"]


def test_refusals_call_it_a_bulk_change(crm: CrmInMemory) -> None:
    job_id = changed(crm, WON)["jobId"]
    _, refused = crm.call(import_api.handler, "POST", f"/jobs/{job_id}/cancel")
    assert refused["error"]["message"] == "This bulk change has already ended: completed."


def test_leads_that_have_it_already_are_unchanged(crm: CrmInMemory) -> None:
    changed(crm, WON)
    again = changed(crm, WON)
    assert (again["totals"]["changed"], again["totals"]["unchanged"], again["changedValues"]) == (0, 2, 0)


def test_taking_it_back_restores_the_leads_exactly(crm: CrmInMemory) -> None:
    before = states(crm)
    done = changed(crm, {"action": "edit", "values": {"firstName": "X", "lastName": None}, "addTags": ["t"]})

    undo = taken_back(crm, done["jobId"])

    assert states(crm) == before
    assert (undo["status"], undo["restored"], undo["kept"]) == ("undone", 2, 0)


def test_what_a_person_has_changed_since_stays(crm: CrmInMemory) -> None:
    done = changed(crm, {"action": "edit", "values": {"status": "Won", "title": "Boss"}})
    assert crm.call(lead_api.handler, "PATCH", f"/leads/{lead_id_of(crm, 'Ada')}", {"title": "Countess"})[0] == 200

    undo = taken_back(crm, done["jobId"])

    assert leads(crm)["Ada"].get("title") == "Countess"
    assert "status" not in leads(crm)["Ada"]
    assert (undo["restored"], undo["kept"]) == (1, 1)


def test_a_person_who_edits_a_lead_while_it_waits_has_the_last_word(crm: CrmInMemory) -> None:
    job_id = started(crm, WON)
    found(crm)
    assert crm.call(lead_api.handler, "PATCH", f"/leads/{lead_id_of(crm, 'Ada')}", {"status": "Lost"})[0] == 200
    crm.run()

    assert {name: texts["status"] for name, texts in leads(crm).items()} == {"Ada": "Lost", "Alan": "Won"}
    assert job(crm, job_id)["totals"]["superseded"] == 1


def test_a_later_import_has_the_last_word_too_and_an_earlier_one_has_not(crm: CrmInMemory) -> None:
    early = crm.upload(csv_bytes([("ada@initech.example", "Early")], ("Email", "Company")))
    changed(crm, {"action": "edit", "values": {"company": "Changed"}}, q="alan")
    job_id = started(crm, {"action": "edit", "values": {"company": "Changed"}}, q="ada")
    found(crm)
    crm.run()
    assert crm.status(early)["status"] == "completed"
    assert leads(crm)["Ada"]["company"] == "Changed"
    crm.import_file(csv_bytes([("alan@globex.example", "Later")], ("Email", "Company")))
    assert leads(crm)["Alan"]["company"] == "Later"
    assert job(crm, job_id)["status"] == "completed"


def test_a_value_that_is_protected_from_imports_is_changed_and_stays_protected(crm: CrmInMemory) -> None:
    ada = lead_id_of(crm, "Ada")
    typed = {"title": "Countess", "protect": ["title"]}
    assert crm.call(lead_api.handler, "PATCH", f"/leads/{ada}", typed)[0] == 200

    changed(crm, {"action": "edit", "values": {"title": "Boss"}})
    crm.import_file(csv_bytes([("ada@initech.example", "Clerk")], ("Email", "Title")))

    assert leads(crm)["Ada"]["title"] == "Boss"


def test_a_lead_keeps_what_says_whose_it_is(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Solo",)], ("Company",)))
    values = {"company": None, "firstName": None, "lastName": None}
    done = changed(crm, {"action": "edit", "values": values}, filters={"company[equals]": "Solo"})

    assert (done["totals"]["changed"], done["totals"]["unchanged"]) == (0, 1)
    assert any(texts_of(lead).get("company") == "Solo" for lead in crm.leads())


def test_deleted_leads_are_in_the_bin_and_a_restore_brings_them_back(crm: CrmInMemory) -> None:
    before = states(crm)
    gone = changed(crm, {"action": "delete"})
    assert (gone["totals"]["changed"], crm.leads()) == (2, [])

    back = changed(crm, {"action": "restore"}, q="ada")
    assert back["totals"]["changed"] == 1
    assert set(leads(crm)) == {"Ada"}

    taken_back(crm, back["jobId"])
    assert crm.leads() == []
    taken_back(crm, gone["jobId"])
    assert states(crm) == before


def test_a_delete_that_is_taken_back_after_a_restore_leaves_the_lead_there(crm: CrmInMemory) -> None:
    gone = changed(crm, {"action": "delete"}, q="ada")
    back = changed(crm, {"action": "restore"})
    taken_back(crm, gone["jobId"])
    taken_back(crm, back["jobId"])
    assert set(leads(crm)) == {"Ada", "Alan"}


def test_a_delete_leaves_a_lead_that_somebody_has_changed_since(crm: CrmInMemory) -> None:
    job_id = started(crm, {"action": "delete"})
    found(crm)
    assert crm.call(lead_api.handler, "PATCH", f"/leads/{lead_id_of(crm, 'Ada')}", {"title": "Boss"})[0] == 200
    crm.run()

    assert set(leads(crm)) == {"Ada"}
    assert outcomes(crm, job_id) == [("superseded", CHANGED_SINCE), ("updated", None)]


def test_a_lead_that_is_in_the_bin_by_then_is_told(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Grace", "Hopper", "grace@initech.example")]))
    assert crm.call(lead_api.handler, "DELETE", f"/leads/{lead_id_of(crm, 'Ada')}")[0] == 204
    job_id = started(crm, WON)
    selected = [lead.lead_id for lead in crm.leads()]
    crm.aws.s3.put_object(
        Bucket=crm.aws.work_bucket,
        Key=f"imports/{job_id}/leads.json.gz",
        Body=gzip.compress(json.dumps([*selected, *deleted(crm)]).encode()),
    )
    found(crm)
    crm.run()

    assert outcomes(crm, job_id) == [("skipped", IN_BIN), ("updated", None), ("updated", None)]


def test_one_of_which_nothing_is_left_by_then_is_told(crm: CrmInMemory) -> None:
    done = crm.import_file(csv_bytes([("Grace", "Hopper", "grace@initech.example")]))
    job_id = started(crm, WON, q="grace")
    found(crm)
    [message] = crm.aws.sqs.queue(crm.aws.batch_queue_url).messages.values()
    held_back = message.body
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.batch_queue_url)
    assert crm.call(import_api.handler, "POST", f"/imports/{done['importId']}/undo")[0] == 202
    crm.run()
    crm.aws.sqs.send_message(QueueUrl=crm.aws.batch_queue_url, MessageBody=held_back)
    crm.run()

    assert outcomes(crm, job_id) == [("skipped", GONE)]


def test_it_does_not_bring_back_a_lead_of_which_nothing_is_left_but_what_was_taken_away(crm: CrmInMemory) -> None:
    done = crm.import_file(csv_bytes([("Grace", "Captain", "grace@navy.example")], ("First name", "Title", "Email")))
    changed(crm, {"action": "edit", "values": {"title": None}}, q="grace")
    job_id = started(crm, {"action": "edit", "values": {"company": "Navy"}}, q="grace")
    found(crm)
    [message] = crm.aws.sqs.queue(crm.aws.batch_queue_url).messages.values()
    held_back = message.body
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.batch_queue_url)
    assert crm.call(import_api.handler, "POST", f"/imports/{done['importId']}/undo")[0] == 202
    crm.run()
    crm.aws.sqs.send_message(QueueUrl=crm.aws.batch_queue_url, MessageBody=held_back)
    crm.run()

    assert outcomes(crm, job_id) == [("skipped", GONE)]
    assert set(leads(crm)) == {"Ada", "Alan"}


def test_who_goes_on_after_a_death_takes_the_leads_that_were_found_and_asks_no_more(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise TimeoutError

    job_id = started(crm, WON)
    body = selection_message(crm)
    with monkeypatch.context() as patch:
        patch.setattr(ImportStore, "planned", die)
        crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    crm.import_file(csv_bytes([("Grace", "Hopper", "grace@navy.example")]))
    monkeypatch.setattr(IndexSource, "lead_ids", die)
    crm.aws.sqs.send_message(QueueUrl=crm.aws.export_queue_url, MessageBody=body)
    found(crm)
    crm.run()

    assert job(crm, job_id)["status"] == "completed"
    assert {name for name, texts in leads(crm).items() if texts.get("status") == "Won"} == {"Ada", "Alan"}


def test_a_batch_that_is_given_up_tells_the_leads_that_it_had_changed(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise TimeoutError

    job_id = started(crm, WON)
    found(crm)
    [message] = crm.aws.sqs.queue(crm.aws.batch_queue_url).messages.values()
    with monkeypatch.context() as patch:
        patch.setattr(WorkFiles, "write_ledger", die)
        crm.deliver(crm.aws.batch_queue_url, batch_worker.handler, 1)
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.batch_queue_url)
    crm.aws.sqs.send_message(QueueUrl=crm.aws.batch_dead_url, MessageBody=message.body)
    assert crm.deliver(crm.aws.batch_dead_url, dead_letter.handler, 5)

    assert outcomes(crm, job_id) == [("updated", None)] * 2
    assert taken_back(crm, job_id)["restored"] == 2


def test_one_that_waits_behind_a_long_export_is_not_swept_within_the_hour(crm: CrmInMemory) -> None:
    job_id = started(crm, WON)
    sweeper = workers.sweeper(Settings(), seconds=60)

    sweeper.sweep(datetime.now(UTC) + timedelta(hours=1))
    assert job(crm, job_id)["status"] == "reading"

    sweeper.sweep(datetime.now(UTC) + LONGEST + timedelta(hours=1))
    assert (job(crm, job_id)["status"], job(crm, job_id)["reason"]) == ("failed", NOT_SELECTED)


def test_every_delivery_may_come_twice(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes(people(BATCH + 200)))
    job_id = started(crm, WON)
    body = selection_message(crm)
    found(crm)
    crm.aws.sqs.send_message(QueueUrl=crm.aws.export_queue_url, MessageBody=body)
    found(crm)
    again = [one.body for one in crm.aws.sqs.queue(crm.aws.batch_queue_url).messages.values()]
    crm.run()
    for message in again:
        crm.aws.sqs.send_message(QueueUrl=crm.aws.batch_queue_url, MessageBody=message)
    crm.run()

    done = job(crm, job_id)
    assert (done["totals"]["leads"], done["totals"]["changed"]) == (BATCH + 202, BATCH + 202)


def test_it_is_no_import(crm: CrmInMemory) -> None:
    done = changed(crm, WON)
    _, imports = crm.call(import_api.handler, "GET", "/imports")
    assert done["jobId"] not in [one["importId"] for one in imports["imports"]]
    assert crm.call(import_api.handler, "GET", f"/imports/{done['jobId']}")[0] == 404
    _, jobs = crm.call(import_api.handler, "GET", "/jobs")
    assert [one["jobId"] for one in jobs["jobs"]] == [done["jobId"]]


def test_one_that_is_cancelled_before_its_leads_are_found_changes_nothing(crm: CrmInMemory) -> None:
    before = states(crm)
    job_id = started(crm, WON)
    assert crm.call(import_api.handler, "POST", f"/jobs/{job_id}/cancel")[0] == 202
    found(crm)
    crm.run()
    assert job(crm, job_id)["status"] == "cancelled"
    assert states(crm) == before


def test_one_whose_leads_cannot_be_found_fails_and_says_so(crm: CrmInMemory) -> None:
    job_id = started(crm, WON)
    body = selection_message(crm)
    crm.aws.sqs.send_message(QueueUrl=crm.aws.export_dead_url, MessageBody=body)
    assert crm.deliver(crm.aws.export_dead_url, dead_letter.handler, 5)
    assert (job(crm, job_id)["status"], job(crm, job_id)["reason"]) == ("failed", NOT_FOUND)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"action": "edit"}, NOTHING),
        ({"action": "delete", "addTags": ["x"]}, ONLY_EDITS),
        ({"action": "edit", "addTags": ["x"], "removeTags": ["X"]}, BOTH),
        ({"action": "edit", "values": {"notes": "x" * 2_100}}, "at most 2,000 bytes"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(crm: CrmInMemory, change: dict[str, Any], said: str) -> None:
    status, answer = preview(crm, change)
    assert status == 422
    assert said in str(answer["error"])


def test_an_email_cannot_be_given_to_many(crm: CrmInMemory) -> None:
    assert preview(crm, {"action": "edit", "values": {"email": "a@b.example"}})[0] == 422


def test_a_viewer_may_neither_preview_nor_start_one(crm: CrmInMemory) -> None:
    body = {"change": WON}
    assert crm.call(import_api.handler, "POST", "/jobs", body, groups=["viewer"])[0] == 403
    assert crm.call(lead_api.handler, "POST", "/jobs/preview", body, groups=["viewer"])[0] == 403


def test_only_its_owner_and_admins_take_it_back(crm: CrmInMemory) -> None:
    done = changed(crm, WON)
    path = f"/jobs/{done['jobId']}/undo"
    assert crm.call(import_api.handler, "POST", path, user="user-2", groups=["member"])[0] == 403
    assert crm.call(import_api.handler, "POST", path, user="user-2", groups=["admin"])[0] == 202
    crm.deliver(crm.aws.batch_queue_url, batch_worker.handler, 5)
