"""Works out the columns of own fields from the extras, which are all that they read.

Python reads each different text of a field once (`crm.own_fields.reading`); the database does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crm.index.columns import OWN_LINES, FieldColumns, declared
from crm.index.database import Database
from crm.index.records import lead_columns, lead_of
from crm.index.repeated_texts import is_left_out
from crm.index.rows import further, spelled, stored_value
from crm.index.staging import insert_values
from crm.own_fields.definition import OwnField
from crm.own_fields.values import StoredTexts
from crm.query.searchable import shown_of_own
from crm.query.text import normalize

_PART = 245_760
"""Leads that are changed at once: two of the groups of rows that the database writes."""


def define(database: Database, own_fields: Iterable[OwnField]) -> bool:
    """Brings the own fields of a file to these definitions, and works out those that are new or have changed.

    Returns:
        Whether any had.
    """
    wanted = {field.key: field for field in own_fields}
    gone = [key for key, columns in database.own.items() if columns.own != wanted.get(key)]
    added = [field for key, field in wanted.items() if key not in database.own or key in gone]
    for key in gone:
        database.drop_own_field(key)
    headers = occurring_headers(database, "leads") if added else []
    for field in added:
        columns = database.add_own_field(field)
        if work_out(database, "leads", columns, headers):
            sets = ", ".join(f"{name} = worked_out.{name}" for name in declared(columns))
            _in_parts(database, f"UPDATE leads SET {sets} FROM worked_out WHERE leads.rowid = worked_out.row")
    if gone or added:
        # Rows may get other numbers.
        database.run("DELETE FROM newest")
        lines = with_own_lines(database)
        _in_parts(database, f"UPDATE leads SET everything = {lines} WHERE everything IS DISTINCT FROM {lines}")
    return bool(gone or added)


def _in_parts(database: Database, update: str) -> None:
    """Changes a part of the leads at a time: until the next checkpoint, what has changed stays in memory.

    Args:
        update: a statement that ends in a condition.
    """
    [(rows,)] = database.fetch("SELECT coalesce(max(rowid), -1) + 1 FROM leads")
    for first in range(0, rows, _PART):
        database.run(f"{update} AND leads.rowid >= ? AND leads.rowid < ?", [first, first + _PART])
        database.run("CHECKPOINT")


def work_out(database: Database, table: str, columns: FieldColumns, headers: Iterable[str]) -> bool:
    """Makes the temporary table `worked_out`: `row`, the rowid of `table`, and the columns of one own field.

    Args:
        table: `leads`, or one with the same columns of extras.
        headers: that occur in it.

    Returns:
        False, with no table, if no lead has anything of the field.
    """
    field = columns.own
    if field is None:
        raise ValueError("not the columns of an own field")
    texts: list[str] = []
    parameters: list[str] = []
    for header in field.named_by(headers):
        text, spelling, needed = database.header(header)
        texts.append(f"coalesce({spelling}, {text})")
        parameters += needed * 2
    if not texts:
        return False
    database.run("CREATE OR REPLACE TEMP TABLE raw (row BIGINT, raw VARCHAR)")
    found = f"SELECT rowid AS row, coalesce({', '.join(texts)}) AS raw FROM {table}"
    database.run(f"INSERT INTO raw FROM ({found}) WHERE raw IS NOT NULL", parameters)
    if len(texts) > 1:
        _settle(database, table, field, texts, parameters)
    types = declared(columns)
    database.run(
        f"CREATE OR REPLACE TEMP TABLE read ({', '.join(['raw VARCHAR', *(f'{n} {t}' for n, t in types.items())])})"
    )
    distinct = (text for (text,) in database.fetch("SELECT DISTINCT raw FROM raw"))
    insert_values(database, "read", {"raw": "VARCHAR", **types}, _read(columns, field, distinct))
    database.run(
        f"CREATE OR REPLACE TEMP TABLE worked_out AS SELECT row, {', '.join(types)} FROM raw JOIN read USING (raw)"
    )
    return True


def with_own_lines(database: Database) -> str:
    """The text that free-text search looks through, with what own fields add to it; as SQL.

    Most own fields show what the extra says, and add nothing.
    """
    base = f"split_part(everything, {OWN_LINES}, 1)"
    parts = [
        f"CASE WHEN NOT (contains({base}, {column}) OR {is_left_out(database, column)})"
        f" THEN {OWN_LINES} || {column} END"
        for columns in database.own.values()
        for column in (columns.text, columns.more)
        if column
    ]
    return f"concat({', '.join([base, *parts])})" if parts else base


def occurring_headers(database: Database, table: str) -> list[str]:
    """The headers of the extras that leads of a table may have, in the order of the alphabet."""
    rest = database.fetch(f"SELECT DISTINCT unnest(map_keys(xt)) FROM {table} WHERE xt IS NOT NULL")
    return sorted({*database.header_numbers, *(header for (header,) in rest)})


def _settle(database: Database, table: str, field: OwnField, texts: list[str], parameters: list[str]) -> None:
    """Of several extras that one field reads, the lead's values say which counts."""
    several = " + ".join(f"({text} IS NOT NULL)::INTEGER" for text in texts)
    own = StoredTexts((field,))
    rows = database.fetch(f"SELECT rowid, {lead_columns(database)} FROM {table} WHERE {several} > 1", parameters)
    headers = list(database.header_numbers)
    settled = []
    for row, *values in rows:
        state = lead_of(values, headers).standing.state
        settled.append({"row": row, "raw": own.of(state)[field.key] if state else None})
    if settled:
        database.run("CREATE OR REPLACE TEMP TABLE settled (row BIGINT, raw VARCHAR)")
        insert_values(database, "settled", {"row": "BIGINT", "raw": "VARCHAR"}, settled)
        database.run("UPDATE raw SET raw = settled.raw FROM settled WHERE raw.row = settled.row")


def _read(columns: FieldColumns, field: OwnField, texts: Iterable[str]) -> Iterator[dict[str, Any]]:
    for text in texts:
        shown, order = shown_of_own(field, text)
        normalized = [normalize(one) for one in shown]
        row: dict[str, Any] = {"raw": text, columns.text: normalized[0]}
        if columns.more:
            row[columns.more] = further(normalized)
        if columns.shown:
            row[columns.shown] = spelled(shown, normalized, is_several=columns.is_several)
        if columns.value:
            row[columns.value] = stored_value(order)
        yield row
