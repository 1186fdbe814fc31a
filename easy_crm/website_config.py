"""The content of `config.json`: the page's settings in its environment."""

from __future__ import annotations

from typing import Any

from easy_crm.config import EnvironmentConfig


def cognito_endpoint(config: EnvironmentConfig, region: str) -> str:
    """The address of Cognito, where users sign in."""
    return config.emulator.endpoint if config.emulator else f"https://cognito-idp.{region}.amazonaws.com"


def sign_in_prefix(config: EnvironmentConfig, account: str) -> str:
    """The user pool's part of its domain's name, which no other pool of the region may have."""
    return f"easy-crm-{config.name}-{account}"


def sign_in_address(config: EnvironmentConfig, *, account: str, region: str) -> str | None:
    """The address through which people sign in at the identity provider; None where there is none."""
    if not config.identity_provider:
        return None
    return f"https://{sign_in_prefix(config, account)}.auth.{region}.amazoncognito.com"


def upload_origins(config: EnvironmentConfig, region: str, uploads_bucket: str) -> list[str]:
    """The addresses that the page may upload files to, the usual one first.

    boto3 signs for the address with the region, or for the one without it where that is the older default.
    """
    if config.emulator:
        return [config.emulator.endpoint]
    return [f"https://{uploads_bucket}.s3.{region}.amazonaws.com", f"https://{uploads_bucket}.s3.amazonaws.com"]


def website_config(
    config: EnvironmentConfig, *, account: str, region: str, user_pool_id: str, client_id: str, uploads_bucket: str
) -> dict[str, Any]:
    """The content of `config.json`; its values may be tokens that CloudFormation resolves."""
    provider = sign_in_address(config, account=account, region=region)
    return {
        "environment": config.name,
        "region": region,
        "userPoolId": user_pool_id,
        "userPoolClientId": client_id,
        "cognitoEndpoint": cognito_endpoint(config, region),
        "uploadOrigin": upload_origins(config, region, uploads_bucket)[0],
        "apiBase": "/api",
        "maxUploadBytes": config.max_upload_bytes,
        **({"identityProvider": {"name": config.identity_provider, "address": provider}} if provider else {}),
    }
