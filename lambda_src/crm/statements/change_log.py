"""The log of changes: what a read model has to be told before a write of leads counts as done.

```
LeadChanges   log = "changes", entry = an id that sorts by time: one item for each write of a group of leads
work bucket   index/changes/{entry}.json.gz: its changes, where they are too many for an item
```

An entry is *announced* before the leads are written, and names them; afterwards the same item becomes *written* and
holds their changes. A writer that dies in between leaves an announcement, and whoever finds it reads those leads
instead (`resolved`). So no write is lost, and what a writer has reported as done is in an entry that is written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet
from crm.ids import new_id
from crm.statements.chains import Chains
from crm.statements.changes import Change, packed, unpacked
from crm.statements.lead_table import LeadTable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

CHANGES = "changes"
"""The partition of the entries."""
FOLDER = "index/changes"
"""Of the work bucket; holds the changes of entries that are too many for an item."""
MANIFEST = ("index", "manifest")
"""Partition and sort key of the item that says which files the read model consists of (`crm.index.manifest`)."""
INLINE_BYTES = 4096
"""Packed changes up to this size are part of the item: a single edit costs a write unit or two, and no object."""
SETTLED_S = 1_000
"""Age in seconds from which on who has announced an entry cannot write any more: no function runs longer than 900."""
NAMED = 25
"""Leads up to this number are named in the announcement itself, others in the piece of chains that is written then."""


class EntrySettledError(RuntimeError):
    """An announcement is not there any more: it was older than any function runs, and its leads have been read."""


class MissingChangesError(LookupError):
    """The object with the changes of an entry is not there: another reader has taken it up meanwhile, or it is lost."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One item of the log.

    Args:
        entry: sorts by the time of the announcement.
        at: when it was announced, in seconds since 1970.
        is_written: whether the leads have been written; else they may have been.
        inline: packed changes; of an announcement, the deletions that are to be made.
        file: key of the object with what is too much for `inline`; None if there is none.
        lead_ids: of the leads that an announcement names itself.
        piece: address of the piece of chains that names them, "" if there is none.
        is_found: whether nobody has announced it: its leads were read, up to `SETTLED_S` before.
    """

    entry: str
    at: float
    is_written: bool
    inline: bytes = b""
    file: str | None = None
    lead_ids: tuple[str, ...] = ()
    piece: str = ""
    is_found: bool = False


class ChangeLog:
    """Writes and reads the log.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the table of changes.
        s3: patient, too.
        bucket: name of the work bucket.
        tell: told after changes were written, so that they are taken up soon. It may be lost: somebody looks anyway.
        name_entry: makes ids that sort by time.
        now: seconds since 1970.
    """

    def __init__(
        self,
        client: DynamoDBClient,
        table: str,
        s3: S3Client,
        bucket: str,
        *,
        tell: Callable[[], None] = lambda: None,
        name_entry: Callable[[], str] = new_id,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._table = table
        self._s3 = s3
        self._bucket = bucket
        self._tell = tell
        self._name_entry = name_entry
        self._now = now

    # Writers

    def announce(self, lead_ids: Collection[str], ends: Sequence[Change] = (), piece: str = "") -> str:
        """Says which leads are about to be written; returns the entry.

        Args:
            ends: the deletions among it.
            piece: address of the piece of chains that names the leads, where there is one.
        """
        entry = self._name_entry()
        item = self._key(entry) | {"at": {"N": f"{self._now():.3f}"}, "piece": {"S": piece}}
        if not piece or len(lead_ids) <= NAMED:
            item["leads"] = {"L": [{"S": lead_id} for lead_id in lead_ids]}
        if ends:
            item |= self._held(f"{entry}.ends", ends)
        self._client.put_item(TableName=self._table, Item=item)
        return entry

    def write(self, entry: str, changes: Sequence[Change]) -> None:
        """Says what has become of an announcement.

        Args:
            changes: all that may be true of the leads that were announced.

        Raises:
            EntrySettledError: if somebody has read the leads instead, since the writer took longer than any may.
        """
        held = self._held(entry, changes)
        names = {f"#{name}": name for name in ("written", "inline", "file", "leads", "piece")}
        values = {":written": {"BOOL": True}} | {f":{name}": value for name, value in held.items()}
        put = ", ".join(f"#{name} = :{name}" for name in ("written", *held))
        gone = ", ".join(f"#{name}" for name in ("inline", "file", "leads", "piece") if name not in held)
        try:
            self._client.update_item(
                TableName=self._table,
                Key=self._key(entry),
                UpdateExpression=f"SET {put} REMOVE {gone}",
                ConditionExpression="attribute_exists(#log)",
                ExpressionAttributeNames=names | {"#log": "log"},
                ExpressionAttributeValues=values,
            )
        except ClientError as error:
            if not is_unmet(error):
                raise
            raise EntrySettledError(entry) from error
        self._tell()

    def publish(self, changes: Sequence[Change]) -> None:
        """Says what was found to be true of leads, whoever has written them."""
        if not changes:
            return
        entry = self._name_entry()
        item = self._key(entry) | {"at": {"N": f"{self._now():.3f}"}}
        item |= {"written": {"BOOL": True}, "found": {"BOOL": True}}
        self._client.put_item(TableName=self._table, Item=item | self._held(entry, changes))
        self._tell()

    # Readers

    def entries(self) -> list[LogEntry]:
        """All entries, the oldest first: read consistently, so that everything that was reported as done is there.

        Read them before the manifest: what is gone from the log is in the files that a later manifest names.
        """
        return [_entry(item) for item in _items(self._client, self._table)]

    def changes_of(self, entry: LogEntry) -> list[Change]:
        """The changes of an entry that is written; of an announcement, the deletions that are to be made.

        Raises:
            MissingChangesError: if its object is not there.
        """
        if entry.file is None:
            return unpacked(entry.inline) if entry.inline else []
        try:
            return unpacked(self._s3.get_object(Bucket=self._bucket, Key=entry.file)["Body"].read())
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                raise MissingChangesError(entry.file) from error
            raise

    def ends_of(self, lead_ids: Collection[str], folder: str = "") -> list[Change]:
        """The announced deletions of these leads, which may have been made or not.

        Args:
            folder: of the address of the pieces that they were announced with, "" for any.
        """
        wanted = set(lead_ids)
        entries = [one for one in self.entries() if not one.is_written and (one.inline or one.file)]
        announced = [one for one in entries if not folder or one.piece.startswith(f"{folder}/")]
        return [end for one in announced for end in self.changes_of(one) if end.lead_id in wanted]

    def remove(self, entries: Collection[LogEntry]) -> None:
        """Takes entries out of the log whose changes are kept elsewhere.

        An announcement stays if it has been written meanwhile. Objects stay too, for those who have read the entries.
        """
        for one in entries:
            condition: Mapping[str, Any] = {}
            if not one.is_written:
                names = {"#written": "written"}
                condition = {"ConditionExpression": "attribute_not_exists(#written)", "ExpressionAttributeNames": names}
            try:
                self._client.delete_item(TableName=self._table, Key=self._key(one.entry), **condition)
            except ClientError as error:
                if not is_unmet(error):
                    raise

    def _held(self, name: str, changes: Sequence[Change]) -> dict[str, Any]:
        """The attribute with these changes, or with the key of their object."""
        body = packed(changes)
        if len(body) <= INLINE_BYTES:
            return {"inline": {"B": body}}
        key = f"{FOLDER}/{name}.json.gz"
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body)
        return {"file": {"S": key}}

    @staticmethod
    def _key(entry: str) -> dict[str, Any]:
        return {"log": {"S": CHANGES}, "entry": {"S": entry}}


def resolved(entry: LogEntry, log: ChangeLog, leads: LeadTable, chains: Chains) -> list[Change]:
    """What the leads of an entry are now, read consistently, whatever the entry says of them.

    Raises:
        MissingChangesError: if its object is not there: of an announcement, because it was taken up meanwhile.
    """
    named: Collection[str] = entry.lead_ids
    if entry.piece and not named:
        # Chains are written before leads: where the piece is missing, no lead was written.
        named = chains.leads_of(entry.piece)
    return told_by_the_table(log.changes_of(entry), leads, named)


def told_by_the_table(said: Sequence[Change], leads: LeadTable, named: Collection[str] = ()) -> list[Change]:
    """What leads are now, read consistently.

    Args:
        said: changes of them, which may be outdated.
        named: further leads.
    """
    ends = [change for change in said if change.text is None]
    return leads.as_they_are({*named, *(change.lead_id for change in said)}, ends)


def _items(client: DynamoDBClient, table: str) -> Iterator[Mapping[str, Any]]:
    start: dict[str, Any] = {}
    while True:
        answer = client.query(
            TableName=table,
            KeyConditionExpression="#log = :log",
            ExpressionAttributeNames={"#log": "log"},
            ExpressionAttributeValues={":log": {"S": CHANGES}},
            ConsistentRead=True,
            **start,
        )
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _entry(item: Mapping[str, Any]) -> LogEntry:
    inline = item["inline"]["B"] if "inline" in item else b""
    return LogEntry(
        entry=item["entry"]["S"],
        at=float(item["at"]["N"]),
        is_written="written" in item,
        inline=bytes(inline),
        file=item["file"]["S"] if "file" in item else None,
        lead_ids=tuple(one["S"] for one in item["leads"]["L"]) if "leads" in item else (),
        piece=item["piece"]["S"] if "piece" in item else "",
        is_found="found" in item,
    )
