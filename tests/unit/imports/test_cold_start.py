"""A cold start is mostly Python imports (docs/measurements.md): functions load late what they may not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_SOURCES = Path(__file__).parents[3] / "lambda_src"
HEAVY = (
    *("boto3", "pandas", "numpy", "openpyxl", "pydantic", "httpx", "phonenumbers", "duckdb", "pyarrow"),
    *("python_calamine", "charset_normalizer", "nameparser"),
)
"""boto3 is loaded with the first client, phonenumbers with the first number that needs it, the rest never."""


@pytest.mark.parametrize("function", ["lead_splitter", "batch_worker", "dead_letter"])
def test_a_function_starts_without_heavy_packages(function: str) -> None:
    code = (
        f"import sys, crm.handlers.{function}; from crm.mapping.headers.vocabulary import vocabulary;"
        f"print([name for name in {HEAVY!r} if name in sys.modules], vocabulary.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(_SOURCES), "AWS_DEFAULT_REGION": "eu-central-1"},
    )

    assert done.stdout.split("\n")[0] == "[] 0"
