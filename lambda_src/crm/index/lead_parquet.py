"""Writes the leads of a snapshot as Parquet, in columns that any program reads (docs/read-model.md, "In Athena").

All text is as people see it, in the spelling of the lead and not normalized. Fields that the built-in table has no
column for are in maps, since a table in Glue has the same columns whatever own fields and extras there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from crm.index.columns import BUILT_IN, FieldColumns
from crm.index.database import Database, Limits
from crm.index.records import said_beside
from crm.index.staging import insert_values
from crm.said import EMAILS, EXTRAS, PHONES, TAGS, part_of

TEXTS: Mapping[str, str] = {
    "firstName": "first_name",
    "lastName": "last_name",
    "title": "title",
    "company": "company",
    "email": "email",
    "phone": "phone",
    "notes": "notes",
    "status": "status",
    "owner": "owner",
    "sourceFile": "source_file",
}
"""Columns of the file by built-in field: texts, NULL where a lead has none."""
LISTS = (TAGS, EMAILS, PHONES)
"""Columns with several texts, which are empty where a lead has none. The first email and phone are not in these."""
MOMENTS: Mapping[str, str] = {"createdAt": "created_at", "updatedAt": "updated_at"}
"""Columns of the file by built-in field: moments in UTC."""
_RECORDS = 10_000
"""Records that are read at once."""
_BESIDE: Mapping[str, str] = {
    "record": "VARCHAR",
    "texts": "MAP(VARCHAR, VARCHAR)",
    "extra_texts": "MAP(VARCHAR, VARCHAR)",
    **dict.fromkeys(LISTS, "VARCHAR[]"),
}


def write_leads(snapshot: Path, target: Path, limits: Limits) -> None:
    """Writes the leads that are not in the bin, the newest first.

    Args:
        snapshot: a file of the read model.
        target: a file that is not there yet.
        limits: what the database may use; it needs a folder for what does not fit into memory.
    """
    database = Database(snapshot, limits)
    try:
        _find_said_beside(database)
        columns = _columns(database)
        parameters: list[Any] = [list(database.header_numbers), *_keys(database)]
        database.run(
            f"COPY (SELECT {', '.join(f'{sql} AS {name}' for name, sql in columns.items())}"
            f" FROM (SELECT {', '.join(f'?::VARCHAR[] AS {name}' for name in ('headers', 'own', 'numbers', 'dates'))})"
            " AS named, leads LEFT JOIN beside ON beside.record = leads.record WHERE NOT leads.in_bin)"
            " TO ? (FORMAT parquet, COMPRESSION zstd)",
            [*parameters, str(target)],
        )
    finally:
        database.close()


def _find_said_beside(database: Database) -> None:
    """Makes the temporary table `beside`: what each record says that the columns of a lead do not."""
    database.run(f"CREATE OR REPLACE TEMP TABLE beside ({', '.join(f'{name} {sql}' for name, sql in _BESIDE.items())})")
    # A cursor of its own, which is read while the others are written.
    found = database.connection.cursor().execute(
        "SELECT DISTINCT record FROM leads WHERE NOT in_bin AND record IS NOT NULL"
    )
    records = (record for batch in iter(lambda: found.fetchmany(_RECORDS), []) for (record,) in batch)
    insert_values(database, "beside", _BESIDE, _beside(records))


def _beside(records: Iterable[str]) -> Iterator[dict[str, Any]]:
    for record in records:
        texts, said = said_beside(record)
        extras = {part_of(path): text or "" for path, text in texts.items() if path.startswith(f"{EXTRAS}/")}
        yield {
            "record": record,
            # "" stands for a text that the lead does not have although its column does.
            "texts": {path: text or "" for path, text in texts.items() if path in TEXTS},
            "extra_texts": extras,
            **{several: [text for text, _ in said.get(several, ()) if text] for several in LISTS},
            TAGS: sorted((text for text, _ in said.get(TAGS, ())), key=str.casefold),
        }


def _columns(database: Database) -> dict[str, str]:
    """The columns of the file as SQL, over a row of `leads`, of `beside`, and of the names that `write_leads` binds."""
    columns = {"lead_id": "leads.lead_id"}
    columns |= {
        name: f"nullif(coalesce(beside.texts['{field}'], {BUILT_IN[field].spelling}), '')"
        for field, name in TEXTS.items()
    }
    columns |= {several: f"coalesce(beside.{several}, []::VARCHAR[])" for several in LISTS}
    columns |= {name: f"{BUILT_IN[field].value}::TIMESTAMP_MS" for field, name in MOMENTS.items()}
    headers = [f"coalesce(s_x{number}, t_x{number})" for number in database.header_numbers.values()]
    maps = [_map("headers", headers), *(f"coalesce({one}, {_NO_TEXTS})" for one in ("xt", "xs", "beside.extra_texts"))]
    columns["extras"] = f"map_from_entries(list_filter(map_entries(map_concat({', '.join(maps)})), {_IS_FILLED}))"
    own = database.own.values()
    columns["own_fields"] = _map("own", [_spelling(one) for one in own])
    columns["own_numbers"] = _map("numbers", [str(one.value) for one in own if _is_number(one)], "DOUBLE")
    columns["own_dates"] = _map("dates", [str(one.value) for one in own if one.by_day], "TIMESTAMP_MS")
    return columns


def _keys(database: Database) -> list[list[str]]:
    """The keys of all own fields, of those with numbers, and of those with dates."""
    own = database.own.items()
    return [
        [key for key, _ in own],
        [key for key, columns in own if _is_number(columns)],
        [key for key, columns in own if columns.by_day],
    ]


def _is_number(columns: FieldColumns) -> bool:
    return columns.value is not None and not columns.by_day


def _spelling(columns: FieldColumns) -> str:
    """What an own field shows, as SQL: several choices are one text, as an export has it."""
    if columns.more is None:
        return columns.spelling
    further = f"string_split(trim({columns.more}, chr(10)), chr(10))"
    texts = f"list_concat([{columns.text}], coalesce({further}, []))"
    spelled = f"list_transform({texts}, lambda text, place: coalesce({columns.shown}[place], text))"
    return f"CASE WHEN {columns.text} IS NOT NULL THEN array_to_string({spelled}, '; ') END"


def _map(names: str, values: list[str], kind: str = "VARCHAR") -> str:
    """A map of the values that are there, as SQL.

    Args:
        names: the column with the names of the values, in their order.
        values: as SQL.
        kind: SQL type of the values.
    """
    entries = f"list_zip({names}, [{', '.join(values)}]::{kind}[])"
    return f"map_from_entries(list_filter({entries}, lambda one: one[2] IS NOT NULL))::MAP(VARCHAR, {kind})"


_NO_TEXTS = "MAP {}::MAP(VARCHAR, VARCHAR)"
_IS_FILLED = "lambda one: one.value <> ''"
