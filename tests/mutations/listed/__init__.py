"""All mutations. One module holds those of one subject; a promise that is kept anew adds some."""

from __future__ import annotations

from tests.mutations.listed.access import ACCESS
from tests.mutations.listed.answers import ANSWERS
from tests.mutations.listed.athena_table import ATHENA_TABLE
from tests.mutations.listed.bulk_changes import BULK_CHANGES
from tests.mutations.listed.counterparties import COUNTERPARTIES
from tests.mutations.listed.dry_runs import DRY_RUNS
from tests.mutations.listed.duplicates import DUPLICATES
from tests.mutations.listed.exactly_once import EXACTLY_ONCE
from tests.mutations.listed.exports import EXPORTS
from tests.mutations.listed.identity import IDENTITY
from tests.mutations.listed.joining import JOINING
from tests.mutations.listed.kept_by_committees import KEPT_BY_COMMITTEES
from tests.mutations.listed.kept_by_neighbours import KEPT_BY_NEIGHBOURS
from tests.mutations.listed.kinds_of_files import KINDS_OF_FILES
from tests.mutations.listed.languages import LANGUAGES
from tests.mutations.listed.leaving import LEAVING
from tests.mutations.listed.lists_of_messages import LISTS_OF_MESSAGES
from tests.mutations.listed.mending import MENDING
from tests.mutations.listed.merging import MERGING
from tests.mutations.listed.own_fields import OWN_FIELDS
from tests.mutations.listed.parts_of_reports import PARTS_OF_REPORTS
from tests.mutations.listed.people_beside_leads import PEOPLE_BESIDE_LEADS
from tests.mutations.listed.read_model import READ_MODEL
from tests.mutations.listed.real_account import REAL_ACCOUNT
from tests.mutations.listed.registers_and_orders import REGISTERS_AND_ORDERS
from tests.mutations.listed.releases import RELEASES
from tests.mutations.listed.remapping import REMAPPING
from tests.mutations.listed.searching import SEARCHING
from tests.mutations.listed.taking_back import TAKING_BACK
from tests.mutations.listed.views import VIEWS
from tests.mutations.listed.xlsx import XLSX
from tests.mutations.mutation import Mutation

MUTATIONS: tuple[Mutation, ...] = (
    *MERGING,
    *JOINING,
    *EXACTLY_ONCE,
    *BULK_CHANGES,
    *DRY_RUNS,
    *IDENTITY,
    *TAKING_BACK,
    *REMAPPING,
    *MENDING,
    *EXPORTS,
    *DUPLICATES,
    *ACCESS,
    *OWN_FIELDS,
    *READ_MODEL,
    *ATHENA_TABLE,
    *REAL_ACCOUNT,
    *RELEASES,
    *LEAVING,
    *SEARCHING,
    *VIEWS,
    *ANSWERS,
    *XLSX,
    *KINDS_OF_FILES,
    *COUNTERPARTIES,
    *PARTS_OF_REPORTS,
    *KEPT_BY_COMMITTEES,
    *KEPT_BY_NEIGHBOURS,
    *PEOPLE_BESIDE_LEADS,
    *REGISTERS_AND_ORDERS,
    *LANGUAGES,
    *LISTS_OF_MESSAGES,
)
