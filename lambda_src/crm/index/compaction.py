"""Makes one snapshot out of an older one and the segments that came since."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from crm.index.applying import apply_segments, without_headers
from crm.index.database import Database, Limits, create_leads, create_tables, stored_types
from crm.index.newest import write_newest
from crm.index.own import define
from crm.index.repeated_texts import repeated_columns, restored, without_repeated
from crm.index.sql import Sql
from crm.index.storing import compressed
from crm.own_fields.definition import OwnField

MOST_HEADERS = 100
"""Headers of extras with columns of their own; a query over another one looks into a map, which takes longer."""
REMEMBERED_S = 7 * 24 * 3_600
"""Seconds for which a file remembers that a life ended, or that a lead's time in the bin is over. No older change of it
comes later than that: changes are written before a lead's write counts as done, and are applied by the minute."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is in a snapshot.

    Args:
        leads: in it, those of the bin included.
        size: in bytes.
    """

    leads: int
    size: int


def compact(
    target: Path,
    snapshot: Path | None,
    segments: Sequence[Path],
    own_fields: Sequence[OwnField],
    now: int,
    limits: Limits,
) -> Snapshot:
    """Writes a new snapshot: the union of the old one and of the segments, whatever their order.

    Leads whose time in the bin is over are left out, and what ended is forgotten after `REMEMBERED_S`. The newest leads
    come first in the file, which makes their page quick.

    Args:
        target: a file that is not there yet.
        snapshot: the old one, which stays as it is; None where there is none.
        own_fields: as they are defined now.
        now: seconds since 1970.
        limits: what the database may use; it needs a folder for what does not fit into memory.
    """
    with tempfile.TemporaryDirectory(prefix="compaction-", dir=limits.folder) as folder:
        path = Path(folder) / "leads.duckdb"
        if snapshot is not None:
            copyfile(snapshot, path)
        database = Database(path, limits)
        define(database, own_fields)
        for segment in segments:
            apply_segments(database, [segment], now)
            # Else all that was added would stay in memory.
            database.run("CHECKPOINT")
        _strip_expired(database, now)
        leads = _write_sorted(database, target, now)
        database.close()
        written = Database(target, limits)
        write_newest(written)
        written.close()
    return Snapshot(leads, target.stat().st_size)


def _strip_expired(database: Database, now: int) -> None:
    """Leaves nothing of leads whose time in the bin is over but their revision, so that no older one comes back."""
    database.run("DELETE FROM leads WHERE expires <= ?", [now - REMEMBERED_S])
    key = ", ".join(("lead_id", "born", "revision", "is_there", "expires"))
    database.run(f"CREATE OR REPLACE TEMP TABLE expired AS SELECT {key} FROM leads WHERE expires <= ?", [now])
    database.run("DELETE FROM leads WHERE expires <= ?", [now])
    database.run("INSERT INTO leads BY NAME FROM expired")


def _write_sorted(database: Database, target: Path, now: int) -> int:
    """Writes all that is kept to a new file; returns the number of leads."""
    headers = _commonest_headers(database)
    database.run("ATTACH ? AS target", [str(target)])
    create_tables(database, "target.")
    for number, header in enumerate(headers):
        database.run("INSERT INTO target.headers VALUES (?, ?)", [number, header])
    database.run("INSERT INTO target.own_fields FROM own_fields")
    database.run("INSERT INTO target.ended FROM ended WHERE noted > ?", [now - REMEMBERED_S])
    types = {**stored_types(len(headers)), **database.own_types()}
    leads = _with_headers(database, headers)
    create_leads(database, "target.leads", compressed(database, types, leads))
    repeated = repeated_columns(database, types, leads)
    leads = without_repeated(leads, repeated)
    database.run(
        f"INSERT INTO target.leads SELECT {', '.join(types)} FROM ({leads.text})"
        " ORDER BY v_createdAt DESC NULLS LAST, place",
        leads.parameters,
    )
    for name in repeated:
        kept = f"SELECT DISTINCT {name} FROM target.leads WHERE {name} IS NOT NULL"
        database.run(f"INSERT INTO target.repeated SELECT ?, * FROM ({kept})", [name])
    [(count,)] = database.fetch("SELECT count(in_bin) FROM target.leads")
    database.run("DETACH target")
    return int(count)


def _with_headers(database: Database, headers: Sequence[str]) -> Sql:
    """The leads with columns for these headers, numbered from 0, and all other extras in maps."""
    old = database.header_numbers
    names = [name for name in (*database.stored_types(), *database.own_types()) if "_x" not in name]
    selected: list[str] = [name for name in names if name not in ("xt", "xs", "everything")]
    selected.append(f"{restored(database)} AS everything")
    parameters: list[Any] = []
    for number, header in enumerate(headers):
        for kind in "ts":
            selected.append(
                f"{kind}_x{old[header]} AS {kind}_x{number}" if header in old else f"x{kind}[?] AS {kind}_x{number}"
            )
            parameters += [] if header in old else [header]
    chosen = list(headers)
    for kind in "ts":
        selected.append(f"{without_headers(f'x{kind}')} AS x{kind}")
        parameters.append(chosen)
    # What has a column no more goes back to the maps.
    dropped = {header: number for header, number in old.items() if header not in headers}
    source = "leads"
    if dropped:
        maps = []
        for kind in "ts":
            parts = [
                f"CASE WHEN {kind}_x{number} IS NOT NULL THEN MAP {{?: {kind}_x{number}}} ELSE MAP {{}} END"
                for number in dropped.values()
            ]
            maps.append(f"map_concat({', '.join([f'coalesce(x{kind}, MAP {{}})', *parts])}) AS x{kind}")
            parameters += list(dropped)
        source = f"(SELECT * REPLACE ({', '.join(maps)}) FROM leads)"
    return Sql(f"SELECT {', '.join(selected)} FROM {source}", parameters)


def _commonest_headers(database: Database) -> list[str]:
    """The headers that most leads have, in a stable order."""
    counts: dict[str, int] = {}
    numbers = database.header_numbers
    if numbers:
        [found] = database.fetch(f"SELECT {', '.join(f'count(t_x{number})' for number in numbers.values())} FROM leads")
        counts |= dict(zip(numbers, found, strict=True))
    rest = database.fetch(
        "SELECT header, count(*) FROM (SELECT unnest(map_keys(xt)) AS header FROM leads) GROUP BY header"
    )
    counts |= dict(rest)
    return sorted(counts, key=lambda header: (-counts[header], header))[:MOST_HEADERS]
