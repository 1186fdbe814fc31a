"""In-memory doubles of AWS's services with their real semantics.

`aws = fake_aws()` answers doubles of the clients (`aws.dynamodb`, `aws.s3`, `aws.sqs`) with this system's tables,
buckets and queues, and the functions' environment (`aws.environment`). `inject(aws.dynamodb, FaultPlan(seed))` puts
faults in front of one; `print(plan)` tells what happened. tests/unit/fakes holds the doubles against moto, the emulator
and DynamoDB Local.
"""

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
