"""The chains of leads in S3: every statement ever made of a lead, one object a batch (docs/leads.md).

An object is written before the leads that name it. A lead carries the address of its last piece, and each piece that of
the one before, so a piece that no lead's chain reaches was never said, and nothing has to be cleaned up.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.compact_json import compact_json, parsed_json
from crm.statements.chain_entries import Link, link_from_json, links_to_json
from crm.statements.statement import Entry

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MOST_ENTRIES = 300_000
"""Of a chain that is read: half of the memory that a worker has, and a third of its time (docs/measurements.md,
"Chains"). A file that names one lead in more rows, such as a list of people who share an address, does not take a batch
with it: only rows that come late to that lead are rejected."""
KEPT_IN_MEMORY = 64
"""Objects that a warm function keeps: they never change, and the leads of a batch share few of them."""


class ExpiredChainError(LookupError):
    """A piece of a chain is not there any more, so what it said cannot be worked out again."""


class TooLongChainError(ExpiredChainError):
    """A chain has more than `MOST_ENTRIES`: to work the lead out again would take longer than a function runs."""


class Chains:
    """Writes and reads pieces of chains.

    Args:
        client: S3.
        bucket: name of the work bucket.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket
        self._too_long: set[str] = set()
        self._read = lru_cache(maxsize=KEPT_IN_MEMORY)(self._fetched)

    def write(self, address: str, links: Mapping[str, Link]) -> None:
        """Stores one piece of each lead's chain.

        Args:
            address: new, nothing is ever written over.
            links: by `leadId`.
        """
        body = gzip.compress(compact_json(links_to_json(links)).encode(), 1, mtime=0)
        self._client.put_object(Bucket=self._bucket, Key=_key(address), Body=body)

    def read(self, lead_id: str, address: str | None) -> list[Entry]:
        """A lead's entries in the order in which they arrived.

        Args:
            address: of the last piece, as the lead carries it.

        Raises:
            ExpiredChainError: if a piece is gone.
            TooLongChainError: if it is too long to be worked out.
        """
        pieces: list[Link] = []
        last, entries = address, 0
        while address is not None:
            if address in self._too_long or entries > MOST_ENTRIES:
                # Each row of a batch would find that out again.
                self._too_long.add(last or address)
                raise TooLongChainError(last or address)
            piece = link_from_json(self._read(address), lead_id)
            pieces.append(piece)
            entries += len(piece.entries)
            address = piece.before
        return [entry for piece in reversed(pieces) for entry in piece.entries]

    def leads_of(self, address: str) -> tuple[str, ...]:
        """Ids of the leads of which pieces were written at an address; none if there is nothing."""
        try:
            return tuple(self._fetched(address)["leads"])
        except ExpiredChainError:
            return ()

    def _fetched(self, address: str) -> dict[str, Any]:
        try:
            body = self._client.get_object(Bucket=self._bucket, Key=_key(address))["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                raise ExpiredChainError(address) from error
            raise
        found: dict[str, Any] = parsed_json(gzip.decompress(body))
        return found


def _key(address: str) -> str:
    return f"chains/{address}.json.gz"
