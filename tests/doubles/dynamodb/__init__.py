"""DynamoDB in memory."""

from tests.doubles.dynamodb.fake import FakeDynamoDB
from tests.doubles.dynamodb.tables import Index

__all__ = ["FakeDynamoDB", "Index"]
