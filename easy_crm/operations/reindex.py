"""The index of the leads, by which functions answer queries."""

from __future__ import annotations

import time
from collections.abc import Callable

from crm.index.manifest import ManifestStore
from crm.index.queue import IndexQueue, IndexTask

from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment

PATIENCE_S = 1_800.0
"""Seconds to wait: a rebuild that is under way is waited for, and then one's own; each takes 900 at the most."""
_POLL_S = 1.0


def rebuild(deployment: Deployment, *, sleep: Callable[[float], None] = time.sleep) -> int:
    """Has the index made anew from the leads table, and waits until it is; returns the number of leads in it.

    A change of the table that bypasses the functions, such as a restore, is in no log of changes. Readers answer by the
    old index until the new one is there.

    Raises:
        CommandFailed: if it takes too long.
    """
    account = deployment.account
    manifests = ManifestStore(account.client("dynamodb"), deployment.output("ChangesTableName"))
    before = manifests.read()
    # One that has begun already may have passed over what was changed since.
    begun = max(before.rebuilt, before.rebuilding_since)
    IndexQueue(account.client("sqs"), deployment.output("IndexQueueUrl")).send(IndexTask.REBUILD)
    waited = 0.0
    while (now := manifests.read()).rebuilt <= begun:
        if waited > PATIENCE_S:
            raise CommandFailed("The index is still not made anew. See: ./easy-crm logs index_writer")
        sleep(_POLL_S)
        waited += _POLL_S
    return now.snapshot.count if now.snapshot else 0
