"""Aspects that the emulator does not report or does not store: not checked there, but checked in AWS."""

from __future__ import annotations

from collections.abc import Mapping

_NOT_APPLIED = "the emulator accepts it but does not apply it"
_UNKNOWN = "the emulator does not report it"

NOT_REPORTED: Mapping[tuple[str, str], str] = {
    ("AWS::ApiGateway::Method", "validator"): _NOT_APPLIED,
    ("AWS::ApiGateway::RequestValidator", "is there"): _UNKNOWN,
    ("AWS::ApiGateway::Stage", "access log"): _UNKNOWN,
    ("AWS::ApiGateway::Stage", "may write logs"): "the emulator writes logs without the account's role",
    ("AWS::CloudWatch::Alarm", "ExtendedStatistic"): _UNKNOWN,
    ("AWS::Cognito::UserPoolClient", "refresh tokens"): _NOT_APPLIED,
    ("AWS::DynamoDB::Table", "encryption by KMS"): _UNKNOWN,
    ("AWS::DynamoDB::Table", "expiry of items"): _NOT_APPLIED,
    ("AWS::DynamoDB::Table", "key"): _UNKNOWN,
    ("AWS::DynamoDB::Table", "point-in-time recovery"): _NOT_APPLIED,
    ("AWS::S3::Bucket", "access log"): _NOT_APPLIED,
    ("AWS::S3::Bucket", "encryption"): _NOT_APPLIED,
    ("AWS::S3::Bucket", "key"): _NOT_APPLIED,
    ("AWS::S3::Bucket", "lifecycle"): _NOT_APPLIED,
    ("AWS::SNS::Topic", "key"): _UNKNOWN,
}
"""The reason by type of resource and aspect, or by the call that is refused."""
