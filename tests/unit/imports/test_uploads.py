"""One import, one file: it is read as it was posted, and one that is posted twice does not change what is imported."""

from __future__ import annotations

import io
from pathlib import Path

import boto3
from botocore.response import StreamingBody
from botocore.stub import Stubber
from crm.imports.model import UploadedFile
from crm.imports.splitter import UPLOADED_AGAIN
from crm.imports.uploads import UploadBucket

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


def test_a_large_file_is_fetched_in_one_piece_as_the_emulator_sends_no_part_of_a_version(tmp_path: Path) -> None:
    content = b"x" * (9 * 2**20)
    of_version = {"Bucket": "uploads", "Key": "uploads/one/file", "VersionId": "v1"}
    s3 = boto3.client("s3", "eu-central-1", aws_access_key_id="none", aws_secret_access_key="none")
    with Stubber(s3) as storage:
        storage.add_response("head_object", {"ContentLength": len(content), "ETag": '"e"'}, of_version)
        sent = {"Body": StreamingBody(io.BytesIO(content), len(content)), "ETag": '"e"'}
        storage.add_response("get_object", sent, of_version)

        UploadBucket(s3, "uploads").fetch(UploadedFile("one", "v1"), tmp_path / "file")

    assert (tmp_path / "file").read_bytes() == content
