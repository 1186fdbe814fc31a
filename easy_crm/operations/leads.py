"""One lead as it is stored, for an operator who is asked where a value comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm.aws.patient import patient
from crm.patience import Patience
from crm.statements.chains import Chains
from crm.statements.identity import identity_of_email
from crm.statements.lead import Lead
from crm.statements.lead_table import LeadTable
from crm.statements.statement import Entry

from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment


@dataclass(frozen=True, slots=True)
class StoredLead:
    """A lead, also one of the bin, and all that was ever said of it, in the order in which it arrived."""

    lead: Lead
    entries: Sequence[Entry]


def find(deployment: Deployment, who: str) -> StoredLead:
    """The lead with an address or an id.

    Args:
        who: an email address that the lead has or had, or its id.

    Raises:
        CommandFailed: when there is none.
        ExpiredChainError: when a piece of its chain was deleted from the bucket.
    """
    account = deployment.account
    table = LeadTable(patient(account.client("dynamodb"), Patience()), deployment.output("LeadsTableName"))
    identity = identity_of_email(who)
    key = table.id_of(identity) if identity else who
    lead = table.get_many([key]).get(key)
    if lead is None:
        raise CommandFailed(f"There is no lead {who} in {deployment.config.name}.")
    chains = Chains(account.client("s3"), deployment.output("WorkBucketName"))
    return StoredLead(lead, chains.read(lead.lead_id, lead.chain))
