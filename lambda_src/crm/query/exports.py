"""Exports: requested through the API, written by the queue's worker, downloaded from a presigned address.

```
exports/{exportId}/request.json   who requested what; written once
exports/{exportId}/progress.json  while it is written: how many rows there are, and how many there will be
exports/{exportId}/state.json     pending, ready with the number of rows, or failed with the reason
exports/{exportId}/file.csv       the file, or file.xlsx
```

How far it is stands apart from its state: a second delivery of its message, which writes it again, never makes an
export pending that is ready.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any, cast

from botocore.exceptions import ClientError

from crm.ids import id_in_message, is_id
from crm.query.export_error import ExportError
from crm.query.lead_query import LeadQuery
from crm.sentences import EXPORTS, as_json, from_json

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

DOWNLOAD_URL_SECONDS = 900
"""Seconds for which a download address is valid: long enough to click, too short to pass around."""
IN_MEMORY_BYTES = 16 * 2**20
"""A larger file goes to the function's disk before it goes to S3."""
TOLD_EVERY_S = 2.0
"""Seconds after which the progress of a file is told again: the page asks no more often."""
UNWRITTEN = EXPORTS["exportUnwritten"]
_MISSING = {"NoSuchKey", "404", "AccessDenied", "403"}
"""S3 answers "access denied" for a missing key if the caller may not list the bucket."""


class ExportStatus(StrEnum):
    """Whether an export's file is there."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class ExportFormat(StrEnum):
    """What an export's file is."""

    CSV = "csv"
    XLSX = "xlsx"


CONTENT_TYPES: Mapping[ExportFormat, str] = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UnknownExportError(LookupError):
    """A message names an export that does not exist."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A requested export.

    Args:
        export_id: its id.
        owner_id: the user who may download it.
        created_at: ISO 8601.
        query: which leads, in which order; its page is ignored.
        columns: names of columns in their order, see `chosen_columns`; None for all that the leads have.
        rejected_rows_of: an import whose rejected rows are requested instead of leads.
        format: of the file.
    """

    export_id: str
    owner_id: str
    created_at: str
    query: LeadQuery
    columns: tuple[str, ...] | None = None
    rejected_rows_of: str | None = None
    format: ExportFormat = ExportFormat.CSV

    @property
    def file_name(self) -> str:
        """The name under which its file is saved."""
        if self.rejected_rows_of:
            return f"rejected-{self.rejected_rows_of}.{self.format}"
        return f"leads-{self.created_at[:10]}.{self.format}"

    @property
    def key(self) -> str:
        """The key of its file."""
        return _key(self.export_id, f"file.{self.format}")

    def to_json(self) -> dict[str, Any]:
        return {
            "exportId": self.export_id,
            "ownerId": self.owner_id,
            "createdAt": self.created_at,
            "query": self.query.to_json(),
            "columns": None if self.columns is None else list(self.columns),
            "rejectedRowsOf": self.rejected_rows_of,
            "format": self.format,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> ExportRequest:
        columns = value["columns"]
        return cls(
            export_id=str(value["exportId"]),
            owner_id=str(value["ownerId"]),
            created_at=str(value["createdAt"]),
            query=LeadQuery.from_json(value["query"]),
            columns=None if columns is None else tuple(str(column) for column in columns),
            rejected_rows_of=value["rejectedRowsOf"],
            format=ExportFormat(value["format"]),
        )


@dataclass(frozen=True, slots=True)
class ExportState:
    """The state of an export.

    Args:
        rows: that its file has; until it is ready, those that have been written.
        total: that it will have; None until they are counted.
        reason: why it has failed, in words for the person; None for another one.
    """

    status: ExportStatus
    rows: int = 0
    total: int | None = None
    reason: str | None = None


Tell = Callable[[int, int], None]
"""Takes the rows that are written, and those that there will be; may be called as often as one likes."""
FileWriter = Callable[[ExportRequest, IO[bytes], Tell], int]
"""Writes the file of a request into an open one; returns the number of its rows."""


class ExportStore:
    """The exports in the work bucket.

    Args:
        client: S3.
        bucket: name of the work bucket.
        now: seconds of a clock that only goes forward.
    """

    def __init__(self, client: S3Client, bucket: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._bucket = bucket
        self._now = now

    def start(self, request: ExportRequest, queue: SQSClient, queue_url: str) -> None:
        """Stores the request and sends it to the worker."""
        self._write(request.export_id, "request.json", request.to_json())
        self._write(request.export_id, "state.json", {"status": ExportStatus.PENDING})
        queue.send_message(QueueUrl=queue_url, MessageBody=message_body(request.export_id))

    def find(self, export_id: str) -> tuple[ExportRequest, ExportState] | None:
        """The request and its state; None for an unknown id."""
        request = self._read(export_id, "request.json") if is_id(export_id) else None
        if request is None:
            return None
        return ExportRequest.from_json(request), self._state(export_id)

    def write(self, export_id: str, write_file: FileWriter) -> int:
        """Writes the requested file; a repeated delivery finds it written, or writes it again.

        One that cannot be made has failed, and has no rows.

        Returns:
            The number of its rows.

        Raises:
            UnknownExportError: if there is no such export.
        """
        found = self.find(export_id)
        if found is None:
            raise UnknownExportError("no such export")
        request, state = found
        if state.status is ExportStatus.READY:
            return state.rows
        with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as file:
            target = cast("IO[bytes]", file)
            try:
                rows = write_file(request, target, self._teller(export_id))
            except ExportError as error:
                self.fail(export_id, error.reason)
                return 0
            file.seek(0)
            content = {"ContentType": CONTENT_TYPES[request.format]}
            # In parts where it is large.
            self._client.upload_fileobj(target, self._bucket, request.key, ExtraArgs=content)
        self._write(export_id, "state.json", {"status": ExportStatus.READY, "rows": rows})
        return rows

    def _state(self, export_id: str) -> ExportState:
        state = self._read(export_id, "state.json") or {"status": ExportStatus.PENDING}
        status = ExportStatus(state["status"])
        if status is ExportStatus.PENDING:
            progress = self._read(export_id, "progress.json") or {}
            return ExportState(status, progress.get("rows", 0), progress.get("total"))
        rows = state.get("rows", 0)
        reason = from_json(state["reason"]) if "reason" in state else None
        return ExportState(status, rows, rows if status is ExportStatus.READY else None, reason)

    def _teller(self, export_id: str) -> Tell:
        due = self._now()

        def tell(rows: int, total: int) -> None:
            nonlocal due
            if self._now() >= due:
                self._write(export_id, "progress.json", {"rows": rows, "total": total})
                due = self._now() + TOLD_EVERY_S

        return tell

    def fail(self, export_id: str, reason: str) -> bool:
        """Marks an export as failed; false if there is none or it is ready.

        Args:
            reason: in words for the person.
        """
        found = self.find(export_id)
        if found is None or found[1].status is ExportStatus.READY:
            return False
        self._write(export_id, "state.json", {"status": ExportStatus.FAILED, "reason": as_json(reason)})
        return True

    def download_url(self, request: ExportRequest) -> str:
        """An address that serves the file for `DOWNLOAD_URL_SECONDS` seconds, under its name."""
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": request.key,
                "ResponseContentDisposition": f'attachment; filename="{request.file_name}"',
                "ResponseContentType": CONTENT_TYPES[request.format],
            },
            ExpiresIn=DOWNLOAD_URL_SECONDS,
        )

    def _write(self, export_id: str, name: str, value: dict[str, Any]) -> None:
        self._client.put_object(
            Bucket=self._bucket,
            Key=_key(export_id, name),
            Body=json.dumps(value).encode(),
            ContentType="application/json",
        )

    def _read(self, export_id: str, name: str) -> dict[str, Any] | None:
        try:
            body = self._client.get_object(Bucket=self._bucket, Key=_key(export_id, name))["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise
        return dict(json.loads(body))


def message_body(export_id: str) -> str:
    return json.dumps({"exportId": export_id})


def export_of_message(body: str) -> str:
    """The export that a queue's message is about.

    Raises:
        ValueError: if the body is not such a message.
    """
    return id_in_message(body, "exportId", "an export")


def _key(export_id: str, name: str) -> str:
    return f"exports/{export_id}/{name}"
