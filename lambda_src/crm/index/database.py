"""Opens files of the read model, and says which columns the leads of one have.

A file is a database of DuckDB with these tables:

- `leads`: a prepared row (`crm.index.columns.ROW`) per lead. The extras of the commonest headers are in columns of
  their own, the others in the maps `xt` (normalized, by header) and `xs` (spellings). Own fields have columns too.
- `ended`: the lives of leads (`leadId`, `born`) that a deletion has ended, and when that was noted.
- `repeated`: the texts that the text of the search leaves out, by column (`crm.index.repeated_texts`).
- `newest`: the first rows as they are shown, each as one text (`crm.index.newest`).
- `headers` and `own_fields`: the numbers in the names of columns, by header and by definition.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from crm.index.columns import ROW, FieldColumns, declared, own_columns
from crm.own_fields.definition import OwnField


@dataclass(frozen=True, slots=True)
class Limits:
    """What the database may use.

    Args:
        memory_mib: of memory, for all but the results that are fetched.
        threads: that work on one query.
        folder: for what does not fit into memory; None refuses such work.
    """

    memory_mib: int = 1_024
    threads: int = 1
    folder: Path | None = None


class Database:
    """One file, open for reading and writing, or a database in memory.

    Args:
        path: of a file that is there, or is made; None for one in memory.
        limits: what it may use.
    """

    def __init__(self, path: Path | None, limits: Limits) -> None:
        config: dict[str, Any] = {
            "memory_limit": f"{limits.memory_mib}MiB",
            "threads": limits.threads,
            # Nothing is ever fetched from elsewhere, and files are copies: they are written as a whole or thrown away.
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "checkpoint_threshold": "1TB",
            "temp_directory": "" if limits.folder is None else str(limits.folder),
        }
        self.connection = duckdb.connect(":memory:" if path is None else str(path), config=config)
        self.header_numbers: dict[str, int] = {}
        self.own: dict[str, FieldColumns] = {}
        self.repeated: list[str] = []
        self._next_own = 0
        self._texts_without_values: dict[str, bool] = {}
        if not self.fetch("SELECT 1 FROM duckdb_tables() WHERE table_name = 'leads' AND NOT temporary"):
            self._create()
        self._read_columns()

    def close(self) -> None:
        """Closes the file; what was written since the last checkpoint is in the log beside it."""
        self.connection.close()

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Runs a statement whose result is not needed."""
        self.connection.execute(sql, list(parameters))

    def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a result."""
        return self.connection.execute(sql, list(parameters)).fetchall()

    def header(self, header: str) -> tuple[str, str, list[str]]:
        """The normalized text and the spelling of an extra as SQL, and their parameters: one for each that is needed.

        The parameters are the header, for each of the two alike.
        """
        number = self.header_numbers.get(header)
        return ("xt[?]", "xs[?]", [header]) if number is None else (f"t_x{number}", f"s_x{number}", [])

    def stored_types(self) -> dict[str, str]:
        """The SQL types of the table `leads` by column, but for what is worked out for own fields."""
        return stored_types(len(self.header_numbers))

    def own_types(self) -> dict[str, str]:
        """The SQL types of the columns of own fields."""
        return {name: kind for columns in self.own.values() for name, kind in declared(columns).items()}

    def has_texts_without_values(self, columns: FieldColumns) -> bool:
        """Whether a text of a field of numbers or dates is none."""
        found = self._texts_without_values.get(columns.text)
        if found is None:
            sql = f"SELECT 1 FROM leads WHERE {columns.value} IS NULL AND {columns.text} IS NOT NULL LIMIT 1"
            found = self._texts_without_values[columns.text] = bool(self.fetch(sql))
        return found

    def forget(self) -> None:
        """Forgets what was found of the leads, which have changed."""
        self._texts_without_values.clear()

    def add_own_field(self, field: OwnField) -> FieldColumns:
        """Makes the columns of an own field, which are empty."""
        columns = own_columns(self._next_own, field)
        for name, kind in declared(columns).items():
            self.run(f"ALTER TABLE leads ADD COLUMN {name} {kind}")
        self.run("INSERT INTO own_fields VALUES (?, ?)", [self._next_own, json.dumps(field.to_json())])
        self.own[field.key] = columns
        self._next_own += 1
        return columns

    def drop_own_field(self, key: str) -> None:
        """Removes the columns of an own field."""
        columns = self.own.pop(key)
        for name in declared(columns):
            self.run(f"ALTER TABLE leads DROP COLUMN {name}")
            self.run("DELETE FROM repeated WHERE name = ?", [name])
        self.repeated = [name for name in self.repeated if name not in declared(columns)]
        self.run("DELETE FROM own_fields WHERE number = ?", [int(columns.text.removeprefix("t_o"))])

    def _create(self) -> None:
        create_tables(self)
        create_leads(self, "leads", {**self.stored_types(), **self.own_types()})

    def _read_columns(self) -> None:
        self.repeated = sorted(name for (name,) in self.fetch("SELECT DISTINCT name FROM repeated"))
        self.header_numbers = {header: number for number, header in self.fetch("SELECT number, header FROM headers")}
        for number, definition in self.fetch("SELECT number, definition FROM own_fields ORDER BY number"):
            field = OwnField.from_json(json.loads(definition))
            self.own[field.key] = own_columns(number, field)
            self._next_own = number + 1


def stored_types(headers: int) -> dict[str, str]:
    """The SQL types of the columns of prepared rows, and of those of the extras.

    Args:
        headers: that have columns of their own.
    """
    return {**ROW, **{f"{kind}_x{number}": "VARCHAR" for number in range(headers) for kind in "ts"}}


def create_tables(database: Database, prefix: str = "") -> None:
    """Makes all tables but that of the leads, empty.

    Args:
        prefix: of the names: `target.` for those of an attached file.
    """
    database.run(f"CREATE TABLE {prefix}headers (number INTEGER, header VARCHAR)")
    database.run(f"CREATE TABLE {prefix}own_fields (number INTEGER, definition VARCHAR)")
    database.run(f"CREATE TABLE {prefix}repeated (name VARCHAR, text VARCHAR)")
    database.run(f"CREATE TABLE {prefix}newest (row BIGINT, shown VARCHAR)")
    database.run(f"CREATE TABLE {prefix}ended (lead_id VARCHAR, born VARCHAR, noted BIGINT)")


def create_leads(database: Database, table: str, types: dict[str, str]) -> None:
    """Makes an empty table.

    Args:
        table: its name.
        types: SQL types by column.
    """
    database.run(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
