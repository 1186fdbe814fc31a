"""Where the browser puts a file, and how S3 announces it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

UPLOAD_SECONDS = 3600
"""Seconds after the announcement during which the upload may begin."""


@dataclass(frozen=True, slots=True)
class UploadForm:
    """A form with which a file is posted to S3.

    Args:
        url: where it is posted.
        fields: the form's fields, which stand before the file.
        max_bytes: S3 refuses a larger file.
    """

    url: str
    fields: Mapping[str, str]
    max_bytes: int


def presigned_upload(client: S3Client, bucket: str, import_id: str, max_bytes: int) -> UploadForm:
    """A form that puts one file of at most `max_bytes` under the import's key; S3 itself enforces both.

    The key holds no part of the file's name, which may be in any script and of any length.
    """
    form = client.generate_presigned_post(
        Bucket=bucket,
        Key=upload_key(import_id),
        Conditions=[["content-length-range", 0, max_bytes]],
        ExpiresIn=UPLOAD_SECONDS,
    )
    return UploadForm(form["url"], form["fields"], max_bytes)


def upload_key(import_id: str) -> str:
    return f"uploads/{import_id}/file"


def uploaded_imports(body: str) -> list[str]:
    """Ids of the imports whose files a message of the intake queue announces.

    Args:
        body: an S3 event notification; S3's test message announces none.

    Raises:
        ValueError: for anything else.
    """
    try:
        event = json.loads(body)
        keys = [unquote_plus(record["s3"]["object"]["key"]) for record in event.get("Records", [])]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError("not an S3 event notification") from error
    parts = [key.split("/") for key in keys]
    return [place[1] for place in parts if len(place) == 3 and place[0] == "uploads"]
