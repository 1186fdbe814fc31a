"""Starts the emulator so that it cuts each PartiQL statement into its words once.

An import writes its leads by the same few statements, and the emulator would cut each up for every lead, twice: a sixth
of its work (docs/measurements.md, "Writing leads"). DynamoDB keeps nobody waiting for that.
"""

from __future__ import annotations

import runpy
from functools import lru_cache

from ministack.services import _dynamodb_keywords as partiql

_STATEMENTS = 256
"""How many are kept; some hold the values of one write, and go again."""

partiql._tokenize = lru_cache(_STATEMENTS)(partiql._tokenize)

if __name__ == "__main__":
    runpy.run_module("ministack", run_name="__main__", alter_sys=True)
