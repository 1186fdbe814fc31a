"""Makes leads again out of the rows of the read model: all that lists and exports show of them.

Most values are in the columns of their fields. The column `record` has the others, and what else is known of a value.
Where a value comes from is left out, but for two things: which of several extras was said last, because that decides
which one an own field reads, and the name of the file that said the last of all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from crm.compact_json import compact_json
from crm.index.columns import BUILT_IN, PLAIN
from crm.query.lead_texts import SEVERAL, LeadTexts
from crm.said import EXTRAS, FURTHER
from crm.statements.arrivals import Standing
from crm.statements.folding import Held, LeadState
from crm.statements.lead import Lead
from crm.statements.statement import Origin, Place

if TYPE_CHECKING:
    from crm.index.database import Database

_EXTRA = f"{EXTRAS}/"
_VALUES = PLAIN[:-4]
"""Those of a lead; behind them, its file and its times."""
_FIRST = 4
"""Columns of a row before the plain fields."""
_VALUES_END, _PLAIN_END = _FIRST + len(_VALUES), _FIRST + len(PLAIN)


def to_record(state: LeadState) -> str | None:
    """What the columns do not say of a lead: the order of its extras, and what is left of its values, by path.

    Leads of one import mostly have the same order, which the database keeps once for many. None if there is nothing.
    """
    fields = {path.partition("/")[0] for path in state.held}
    several = {first for first, further in FURTHER.items() if further in fields}
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
    headers = [path.removeprefix(_EXTRA) for path in state.held if path.startswith(_EXTRA)]
    if not record and len(headers) < 2:
        return None
    return compact_json([headers, record] if record else [headers])


def lead_columns(database: Database) -> str:
    """What `lead_of` takes of a row, as SQL."""
    return ", ".join(["lead_id", "record", "xt", "xs", *text_columns(database)])


def text_columns(database: Database) -> list[str]:
    """The texts in `lead_columns`, each as SQL."""
    headers = [f"coalesce(s_x{number}, t_x{number})" for number in database.header_numbers.values()]
    return [*(BUILT_IN[field].spelling for field in PLAIN), *headers]


def lead_of(row: Sequence[Any], headers: Sequence[str]) -> Lead:
    """A lead of which lists and exports show the same as of the one that the row was made of.

    It has no chain, and the origins of its values are told apart and ordered, but nothing else is true of them.

    Args:
        row: the values of `lead_columns`.
        headers: of the file, in the order of their numbers.
    """
    lead_id, record, others, spellings = row[:4]
    file_name, created_at, updated_at, deleted_at = row[_VALUES_END:_PLAIN_END]
    usual = _usual(file_name or "")
    held = {
        field: Held(text, usual)
        for field, text in zip(_VALUES, row[_FIRST:_VALUES_END], strict=True)
        if text is not None
    }
    order, details = _read(record) if record else ((), {})
    by_header = {header: text for header, text in zip(headers, row[_PLAIN_END:], strict=True) if text is not None}
    if others or spellings:
        by_header |= {**(others or {}), **(spellings or {})}
    for header in order or by_header:
        held[_EXTRA + header] = Held(by_header[header], usual)
    newest = _add_details(held, details, usual) if details else usual.place
    return Lead(lead_id, Standing(LeadState(held, created_at, updated_at, deleted_at or ""), newest), "")


def text_paths(database: Database) -> tuple[str, ...]:
    """The paths of the texts in `lead_columns`, for `texts_of`; those of the first four are none."""
    return ("leadId", "", "", "", *PLAIN, *(_EXTRA + header for header in database.header_numbers))


def texts_of(row: Sequence[Any], paths: Sequence[str]) -> LeadTexts:
    """What an export shows of the lead that `lead_of` gives, in a fifth of the time.

    Args:
        row: the values of `lead_columns`.
        paths: of `text_paths`.
    """
    texts: dict[str, str | None] = dict(zip(paths, row, strict=True))
    record, others, spellings = row[1:4]
    if others or spellings:
        texts |= {_EXTRA + header: text for header, text in {**(others or {}), **(spellings or {})}.items()}
    beside, several = said_beside(record)
    return LeadTexts(texts | beside, several)


def said_beside(record: str | None) -> tuple[dict[str, str | None], dict[str, list[tuple[str, str]]]]:
    """What a record says that the columns do not: texts that stand in the place of those in columns, by path; tags and
    further emails and phones with their labels, by field."""
    details = _read(record)[1] if record else {}
    texts: dict[str, str | None] = {}
    several: dict[str, list[tuple[str, str]]] = {}
    for path, (text, _, label, _) in details.items():
        field, slash, _ = path.partition("/")
        if slash and field in SEVERAL:
            several.setdefault(field, []).append((text, label))
        elif text is not None:
            texts[path] = text
    for first, further in FURTHER.items():
        if further in several and first not in details:
            # The column has the first of all, not the lead's.
            texts[first] = None
    return texts, several


def _add_details(held: dict[str, Held], details: Mapping[str, Sequence[Any]], usual: Origin) -> Place:
    """Adds what the columns do not say; returns the newest place."""
    for first, further in FURTHER.items():
        # An email or a phone beside others: the column has the first of all, the details have each.
        if first in held and any(path.startswith(f"{further}/") for path in details):
            del held[first]
    newest = usual.place
    for path, (text, rank, label, is_protected) in details.items():
        origin = usual._replace(place=Place(0, 0, rank)) if rank else usual
        newest = max(newest, origin.place)
        held[path] = Held(held[path].text if text is None else text, origin, None, label, is_protected)
    return newest


@lru_cache(maxsize=4_096)
def _read(record: str) -> tuple[Sequence[str], Mapping[str, Sequence[Any]]]:
    """The order of extras, and text, rank, label and protection by path. Many leads have the same record."""
    order, details = (*json.loads(record), {})[:2]
    return order, {path: (*parts, *_USUAL[len(parts) - 1 :]) for path, parts in details.items()}


@lru_cache(maxsize=256)
def _usual(file_name: str) -> Origin:
    return Origin(Place(0, 0, 0), "", "", "", file_name)


_USUAL: tuple[Any, ...] = (0, "", False)
