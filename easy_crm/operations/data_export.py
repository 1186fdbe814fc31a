"""Writes all leads of a deployment to a file on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from crm.query.csv_export import all_columns, write_csv
from crm.query.lead_query import LeadQuery
from crm.query.table_source import TableSource

from easy_crm.operations.deployment import Deployment


def export_leads(deployment: Deployment, path: Path) -> int:
    """Writes the leads with all that they have, as the page's export does; an import reads the file back.

    Args:
        path: a new file, which only this user may read.

    Returns:
        How many leads there are, without the bin.

    Raises:
        FileExistsError: when there is a file already.
    """
    tables = (deployment.output("LeadsTableName"), deployment.output("ChangesTableName"))
    source = TableSource(deployment.account.client("dynamodb"), *tables)
    leads = source.matching(LeadQuery())
    with open_privately(path) as file:
        return write_csv(leads, all_columns(leads, source.own_fields()), file)


def open_privately(path: Path) -> BinaryIO:
    """Creates a file that only this user may read.

    Raises:
        FileExistsError: when there is one already.
    """
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
