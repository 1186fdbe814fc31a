"""Lists whose contacts take several lines, each behind a label, or one line with a label before each value.

`Name: Ann Lee` begins a contact, `Phone: 0171 555` goes on; a line of two cells holds a label and its value too.
Numbers are chosen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from crm.spreadsheets.layout.column_profile import filled_columns
from crm.spreadsheets.layout.contact_cards import Cards, Listing
from crm.spreadsheets.layout.labelled_lines import LabelledLine, Piece, is_reach, read_lines, runs_of
from crm.spreadsheets.layout.message_lines import as_table
from crm.spreadsheets.layout.message_names import KindsOf
from crm.spreadsheets.model import Row

_FEWEST_LABELS = 2
"""Known labels of a list."""
_MOST_LABELS = 60
"""Labels of a list; one with more of them is a table."""
_LABELLED = 0.6
"""Share of the lines that must begin with a known label."""
_MOST_VALUES_OF_WORDS = 0.4
"""Share of the values that may be names of fields: `Owner` is a job, but where most are such, headers are listed."""
_RUNS = 0.6
"""Share of the runs between blank lines that begin alike where each is a contact."""
_MOST_CELLS = 2
"""Cells in which a delimiter has cut a label and its value."""
_WIDE = 0.3
"""Share of the lines that a delimiter may have cut into more cells, as in `Notes: small, red, new`."""
_SEVERAL = re.compile(r"\s[-–—/|•·]\s|[;|｜•]")


def find_labelled_contacts(listing: Listing, kinds_of: KindsOf) -> Cards | None:
    """The contacts of a list of labelled lines, or None if it is none.

    Args:
        kinds_of: see `open_spreadsheet`.
    """
    rows, delimiter, is_header_word = listing
    lines = read_lines(rows, delimiter, is_header_word)
    if not _are_labelled(lines, is_header_word) or not _are_lines(rows, lines, delimiter):
        return None
    runs = runs_of(lines)
    start = _start(runs)
    if not start or _are_named_above(runs, kinds_of) or _hold_several(lines, start):
        return None
    contacts = list(_contacts(lines, start, in_runs=_begin_alike(runs, start)))
    labels = list(dict.fromkeys(label for _, values in contacts for label in values))
    cells = {number: tuple(values.get(label, "") for label in labels) for number, values in contacts}
    return Cards(tuple(labels), as_table(rows, cells))


def _are_labelled(lines: Sequence[LabelledLine], is_header_word: Callable[[str], bool]) -> bool:
    pieces = [piece for line in lines for piece in line.pieces if piece.label]
    labels = {piece.label.casefold() for piece in pieces}
    known = {piece.label.casefold() for piece in pieces if piece.known}
    if len(known) < _FEWEST_LABELS or 2 * len(known) <= len(labels) or len(labels) > _MOST_LABELS:
        return False
    values = [piece.value for piece in pieces if piece.value]
    words = sum(1 for value in values if is_header_word(value))
    labelled = sum(1 for line in lines if line.pieces[0].known)
    return (
        labelled >= _LABELLED * len(lines)
        and words <= _MOST_VALUES_OF_WORDS * len(values)
        and any(map(is_reach, values))
    )


def _are_lines(rows: Sequence[Row], lines: Sequence[LabelledLine], delimiter: str | None) -> bool:
    """Whether rows are lines with labels, and no rows of a table of which some cells look like labels."""
    if delimiter in (None, "\t"):
        return _are_pairs(rows)
    cells = {row.number: len(filled_columns(row.cells)) for row in rows}
    wide = sum(1 for line in lines if cells[line.number] > _MOST_CELLS * len(line.pieces))
    return delimiter == ":" or wide <= _WIDE * len(lines)


def _are_pairs(rows: Sequence[Row]) -> bool:
    """Whether the rows of a table have a label and a value at most, each in its column."""
    places = [filled for row in rows if (filled := filled_columns(row.cells))]
    columns = {column for filled in places for column in filled}
    return all(len(filled) <= _MOST_CELLS for filled in places) and len(columns) <= _MOST_CELLS


def _start(runs: Sequence[Sequence[LabelledLine]]) -> str:
    """The label that begins each contact."""
    every = [[_key(piece) for line in run for piece in line.pieces if piece.known] for run in runs]
    counts = Counter(label for labels in every for label in labels)
    firsts = Counter(labels[0] for labels in every if labels)
    label, times = max(firsts.items(), key=lambda item: item[1])
    if times > 1 and 2 * times >= len(runs):
        return label
    return next((label for label in counts if counts[label] > 1), next(iter(counts), ""))


def _begin_alike(runs: Sequence[Sequence[LabelledLine]], start: str) -> bool:
    """Whether nearly all runs begin with the same label, so that each of them is a contact."""
    labelled = [run for run in runs if any(line.pieces[0].known for line in run)]
    begun = sum(1 for run in labelled if any(_key(line.pieces[0]) == start for line in run))
    return len(labelled) > 1 and begun >= _RUNS * len(labelled)


def _are_named_above(runs: Sequence[Sequence[LabelledLine]], kinds_of: KindsOf) -> bool:
    """Whether names without a label stand above the labelled lines of most contacts."""
    labelled = [run for run in runs if any(line.pieces[0].known for line in run)]
    named = [run[0].text for run in labelled if not run[0].pieces[0].label and len(run) > 1]
    names = [text for text in named if not any(map(str.isdigit, text)) and not _PEOPLE.isdisjoint(kinds_of(text))]
    return 2 * len(names) > len(labelled)


def _hold_several(lines: Sequence[LabelledLine], start: str) -> bool:
    """Whether most names hold more than a name: `👤 Ann Lee · Acme Ltd · 📞 0171 555`."""
    values = [piece.value for line in lines for piece in line.pieces if _key(piece) == start]
    return 2 * sum(1 for value in values if _SEVERAL.search(value)) > len(values)


_PEOPLE = frozenset({"person", "maybe_person", "given", "family", "company"})


def _contacts(lines: Sequence[LabelledLine], start: str, *, in_runs: bool) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of each contact's row and its values by label.

    Args:
        in_runs: whether blank lines divide the contacts.
    """
    number, last, latest = 0, "", ""
    values: dict[str, str] = {}
    names: dict[str, str] = {}
    apart = False
    for place, line in enumerate(lines):
        apart = apart or line.apart
        for piece in line.pieces:
            key = _key(piece)
            label = names.setdefault(key, piece.label)
            if not piece.label:
                if latest and not line.apart and not _is_title(lines, place, start):
                    values[latest] = f"{values[latest]}\n{piece.value}".strip()
                continue
            begins = not number or (label in values and key == start)
            if not begins and apart:
                begins = label in values or (in_runs and key == start)
            elif not begins and label in values:
                begins = not (in_runs or last == key or is_reach(piece.value) or is_reach(values[label]))
            if begins:
                if number:
                    yield number, values
                number, values = line.number, {}
            latest = _free(label, values)
            values[latest] = piece.value
            last, apart = key, False
    yield number, values


def _free(label: str, values: dict[str, str]) -> str:
    """A label that a contact does not have yet: `Phone`, `Phone 2`."""
    if not values.get(label):
        return label
    place = 2
    while values.get(f"{label} {place}"):
        place += 1
    return f"{label} {place}"


def _is_title(lines: Sequence[LabelledLine], place: int, start: str) -> bool:
    """Whether the next line begins a contact, above which a line such as `Contact 2` is none of its values."""
    following = lines[place + 1 : place + 2]
    return bool(following) and _key(following[0].pieces[0]) == start


def _key(piece: Piece) -> str:
    return piece.label.casefold()
