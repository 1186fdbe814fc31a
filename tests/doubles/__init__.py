"""In-memory doubles of AWS's services with their real semantics.

`aws = fake_aws()` answers doubles of the clients (`aws.dynamodb`, `aws.s3`, `aws.sqs`) with this system's tables,
buckets and queues, and the functions' environment (`aws.environment`). `inject(aws.dynamodb, FaultPlan(seed))` puts
faults in front of one; `print(plan)` tells what happened. tests/conformance compares them with moto, the emulator
and DynamoDB Local.
"""

from tests.doubles.aws import FakeAws, fake_aws
from tests.doubles.clock import FakeClock
from tests.doubles.dynamodb import FakeDynamoDB, Index
from tests.doubles.faults import Fault, FaultPlan, ScriptedFaults, SimulatedCrash, inject
from tests.doubles.s3 import FakeS3
from tests.doubles.sqs import FakeSQS, sqs_event

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
