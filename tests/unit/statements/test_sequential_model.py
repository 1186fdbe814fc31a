"""Whatever the order, number and lateness of deliveries and whatever fails, the table is as the plain model says."""

from __future__ import annotations

import contextlib
import random
from collections import defaultdict
from collections.abc import Callable
from functools import partial

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from crm.statements.chains import Chains
from crm.statements.folding import fold
from crm.statements.lead_table import LeadTable, LeadWriteError
from crm.statements.recording import ContentionError, Incoming, Recorder
from crm.statements.revoking import revoke
from crm.statements.statement import Kind, Statement

from tests.doubles import FakeAws
from tests.doubles.faults import FaultPlan, SimulatedCrash, inject
from tests.unit.statements.conftest import TABLE, leads_in
from tests.unit.statements.in_words import random_statement, texts, undo
from tests.unit.statements.sequential_model import lead_after

PEOPLE = ("ada", "bob", "cleo")
IMPORTS = 4
FAILURES = (BotoCoreError, ClientError, ContentionError, LeadWriteError, SimulatedCrash)
"""What a delivery may end with when a fault is injected; anything else is a defect."""

Batch = tuple[str, list[tuple[str, Statement]]]
"""The folder of its pieces, and each statement with the person whom it is about."""


def batches_of(chance: random.Random) -> list[Batch]:
    """Rows of imports, a few a batch, and changes by hand, each its own batch."""
    batches: list[Batch] = []
    for sequence in range(1, IMPORTS + 1):
        numbers = iter(range(1, 100))
        for batch in range(chance.randint(1, 2)):
            rows = [(chance.choice(PEOPLE), random_statement(chance, sequence, next(numbers))) for _ in range(3)]
            batches.append((f"import{sequence}/{batch}", [one for one in rows if one[1].kind is Kind.ROW]))
            changes = [one for one in rows if one[1].kind is not Kind.ROW]
            batches += [(f"by-hand/{sequence}-{batch}-{n}", [one]) for n, one in enumerate(changes)]
    return batches


def recorder_with(aws: FakeAws, plan: FaultPlan) -> Recorder:
    dynamodb, s3 = inject(aws.dynamodb, plan), inject(aws.s3, plan)
    return Recorder(LeadTable(dynamodb, TABLE), Chains(s3, aws.work_bucket))  # type: ignore[arg-type]


def deliver(recorder: Recorder, batch: Batch) -> None:
    folder, statements = batch
    recorder.rows([Incoming(recorder.leads.id_of(person), one) for person, one in statements], folder)


def until_done(plan: FaultPlan, act: Callable[[], object]) -> None:
    """Does it again, as a queue would, until it ends without a fault."""
    for _ in range(50):
        with contextlib.suppress(*FAILURES):
            act()
            return
    raise AssertionError(f"it never ends\n{plan}")


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_every_schedule_ends_as_the_plain_model_says(first: int, aws: FakeAws) -> None:
    for seed in range(first, first + 50):
        run_schedule(seed, aws)
        for item in aws.dynamodb.scan(TableName=TABLE)["Items"]:
            aws.dynamodb.delete_item(TableName=TABLE, Key={"leadId": item["leadId"]})


def run_schedule(seed: int, aws: FakeAws) -> None:
    chance = random.Random(seed)
    plan = FaultPlan(seed, rate=0.1, limit=chance.randint(0, 6))
    recorder = recorder_with(aws, plan)
    batches = batches_of(chance)
    said: dict[str, list[Statement]] = defaultdict(list)
    for _, statements in batches:
        for person, one in statements:
            said[person].append(one)
    deliveries = [*batches, *chance.choices(batches, k=3)]
    chance.shuffle(deliveries)
    for batch in deliveries:
        until_done(plan, partial(deliver, recorder, batch))
    undone = chance.sample(range(1, IMPORTS + 1), chance.randint(0, 3))
    for sequence in undone:
        keys = [recorder.leads.id_of(person) for person in PEOPLE]
        until_done(plan, partial(revoke, keys, undo(sequence), recorder, f"import{sequence}/undo"))

    plan.left = 0
    leads = {lead.lead_id: lead for lead in leads_in(aws)}
    for person in PEOPLE:
        lead = leads.get(recorder.leads.id_of(person))
        shown = texts(lead.standing.state) if lead else {}
        assert shown == (lead_after(said[person], undone) or {}), f"seed {seed}, {person}, undone {undone}\n{plan}"
        if lead is not None:
            chain = recorder.chains.read(lead.lead_id, lead.chain)
            assert fold(chain) == lead.standing.state, f"seed {seed}: the chain of {person} says otherwise"
