"""How the columns of a snapshot are stored, where the database's own choice makes pages slow.

DuckDB keeps a text column as a dictionary. Of a column in which few leads have the same text it must unpack the texts
of 30,000 leads to get at one, which takes half of the time of a page (docs/measurements.md, "Read model").
"""

from __future__ import annotations

from collections.abc import Mapping

from crm.index.columns import BUILT_IN
from crm.index.database import Database
from crm.index.sql import Sql
from crm.query.query_fields import DATES

_FEW_ALIKE = 4
"""Leads that have the same text, on average, below which a dictionary costs more than it saves."""
_MEASURED = 122_880
"""Leads that are looked at: as many as DuckDB stores together."""
_SHORT = 40
"""Characters of a text that is kept as it is; longer ones would make the file too large."""
_ONLY_SHOWN = " USING COMPRESSION zstd"
_COMPARED = " USING COMPRESSION uncompressed"


def compressed(database: Database, types: Mapping[str, str], leads: Sql) -> dict[str, str]:
    """SQL types with the compression of columns whose texts are mostly different.

    Texts that are only shown are packed well, short ones that are searched and sorted by are not packed.

    Args:
        database: which has the leads.
        types: SQL types by column.
        leads: selects these columns.
    """
    values = {columns.text for field, columns in BUILT_IN.items() if field in DATES}
    values |= {columns.text for columns in database.own.values() if columns.value}
    texts = [name for name, kind in types.items() if kind == "VARCHAR" and name.startswith(("t_", "s_", "b_"))]
    measured = ", ".join(f"approx_count_distinct({name}), count({name}), avg(length({name}))" for name in texts)
    [found] = database.fetch(f"SELECT {measured} FROM ({leads.text} LIMIT {_MEASURED})", leads.parameters)
    stored = dict(types)
    for place, name in enumerate(texts):
        different, filled, length = found[3 * place : 3 * place + 3]
        if different * _FEW_ALIKE <= filled:
            continue
        if name.startswith("s_") or name in values:
            stored[name] += _ONLY_SHOWN
        elif length <= _SHORT:
            stored[name] += _COMPARED
    return stored
