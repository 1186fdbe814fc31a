"""DynamoDB in memory.

Own code and not moto: under 16 threads moto lost up to 21 of 640 atomic ADDs without an error, ignores the tokens of
transactions and enforces no limits, so it proves nothing about concurrent workers (docs/measurements.md).
"""

from tests.doubles.dynamodb.fake import FakeDynamoDB
from tests.doubles.dynamodb.tables import Index

__all__ = ["FakeDynamoDB", "Index"]
