"""Where the browser puts a file, and whether it is there."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from crm.imports.model import UploadedFile

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


class UploadBucket:
    """The uploaded files.

    Args:
        client: S3, patient (`crm.aws.patient`).
        bucket: name of the uploads bucket.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def has(self, import_id: str) -> bool:
        """Whether the import's file is there."""
        try:
            self._client.head_object(Bucket=self._bucket, Key=upload_key(import_id))
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return False
            raise
        return True

    def fetch(self, file: UploadedFile, path: Path) -> None:
        """Downloads a file, in one piece.

        In pieces, which boto3 fetches of a file beyond 8 MiB, the emulator sends all of a version for each of them, and
        boto3 puts that together.
        """
        # Loaded late, as all of boto3 is.
        from boto3.s3.transfer import TransferConfig

        self._client.download_file(
            self._bucket,
            upload_key(file.import_id),
            str(path),
            ExtraArgs={"VersionId": file.version} if file.version else {},
            Config=TransferConfig(multipart_threshold=sys.maxsize),
        )
