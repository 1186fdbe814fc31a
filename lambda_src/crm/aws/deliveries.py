"""Which deliveries of a message have begun: only those are tries, after which a message is given up.

SQS counts every receive. Lambda receives a message before it knows whether the account has a concurrent execution left
for it. Where it has none, the message returns to its queue with a receive that no function has seen (AWS Lambda,
"Configuring scaling behavior for SQS event source mappings"). `max_concurrency` makes that rare and cannot exclude it:
a new account runs ten functions at once, and each of the eight sources and every request of the page may take some.

So each function notes that it begins a message, from the second receive on, since hardly a message needs one: an empty
object in S3. The queue gives a message up after one receive more than there are tries. Who closes dead letters counts
the notes, and returns a message with fewer of them to the queue that gave it up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from crm.aws.handing_back import RETURNED, times

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FOLDER = "deliveries"
TRIES = 5
"""Noted deliveries after which a message has failed for good; its queue allows one receive more."""
MOST_RETURNS = 10
"""Each return is at least one delivery that was dropped, and so hidden for as long as its queue hides messages (12
minutes and more). After so many a message is given up, too, so that an account without any room is heard of."""


class Deliveries:
    """The notes of deliveries.

    Args:
        client: S3.
        bucket: name of the work bucket.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def note(self, record: SQSRecord) -> None:
        """Notes that a function begins with a message."""
        receives = int(record.attributes.approximate_receive_count)
        if receives > 1:
            self._client.put_object(Bucket=self._bucket, Key=f"{FOLDER}/{record.message_id}/{receives:03d}", Body=b"")

    def was_dropped(self, record: SQSRecord) -> bool:
        """Whether a dead letter has not had its tries, because Lambda did not hand over some of its deliveries.

        Args:
            record: of a dead-letter queue. Without the name of the queue that gave it up, it counts as tried.
        """
        if record.attributes.dead_letter_queue_source_arn is None or times(record, RETURNED) >= MOST_RETURNS:
            return False
        prefix = f"{FOLDER}/{record.message_id}/"
        noted = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, MaxKeys=TRIES)
        return noted["KeyCount"] < TRIES
