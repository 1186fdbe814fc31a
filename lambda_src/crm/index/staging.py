"""Brings rows from Python into the database: as lines of JSON in a file, which it reads faster than single values."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crm.compact_json import compact_json
from crm.index.database import Database


def insert_values(database: Database, table: str, types: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Adds rows to a table.

    Args:
        types: SQL types by column, in the order of the table.
        rows: values by column; one that is not there is NULL.

    Returns:
        Their number.
    """
    with tempfile.TemporaryDirectory(prefix="rows-") as folder:
        path = Path(folder) / "rows.json"
        count = write_lines(path, rows)
        if count:
            database.run(f"INSERT INTO {table} SELECT {', '.join(types)} FROM {json_lines(types)}", [str(path)])
    return count


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Writes a line of JSON per row; returns their number."""
    count = 0
    with path.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(compact_json(row))
            lines.write("\n")
            count += 1
    return count


def json_lines(types: Mapping[str, str]) -> str:
    """The rows of a file of lines of JSON, as SQL with the file's path as its one parameter.

    Args:
        types: SQL types by column.
    """
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in types.items())
    return f"read_json(?, format = 'newline_delimited', maximum_object_size = {_MAX_LINE}, columns = {{{columns}}})"


_MAX_LINE = 64 * 2**20
"""Bytes of a line. An item of DynamoDB has at most 400 KB, of which a row repeats some."""
