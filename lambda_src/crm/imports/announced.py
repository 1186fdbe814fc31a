"""Imports whose file has not been seen: on its way, or never to come.

The bucket announces a file to the queue from which it is read, where it may wait behind others. Until then the bucket
itself says whether it is there, so that nobody is told to choose a file again that only waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from crm.imports.model import Import, ImportStatus
from crm.imports.repository import ImportStore
from crm.users import User


class Uploads(Protocol):
    """Where files are put; see `crm.imports.uploads`."""

    def has(self, import_id: str) -> bool:
        """Whether the import's file is there."""
        ...


def looked_for(record: Import, imports: ImportStore, uploads: Uploads) -> Import:
    """The import as it is once its file was looked for: waiting if it is there."""
    if record.status is not ImportStatus.ANNOUNCED or not uploads.has(record.import_id):
        return record
    return imports.arrived(record.import_id) or imports.get(record.import_id) or record


def shown_to(user: User, records: Iterable[Import], imports: ImportStore, uploads: Uploads) -> list[Import]:
    """Those of a page of imports that a person is to see: files not uploaded are of interest to their owners only."""
    own = (one for one in records if one.status is not ImportStatus.ANNOUNCED or one.owner_id == user.id)
    return [looked_for(one, imports, uploads) for one in own]
