"""Which rows of a sheet are its header, by shape: what stands above a column is unlike what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.spreadsheets.cell_kinds import DATA_KINDS, EMPTY, FLAG, NUMBER, TEXT, kind_of, shape_of
from crm.spreadsheets.model import Row

IsHeaderWord = Callable[[str], bool]

# Rows with content that are tried as a header, and rows below that stand for the body.
_CANDIDATES = 40
_BODY = 60


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet.

    Args:
        rows: positions among the rows that were looked at.
        texts: one text a column.
    """

    rows: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    filled: int
    main_kind: str
    main_share: float
    values: frozenset[str]
    shape: str
    shape_share: float
    mean_length: float


def find_header(rows: Sequence[Row], is_header_word: IsHeaderWord | None = None) -> Header | None:
    """The header among the first rows of a sheet, None when there is none."""
    filled = [position for position, row in enumerate(rows) if any(map(str.strip, row.cells))]
    best: tuple[float, int] | None = None
    for order, position in enumerate(filled[:_CANDIDATES]):
        score = _score(rows, filled, order, is_header_word)
        if score is not None and (best is None or score > best[0]):
            best = (score, position)
    if best is None or best[0] <= 0:
        return None
    position = best[1]
    above = _group_row(rows, filled, position)
    if above is None:
        return Header((position,), _texts(rows[position]))
    return Header((above, position), _joined(rows[above], rows[position]))


def _texts(row: Row) -> tuple[str, ...]:
    cells = [" ".join(cell.split()) for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _joined(group: Row, sub: Row) -> tuple[str, ...]:
    groups, subs = _texts(group), _texts(sub)
    current, texts = "", []
    for column in range(max(len(groups), len(subs))):
        upper = groups[column] if column < len(groups) else ""
        lower = subs[column] if column < len(subs) else ""
        if upper:
            current = upper
        texts.append(f"{current} {lower}".strip() if lower else upper)
    return tuple(texts)


def _filled(row: Row) -> list[int]:
    return [column for column, cell in enumerate(row.cells) if cell.strip()]


def _columns(body: Sequence[Row]) -> dict[int, _Column]:
    width = max((len(row.cells) for row in body), default=0)
    columns = {}
    for column in range(width):
        texts = [text for row in body if column < len(row.cells) and (text := row.cells[column].strip())]
        if not texts:
            continue
        kinds = Counter(map(kind_of, texts))
        shapes = Counter(map(shape_of, texts))
        kind, count = kinds.most_common(1)[0]
        shape, shape_count = shapes.most_common(1)[0]
        columns[column] = _Column(
            filled=len(texts),
            main_kind=kind,
            main_share=count / len(texts),
            values=frozenset(text.casefold() for text in texts),
            shape=shape,
            shape_share=shape_count / len(texts),
            mean_length=sum(map(len, texts)) / len(texts),
        )
    return columns


def _score(rows: Sequence[Row], filled: Sequence[int], order: int, is_word: IsHeaderWord | None) -> float | None:
    """How much a row looks like the header; None when it cannot be one, above zero when it can."""
    position = filled[order]
    candidate = rows[position]
    used = _filled(candidate)
    body = [rows[below] for below in filled[order + 1 : order + 1 + _BODY]]
    kinds = [kind_of(candidate.cells[column]) for column in used]
    data_cells = sum(1 for kind in kinds if kind in DATA_KINDS)
    if any(kind in DATA_KINDS and kind != NUMBER for kind in kinds) or data_cells > 0.3 * len(used):
        return None
    columns = _columns(body)
    if not body:
        words = sum(1 for column in used if is_word and is_word(candidate.cells[column]))
        return 0.1 + words if len(used) > 1 and order == 0 else None
    body_width = max(len(_filled(row)) for row in body[:20])
    if len(used) < 0.4 * body_width or (len(used) == 1 and body_width > 1):
        return None
    total = 0.0
    for column in used:
        total += _contrast(candidate.cells[column].strip(), columns.get(column), is_word)
    score = total / max(len(used), 1)
    # What a table has above its header is narrower than the table.
    for above in filled[:order]:
        if len(_filled(rows[above])) >= max(2, 0.6 * len(used)):
            score -= 0.35
    if order and len(used) >= 0.6 * len(columns):
        score += 0.05
    return score


def _contrast(text: str, column: _Column | None, is_word: IsHeaderWord | None) -> float:
    word = 1.0 if is_word is not None and is_word(text) else 0.0
    if column is None:
        return 0.1 + word
    if text.casefold() in column.values:
        return -0.5 + 0.5 * word
    if column.main_kind not in (TEXT, FLAG, EMPTY) and column.main_share >= 0.6:
        return 1.0 + 0.3 * word
    shape = shape_of(text)
    if any(char.isdigit() for char in shape) and shape == column.shape and column.shape_share >= 0.5:
        return -1.0
    if column.mean_length > 2.5 * len(text):
        return 0.3 + word
    return 0.1 + word


def _group_row(rows: Sequence[Row], filled: Sequence[int], position: int) -> int | None:
    """The row above when it names groups of columns."""
    order = filled.index(position)
    if order == 0 or filled[order - 1] != position - 1:
        return None
    above, below = rows[position - 1], rows[position]
    upper, lower = _filled(above), _filled(below)
    if len(upper) < 2 or any(kind_of(above.cells[column]) in DATA_KINDS for column in upper):
        return None
    repeated = len({below.cells[column].strip().casefold() for column in lower}) < len(lower)
    gaps_filled = bool(set(upper) - set(lower))
    if len(upper) < len(lower) and (repeated or gaps_filled or len(upper) <= 0.6 * len(lower)):
        return position - 1
    return None
