"""A file that was imported before says so, whatever it is called (`crm.imports.same_file`)."""

from __future__ import annotations

from typing import Any

from crm.handlers import import_api

from tests.crm_in_memory import CrmInMemory, csv_bytes, people

FILE = csv_bytes(people(3))


def earlier(record: dict[str, Any]) -> str | None:
    found = record["sameFile"]
    return found and str(found["importId"])


def test_the_same_content_names_the_import_that_had_it_before(crm: CrmInMemory) -> None:
    first = crm.import_file(FILE, "may.csv", user="ann")
    other = crm.import_file(csv_bytes(people(2)), "may.csv")
    second = crm.import_file(FILE, "june.csv")
    third = crm.import_file(FILE)

    assert (earlier(first), earlier(other)) == (None, None)
    assert (earlier(second), earlier(third)) == (first["importId"], second["importId"])
    found = second["sameFile"]
    assert (found["owner"]["email"], found["totals"]["created"]) == ("ann@example.com", 3)


def test_an_import_that_brought_nothing_or_was_taken_back_is_passed_over(crm: CrmInMemory) -> None:
    first = crm.import_file(FILE)
    cancelled = crm.import_file(FILE, review=True)["importId"]
    crm.call(import_api.handler, "POST", f"/imports/{cancelled}/cancel")
    last = crm.import_file(FILE)["importId"]
    assert earlier(crm.status(last)) == first["importId"]

    crm.call(import_api.handler, "POST", f"/imports/{first['importId']}/undo")
    crm.run()

    assert earlier(crm.status(last)) is None


def test_a_file_that_is_delivered_twice_is_not_the_same_as_itself(crm: CrmInMemory) -> None:
    first = crm.import_file(FILE)
    import_id = crm.upload(FILE, review=True)
    (message,) = crm.aws.sqs.queue(crm.aws.intake_queue_url).messages.values()
    crm.aws.sqs.send_message(QueueUrl=crm.aws.intake_queue_url, MessageBody=message.body)
    crm.run()

    assert earlier(crm.status(import_id)) == first["importId"]
