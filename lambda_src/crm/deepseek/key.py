"""Reads the DeepSeek key, which lives in Secrets Manager and nowhere else (promise 6)."""

from __future__ import annotations

import time
from collections.abc import Callable

from aws_lambda_powertools import Logger

from crm.deepseek.client import DeepSeekClient, is_key
from crm.metrics import model_answered
from crm.settings import Settings

KEEP_S = 300
"""Seconds for which a warm function keeps a key: a new key is used within five minutes."""
NO_KEY = {"", "none"}
"""The secret's content if the owner has no key."""

logger = Logger()
_unreadable_until: dict[str, float] = {}


def load_key(
    secret_id: str, *, fetch: Callable[[str], str] | None = None, clock: Callable[[], float] = time.monotonic
) -> str | None:
    """The key in the secret, kept in memory for `KEEP_S` seconds.

    Args:
        secret_id: the secret's name or ARN; "" if this function has none.
        fetch: reads the secret; by default Powertools' cached `get_secret`.
        clock: monotonic seconds.

    Returns:
        The key, or None if there is no usable one; then rules decide. An unreadable secret is logged without its
        content, and not read again for `KEEP_S` seconds.
    """
    if not secret_id or clock() < _unreadable_until.get(secret_id, 0.0):
        return None
    try:
        key = (fetch or _fetch)(secret_id).strip()
    except Exception as error:
        # Denied, absent or unreachable makes no difference to an import: it goes on without the model.
        _unreadable_until[secret_id] = clock() + KEEP_S
        logger.warning("the DeepSeek secret cannot be read; rules decide alone", error_type=type(error).__name__)
        return None
    if key.lower() in NO_KEY:
        return None
    if not is_key(key):
        _unreadable_until[secret_id] = clock() + KEEP_S
        logger.warning("the DeepSeek secret does not hold a key; rules decide alone")
        return None
    return key


def client_from_settings(settings: Settings, *, timeout_s: float) -> DeepSeekClient | None:
    """The client that this function's settings describe; None without a key or with an address that is not https.

    Args:
        settings: secret, address and model.
        timeout_s: seconds that one attempt may last; a call makes at most two.
    """
    key = load_key(settings.deepseek_secret_id)
    if key is None:
        return None
    try:
        return DeepSeekClient(
            key,
            base_url=settings.deepseek_base_url,
            model=settings.deepseek_model,
            timeout_s=timeout_s,
            answered=model_answered,
        )
    except ValueError:
        logger.warning("DeepSeek's address cannot be used; rules decide alone")
        return None


def _fetch(secret_id: str) -> str:
    from aws_lambda_powertools.utilities.parameters import get_secret

    return str(get_secret(secret_id, max_age=KEEP_S))
