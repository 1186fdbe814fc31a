"""Makes the lines of a CSV file in the database, as `crm.query.csv_export.csv_lines` does, in a third of the time.

Nearly all texts stand in a line as they are, in quotes, or behind one apostrophe, and most records say no more than
tags. The database makes the lines of leads with nothing else; Python makes the others out of their texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from crm.index.database import Database
from crm.index.records import said_beside, text_columns, text_paths, texts_of
from crm.index.sql import Key, Sql, by, listed
from crm.index.staging import insert_values
from crm.query.csv_export import csv_line
from crm.query.export_columns import Column
from crm.query.lead_texts import LeadTexts
from crm.said import EXTRAS, FURTHER, part_of

_RECORDS = 10_000
"""Records that are read at once."""
_WORDS = r"[\p{L}\p{Nd}][^;\t\r\n]*"
_RUNS_NOWHERE = rf"{_WORDS}(?:[;\n]+ ?{_WORDS})*"
"""A text in which a letter or a digit stands wherever a cell may begin (`crm.values.formulas`)."""
_PHONE = r"\+[\p{L}\p{Nd}() /.-]*"
"""A text that runs, and in which no other cell may begin."""
_CELL = f"""CREATE OR REPLACE TEMP MACRO csv_cell(x) AS CASE
WHEN x IS NULL THEN ''
WHEN regexp_full_match(x, '{_RUNS_NOWHERE}') THEN
CASE WHEN regexp_matches(x, '[,"\\n]') THEN '"' || replace(x, '"', '""') || '"' ELSE x END
WHEN regexp_full_match(x, '{_PHONE}') THEN '''' || x
END"""
"""A text as a cell; NULL where Python decides."""


def csv_lines(
    database: Database, where: Sql, order: Sequence[Key], columns: Sequence[Column], batch: int
) -> Iterator[list[str]]:
    """The lines of leads in their order, some at once. The database must not be used for anything else in between.

    Args:
        where: which leads.
        columns: of the file.
        batch: lines at once.
    """
    _find_plain_records(database, where, _made_of_several(columns))
    database.run(_CELL)
    sql = _lines(database, where, order, columns)
    paths = text_paths(database)
    cells = [column.text_of for column in columns]
    cursor = database.connection.execute(sql.text, sql.parameters)
    while rows := cursor.fetchmany(batch):
        lines = []
        for line, record, others, spellings, texts in rows:
            if line is None:
                lead = texts_of((texts[0], record, others, spellings, *texts[1:]), paths)
                line = csv_line([text_of(lead) for text_of in cells])
            lines.append(line)
        yield lines


def _made_of_several(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.path is None]


def _find_plain_records(database: Database, where: Sql, several: Sequence[Column]) -> None:
    """Makes the temporary table `plain`: the records that say nothing in the place of a column.

    Args:
        several: columns that are made of what a record says; `c0`, `c1`, … have their cells.
    """
    types = {"record": "VARCHAR", **{f"c{number}": "VARCHAR" for number in range(len(several))}}
    database.run(f"CREATE OR REPLACE TEMP TABLE plain ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
    # A cursor of its own, which is read while the others are written.
    found = database.connection.cursor().execute(
        f"SELECT DISTINCT coalesce(record, '') FROM leads WHERE {where.text}", where.parameters
    )
    records = (record for batch in iter(lambda: found.fetchmany(_RECORDS), []) for (record,) in batch)
    insert_values(database, "plain", types, _plain(records, several))


def _plain(records: Iterable[str], several: Sequence[Column]) -> Iterator[dict[str, str]]:
    for record in records:
        texts, said = said_beside(record)
        if not any(texts.values()) and said.keys().isdisjoint(FURTHER.values()):
            lead = LeadTexts({}, said)
            cells = {f"c{number}": _cell(column.text_of(lead)) for number, column in enumerate(several)}
            yield {"record": record, **cells}


def _cell(text: str) -> str:
    """A cell that is not the only one of its line."""
    return csv_line([text, ""]).removesuffix(",\r\n")


def _lines(database: Database, where: Sql, order: Sequence[Key], columns: Sequence[Column]) -> Sql:
    """Selects the line of each lead, and what `texts_of` takes of one that has none."""
    texts = text_columns(database)
    named = [f"text{number}" for number in range(len(texts))]
    keys = [Key(Sql(f"k{number}"), key.is_down) for number, key in enumerate(order)]
    source = listed(
        [
            *map(Sql, ("lead_id", "record", "xt", "xs")),
            *(Sql(f"{text} AS {name}") for text, name in zip(texts, named, strict=True)),
            *(key.value + Sql(f" AS {name.value.text}") for key, name in zip(order, keys, strict=True)),
        ]
    )
    others = ("record", "xt", "xs", f"[{', '.join(['lead_id', *named])}]")
    return (
        Sql(f"SELECT line, {', '.join(f'CASE WHEN line IS NULL THEN {one} END' for one in others)}")
        + Sql(" FROM (SELECT leads.*, ")
        + _line(database, columns, named)
        + Sql(" AS line FROM (SELECT ")
        + source
        + Sql(" FROM leads WHERE ")
        + where
        + Sql(") AS leads LEFT JOIN plain ON plain.record = coalesce(leads.record, '')) ORDER BY ")
        + by(keys)
    )


def _line(database: Database, columns: Sequence[Column], named: Sequence[str]) -> Sql:
    """A line; NULL where Python decides about a cell, and of one that is empty.

    Args:
        named: what the texts of `text_columns` are named.
    """
    by_path = dict(zip(text_paths(database)[4:], named, strict=True)) | {"leadId": "lead_id"}
    cells: list[Sql] = []
    several = 0
    for column in columns:
        if column.path is None:
            cells.append(Sql(f"plain.c{several}"))
            several += 1
        elif column.path in by_path:
            cells.append(Sql(f"csv_cell({by_path[column.path]})"))
        elif column.path.startswith(f"{EXTRAS}/"):
            header = part_of(column.path)
            cells.append(Sql("csv_cell(coalesce(xs[?], xt[?]))", [header, header]))
        else:
            cells.append(Sql("''"))
    line = Sql("CASE WHEN plain.record IS NOT NULL THEN nullif(")
    for number, cell in enumerate(cells):
        line += Sql(" || ',' || ") + cell if number else cell
    return line + Sql(", '') || chr(13) || chr(10) END")
