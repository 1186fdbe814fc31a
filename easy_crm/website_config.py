"""The content of `config.json`: the page's settings in its environment."""

from __future__ import annotations

from easy_crm.config import EnvironmentConfig


def cognito_endpoint(config: EnvironmentConfig, region: str) -> str:
    """The address of Cognito, where users sign in."""
    return config.emulator.endpoint if config.emulator else f"https://cognito-idp.{region}.amazonaws.com"


def upload_origins(config: EnvironmentConfig, region: str, uploads_bucket: str) -> list[str]:
    """The addresses that the page may upload files to, the usual one first.

    boto3 signs for the address with the region, or for the one without it where that is the older default.
    """
    if config.emulator:
        return [config.emulator.endpoint]
    return [f"https://{uploads_bucket}.s3.{region}.amazonaws.com", f"https://{uploads_bucket}.s3.amazonaws.com"]


def website_config(
    config: EnvironmentConfig, *, region: str, user_pool_id: str, client_id: str, uploads_bucket: str
) -> dict[str, str | int]:
    """The content of `config.json`; its values may be tokens that CloudFormation resolves."""
    return {
        "environment": config.name,
        "region": region,
        "userPoolId": user_pool_id,
        "userPoolClientId": client_id,
        "cognitoEndpoint": cognito_endpoint(config, region),
        "uploadOrigin": upload_origins(config, region, uploads_bucket)[0],
        "apiBase": "/api",
        "maxUploadBytes": config.max_upload_bytes,
    }
