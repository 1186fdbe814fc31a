"""In-memory doubles of AWS's services with their real semantics. Start with `fake_aws`."""

from tests.fakes.aws import FakeAws, fake_aws
from tests.fakes.clock import FakeClock
from tests.fakes.dynamodb import FakeDynamoDB, Index
from tests.fakes.faults import Fault, FaultPlan, ScriptedFaults, SimulatedCrash, inject
from tests.fakes.s3 import FakeS3
from tests.fakes.sqs import FakeSQS, sqs_event

__all__ = [
    "FakeAws",
    "FakeClock",
    "FakeDynamoDB",
    "FakeS3",
    "FakeSQS",
    "Fault",
    "FaultPlan",
    "Index",
    "ScriptedFaults",
    "SimulatedCrash",
    "fake_aws",
    "inject",
    "sqs_event",
]
