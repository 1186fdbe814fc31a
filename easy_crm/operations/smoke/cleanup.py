"""Removes what a smoke test leaves in tables and buckets, even if parts of the system do not work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from crm.aws.patient import patient
from crm.index.queue import IndexQueue
from crm.mapping.signature import header_signature
from crm.patience import Patience
from crm.statements.chains import Chains
from crm.statements.change_log import ChangeLog
from crm.statements.identity import identity_of_email
from crm.statements.lead import Lead
from crm.statements.lead_table import LeadTable
from crm.statements.logged_writes import LoggedWrites

from easy_crm.operations.deployment import Deployment

WORK_FOLDERS = ("imports", "chains")
"""Folders of the work bucket in which an import has a folder of its own."""


class Cleanup:
    """What one run may leave behind. Created before the run, so that nothing older is removed.

    Args:
        deployment: the deployment under test.
        headers: the headers of the sheets to import, whose mappings are remembered.
    """

    def __init__(self, deployment: Deployment, headers: Iterable[Sequence[str]]) -> None:
        self._dynamodb = deployment.account.client("dynamodb")
        self._s3 = deployment.account.client("s3")
        self._deployment = deployment
        mappings = deployment.output("MappingsTableName")
        self._new_signatures = [
            signature
            for signature in map(header_signature, headers)
            if not self._item(mappings, {"signature": {"S": signature}})
        ]
        self.imports: list[str] = []
        self.exports: list[str] = []

    def remove(self, emails: Iterable[str]) -> list[str]:
        """Removes the leads with these addresses and everything that the run's imports and exports left.

        Returns:
            Descriptions of what is still there; empty when nothing is.
        """
        output = self._deployment.output
        for lead in self._leads(emails):
            self._writes.write([(lead, None)])
        for import_id in self.imports:
            self._dynamodb.delete_item(TableName=output("ImportsTableName"), Key={"importId": {"S": import_id}})
            self._empty(output("UploadsBucketName"), f"uploads/{import_id}/")
            for folder in WORK_FOLDERS:
                self._empty(output("WorkBucketName"), f"{folder}/{import_id}/")
        for export_id in self.exports:
            self._empty(output("WorkBucketName"), f"exports/{export_id}/")
        for signature in self._new_signatures:
            self._dynamodb.delete_item(TableName=output("MappingsTableName"), Key={"signature": {"S": signature}})
        return self._left(emails)

    @property
    def _writes(self) -> LoggedWrites:
        output, s3 = self._deployment.output, self._s3
        dynamodb, bucket = patient(self._dynamodb, Patience()), output("WorkBucketName")
        tell = IndexQueue(self._deployment.account.client("sqs"), output("IndexQueueUrl")).tell
        log = ChangeLog(dynamodb, output("ChangesTableName"), s3, bucket, tell=tell)
        return LoggedWrites(LeadTable(dynamodb, output("LeadsTableName")), Chains(s3, bucket), log)

    def _leads(self, emails: Iterable[str]) -> list[Lead]:
        table = self._writes.leads
        identities = [identity for email in emails if (identity := identity_of_email(email)) is not None]
        return list(table.get_many(map(table.id_of, identities)).values())

    def _empty(self, bucket: str, prefix: str) -> None:
        # A versioned bucket keeps deleted objects.
        for page in self._s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            for version in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                self._s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])

    def _left(self, emails: Iterable[str]) -> list[str]:
        output = self._deployment.output
        left = [f"lead {lead.lead_id}" for lead in self._leads(emails)]
        for import_id in self.imports:
            if self._item(output("ImportsTableName"), {"importId": {"S": import_id}}):
                left.append(f"import {import_id}")
            places = [("UploadsBucketName", "uploads"), *(("WorkBucketName", folder) for folder in WORK_FOLDERS)]
            for bucket, folder in places:
                if self._s3.list_objects_v2(Bucket=output(bucket), Prefix=f"{folder}/{import_id}/").get("KeyCount"):
                    left.append(f"{folder}/{import_id}/")
        return left

    def _item(self, table: str, key: dict[str, Any]) -> Any:
        return self._dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
