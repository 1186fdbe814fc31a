"""An import's working files in S3: its plan, its batches, its ledger.

```
imports/{importId}/plan.json                 sheets, mappings, batches; written once
imports/{importId}/query.json                of a bulk change: the query that finds its leads, or their ids
imports/{importId}/leads.json.gz             of a bulk change: the ids of the leads that were found; written once
imports/{importId}/drafts/{draftId}.json     what was decided in its review up to some moment
imports/{importId}/dry-runs/{draftId}.json   what the import would do as this draft wants it
imports/{importId}/batches/000001.json.gz    the rows of a batch, cells as in the file
imports/{importId}/extracted/000001.json.gz  what the model found in its free text; written once
imports/{importId}/attempts/000001           a worker has begun to write this batch's leads
imports/{importId}/ledger/000001.json.gz     the outcome of each of its rows; written once
imports/{importId}/mends/{mendId}.json       what a person has mended of it after it had ended
imports/{importId}/mended/{mendId}.json.gz   what became of these rows; written once
imports/{importId}/undo/000001.json.gz       what became of each of its leads in an undo; written once
```

"Written once" is S3's conditional write (`If-None-Match: *`): a second writer reads what the first one wrote. So the
stored ledger decides what became of a batch, whoever closes it, and the counters come from it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.compact_json import compact_json
from crm.imports.batches import Batch
from crm.imports.draft import Draft
from crm.imports.ledger import LedgerRow, UndoneLead
from crm.imports.mend import Mend
from crm.imports.plan import ImportPlan

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


_PLANS = 16
"""Plans that a warm function keeps: one for each import whose batches it handles in turn."""


class MissingWorkFileError(LookupError):
    """A working file is missing or damaged; the message names the file, never its content."""


class WorkFiles:
    """The working files of imports.

    Args:
        client: S3.
        bucket: name of the work bucket.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket
        self._settled_plan = lru_cache(maxsize=_PLANS)(self.plan)

    def write_plan(self, plan: ImportPlan) -> ImportPlan:
        """Stores the plan once; returns the stored one, which may be from an earlier delivery."""
        if self._write_once(_plan_key(plan.import_id), json.dumps(plan.to_json()).encode()):
            return plan
        return self.plan(plan.import_id)

    def replace_plan(self, plan: ImportPlan) -> None:
        """Overwrites the plan with a corrected mapping."""
        self._client.put_object(
            Bucket=self._bucket, Key=_plan_key(plan.import_id), Body=json.dumps(plan.to_json()).encode()
        )

    def plan(self, import_id: str) -> ImportPlan:
        """The plan. Raises `MissingWorkFileError` if there is none."""
        return ImportPlan.from_json(self._read_json(_plan_key(import_id)))

    def settled_plan(self, import_id: str) -> ImportPlan:
        """The plan of an import whose batches are under way: it does not change any more, and is read once a function.

        Raises:
            MissingWorkFileError: if there is none.
        """
        return self._settled_plan(import_id)

    def find_plan(self, import_id: str) -> ImportPlan | None:
        """The plan; None until the file has been read."""
        body = self._read(_plan_key(import_id))
        return ImportPlan.from_json(_unpack(_plan_key(import_id), body)) if body is not None else None

    def write_query(self, job_id: str, query: Mapping[str, Any]) -> None:
        """Stores which leads a bulk change is to change, as JSON."""
        self._client.put_object(Bucket=self._bucket, Key=_query_key(job_id), Body=json.dumps(query).encode())

    def query(self, job_id: str) -> Any:
        """What `write_query` stored. Raises `MissingWorkFileError` if there is nothing."""
        return self._read_json(_query_key(job_id))

    def write_selection(self, job_id: str, lead_ids: Sequence[str]) -> Sequence[str]:
        """Stores once which leads were found; returns the stored ids, which may be an earlier delivery's."""
        if self._write_once(_selection_key(job_id), _pack(list(lead_ids))):
            return lead_ids
        return self.selection(job_id) or ()

    def selection(self, job_id: str) -> Sequence[str] | None:
        """The ids of the leads of a bulk change; None until they are found."""
        body = self._read(_selection_key(job_id))
        return list(_unpack(_selection_key(job_id), body)) if body is not None else None

    def write_draft(self, import_id: str, draft: Draft) -> None:
        """Stores a state of a draft, which never changes."""
        key = f"imports/{import_id}/drafts/{draft.draft_id}.json"
        self._client.put_object(Bucket=self._bucket, Key=key, Body=json.dumps(draft.to_json()).encode())

    def draft(self, import_id: str, draft_id: str) -> Draft:
        """A state of a draft. Raises `MissingWorkFileError` if there is none."""
        return Draft.from_json(self._read_json(f"imports/{import_id}/drafts/{draft_id}.json"))

    def write_dry_run(self, import_id: str, draft_id: str | None, answer: bytes) -> None:
        """Stores what an import would do, as JSON."""
        self._client.put_object(Bucket=self._bucket, Key=_dry_run_key(import_id, draft_id), Body=answer)

    def dry_run(self, import_id: str, draft_id: str | None) -> bytes | None:
        """What `write_dry_run` has stored; None if there is nothing."""
        return self._read(_dry_run_key(import_id, draft_id))

    def write_batch(self, batch: Batch) -> None:
        """Stores a batch. The same rows make the same bytes, so a repeated delivery changes nothing."""
        self._client.put_object(
            Bucket=self._bucket,
            Key=f"imports/{batch.import_id}/batches/{batch.number:06d}.json.gz",
            Body=_pack(batch.to_json()),
        )

    def batch(self, import_id: str, number: int) -> Batch:
        """The batch. Raises `MissingWorkFileError` if it is missing or damaged."""
        return Batch.from_json(self._read_json(f"imports/{import_id}/batches/{number:06d}.json.gz"))

    def write_extraction(self, import_id: str, number: int, found: dict[str, Any]) -> dict[str, Any]:
        """Stores once what the model found in a batch; returns the stored answer, which may be an earlier worker's."""
        if self._write_once(_extraction_key(import_id, number), _pack(found)):
            return found
        return self.extraction(import_id, number) or found

    def extraction(self, import_id: str, number: int) -> dict[str, Any] | None:
        """What the model found in a batch's free text; None if it was not asked."""
        key = _extraction_key(import_id, number)
        body = self._read(key)
        return dict(_unpack(key, body)) if body is not None else None

    def begin_attempt(self, import_id: str, number: int) -> bool:
        """Notes that a batch's leads are about to be written; true the first time."""
        return self._write_once(f"imports/{import_id}/attempts/{number:06d}", b"")

    def was_attempted(self, import_id: str, number: int) -> bool:
        return self._read(f"imports/{import_id}/attempts/{number:06d}") is not None

    def write_ledger(self, import_id: str, number: int, rows: list[LedgerRow]) -> list[LedgerRow]:
        """Stores a batch's outcomes once; returns the stored ones, which may be an earlier worker's."""
        key = f"imports/{import_id}/ledger/{number:06d}.json.gz"
        if self._write_once(key, _pack([row.to_json() for row in rows])):
            return rows
        return self.ledger(import_id, number) or []

    def ledger(self, import_id: str, number: int) -> list[LedgerRow] | None:
        """The outcomes of a batch's rows; None if it has not ended."""
        key = f"imports/{import_id}/ledger/{number:06d}.json.gz"
        body = self._read(key)
        return [LedgerRow.from_json(row) for row in _unpack(key, body)] if body is not None else None

    def write_mend(self, import_id: str, mend: Mend) -> None:
        """Stores what a person has mended, which never changes."""
        body = json.dumps(mend.to_json()).encode()
        self._client.put_object(Bucket=self._bucket, Key=_mend_key(import_id, mend.mend_id), Body=body)

    def mend(self, import_id: str, mend_id: str) -> Mend:
        """What `write_mend` has stored. Raises `MissingWorkFileError` if there is nothing."""
        return Mend.from_json(self._read_json(_mend_key(import_id, mend_id)))

    def write_mend_ledger(self, import_id: str, mend_id: str, rows: list[LedgerRow]) -> list[LedgerRow]:
        """Stores what became of mended rows once, none where they are given up; returns what is stored."""
        if self._write_once(_mended_key(import_id, mend_id), _pack([row.to_json() for row in rows])):
            return rows
        return self.mend_ledger(import_id, mend_id) or []

    def mend_ledger(self, import_id: str, mend_id: str) -> list[LedgerRow] | None:
        """What became of mended rows; None while that is open."""
        key = _mended_key(import_id, mend_id)
        body = self._read(key)
        return [LedgerRow.from_json(row) for row in _unpack(key, body)] if body is not None else None

    def write_undo_ledger(self, import_id: str, number: int, results: list[UndoneLead]) -> list[UndoneLead]:
        """Stores what became of a batch's leads once; returns what is stored, which may be an earlier worker's."""
        key = f"imports/{import_id}/undo/{number:06d}.json.gz"
        if self._write_once(key, _pack([one.to_json() for one in results])):
            return results
        return self.undo_ledger(import_id, number) or []

    def undo_ledger(self, import_id: str, number: int) -> list[UndoneLead] | None:
        """What became of a batch's leads in the undo; None if the batch has not been undone."""
        key = f"imports/{import_id}/undo/{number:06d}.json.gz"
        body = self._read(key)
        return [UndoneLead.from_json(one) for one in _unpack(key, body)] if body is not None else None

    def _write_once(self, key: str, body: bytes) -> bool:
        try:
            self._client.put_object(Bucket=self._bucket, Key=key, Body=body, IfNoneMatch="*")
        except ClientError as error:
            # 412: it exists; 409: another writer is about to finish.
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in (409, 412):
                return False
            raise
        return True

    def _read(self, key: str) -> bytes | None:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise

    def _read_json(self, key: str) -> Any:
        body = self._read(key)
        if body is None:
            raise MissingWorkFileError(f"{key} is missing")
        return _unpack(key, body)


def _extraction_key(import_id: str, number: int) -> str:
    return f"imports/{import_id}/extracted/{number:06d}.json.gz"


def _dry_run_key(import_id: str, draft_id: str | None) -> str:
    return f"imports/{import_id}/dry-runs/{draft_id or 'none'}.json"


def _mend_key(import_id: str, mend_id: str) -> str:
    return f"imports/{import_id}/mends/{mend_id}.json"


def _mended_key(import_id: str, mend_id: str) -> str:
    return f"imports/{import_id}/mended/{mend_id}.json.gz"


def _query_key(job_id: str) -> str:
    return f"imports/{job_id}/query.json"


def _selection_key(job_id: str) -> str:
    return f"imports/{job_id}/leads.json.gz"


def _plan_key(import_id: str) -> str:
    return f"imports/{import_id}/plan.json"


def _pack(value: Any) -> bytes:
    """Gzipped JSON whose bytes depend on the value alone."""
    return gzip.compress(compact_json(value).encode(), 1, mtime=0)


def _unpack(key: str, body: bytes) -> Any:
    try:
        return json.loads(gzip.decompress(body) if key.endswith(".gz") else body)
    except (ValueError, OSError, EOFError) as error:
        raise MissingWorkFileError(f"{key} is damaged") from error
