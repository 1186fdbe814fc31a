"""The index of the leads, by which functions answer queries."""

from __future__ import annotations

from crm.index.queue import IndexQueue, IndexTask

from easy_crm.operations.deployment import Deployment


def rebuild(deployment: Deployment) -> int:
    """Has the index made anew from the leads table; returns the number of leads in the table, without the bin.

    A change of the table that bypasses the functions, such as a restore, is in no log of changes. Readers answer by the
    old index until the new one is there.
    """
    IndexQueue(deployment.account.client("sqs"), deployment.output("IndexQueueUrl")).send(IndexTask.REBUILD)
    pages = (
        deployment.account.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=deployment.output("LeadsTableName"),
            Select="COUNT",
            # The table holds the salt of the keys and claims of addresses besides.
            FilterExpression="attribute_exists(#lead) AND attribute_not_exists(#expires)",
            ExpressionAttributeNames={"#lead": "lead", "#expires": "expires"},
        )
    )
    return sum(page["Count"] for page in pages)
