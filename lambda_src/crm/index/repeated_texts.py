"""Leaves texts that many leads have out of the text that free-text search looks through.

A status, a country or a company stands in a column with a dictionary, which the database searches in a few
milliseconds, so a search of a million leads unpacks half of the text and takes half of the time (docs/measurements.md,
"Read model"). The table `repeated` lists which texts of which columns are left out. It is made with the snapshot:
leads that come later have all of their texts in `everything`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crm.index.columns import BUILT_IN, OWN_LINES
from crm.index.database import Database
from crm.index.sql import Sql
from crm.query.searchable import NOT_IN_FREE_TEXT

MANY_ALIKE = 8
"""Leads that have the same text, on average, from which on a column is searched for itself."""
WORTH = 1
"""Characters that a column must save, for each lead on average."""
_MEASURED = 122_880
"""Leads that are looked at: as many as DuckDB stores together."""
MOST = 16
"""Columns, those that save most: each that has a word costs 2 to 6 ms of a search of a million leads."""
_BASE = f"split_part(everything, {OWN_LINES}, 1)"
_BREAK = "chr(10)"


def repeated_columns(database: Database, names: Iterable[str], leads: Sql) -> list[str]:
    """The columns to leave out.

    Args:
        database: which has the leads.
        names: of the columns that `leads` selects.
        leads: of the new file.
    """
    built_in = {
        name
        for field, columns in BUILT_IN.items()
        if field not in NOT_IN_FREE_TEXT
        for name in (columns.text, columns.more)
        if name
    }
    texts = [name for name in names if name in built_in or name.startswith("t_x") or _is_own(name)]
    measured = ", ".join(
        f"approx_count_distinct({name}), count({name}), sum(length({name})){_where_added(name)}::BIGINT"
        for name in texts
    )
    [(rows, *found)] = database.fetch(
        f"SELECT count(*), {measured} FROM ({leads.text} LIMIT {_MEASURED})", leads.parameters
    )
    saved = {
        name: length
        for name, different, filled, length in zip(texts, found[::3], found[1::3], found[2::3], strict=True)
        if different * MANY_ALIKE <= filled and (length or 0) > WORTH * rows
    }
    return sorted(sorted(saved, key=lambda name: (-saved[name], name))[:MOST])


def _where_added(name: str) -> str:
    """Own fields mostly say what an extra says, and then add nothing to the text of the search."""
    return f" FILTER (WHERE contains(everything, {OWN_LINES} || {name}))" if _is_own(name) else ""


def restored(database: Database) -> str:
    """The text of the search with all that this file leaves out of it, as SQL."""
    own = f"substr(everything, length({_BASE}) + 1)"
    added = [f"CASE WHEN NOT contains({_BASE}, {name}) THEN {_BREAK} || {name} END" for name in _extras(database)]
    added_own = [
        f"CASE WHEN NOT contains(everything, {name}) THEN {OWN_LINES} || {name} END"
        for name in database.repeated
        if _is_own(name)
    ]
    return f"concat({', '.join([_BASE, *added, own, *added_own])})" if database.repeated else "everything"


def without_repeated(leads: Sql, columns: Sequence[str]) -> Sql:
    """Leads whose text of the search lacks what these columns have.

    A line that another one contained was left out already, and then is part of the text of that column.
    """
    if not columns:
        return leads
    kept = [f"NOT list_contains([{', '.join(columns)}], one)"]
    # What own fields add goes with them, so they are no reason to leave out what an extra says.
    others = [name for name in columns if not _is_own(name)]
    lines = [f"NOT list_contains([{', '.join(others)}]::VARCHAR[], one)", "one <> ''"]
    lines += [
        f"NOT contains(coalesce({name}, ''), {_BREAK} || one || {_BREAK})" for name in others if name.startswith("m_")
    ]
    base = f"list_filter(string_split({_BASE}, {_BREAK}), lambda one: {' AND '.join(lines)})"
    own = f"list_filter(string_split(everything, {OWN_LINES})[2:], lambda one: {' AND '.join(kept)})"
    text = (
        f"concat(array_to_string({base}, {_BREAK}),"
        f" array_to_string(list_transform({own}, lambda one: {OWN_LINES} || one), ''))"
    )
    return Sql(f"SELECT * REPLACE ({text} AS everything) FROM ({leads.text})", leads.parameters)


def is_left_out(database: Database, name: str) -> str:
    """Whether a lead's text in a column of an own field is found without the text of the search, as SQL."""
    ways = [f"{name} IN ({', '.join(extras)})"] if (extras := _extras(database)) else []
    if name in database.repeated:
        ways.append(f"{name} IN (SELECT text FROM repeated WHERE name = '{name}')")
    return f"coalesce({' OR '.join(ways)}, false)" if ways else "false"


def _extras(database: Database) -> list[str]:
    return [name for name in database.repeated if not _is_own(name)]


def _is_own(name: str) -> bool:
    return name.startswith(("t_o", "m_o")) and name[3:].isdigit()
