"""One import, one file: a form that is posted twice does not change what is imported."""

from __future__ import annotations

from crm.imports.splitter import UPLOADED_AGAIN

from tests.crm_in_memory import CrmInMemory, assert_adds_up, csv_bytes, people


def test_the_first_upload_is_imported_even_if_a_second_one_came_before_it_was_read(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(3)))
    crm.post_file(import_id, csv_bytes(people(5, company="Globex")))
    crm.run()
    record = crm.status(import_id)
    assert (record["status"], record["totals"]["created"]) == ("completed", 3)
    assert UPLOADED_AGAIN in record["notes"]
    assert {lead["email"].split("@")[1] for lead in crm.texts()} == {"initech.example"}
    assert_adds_up(crm, import_id)


def test_a_second_upload_after_the_import_has_ended_changes_nothing_and_is_told(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes(people(3)))
    crm.post_file(record["importId"], csv_bytes(people(5, company="Globex")))
    crm.run()
    after = crm.status(record["importId"])
    assert after["totals"] == record["totals"]
    assert after["notes"] == [*record["notes"], UPLOADED_AGAIN]


def test_a_file_that_is_announced_twice_is_read_once_and_not_told(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(3)))
    (message,) = crm.aws.sqs.queue(crm.aws.intake_queue_url).messages.values()
    crm.aws.sqs.send_message(QueueUrl=crm.aws.intake_queue_url, MessageBody=message.body)
    crm.run()
    record = crm.status(import_id)
    assert record["totals"]["created"] == 3
    assert UPLOADED_AGAIN not in record["notes"]
