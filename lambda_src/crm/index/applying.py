"""Applies changes to a file, so that it holds the union of all changes that it was ever given.

Of each life of a lead (`lead_id`, `born`) the highest revision is kept, and none once a deletion has ended it. So it
does not matter in which order, how late or how often changes come.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from crm.index.columns import ROW, declared
from crm.index.database import Database, Limits
from crm.index.own import occurring_headers, with_own_lines, work_out
from crm.index.rows import prepared
from crm.index.staging import json_lines, write_lines
from crm.statements.changes import Change

_SAME_LIFE = "a.lead_id = b.lead_id AND a.born = b.born"


def apply_changes(database: Database, changes: Iterable[Change], now: int) -> None:
    """Applies changes.

    Args:
        now: seconds since 1970, the time that is remembered of deletions.
    """
    with tempfile.TemporaryDirectory(prefix="changes-") as folder:
        path = Path(folder) / "rows.json"
        if write_lines(path, prepared(changes)):
            _apply(database, json_lines(ROW), str(path), now)


def apply_segments(database: Database, paths: Sequence[Path], now: int) -> None:
    """Applies the changes of segments together, which takes little longer than those of one; `now` as above."""
    if paths:
        _apply(database, "read_parquet(?)", [str(path) for path in paths], now)


def write_segment(changes: Iterable[Change], path: Path) -> int:
    """Prepares changes and writes them to a file, which is a Parquet file.

    Returns:
        Their number.
    """
    with tempfile.TemporaryDirectory(prefix="changes-") as folder:
        lines = Path(folder) / "rows.json"
        count = write_lines(lines, prepared(changes))
        database = Database(None, Limits(memory_mib=512, folder=Path(folder)))
        database.run("SET preserve_insertion_order = false")
        database.run(
            f"COPY (SELECT {', '.join(ROW)} FROM {json_lines(ROW)}) TO ? (FORMAT parquet, COMPRESSION zstd)",
            [str(lines), str(path)],
        )
        database.close()
    return count


def _apply(database: Database, source: str, files: str | list[str], now: int) -> None:
    """Applies all changes of files, or none if that fails.

    Args:
        source: what reads the rows, as SQL with `files` as its one parameter.
    """
    database.run("BEGIN")
    try:
        _apply_all(database, source, files, now)
    except BaseException:
        database.run("ROLLBACK")
        raise
    database.run("COMMIT")


def _apply_all(database: Database, source: str, files: str | list[str], now: int) -> None:
    run = database.run
    run("CREATE OR REPLACE TEMP TABLE lives (lead_id VARCHAR, born VARCHAR, revision BIGINT, is_there BOOLEAN)")
    run(
        "INSERT INTO lives SELECT lead_id, born, max(revision), bool_and(is_there)"
        f" FROM {source} GROUP BY lead_id, born",
        [files],
    )
    run(
        "INSERT INTO ended SELECT lead_id, born, ? FROM lives b WHERE NOT is_there"
        f" AND NOT EXISTS (FROM ended a WHERE {_SAME_LIFE})",
        [now],
    )
    run(f"DELETE FROM lives b WHERE EXISTS (FROM ended a WHERE {_SAME_LIFE}) AND is_there")
    # The leads are gone through once; what follows looks at those few alone.
    run(
        "CREATE OR REPLACE TEMP TABLE had AS SELECT rowid AS row, lead_id, born, revision"
        " FROM leads SEMI JOIN lives USING (lead_id, born)"
    )
    # Older ones than the file has are dropped, and so is one that it has already.
    run(f"DELETE FROM lives b WHERE is_there AND EXISTS (FROM had a WHERE {_SAME_LIFE} AND a.revision >= b.revision)")
    run("DELETE FROM leads WHERE rowid IN (SELECT row FROM had SEMI JOIN lives USING (lead_id, born))")
    _stage(database, source, files)
    insert_leads(database)


def _stage(database: Database, source: str, files: str | list[str]) -> None:
    """The rows that win, each once, in the columns that the extras have in this file."""
    types = database.stored_types()
    chosen = {name: name for name in ROW}
    parameters: list[Any] = []
    for header, number in database.header_numbers.items():
        chosen |= {f"t_x{number}": "xt[?]", f"s_x{number}": "xs[?]"}
        parameters += [header, header]
    # In the order of the columns: the maps stand before the columns of headers.
    if database.header_numbers:
        chosen |= {name: without_headers(name) for name in ("xt", "xs")}
        parameters = [list(database.header_numbers)] * 2 + parameters
    names = ", ".join(f"{chosen[name]} AS {name}" for name in types)
    database.run(f"CREATE OR REPLACE TEMP TABLE staged ({', '.join(f'{n} {t}' for n, t in types.items())})")
    database.run(
        f"INSERT INTO staged SELECT {names} FROM (SELECT * FROM {source}"
        " SEMI JOIN lives USING (lead_id, born, revision, is_there) WHERE is_there"
        " QUALIFY row_number() OVER (PARTITION BY lead_id, born) = 1)",
        [*parameters, files],
    )


def without_headers(column: str) -> str:
    """A map of extras without the headers that are its one parameter, as SQL; NULL where nothing is left."""
    left = f"list_filter(map_entries({column}), lambda one: NOT list_contains(?::VARCHAR[], one.key))"
    return f"CASE WHEN {column} IS NOT NULL THEN nullif(map_from_entries({left}), MAP {{}}) END"


def insert_leads(database: Database) -> None:
    """Adds the rows that are staged to the leads, with the columns of own fields."""
    own = {name: f"NULL::{kind}" for name, kind in database.own_types().items()}
    joins: list[str] = []
    headers = occurring_headers(database, "staged")
    for number, columns in enumerate(database.own.values()):
        if work_out(database, "staged", columns, headers):
            database.run(f"CREATE OR REPLACE TEMP TABLE own_{number} AS FROM worked_out")
            joins.append(f"LEFT JOIN own_{number} ON own_{number}.row = staged.rowid")
            own |= {name: f"own_{number}.{name}" for name in declared(columns)}
    names = {**{name: f"staged.{name}" for name in database.stored_types()}, **own}
    selected = ", ".join(f"{value} AS {name}" for name, value in names.items())
    database.run(
        f"INSERT INTO leads BY NAME SELECT * REPLACE ({with_own_lines(database)} AS everything)"
        f" FROM (SELECT {selected} FROM staged {' '.join(joins)})"
    )
