"""The intake queue: files that have arrived, as S3 announces them, and imports that try rejected rows again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@dataclass(frozen=True, slots=True)
class Arrival:
    """An import that can be cut into batches.

    Args:
        version: S3's id of the upload of its file; a form can be posted more than once. "" for an import without a file
            of its own, and where the event names none, as the emulator's do.
    """

    import_id: str
    version: str = ""


class IntakeQueue:
    """Sends imports without a file of their own to the splitter.

    Args:
        client: SQS, patient (`crm.aws.patient`).
        url: of the intake queue.
    """

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, import_id: str) -> None:
        self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps({"importId": import_id}))


def arrivals_of(body: str) -> list[Arrival]:
    """What a message of the intake queue announces.

    Args:
        body: an S3 event notification, or what `IntakeQueue` sends; S3's test message announces nothing.

    Raises:
        ValueError: for anything else.
    """
    try:
        event = json.loads(body)
        if "importId" in event:
            return [Arrival(str(event["importId"]))]
        objects = [record["s3"]["object"] for record in event.get("Records", [])]
        named = [(unquote_plus(one["key"]).split("/"), one.get("versionId") or "") for one in objects]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError("not a message of the intake queue") from error
    return [Arrival(place[1], version) for place, version in named if len(place) == 3 and place[0] == "uploads"]
