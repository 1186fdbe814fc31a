"""Changes leads by hand: one transaction writes each change with its history entry, and emails stay unique.

The email is a lead's key, so a new email moves the lead: one transaction deletes the old item and puts the new one, on
the condition that its key is free. leadId and createdAt stay.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crm.clock import now_iso
from crm.errors import Conflict, NotFound, Refusal
from crm.fields import LeadValues
from crm.ids import new_id
from crm.leads.edit_values import edited_values
from crm.leads.history import HistoryStore
from crm.leads.identity import EMAIL, identity_by_hand, identity_of_email
from crm.leads.model import Lead
from crm.leads.repository import LeadStore
from crm.leads.transactions import BUSY, Cancelled, put_entry, put_new, put_over, remove, transact
from crm.leads.version import try_raise_version
from crm.users import User

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ATTEMPTS = 6
"""Attempts at one change while others write the same lead."""


@dataclass(frozen=True, slots=True)
class BulkResult:
    """The result of a bulk change: ids that succeeded, and ids that failed with the error."""

    done: tuple[str, ...]
    failed: tuple[tuple[str, Refusal], ...]


class LeadEditor:
    """Creates, changes, deletes and restores leads for a person.

    Args:
        client: DynamoDB.
        leads_table: name of the leads table.
        history_table: name of the history table.
        imports_table: name of the table with the leads' version.
        now: returns the time as it is stored.
        ids: makes the ids of new leads.
        pause: sleeps the given seconds before the next attempt.
    """

    def __init__(
        self,
        client: DynamoDBClient,
        *,
        leads_table: str,
        history_table: str,
        imports_table: str,
        now: Callable[[], str] = now_iso,
        ids: Callable[[], str] = new_id,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._leads_table = leads_table
        self._history_table = history_table
        self._imports_table = imports_table
        self._leads = LeadStore(client, leads_table)
        self._history = HistoryStore(client, history_table)
        self._now = now
        self._ids = ids
        self._pause = pause

    def find(self, lead_id: str) -> Lead:
        """The lead with this id.

        Raises:
            NotFound: if there is none.
        """
        lead = self._find(lead_id)
        if lead is None:
            raise NotFound("There is no such lead. It may have been deleted.")
        return lead

    def history(self, lead_id: str) -> list[dict[str, Any]]:
        """The history of a lead, oldest entry first; deleted leads have one too.

        Raises:
            NotFound: if there never was such a lead.
        """
        entries = self._entries(lead_id)
        if not entries:
            self.find(lead_id)
        return entries

    def create(self, fields: Mapping[str, str | None], by: User) -> Lead:
        """Creates a lead.

        Raises:
            Invalid: if a field does not fit.
            Conflict: `email_taken`, if another lead has the address.
        """
        values = edited_values(LeadValues(), fields)
        lead_id, now = self._ids(), self._now()
        lead = Lead(
            identity=identity_of_email(values.email) or identity_by_hand(lead_id),
            lead_id=lead_id,
            values=values,
            source_file="",
            created_at=now,
            updated_at=now,
        )
        self._add(lead, self._entry("created", lead_id, None, lead, by))
        self._changed()
        return lead

    def patch(self, lead_id: str, changes: Mapping[str, str | None], by: User, version: int | None = None) -> Lead:
        """Changes the given fields.

        Args:
            version: the version that the person saw; None to change the present one.

        Returns:
            The lead after the change; unchanged if no value differs.

        Raises:
            NotFound: if there is no such lead.
            Invalid: if a field does not fit.
            Conflict: `email_taken`, or `edited_meanwhile` if the lead has another version by now.
        """

        def change(before: Lead) -> Lead:
            values = edited_values(before.values, changes)
            if values == before.values:
                return before
            after = replace(
                before,
                identity=_identity(before, values),
                values=values,
                updated_at=self._now(),
                version=before.version + 1,
            )
            entry = self._entry("edited", lead_id, before, after, by)
            if after.identity == before.identity:
                transact(
                    self._client,
                    [put_over(self._leads_table, before, after), put_entry(self._history_table, entry)],
                )
            else:
                self._add(after, entry, remove(self._leads_table, before))
            self._changed()
            return after

        return self._attempted(lead_id, version, change)

    def delete(self, lead_id: str, by: User, version: int | None = None) -> None:
        """Deletes a lead; its history keeps all values, so that it can be restored.

        Raises:
            NotFound: if there is no such lead.
            Conflict: `edited_meanwhile`.
        """
        self._delete(lead_id, by, version)
        self._changed()

    def delete_many(self, lead_ids: Sequence[str], by: User) -> BulkResult:
        """Deletes leads one by one; a failure is reported and does not stop the others."""
        done: list[str] = []
        failed: list[tuple[str, Refusal]] = []
        for lead_id in dict.fromkeys(lead_ids):
            try:
                self._delete(lead_id, by, None)
                done.append(lead_id)
            except Refusal as error:
                failed.append((lead_id, error))
        if done:
            self._changed()
        return BulkResult(tuple(done), tuple(failed))

    def restore(self, lead_id: str, by: User) -> Lead:
        """Restores a deleted lead with all its values.

        Raises:
            NotFound: if no such lead was deleted.
            Conflict: `email_taken` if another lead has its address by now, `not_deleted` if the lead exists.
        """
        if self._find(lead_id) is not None:
            raise Conflict("not_deleted", "This lead has not been deleted.")
        gone = [entry for entry in self._entries(lead_id) if entry["before"] and not entry["after"]]
        if not gone:
            raise NotFound("There is no deleted lead with this id.")
        before = Lead.from_record(gone[-1]["before"])
        lead = replace(before, updated_at=self._now(), version=before.version + 2)
        self._add(lead, self._entry("restored", lead_id, None, lead, by))
        self._changed()
        return lead

    def _find(self, lead_id: str) -> Lead | None:
        """Finds the lead by the index, or by its history where the index lags behind a change of email."""
        identity = self._leads.identity_of(lead_id)
        lead = self._get(identity) if identity else None
        if lead is not None and lead.lead_id == lead_id:
            return lead
        for entry in reversed(self._entries(lead_id)):
            if entry["event"] == "deleted":
                return None
            if entry["after"]:
                lead = self._get(str(entry["after"]["identity"]))
                return lead if lead is not None and lead.lead_id == lead_id else None
        return None

    def _get(self, identity: str) -> Lead | None:
        return self._leads.get_many([identity]).get(identity)

    def _entries(self, lead_id: str) -> list[dict[str, Any]]:
        """Entries by time. Their keys will not do: those of an import's entries begin with the import's time."""
        return sorted(self._history.of_lead(lead_id), key=lambda entry: str(entry["time"]))

    def _delete(self, lead_id: str, by: User, version: int | None) -> None:
        def change(before: Lead) -> Lead:
            entry = self._entry("deleted", lead_id, before, None, by)
            transact(self._client, [remove(self._leads_table, before), put_entry(self._history_table, entry)])
            return before

        self._attempted(lead_id, version, change)

    def _attempted(self, lead_id: str, version: int | None, change: Callable[[Lead], Lead]) -> Lead:
        """Reads, changes and writes; starts again if another writer came in between."""
        for attempt in range(ATTEMPTS):
            before = self.find(lead_id)
            if version is not None and version != before.version:
                break
            try:
                return change(before)
            except Cancelled:
                self._wait(attempt)
        raise Conflict(
            "edited_meanwhile", "Someone else has changed this lead meanwhile. Please look at it and try again."
        )

    def _add(self, lead: Lead, entry: Mapping[str, Any], *others: dict[str, Any]) -> None:
        """Writes a lead under an identity that must be free, with its history entry and further writes.

        Raises:
            Conflict: `email_taken`, if another lead holds the identity.
            Cancelled: if one of the further writes was refused.
        """
        writes = [put_new(self._leads_table, lead), put_entry(self._history_table, entry), *others]
        for attempt in range(ATTEMPTS):
            try:
                transact(self._client, writes)
                return
            except Cancelled as cancelled:
                if any(reason and reason != BUSY for reason in cancelled.reasons[1:]):
                    raise
                holder = self._get(lead.identity)
                if holder is not None:
                    raise _taken(lead, holder) from None
                self._wait(attempt)
        raise Conflict("edited_meanwhile", "Others are changing this lead. Please try again in a moment.")

    def _wait(self, attempt: int) -> None:
        self._pause(random.uniform(0.01, 0.04) * 2**attempt)  # noqa: S311 - spreads attempts, protects nothing

    def _changed(self) -> None:
        try_raise_version(self._client, self._imports_table)

    def _entry(self, event: str, lead_id: str, before: Lead | None, after: Lead | None, by: User) -> dict[str, Any]:
        # A deletion raises the number like any other change, so that entries of one millisecond keep their order.
        now, number = self._now(), after.version if after else before.version + 1 if before else 0
        return {
            "leadId": lead_id,
            "at": f"{now}#hand{number:09d}",
            "event": event,
            "time": now,
            "by": by.id,
            "byEmail": by.email,
            "before": before.to_record() if before else {},
            "after": after.to_record() if after else {},
        }


def _identity(before: Lead, values: LeadValues) -> str:
    """The key of the lead once it has these values."""
    if values.email == before.values.email:
        return before.identity
    by_email = identity_of_email(values.email)
    if by_email is None and before.identity.startswith(EMAIL):
        return identity_by_hand(before.lead_id)
    return by_email or before.identity


def _taken(lead: Lead, holder: Lead) -> Conflict:
    if holder.lead_id == lead.lead_id:
        return Conflict("not_deleted", "This lead has not been deleted.")
    return Conflict(
        "email_taken",
        "Another lead already has this email address.",
        {"email": "Another lead has this address.", "leadId": holder.lead_id},
    )
