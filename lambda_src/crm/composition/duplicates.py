"""Searches for duplicates in a deployed function."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from crm.aws import clients
from crm.composition.queries import lead_source
from crm.duplicates.dismissals import Dismissals
from crm.duplicates.search import DuplicateSearch
from crm.duplicates.store import DuplicateStore
from crm.index.database import Database
from crm.settings import Settings

_T = TypeVar("_T")


def duplicate_search(settings: Settings) -> DuplicateSearch:
    """What starts searches for duplicates, does them and knows what they have found."""
    return DuplicateSearch(
        DuplicateStore(clients.s3(), settings.work_bucket), Dismissals(clients.dynamodb(), settings.changes_table)
    )


def with_leads(
    settings: Settings, *, usual_mib: int, memory_mib: int
) -> Callable[[Callable[[Database, float], _T]], _T]:
    """Does work with this function's copy of the read model.

    Args:
        usual_mib: what its database may use for queries.
        memory_mib: what it may use for the work.
    """
    source = lead_source(settings, memory_mib=usual_mib)
    return partial(source.with_database, memory_mib=memory_mib)
