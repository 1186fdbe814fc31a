"""What a late row costs whose lead stands in very many rows.

`PYTHONPATH=lambda_src .venv/bin/python -m benchmarks.chains 300000`
"""

from __future__ import annotations

import resource
import sys
import time
from typing import Any

from crm.outcomes import Policy
from crm.said import Said
from crm.statements.chain_entries import Link
from crm.statements.chains import Chains
from crm.statements.line import Line
from crm.statements.statement import Kind, KnownBy, Place, Source, Statement

from tests.doubles import fake_aws

BATCH = 1_000
_SOURCE = Source("import", "2026-01-01T00:00:00.000Z", "ann@crm.example", "list.csv", Policy.UPDATE)


def main(rows: int) -> None:
    """Writes a chain of so many rows, and reads and works it out as a worker does."""
    aws: Any = fake_aws(check_parameters=False)
    last = _write(Chains(aws.s3, aws.work_bucket), rows)
    started = time.perf_counter()
    entries = Chains(aws.s3, aws.work_bucket).read("lead", last)
    read = time.perf_counter()
    Line(entries)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    worked_out = time.perf_counter() - read
    print(f"{rows:,} rows: read in {read - started:.1f} s, worked out in {worked_out:.1f} s, {megabytes} MB")


def _write(chains: Chains, rows: int) -> str | None:
    before: str | None = None
    for first in range(0, rows, BATCH):
        entries = tuple(_row(number) for number in range(first, min(first + BATCH, rows)))
        address = f"import/{first:09d}/0"
        chains.write(address, {"lead": Link(before, entries)})
        before = address
    return before


def _row(number: int) -> Statement:
    texts = {"email": "info@x.example", "firstName": f"Ada {number}", "lastName": "Lovelace", "company": "Initech"}
    says = {path: Said(text, column) for column, (path, text) in enumerate(texts.items())}
    return Statement(Place(1, 0, number + 2), Kind.ROW, _SOURCE, says, KnownBy.EMAIL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
