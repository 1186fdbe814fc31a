"""What AWS and DeepSeek charge, and what a row takes of it by the model in docs/costs.md.

Prices are US dollars, on demand in us-east-1, November 2026, without the free tier; DeepSeek's are off-peak.
"""

from __future__ import annotations

from collections.abc import Mapping

_MILLION = 1_000_000

PRICES: Mapping[str, float] = {
    "DynamoDB write units": 0.625 / _MILLION,
    "DynamoDB read units": 0.125 / _MILLION,
    "S3 writes": 5.0 / _MILLION,
    "S3 reads": 0.4 / _MILLION,
    "S3 GB-months": 0.023,
    "SQS requests": 0.4 / _MILLION,
    "Lambda GB-seconds": 13.3334 / _MILLION,
    "Lambda requests": 0.2 / _MILLION,
    "API requests": 3.5 / _MILLION,
    "CloudFront requests": 1.0 / _MILLION,
    "CloudFront GB": 0.085,
    "DeepSeek prompt tokens": 0.15 / _MILLION,
    "DeepSeek completion tokens": 0.60 / _MILLION,
}
"""US dollars per unit; Lambda on arm64, the API as a REST API, CloudFront over HTTPS to Europe and North America."""

UNITS_PER_ROW: Mapping[str, float] = {
    "DynamoDB write units": 1.003,
    "DynamoDB read units": 0.502,
    "S3 writes": 0.0028,
    "S3 reads": 0.0017,
    "SQS requests": 0.0018,
    "Lambda GB-seconds": 0.00147,
}
"""What a new row takes in a file of 10,000, as `./easy-crm bench cost` counts it."""
