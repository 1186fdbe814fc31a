"""Writing leads that become one, and those that are taken apart again: all of them in one transaction (docs/leads.md).

The items of leads that join become claims of the lead whose id stays (`crm.statements.claims`), so there is no moment
in which a person is two leads or none, and no two merges at once can lead to each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm.statements.chain_entries import Link
from crm.statements.changes import Change
from crm.statements.claims import as_read, written
from crm.statements.lead import Lead
from crm.statements.recording import Recorder

MOST_JOINED = 20
"""Leads that one merge may name; a transaction of DynamoDB takes 100 items."""


def write_merge(
    recorder: Recorder, before: Lead, after: Lead, joined: Sequence[Lead], links: Mapping[str, Link], merge_id: str
) -> Lead | None:
    """Makes leads one.

    Args:
        before: the lead whose id stays, as it was read.
        after: as it is to be, with the merges that have made it; its chain is the address of the new piece.
        joined: the others, as they were read.
        links: the new pieces of chains.

    Returns:
        The lead as it is now; None when somebody has changed one of them since, or the answer was lost.
    """
    claims = recorder.leads.claims
    now = after.following(before, after.merged)
    claim = {"claims": {"S": after.lead_id}, "merged": {"S": merge_id}}
    actions = [_put(claims.table, now.to_item(), as_read(before))]
    for one in joined:
        item = {"leadId": {"S": one.lead_id}, **claim}
        actions.append(_put(claims.table, item, as_read(one)))
    ends = [Change.end_of(one) for one in joined]
    entry = _announced(recorder, [before.lead_id], ends, after.chain, links)
    is_done = written(claims.client, actions)
    changes = [Change.of(now), *ends] if is_done else recorder.leads.as_they_are([before.lead_id], ends)
    recorder.log.write(entry, changes)
    return now if is_done else None


def write_parts(
    recorder: Recorder, before: Lead, after: Sequence[Lead], links: Mapping[str, Link], merge_id: str
) -> list[Lead] | None:
    """Takes a lead apart.

    Args:
        before: the lead, as it was read.
        after: the leads that it becomes, first the one that keeps its id.
        links, merge_id: as of `write_merge`.

    Returns:
        The leads as they are now; None as in `write_merge`.
    """
    claims = recorder.leads.claims
    first, others = after[0].following(before, after[0].merged), [one.following(None, one.merged) for one in after[1:]]
    actions = [_put(claims.table, first.to_item(), as_read(before))]
    joined = {"ConditionExpression": "merged = :merged", "ExpressionAttributeValues": {":merged": {"S": merge_id}}}
    actions += [_put(claims.table, one.to_item(), joined) for one in others]
    ids = [one.lead_id for one in after]
    entry = _announced(recorder, ids, (), first.chain, links)
    is_done = written(claims.client, actions)
    leads = [first, *others]
    recorder.log.write(entry, [Change.of(one) for one in leads] if is_done else recorder.leads.as_they_are(ids))
    return leads if is_done else None


def _announced(
    recorder: Recorder, lead_ids: Sequence[str], ends: Sequence[Change], address: str, links: Mapping[str, Link]
) -> str:
    entry = recorder.log.announce([*lead_ids, *(end.lead_id for end in ends)], ends, address)
    recorder.chains.write(address, links)
    return entry


def _put(table: str, item: Mapping[str, Any], condition: Mapping[str, Any]) -> dict[str, Any]:
    return {"Put": {"TableName": table, "Item": item, **condition}}
