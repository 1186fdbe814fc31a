"""The files of the read model in the work bucket.

```
index/changes/{entry}.json.gz     changes of an entry of the log (`crm.statements.change_log`)
index/segments/{id}.parquet       a run of changes, prepared for queries
index/snapshots/{id}.duckdb       all leads, as a database of DuckDB
```

Names are new each time, and nothing is written over, so whoever reads a file reads the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.concurrency import chunks
from crm.ids import new_id

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FOLDER = "index"
SNAPSHOTS = f"{FOLDER}/snapshots/"
_OBJECTS = 1000
"""The most objects that S3 deletes in one call."""


class MissingIndexFileError(LookupError):
    """A file that the manifest names is not there: a newer manifest may not name it, or it is lost."""


class IndexFiles:
    """Stores and fetches files.

    Args:
        client: S3, patient (`crm.aws.patient`).
        bucket: name of the work bucket.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def store(self, path: Path, kind: str) -> str:
        """Stores a file; returns its key.

        Args:
            kind: "segments" or "snapshots".
        """
        key = f"{FOLDER}/{kind}/{new_id()}{path.suffix}"
        self._client.upload_file(Filename=str(path), Bucket=self._bucket, Key=key)
        return key

    def fetch(self, key: str, path: Path) -> Path:
        """Copies a file to a path of this machine, and returns that.

        Raises:
            MissingIndexFileError: if it is not there.
        """
        try:
            self._client.download_file(Bucket=self._bucket, Key=key, Filename=str(path))
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                raise MissingIndexFileError(key) from error
            raise
        return path

    def stored(self, prefix: str = f"{FOLDER}/") -> dict[str, float]:
        """All objects by key, and when each was stored, in seconds since 1970.

        Args:
            prefix: of the keys; by default that of the whole read model, the log included.
        """
        found: dict[str, float] = {}
        more: dict[str, Any] = {}
        while True:
            page = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, **more)
            found |= {one["Key"]: one["LastModified"].timestamp() for one in page.get("Contents", ())}
            if not page.get("IsTruncated"):
                return found
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def delete(self, keys: Iterable[str]) -> None:
        """Deletes objects."""
        for some in chunks(list(keys), _OBJECTS):
            objects: Any = [{"Key": key} for key in some]
            self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True})
