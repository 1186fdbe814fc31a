from tests.doubles.deepseek_server import deepseek

__all__ = ["deepseek"]
