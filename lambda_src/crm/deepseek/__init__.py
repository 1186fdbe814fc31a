"""DeepSeek over HTTP: a prompt becomes one JSON object, or a plain reason why there is none."""

from crm.deepseek.client import DEFAULT_BASE_URL, DEFAULT_MODEL, DeepSeekClient, Exchange, Usage
from crm.deepseek.errors import ModelUnavailable

__all__ = ["DEFAULT_BASE_URL", "DEFAULT_MODEL", "DeepSeekClient", "Exchange", "ModelUnavailable", "Usage"]
