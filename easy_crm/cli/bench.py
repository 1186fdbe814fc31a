"""`bench`: measures against plain implementations, in one run on this machine."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from easy_crm.cli.console import err, out
from easy_crm.local.emulator import Emulator, free_port
from easy_crm.paths import ROOT

bench = typer.Typer(help="Measure against plain implementations.", no_args_is_help=True)

_MIB = 1024 * 1024


@bench.callback()
def _measurements() -> None:
    """Measure against plain implementations, in one run on this machine."""
    # The benchmarks are beside this package, not in it.
    sys.path.insert(0, str(ROOT))


@bench.command()
def read(
    rows: Annotated[
        list[int] | None, typer.Option(min=1, help="Data rows per sheet; repeatable. Default: 1000 and 10000.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help="xlsx or csv; repeatable. Default: both.")] = None,
    repeat: Annotated[int, typer.Option(min=1, help="Runs per reader; the fastest counts.")] = 3,
) -> None:
    """Measure reading speed and peak memory against pandas, on generated files of 12 columns (xlsx: 3 sheets)."""
    kinds = kind or ["xlsx", "csv"]
    if not set(kinds) <= {"xlsx", "csv"}:
        raise typer.BadParameter("choose xlsx or csv", param_hint="--kind")
    from benchmarks.reading import compare

    table = Table("file", "sheets", "rows per sheet", "plain rows/s", "rows/s", "ratio", "plain MiB", "MiB", "memory")
    for result in compare(rows or [1_000, 10_000], kinds=kinds, repeat=repeat):
        total = result.sheets * result.rows
        if not result.plain.rows == result.ours.rows == total:
            found = f"{result.plain.rows} and {result.ours.rows}"
            out.print(f"[red]The readers found {found} rows of {total}.[/red]")
            raise typer.Exit(1)
        table.add_row(
            result.kind,
            f"{result.sheets}",
            f"{result.rows:,}",
            f"{total / result.plain.seconds:,.0f}",
            f"{total / result.ours.seconds:,.0f}",
            f"{result.speed:.1f} x",
            f"{result.plain.memory / _MIB:,.0f}",
            f"{result.ours.memory / _MIB:,.0f}",
            f"{result.memory:.2f}",
        )
    out.print(table)


@bench.command(name="map")
def map_columns(
    rows: Annotated[int, typer.Option(min=10, help="Rows to count model tokens for.")] = 1_000,
    speed_rows: Annotated[int, typer.Option(min=100, help="Rows to measure the standardizing speed with.")] = 20_000,
) -> None:
    """Count model tokens against a mapper that sends ten rows per call, and measure standardizing speed."""
    from benchmarks.mapping import compare_costs, measure_standardizing

    table = Table("header", "plain calls", "plain tokens", "calls", "tokens", "fewer")
    for cost in compare_costs(rows):
        fewer = f"{cost.plain_tokens / cost.tokens:,.0f} x" if cost.tokens else "all"
        table.add_row(
            cost.header,
            f"{cost.plain_calls:,}",
            f"{cost.plain_tokens:,}",
            f"{cost.calls:,}",
            f"{cost.tokens:,}",
            fewer,
        )
    out.print(table)
    speed = measure_standardizing(speed_rows)
    out.print(
        f"Standardizing, rows/s on one core: {speed.without_region:,.0f} without a region, "
        f"{speed.with_region:,.0f} with one.",
        highlight=False,
    )


@bench.command()
def ingest(
    leads: Annotated[int, typer.Option(min=100, help="Leads that each side writes, twice.")] = 2_000,
    repeat: Annotated[int, typer.Option(min=1, help="Repetitions; the costs are summed.")] = 2,
    endpoint: Annotated[
        str | None, typer.Option(help="Address of a DynamoDB Local to use instead of the emulator.")
    ] = None,
) -> None:
    """Measure writing speed, CPU time and write units against one lookup and one put per lead."""
    from benchmarks.ingest import compare_ingests

    table = Table("leads", "", "leads/s", "CPU us/lead", "write units/lead", "counting batches")
    with _dynamodb(endpoint) as address:
        for result in compare_ingests(address, leads, repeat=repeat):
            for name, cost in (("plain", result.plain), ("easy-crm", result.ours)):
                table.add_row(
                    result.state,
                    name,
                    f"{cost.leads / cost.seconds:,.0f}",
                    f"{1e6 * cost.cpu_seconds / cost.leads:,.0f}",
                    f"{cost.write_units:.2f}" if cost.write_units else "not reported",
                    f"{cost.counting:.1%}" if cost.counting else "",
                )
            table.add_row("", "ratio", f"{result.speed:.1f} x", f"{result.cpu:.1f} x less", "", "", end_section=True)
    out.print(table)


@bench.command()
def query(
    leads: Annotated[
        list[int] | None, typer.Option(min=1, help="Leads; repeatable. Default: 10000, 100000 and 1000000.")
    ] = None,
    repeat: Annotated[int, typer.Option(min=1, help="How often each question is asked; the median counts.")] = 5,
) -> None:
    """Measure answers, exports and starts of the read model against a scan of all leads per page.

    In processor time of one thread. The scan is measured over 10,000 leads, and counts in proportion to the leads. A
    million leads take some ten minutes, most of them to make their snapshot.
    """
    from benchmarks.query import PLAIN_LEADS, measure_plainly, measure_queries
    from benchmarks.query_report import parts, questions

    def say(what: str) -> None:
        err.print(what, markup=False, highlight=False)

    say(f"a scan of {PLAIN_LEADS:,} leads for each question")
    plain = measure_plainly(PLAIN_LEADS)
    sizes = leads or [10_000, 100_000, 1_000_000]
    with tempfile.TemporaryDirectory(prefix="easy-crm-bench-") as folder:
        measured = list(measure_queries(sizes, Path(folder), repeat=repeat, say=say))
    for heads, lines in (questions(plain, PLAIN_LEADS, measured), parts(measured)):
        table = Table(*heads)
        for line in lines:
            table.add_row(*line)
        out.print(table)


@bench.command()
def start(
    repeat: Annotated[int, typer.Option(min=1, help="Starts of each function; the median counts.")] = 5,
) -> None:
    """Measure what each function imports before its first request, in processor time."""
    from benchmarks.starting import measure_starts

    table = Table("function", "imports, ms", "memory, MiB", "modules")
    for one in measure_starts(repeat):
        table.add_row(one.function, f"{one.milliseconds:,.0f}", f"{one.memory / 1024:,.0f}", f"{one.modules:,}")
    out.print(table)


@bench.command()
def cost(rows: Annotated[int, typer.Option(min=1, help="Rows in the file.")] = 1_000) -> None:
    """Count what an import uses in AWS and what that costs, for leads that are new, changed and confirmed."""
    from benchmarks.costs import IMPORTS, as_table, bill_imports

    table = Table("", *(header for name in IMPORTS for header in (name, "US$")))
    for line in as_table(bill_imports(rows)):
        table.add_row(*line)
    out.print(table)


@bench.command()
def duplicates(
    leads: Annotated[int, typer.Option(min=1_000, help="Leads; of 100, five are somebody again.")] = 1_000_000,
    splink: Annotated[
        str | None, typer.Option(help="A Python that has Splink 5, such as that of an environment of its own.")
    ] = None,
) -> None:
    """Measure the finding of duplicates on generated leads, beside Splink's defaults on the same leads."""
    from benchmarks.duplicates import generated, measure, report

    def say(what: str) -> None:
        err.print(what, markup=False, highlight=False)

    if splink is None:
        say("Without Splink: name a Python that has it with --splink, after pip install splink==5.0.0.")
    with tempfile.TemporaryDirectory(prefix="easy-crm-bench-") as folder:
        say(f"making {leads:,} leads")
        measured = measure(generated(leads), Path(folder), splink=splink, say=say)
    table = Table("", "pairs", "precision", "recall", "F1")
    for line in report(measured):
        table.add_row(*line)
    out.print(table)
    out.print(
        f"{measured.seconds:,.0f} s of one core, {measured.memory / _MIB:,.0f} MiB at most,"
        f" {measured.candidates:,} pairs compared; US$ {measured.dollars:.4f} in Lambda.",
        highlight=False,
    )
    out.print(f"After an import of a few leads: {measured.after_import:,.1f} s.", highlight=False)


@contextmanager
def _dynamodb(endpoint: str | None) -> Iterator[str]:
    """The given address, or that of an emulator that runs only for this measurement."""
    if endpoint:
        yield endpoint
        return
    with tempfile.TemporaryDirectory(prefix="easy-crm-bench-") as folder:
        emulator = Emulator(Path(folder))
        process = emulator.start(free_port())
        try:
            yield process.endpoint
        finally:
            emulator.stop()
