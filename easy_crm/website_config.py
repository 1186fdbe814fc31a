"""`config.json`: what the page must know about its environment."""

from __future__ import annotations

from easy_crm.config import EnvironmentConfig


def cognito_endpoint(config: EnvironmentConfig, region: str) -> str:
    """Where the page signs in."""
    return config.emulator.endpoint if config.emulator else f"https://cognito-idp.{region}.amazonaws.com"


def upload_origins(config: EnvironmentConfig, region: str, uploads_bucket: str) -> list[str]:
    """Where the page posts files to, the usual address first.

    boto3 signs for the address with the region, or for the one without where it is the older default.
    """
    if config.emulator:
        return [config.emulator.endpoint]
    return [f"https://{uploads_bucket}.s3.{region}.amazonaws.com", f"https://{uploads_bucket}.s3.amazonaws.com"]


def page_config(
    config: EnvironmentConfig, *, region: str, user_pool_id: str, client_id: str, uploads_bucket: str
) -> dict[str, str | int]:
    """Content of `config.json`; the values may be known only at deployment."""
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
