"""Writes all leads of a deployment to a file on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from crm.leads.reading import extras_of
from crm.own_fields.store import OwnFieldStore
from crm.query.csv_export import write_csv
from crm.query.export_columns import all_columns
from crm.query.lead_texts import LeadTexts
from crm.said import extra_path
from crm.statements.lead import Lead
from crm.statements.lead_scan import all_leads

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
    table = (deployment.account.client("dynamodb"), deployment.output("LeadsTableName"))
    # The table itself, not the index: this is the last that is seen of it when an environment is destroyed.
    leads = sorted(all_leads(*table), key=_created_at, reverse=True)
    extras = {extra_path(header) for lead in leads if lead.standing.state for header in extras_of(lead.standing.state)}
    with open_privately(path) as file:
        return write_csv(map(LeadTexts.of, leads), all_columns(extras, OwnFieldStore(*table).read().fields), file)


def _created_at(lead: Lead) -> str:
    return lead.standing.state.created_at if lead.standing.state else ""


def open_privately(path: Path) -> BinaryIO:
    """Creates a file that only this user may read.

    Raises:
        FileExistsError: when there is one already.
    """
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
