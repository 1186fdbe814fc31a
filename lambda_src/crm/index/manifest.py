"""The manifest: which files the read model consists of. It is one item, and changes only as a whole.

All leads are the union of the snapshot, the segments and the log of changes (`crm.statements.change_log`). A reader
reads the log first and the manifest then: what has gone from the log meanwhile is in a segment.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet
from crm.compact_json import compact_json
from crm.statements.change_log import MANIFEST, SETTLED_S, LogEntry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ROUNDS = 20
"""How often a change of the manifest is tried again because another writer was first; each of those has succeeded."""


class BusyManifestError(RuntimeError):
    """Others have changed the manifest all the time."""


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file of the read model in the work bucket.

    Args:
        key: of its object; nothing is ever written over.
        count: leads of a snapshot, changes of a segment.
        at: when it was made, in seconds since 1970.
    """

    key: str
    count: int
    at: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the read model consists of.

    Args:
        version: how often it has been written; 0 where there is none yet, and then there are no leads.
        snapshot: the union of everything up to some moment; None before the first one.
        segments: runs of changes, in any order.
        doubted: entries of the log that were there when a rebuild began. Deletions that would outweigh what they say
            may be forgotten, so their leads are read from the table instead (`crm.statements.change_log.resolved`).
        rebuilding: name of the rebuild that is under way, "" if none is; nothing is compacted then.
        rebuilding_since: in seconds since 1970.
        last_rebuild: name of the rebuild that has begun last, ended or not.
        rebuilt: when the last rebuild that was finished had begun, in seconds since 1970; 0 where nobody has read the
            whole table yet.
        is_lost: whether an earlier manifest has named files that this one does not know of, because it was deleted:
            until the rebuild ends, leads may be missing.
        swept: when objects that nothing names were last deleted, in seconds since 1970.
    """

    version: int = 0
    snapshot: IndexFile | None = None
    segments: tuple[IndexFile, ...] = ()
    doubted: frozenset[str] = frozenset()
    rebuilding: str = ""
    rebuilding_since: float = 0.0
    last_rebuild: str = ""
    rebuilt: float = 0.0
    is_lost: bool = False
    swept: float = 0.0

    @property
    def files(self) -> tuple[IndexFile, ...]:
        """All files, the snapshot first."""
        return (*((self.snapshot,) if self.snapshot else ()), *self.segments)

    def doubts(self, entry: LogEntry) -> bool:
        """Whether a rebuild may have forgotten deletions that would outweigh what an entry says.

        What was found and not announced may be of before the rebuild, though it was logged after that had begun.
        """
        begun = max(self.rebuilt, self.rebuilding_since)
        return entry.entry in self.doubted or (entry.is_found and entry.at < begun + SETTLED_S)

    def to_text(self) -> str:
        """All but the version, as JSON."""
        return compact_json({name: value for name, value in asdict(_listed(self)).items() if name != "version"})

    @classmethod
    def from_text(cls, version: int, text: str) -> Manifest:
        """Reads what `to_text` wrote."""
        record = json.loads(text)
        snapshot = IndexFile(**record["snapshot"]) if record["snapshot"] else None
        segments = tuple(IndexFile(**one) for one in record["segments"])
        parts = {"snapshot": snapshot, "segments": segments, "doubted": frozenset(record["doubted"])}
        return cls(**{**record, **parts, "version": version})


def _listed(manifest: Manifest) -> Any:
    return replace(manifest, doubted=tuple(sorted(manifest.doubted)))  # type: ignore[arg-type]


class ManifestStore:
    """Reads and changes the manifest.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the table of changes.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def read(self) -> Manifest:
        """The manifest, read consistently; an empty one before the first change."""
        item = self._client.get_item(TableName=self._table, Key=_key(), ConsistentRead=True).get("Item")
        return Manifest.from_text(int(item["version"]["N"]), item["body"]["S"]) if item else Manifest()

    def change(self, edit: Callable[[Manifest], Manifest | None]) -> Manifest | None:
        """Changes the manifest on the condition that nobody has in between; tries again with what others have made.

        Args:
            edit: makes the new manifest of the one that is there; called again when another writer was first, or when
                the answer was lost. None if nothing is to be changed (any more).

        Returns:
            What is stored now; None if `edit` gave up.

        Raises:
            BusyManifestError: after `ROUNDS` rounds.
        """
        for _ in range(ROUNDS):
            read = self.read()
            wanted = edit(read)
            if wanted is None:
                return None
            if wanted == read:
                return read
            written = replace(wanted, version=read.version + 1)
            if self._write(written):
                return written
        raise BusyManifestError("others have changed the manifest all the time")

    def _write(self, manifest: Manifest) -> bool:
        item: dict[str, Any] = _key() | {
            "version": {"N": str(manifest.version)},
            "body": {"S": manifest.to_text()},
        }
        try:
            self._client.put_item(
                TableName=self._table,
                Item=item,
                ConditionExpression="attribute_not_exists(#version) OR #version = :read",
                ExpressionAttributeNames={"#version": "version"},
                ExpressionAttributeValues={":read": {"N": str(manifest.version - 1)}},
            )
        except ClientError as error:
            if not is_unmet(error):
                raise
            return False
        return True


def _key() -> dict[str, Any]:
    return {"log": {"S": MANIFEST[0]}, "entry": {"S": MANIFEST[1]}}
