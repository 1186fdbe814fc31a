"""DynamoDB in memory."""

from tests.fakes.dynamodb.fake import FakeDynamoDB
from tests.fakes.dynamodb.tables import Index

__all__ = ["FakeDynamoDB", "Index"]
