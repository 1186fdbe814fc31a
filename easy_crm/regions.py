"""What differs between AWS's regions."""

from __future__ import annotations

_ON_BY_DEFAULT = frozenset(
    {
        *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"),
        *("eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3"),
        *("ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
    }
)
"""Regions from before March 2019 (AWS Account Management Reference, *Enable or disable AWS Regions*). All others, Hong
Kong, Milan or Cape Town, have to be opted in to, and every new region is one of them."""


def is_on_by_default(region: str) -> bool:
    """Whether every account has the region; CloudFront's standard logging writes to buckets in such regions only."""
    return region in _ON_BY_DEFAULT


def partition_of(region: str) -> str:
    """The second part of ARNs in a region in which Easy CRM can be deployed."""
    return "aws-eusc" if region.startswith("eusc-") else "aws"


def lacks(region: str) -> str | None:
    """What Easy CRM needs and the region does not have; None where it can be deployed."""
    if region.startswith("cn-"):
        return "Cognito user pools"
    if region.startswith(("us-gov-", "us-iso")):
        return "CloudFront"
    return None


def makes_budgets(region: str) -> bool:
    """Whether CloudFormation can make a budget from the region; a budget itself belongs to the account."""
    return region in _ON_BY_DEFAULT - {"ap-northeast-3", "eu-north-1"} or region == "me-south-1"
