"""The stand-in for DeepSeek, for the tests that ask it about columns."""

from tests.doubles.deepseek_server import deepseek

__all__ = ["deepseek"]
