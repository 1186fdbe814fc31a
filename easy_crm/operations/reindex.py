"""What the functions that answer questions about leads keep between questions."""

from __future__ import annotations

from crm.leads.version import raise_leads_version

from easy_crm.operations.deployment import Deployment


def reread(deployment: Deployment) -> int:
    """Has every reader give up the leads that it keeps in memory; the number of leads in the table.

    A reader keeps them for a minute while the version of the leads stands still (`crm.leads.version`). Whoever changes
    the table past the functions, by a restore or by hand, does not raise it.
    """
    client = deployment.account.client("dynamodb")
    raise_leads_version(client, deployment.output("ImportsTableName"))
    pages = client.get_paginator("scan").paginate(TableName=deployment.output("LeadsTableName"), Select="COUNT")
    return sum(page["Count"] for page in pages)
