"""Keeps the table in Athena at the newest snapshot of the read model.

```
athena/leads/{snapshot}.parquet     the leads of a snapshot (`crm.index.lead_parquet`)
athena/current/files.txt            which of these the table is: a list of addresses with one line
```

The table in Glue reads the list (`SymlinkTextInputFormat`), which is written over as a whole, so a query sees all of
one snapshot. A file is named after its snapshot. So whoever finds that the list names another one puts it right: a
writer that dies, or two of which the older one ends last, make the table late by a minute and never wrong.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from crm.index.index_files import IndexFiles, MissingIndexFileError
from crm.index.manifest import IndexFile, ManifestStore

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FOLDER = "athena"
LEADS = f"{FOLDER}/leads/"
LIST = f"{FOLDER}/current/files.txt"
READ_S = 3_600
"""Seconds for which a file stays after it was replaced. Athena ends a query after 30 minutes, unless an account has
asked for more (Athena User Guide, *Service Quotas*)."""
SWEPT_LATELY_S = 150
"""Age in seconds of the hourly sweep of the read model up to which replaced files are looked for as well: two or three
looks an hour, since each costs as much as ten reads."""


@dataclass(frozen=True, slots=True)
class AthenaTable:
    """The files of the table.

    Args:
        client: S3, patient (`crm.aws.patient`).
        bucket: name of the work bucket.
        manifests, files: the read model.
        write: makes the file of a snapshot, both on this machine.
        now: seconds since 1970.
    """

    client: S3Client
    bucket: str
    manifests: ManifestStore
    files: IndexFiles
    write: Callable[[Path, Path], None]
    now: Callable[[], float] = field(default=time.time)

    def keep(self) -> bool:
        """Brings the table to the newest snapshot, and removes files that nobody reads any more.

        Returns:
            Whether there was a newer snapshot.

        Raises:
            MissingIndexFileError: if the snapshot is lost; the index writer makes it anew.
        """
        manifest = self.manifests.read()
        if self.now() - manifest.swept < SWEPT_LATELY_S:
            self._sweep()
        snapshot = manifest.snapshot
        if snapshot is None or self._named() == _key_of(snapshot):
            return False
        try:
            self._publish(snapshot)
        except MissingIndexFileError:
            if self.manifests.read().snapshot == snapshot:
                raise
            # It was replaced meanwhile, and the next look finds the other one.
            return False
        return True

    def _publish(self, snapshot: IndexFile) -> None:
        key = _key_of(snapshot)
        with tempfile.TemporaryDirectory(prefix="athena-") as folder:
            target = Path(folder) / "leads.parquet"
            self.write(self.files.fetch(snapshot.key, Path(folder) / "snapshot.duckdb"), target)
            self.client.upload_file(Filename=str(target), Bucket=self.bucket, Key=key)
        listed = f"s3://{self.bucket}/{key}\n"
        self.client.put_object(Bucket=self.bucket, Key=LIST, Body=listed.encode(), ContentType="text/plain")

    def _named(self) -> str | None:
        """The file that the table is; None where there is none yet."""
        try:
            body = self.client.get_object(Bucket=self.bucket, Key=LIST)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise
        return str(body.decode().strip().removeprefix(f"s3://{self.bucket}/"))

    def _sweep(self) -> None:
        """Deletes files that were replaced `READ_S` ago; until it has a successor, a file may be about to be named."""
        stored = sorted(self.files.stored(LEADS).items(), key=lambda one: one[1])
        named = self._named()
        replaced = self.now() - READ_S
        old = [key for (key, _), (_, after) in pairwise(stored) if after < replaced]
        self.files.delete(key for key in old if key != named)


def _key_of(snapshot: IndexFile) -> str:
    return f"{LEADS}{PurePosixPath(snapshot.key).stem}.parquet"
