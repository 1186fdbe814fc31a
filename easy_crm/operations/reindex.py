"""The leads that functions cache in memory between requests."""

from __future__ import annotations

from crm.leads.version import raise_version

from easy_crm.operations.deployment import Deployment


def reread(deployment: Deployment) -> int:
    """Makes every function drop the leads that it caches; returns the number of leads in the table, without the bin.

    A function caches them for a minute while the version of the leads does not change (`crm.leads.version`). A change
    of the table that bypasses the functions, such as a restore, does not raise that version.
    """
    client = deployment.account.client("dynamodb")
    raise_version(client, deployment.output("ImportsTableName"))
    pages = client.get_paginator("scan").paginate(
        TableName=deployment.output("LeadsTableName"),
        Select="COUNT",
        # The table holds the salt of the keys and claims of addresses besides.
        FilterExpression="attribute_exists(#lead) AND attribute_not_exists(#expires)",
        ExpressionAttributeNames={"#lead": "lead", "#expires": "expires"},
    )
    return sum(page["Count"] for page in pages)
