"""Makes leads again out of the rows of the read model: all that lists and exports show of them.

Most values are in the columns of their fields. The column `record` has the others, and what else is known of a value.
Where a value comes from is left out, but for two things: which of several extras was said last, because that decides
which one an own field reads, and the name of the file that said the last of all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm.compact_json import compact_json
from crm.index.columns import BUILT_IN, PLAIN
from crm.leads.reading import extras_of, values_of
from crm.said import EXTRAS, FURTHER, extra_path
from crm.statements.arrivals import Standing
from crm.statements.folding import Held, LeadState
from crm.statements.lead import Lead
from crm.statements.statement import Origin, Place

if TYPE_CHECKING:
    from crm.index.database import Database

_EXTRA = f"{EXTRAS}/"
_VALUES = len(PLAIN) - 4
"""Those of a lead; behind them, its file and its times."""


def to_record(state: LeadState) -> str | None:
    """What the columns do not say of a lead: the order of its extras, and what is left of its values, by path.

    Leads of one import mostly have the same order, which the database keeps once for many. None if there is nothing.
    """
    several = {first for first, further in FURTHER.items() if any(True for _ in values_of(state, further))}
    places = sorted({held.origin.place for path, held in state.held.items() if path.startswith(_EXTRA)})
    rank = {place: number for number, place in enumerate(places)}
    record: dict[str, Any] = {}
    for path, held in state.held.items():
        is_extra = path.startswith(_EXTRA)
        has_column = held.text != "" and (is_extra or (path in PLAIN and path not in several))
        details: list[Any] = [rank[held.origin.place] if is_extra else 0, held.label, held.is_protected]
        for usual in (False, "", 0):
            if details[-1] != usual:
                break
            details.pop()
        if details or not has_column:
            record[path] = [None if has_column else held.text, *details]
    headers = list(extras_of(state))
    if not record and len(headers) < 2:
        return None
    return compact_json([headers, record] if record else [headers])


def lead_columns(database: Database) -> str:
    """What `lead_of` takes of a row, as SQL."""
    headers = [f"coalesce(s_x{number}, t_x{number})" for number in database.header_numbers.values()]
    return ", ".join(["lead_id", "record", "xt", "xs", *(BUILT_IN[field].spelling for field in PLAIN), *headers])


def lead_of(row: Sequence[Any], headers: Sequence[str]) -> Lead:
    """A lead of which lists and exports show the same as of the one that the row was made of.

    It has no chain, and the origins of its values are told apart and ordered, but nothing else is true of them.

    Args:
        row: the values of `lead_columns`.
        headers: of the file, in the order of their numbers.
    """
    lead_id, record, others, spellings = row[:4]
    plain, extras = row[4 : 4 + len(PLAIN)], row[4 + len(PLAIN) :]
    file_name, created_at, updated_at, deleted_at = plain[_VALUES:]
    order, *details = json.loads(record) if record else [()]
    by_header = {header: text for header, text in zip(headers, extras, strict=True) if text is not None}
    by_header |= {**(others or {}), **(spellings or {})}
    texts = {field: text for field, text in zip(PLAIN[:_VALUES], plain, strict=False) if text is not None}
    texts |= {extra_path(header): by_header[header] for header in order or by_header}
    held = _held(texts, details[0] if details else {}, file_name or "")
    newest = max((one.origin.place for one in held.values()), default=Place(0, 0, 0))
    return Lead(lead_id, Standing(LeadState(held, created_at, updated_at, deleted_at or ""), newest), "")


def _held(texts: Mapping[str, str], record: Mapping[str, list[Any]], file_name: str) -> dict[str, Held]:
    usual = Origin(Place(0, 0, 0), "", "", "", file_name)
    # An email or a phone beside others: the column has the first of all, the record has each.
    hidden = {first for first, further in FURTHER.items() if any(path.startswith(f"{further}/") for path in record)}
    held = {path: Held(text, usual) for path, text in texts.items() if path not in hidden}
    for path, (text, *details) in record.items():
        rank, label, is_protected = (*details, *_USUAL[len(details) :])
        origin = usual._replace(place=Place(0, 0, rank)) if rank else usual
        held[path] = Held(held[path].text if text is None else text, origin, None, label, is_protected)
    return held


_USUAL: tuple[Any, ...] = (0, "", False)
