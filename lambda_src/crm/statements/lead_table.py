"""The leads table: reading many leads, and writing them under the condition that nobody else has.

Writes go as PartiQL batches of 25: an `INSERT` fails by itself where the key is taken, an `UPDATE` holds only for the
text that was read, which no two writes share. Each costs one write unit, and nothing that another writer did
in between can be lost (docs/measurements.md, "Writing leads").

Beside leads the table holds claims (`crm.statements.claims`) and the installation's salt. A lead that comes to an
address by a claim is written in a transaction, which costs four write units.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet
from crm.aws.items import to_attribute
from crm.concurrency import chunks, parallel_map
from crm.statements.changes import Change
from crm.statements.claims import Claim, Claims, LeadWriteError, as_read, written
from crm.statements.found import Found
from crm.statements.keys import key_of
from crm.statements.lead import ATTRIBUTES, Lead

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

STATEMENTS = 25
"""DynamoDB's limit of statements in a batch."""
_LONG_TEXTS = 1_200_000
"""Characters that a request's texts, read and new, may have: on its way an emoji takes 12 bytes, of at most 16 MB."""
_LONG_STATEMENTS = 6
"""Statements of a request where the texts are longer: as many of the longest leads fit, an item taking 400 KB, and on
their way three times as much."""
KEYS = 100
"""DynamoDB's limit of keys in a BatchGetItem."""
SALT = "#salt"
"""Key of the item that holds the salt; no lead's key has such a sign."""
_AS_READ = 'WHERE "leadId"=? AND "lead"=?'
"""Short, because half of what the emulator does for a write is to read its statement, twice."""
_REFUSED = {"DuplicateItem", "ConditionalCheckFailed", "TransactionConflict"}
"""Another writer was there first: read again and decide again."""

NOTHING: Mapping[str, Collection[str]] = {}

LeadChange = tuple[Lead | None, Lead | None]
"""(as it was read, None if there was none; as it is to be, None if it is to go)."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a write of many leads.

    Args:
        leads: those that were written and are there, by their ids, with the revision that they have now.
        changes: what was really written, deletions too.
        refused: ids of leads for which nothing was written because another writer was first. Where an answer was lost
            and the write was repeated, that other writer may have been this one.
    """

    leads: Mapping[str, Lead]
    changes: Sequence[Change]
    refused: Collection[str]


class LeadTable:
    """Reads and writes leads.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the leads table.

    Attributes:
        claims: of the table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table
        self._salt: bytes | None = None
        self.claims = Claims(client, table)
        values = ",".join(f"'{name}':?" for name in ATTRIBUTES)
        self._insert = f'INSERT INTO "{table}" VALUE {{{values}}}'
        update = f'UPDATE "{table}" SET "lead"=?'  # noqa: S608
        self._update = f"{update} {_AS_READ}"
        self._discard = f'{update} SET "expires"=? {_AS_READ}'
        self._bring_back = f'{update} REMOVE "expires" {_AS_READ}'
        self._delete = f'DELETE FROM "{table}" {_AS_READ}'  # noqa: S608

    def id_of(self, identity: str) -> str:
        """The key of the lead whose first identity this is, whether there is one or not."""
        if self._salt is None:
            self._salt = self._installed_salt()
        return key_of(identity, self._salt)

    def get_many(self, lead_ids: Iterable[str]) -> dict[str, Lead]:
        """The leads behind these keys, read consistently; where a key is a claim, the lead that it belongs to."""
        keys = set(lead_ids)
        found = self.look_up(keys)
        return {key: lead for key in keys if (lead := found.lead(key)) is not None}

    def look_up(self, keys: Iterable[str], *, consistently: bool = True) -> Found:
        """The leads and claims behind these keys.

        Args:
            consistently: False halves the price, and a lead may be as it was a moment ago: then only a write that was
                not refused proves that it was not. Claims are always as they are now, but may be missing.
        """
        leads, claims = self._read(keys, consistently=consistently)
        if claims and not consistently:
            apart, claims = self._read(claims)
            leads |= apart
        found = self._followed(Found(leads, claims))
        # Leads may have been taken apart after the claim was read, and before the lead was.
        while (doubtful := found.doubtful()) and (again := self._read(doubtful)) != ({}, doubtful):
            claims = {key: claim for key, claim in found.claims.items() if key not in doubtful}
            found = self._followed(Found({**found.leads, **again[0]}, {**claims, **again[1]}))
        return found

    def _followed(self, found: Found) -> Found:
        """What was found, and all that it leads to."""
        leads, claims = dict(found.leads), dict(found.claims)
        looked_for: set[str] = set()
        while missing := {claim.lead_id for claim in claims.values()} - leads.keys() - claims.keys() - looked_for:
            claimed, further = self._read(missing)
            leads |= claimed
            claims |= further
            looked_for |= missing
        return Found(leads, claims)

    def owners_of(self, keys: Iterable[str]) -> dict[str, str]:
        """The lead's key behind each key, itself where no lead claims it."""
        keys = set(keys)
        found = self.look_up(keys)
        return {key: found.owner(key) for key in keys}

    def as_they_are(self, lead_ids: Iterable[str], ends: Iterable[Change] = ()) -> list[Change]:
        """What leads are now whose write may have been carried out or not, read consistently.

        Args:
            ends: deletions of which the same is true.

        Returns:
            The change that has made each lead what it is, and the ends of those lives that are over.
        """
        ends = list(ends)
        there, _ = self._read([*lead_ids, *(end.lead_id for end in ends)])
        over = [end for end in ends if (lead := there.get(end.lead_id)) is None or lead.born != end.born]
        return [*map(Change.of, there.values()), *over]

    def write(self, changes: Sequence[LeadChange], claimed: Mapping[str, Collection[str]] = NOTHING) -> Written:
        """Writes leads that are new, or replaces or removes what was read; sets their `born` and `revision`.

        Args:
            changes: each lead once.
            claimed: keys that a lead must have claimed when it is written, by its id; empty for most. Of leads that
                have become one, any may have claimed it.

        Raises:
            LeadWriteError: when DynamoDB could not take some; the others are written.
        """
        numbered = [(before, after.following(before) if after else None) for before, after in changes]
        plain = [change for change in numbered if not claimed.get(_id_of(change))] if claimed else numbered
        answers = parallel_map(self._write_group, chunks(plain, STATEMENTS))
        done = [change for written, _ in answers for change in written]
        refused = [lead_id for _, ids in answers for lead_id in ids]
        for before, after in numbered if claimed else ():
            keys = claimed.get(_id_of((before, after)), ())
            if keys and after is not None:
                if self._written_with(before, after, keys):
                    done.append(Change.of(after))
                else:
                    refused.append(after.lead_id)
        written = {change.lead_id for change in done}
        leads = {after.lead_id: after for _, after in numbered if after is not None and after.lead_id in written}
        return Written(leads, done, frozenset(refused))

    def _installed_salt(self) -> bytes:
        """The salt; made by whoever asks first."""
        salt = self._stored_salt()
        if salt is None:
            self._install_salt()
            salt = self._stored_salt()
        if salt is None:
            raise LookupError("the salt that was just stored is gone")
        return salt

    def _install_salt(self) -> None:
        try:
            self._client.put_item(
                TableName=self._table,
                Item={"leadId": {"S": SALT}, "salt": {"S": secrets.token_hex(16)}},
                ConditionExpression="attribute_not_exists(leadId)",
            )
        except ClientError as error:
            # Somebody else was first: theirs holds.
            if not is_unmet(error):
                raise

    def _stored_salt(self) -> bytes | None:
        answer = self._client.get_item(TableName=self._table, Key={"leadId": {"S": SALT}}, ConsistentRead=True)
        return bytes.fromhex(answer["Item"]["salt"]["S"]) if "Item" in answer else None

    def _read(self, lead_ids: Iterable[str], *, consistently: bool = True) -> tuple[dict[str, Lead], dict[str, Claim]]:
        """Leads and claims by key."""
        leads: dict[str, Lead] = {}
        claims: dict[str, Claim] = {}
        get_group = partial(self._get_group, consistently=consistently)
        for some_leads, some_claims in parallel_map(get_group, chunks(list(dict.fromkeys(lead_ids)), KEYS)):
            leads |= some_leads
            claims |= some_claims
        return leads, claims

    def _get_group(self, lead_ids: Sequence[str], *, consistently: bool) -> tuple[dict[str, Lead], dict[str, Claim]]:
        """Leads and claims of one request; taken apart here, while DynamoDB answers the others."""
        answer = self._client.batch_get_item(
            RequestItems={
                self._table: {
                    "Keys": [{"leadId": {"S": lead_id}} for lead_id in lead_ids],
                    "ConsistentRead": consistently,
                }
            }
        )
        items = answer["Responses"].get(self._table, ())
        claims = {item["leadId"]["S"]: Claim.from_item(item) for item in items if "claims" in item}
        return {item["leadId"]["S"]: Lead.from_item(item) for item in items if "lead" in item}, claims

    def _write_group(self, changes: Sequence[LeadChange]) -> tuple[list[Change], list[str]]:
        """The changes that were written, and the ids of the leads of those that were refused."""
        planned = [_change(before, after) for before, after in changes]
        statements: list[Any] = [
            self._statement(before, after, change) for (before, after), change in zip(changes, planned, strict=True)
        ]
        responses = [
            response
            for request in _requests(statements)
            for response in self._client.batch_execute_statement(Statements=request)["Responses"]
        ]
        done, refused, failed = [], [], set()
        for change, response in zip(planned, responses, strict=True):
            code = response.get("Error", {}).get("Code")
            if code is None:
                done.append(change)
            elif code in _REFUSED:
                refused.append(change.lead_id)
            else:
                failed.add(code)
        if failed:
            raise LeadWriteError(f"DynamoDB did not take some leads: {', '.join(sorted(failed))}")
        return done, refused

    def _written_with(self, before: Lead | None, after: Lead, keys: Collection[str]) -> bool:
        """Whether a lead was written and had claimed these keys at that moment."""
        put: dict[str, Any] = {"TableName": self._table, "Item": after.to_item()}
        if before is None:
            put |= {"ConditionExpression": "attribute_not_exists(leadId)"}
        else:
            put |= as_read(before)
        checks = [self.claims.holds(key, after.ids) for key in keys]
        return written(self._client, [{"Put": put}, *checks])

    def _statement(self, before: Lead | None, after: Lead | None, change: Change) -> dict[str, Any]:
        lead_id, text = to_attribute(change.lead_id), to_attribute(change.text)
        where = [lead_id, to_attribute(before.stored)] if before else []
        if after is None:
            return {"Statement": self._delete, "Parameters": where}
        if before is None:
            return {"Statement": self._insert, "Parameters": [lead_id, text]}
        if after.expires is not None:
            return {"Statement": self._discard, "Parameters": [text, to_attribute(after.expires), *where]}
        statement = self._update if before.expires is None else self._bring_back
        return {"Statement": statement, "Parameters": [text, *where]}


def _change(before: Lead | None, after: Lead | None) -> Change:
    if after is not None:
        return Change.of(after)
    if before is None:
        raise ValueError("a change with neither a lead before nor after")
    return Change.end_of(before)


def _requests(statements: Sequence[Any]) -> Sequence[Sequence[Any]]:
    """The statements of a batch, divided where one request would be too large."""
    characters = sum(len(text.get("S", "")) for statement in statements for text in statement["Parameters"])
    return [statements] if characters <= _LONG_TEXTS else chunks(statements, _LONG_STATEMENTS)


def _id_of(change: LeadChange) -> str:
    lead = change[1] or change[0]
    return lead.lead_id if lead else ""
