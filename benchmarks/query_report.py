"""The tables of `./easy-crm bench query`, as lines of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.query import Measured

_MIB = 2**20
_Table = tuple[list[str], list[list[str]]]

_PARTS: Mapping[str, Callable[[Measured], str]] = {
    "snapshot, fetched by a cold start, MiB": lambda one: f"{one.size / _MIB:,.0f}",
    "making it out of its segments, s": lambda one: f"{one.built:,.0f}",
    "cold start: imports, ms": lambda one: f"{one.cold['imports']:,.0f}",
    "cold start: opening the file, ms": lambda one: f"{one.cold['open']:,.0f}",
    "cold start: first page, ms": lambda one: f"{one.cold['first page']:,.0f}",
    "cold start: together with Python's own, ms": lambda one: f"{one.cold['together']:,.0f}",
    "1,000 new leads and the page after them, ms": lambda one: f"{one.questions['new leads']:,.0f}",
    "peak of all questions, MiB": lambda one: f"{one.memory / _MIB:,.0f}",
    "export to CSV by email, s": lambda one: f"{one.export:,.1f}",
    "its file, MiB": lambda one: f"{one.export_size / _MIB:,.0f}",
    "its peak, MiB": lambda one: f"{one.export_memory / _MIB:,.0f}",
}


def questions(plain: Mapping[str, float], plain_leads: int, measured: Sequence[Measured]) -> _Table:
    """Heads and lines: what each question takes with each number of leads, and how much less that is than a scan.

    Args:
        plain: milliseconds of a scan by question.
        plain_leads: over which that was measured.
    """
    heads = ["question", f"scan of {plain_leads:,}, ms"]
    for one in measured:
        heads += [f"{one.leads:,}, ms", "scan"]
    if len(measured) > 1:
        heads.append("growth")
    lines = []
    for name, scan in plain.items():
        line = [name, f"{scan:,.0f}"]
        for one in measured:
            took = one.questions[name]
            line += [f"{took:,.1f}", f"{scan * one.leads / plain_leads / took:,.0f} x"]
        if len(measured) > 1:
            line.append(f"{measured[-1].questions[name] / measured[0].questions[name]:,.1f} x")
        lines.append(line)
    return heads, lines


def parts(measured: Sequence[Measured]) -> _Table:
    """Heads and lines: files, memory, starts, changes and exports with each number of leads."""
    heads = ["processor time, sizes", *(f"{one.leads:,}" for one in measured)]
    return heads, [[name, *map(text, measured)] for name, text in _PARTS.items()]
