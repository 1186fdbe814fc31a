"""DeepSeek over HTTP: one question in, one JSON object out, or a plain reason why not."""

from crm.deepseek.client import DEFAULT_BASE_URL, DEFAULT_MODEL, DeepSeekClient, Exchange, Usage
from crm.deepseek.errors import ModelUnavailable

__all__ = ["DEFAULT_BASE_URL", "DEFAULT_MODEL", "DeepSeekClient", "Exchange", "ModelUnavailable", "Usage"]
