"""Stores the DeepSeek key in Secrets Manager. The key is in no template, file or log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


def put_deepseek_key(secrets_manager: SecretsManagerClient, secret_id: str, key: str | None) -> bool:
    """Stores the key, if one is given and it differs from the stored one; returns whether it changed."""
    key = (key or "").strip()
    if not key or _stored(secrets_manager, secret_id) == key:
        return False
    secrets_manager.put_secret_value(SecretId=secret_id, SecretString=key)
    return True


def _stored(secrets_manager: SecretsManagerClient, secret_id: str) -> str | None:
    try:
        return secrets_manager.get_secret_value(SecretId=secret_id).get("SecretString")
    except secrets_manager.exceptions.ResourceNotFoundException:
        return None
