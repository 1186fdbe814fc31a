"""The services that keep the read model."""

from __future__ import annotations

from functools import partial

from crm.aws import clients
from crm.composition.leads import change_log, lead_table, recorder
from crm.composition.own_fields import own_field_store
from crm.index.athena_table import AthenaTable
from crm.index.engine import DuckEngine
from crm.index.index_files import IndexFiles
from crm.index.manifest import ManifestStore
from crm.index.rebuilding import IndexRebuilder
from crm.index.turns import Turns
from crm.index.writing import IndexWriter
from crm.settings import Settings
from crm.statements.lead_scan import scanned


def index_writer(settings: Settings) -> IndexWriter:
    return IndexWriter(
        log=change_log(settings),
        leads=lead_table(settings),
        chains=recorder(settings).chains,
        own_fields=own_field_store(settings),
        manifests=ManifestStore(clients.dynamodb(), settings.changes_table),
        files=IndexFiles(clients.s3(), settings.work_bucket),
        engine=DuckEngine(),
    )


def index_rebuilder(settings: Settings) -> IndexRebuilder:
    return IndexRebuilder(index_writer(settings), partial(scanned, clients.dynamodb(), settings.leads_table))


def athena_table(settings: Settings) -> AthenaTable | None:
    """The table in Athena; None where the environment has none."""
    if not settings.athena_table:
        return None
    return AthenaTable(
        clients.s3(),
        settings.work_bucket,
        ManifestStore(clients.dynamodb(), settings.changes_table),
        IndexFiles(clients.s3(), settings.work_bucket),
        DuckEngine().write_leads,
    )


def turns(settings: Settings) -> Turns:
    return Turns(clients.dynamodb(), settings.changes_table)
