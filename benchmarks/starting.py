"""Measures what each function imports before its first request: most of a cold start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_ROOT = Path(__file__).parents[1]
_SOURCES = _ROOT / "lambda_src"
_IMPORT = """
import importlib, json, resource, sys, time
began = time.process_time()
importlib.import_module(f"crm.handlers.{sys.argv[1]}")
took = time.process_time() - began
print(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, len(sys.modules)]))
"""


@dataclass(frozen=True, slots=True)
class Start:
    """What the import of a function's handler took.

    Args:
        milliseconds: of processor time, the median.
        memory: of the process afterwards, in KiB.
        modules: that are loaded.
    """

    function: str
    milliseconds: float
    memory: float
    modules: int


def functions() -> list[str]:
    """All functions, in alphabetical order."""
    return sorted(path.stem for path in (_SOURCES / "crm" / "handlers").glob("[!_]*.py"))


def measure_starts(repeat: int) -> Iterator[Start]:
    """Measures each function in new processes, after one that has compiled its modules."""
    for function in functions():
        _imported(function)
        runs = [_imported(function) for _ in range(repeat)]
        seconds, memory, modules = zip(*runs, strict=True)
        yield Start(function, 1_000 * median(seconds), median(memory), int(modules[0]))


def _imported(function: str) -> tuple[float, float, float]:
    environment = {**os.environ, "PYTHONPATH": str(_SOURCES), "AWS_DEFAULT_REGION": "eu-central-1"}
    command = [sys.executable, "-c", _IMPORT, function]
    took, memory, modules = json.loads(subprocess.check_output(command, env=environment))  # noqa: S603 our own code
    return took, memory, modules
