"""What searches for duplicates have found, in the work bucket.

```
duplicates/state.json                    whether a search is under way, and how the last one ended
duplicates/alive.json                    which search was at work last, and when it told so
duplicates/current.json                  which search's pairs count, and how many there are
duplicates/{searchId}/{page}.json.gz     the groups of a page, the surest first
duplicates/{searchId}/certain.json.gz    the pairs on which groups depend that can be merged all at once
```
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.compact_json import compact_json
from crm.concurrency import parallel_map
from crm.duplicates.finding import FoundPair
from crm.duplicates.groups import Group
from crm.duplicates.weights import Band
from crm.statements.lead import LeadVersion

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_MISSING = {"NoSuchKey", "404", "AccessDenied", "403"}
"""S3 answers "access denied" for a missing key if the caller may not list the bucket."""
_AT_ONCE = 16


class SearchStatus(StrEnum):
    """How far a search is."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SearchState:
    """The search that was asked for last.

    Args:
        search_id: its id.
        status: how far it is.
        started: when it was asked for, in seconds since 1970.
    """

    search_id: str
    status: SearchStatus
    started: float


@dataclass(frozen=True, slots=True)
class FoundDuplicates:
    """What counts now.

    Args:
        search_id: whose pages they are.
        complete_until: every change of a lead before was seen, in seconds since 1970.
        pages: how many there are.
        pairs: by band, how many were found.
    """

    search_id: str
    complete_until: float
    pages: int
    pairs: dict[str, int]


class DuplicateStore:
    """Reads and writes what was found.

    Args:
        client: S3.
        bucket: name of the work bucket.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def state(self) -> SearchState | None:
        """The search that was asked for last; None if none was."""
        found = self._read("state.json")
        return None if found is None else SearchState(**{**found, "status": SearchStatus(found["status"])})

    def set_state(self, state: SearchState) -> None:
        self._write("state.json", asdict(state))

    def alive(self, search_id: str) -> float | None:
        """When the search told last that it was at work, in seconds since 1970; None if another one did so since."""
        found = self._read("alive.json")
        return found["at"] if found is not None and found["search_id"] == search_id else None

    def set_alive(self, search_id: str, at: float) -> None:
        """Tells that a search is at work. Apart from its state, which somebody may ask to be that of a new one."""
        self._write("alive.json", {"search_id": search_id, "at": at})

    def current(self) -> FoundDuplicates | None:
        """What counts now; None before the first search has ended."""
        found = self._read("current.json")
        return None if found is None else FoundDuplicates(**found)

    def page(self, found: FoundDuplicates, number: int) -> list[Group]:
        """The groups of a page, counted from 1; none where there is no such page."""
        text = self._read(_page(found.search_id, number)) if 1 <= number <= found.pages else None
        return [[_pair(*pair) for pair in group] for group in text or []]

    def pairs(self, found: FoundDuplicates) -> Iterator[FoundPair]:
        """All pairs that count."""
        for number in range(1, found.pages + 1):
            for group in self.page(found, number):
                yield from group

    def certain(self, found: FoundDuplicates) -> list[FoundPair]:
        """The pairs on which groups of certain ones depend."""
        return [_pair(*pair) for pair in self._read(_certain(found.search_id)) or []]

    def publish(
        self, found: FoundDuplicates, pages: Sequence[Sequence[Group]], certain: Iterable[FoundPair] = ()
    ) -> None:
        """Writes the pages, lets them count, and removes those that counted before.

        Args:
            certain: what `certain` answers.
        """
        before = self.current()

        def write(number: int) -> None:
            self._write(_page(found.search_id, number), [[_row(pair) for pair in group] for group in pages[number - 1]])

        parallel_map(write, range(1, len(pages) + 1), _AT_ONCE)
        self._write(_certain(found.search_id), [_row(pair) for pair in certain])
        self._write("current.json", asdict(found))
        if before is not None and before.search_id != found.search_id:
            for name in (_certain(before.search_id), *_pages(before)):
                self._client.delete_object(Bucket=self._bucket, Key=_key(name))

    def _write(self, name: str, value: Any) -> None:
        body = compact_json(value).encode()
        if name.endswith(".gz"):
            body = gzip.compress(body, mtime=0)
        self._client.put_object(Bucket=self._bucket, Key=_key(name), Body=body)

    def _read(self, name: str) -> Any:
        try:
            body = self._client.get_object(Bucket=self._bucket, Key=_key(name))["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise
        return json.loads(gzip.decompress(body) if name.endswith(".gz") else body)


def _key(name: str) -> str:
    return f"duplicates/{name}"


def _page(search_id: str, number: int) -> str:
    return f"{search_id}/{number:06d}.json.gz"


def _pages(found: FoundDuplicates) -> list[str]:
    return [_page(found.search_id, number) for number in range(1, found.pages + 1)]


def _certain(search_id: str) -> str:
    return f"{search_id}/certain.json.gz"


def _row(pair: FoundPair) -> list[Any]:
    return [pair.first, pair.second, round(pair.bits, 2), pair.band, pair.levels]


def _pair(first: list[Any], second: list[Any], bits: float, band: str, levels: dict[str, str]) -> FoundPair:
    return FoundPair(LeadVersion(*first), LeadVersion(*second), bits, Band(band), levels)
