"""Rows right below a header that say how its columns are to be filled, as templates have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import EMAIL, NUMBER, PHONE, kind_of
from crm.spreadsheets.model import EXPLAINING_ROW, Row

# So many rows below the header are looked at.
_ROWS = 3
# Names of fields in a row, from which on it is a second header: a person may well be called Church.
_FEWEST_NAMES = 3

_EXPLAINS = r"""[(\[<*]*\s*(?:
        (?:required|optional|mandatory|recommended|pflicht(?:feld|angabe)?|erforderlich|freiwillig|obligatoire|requis
           |facultatif|optionnel|obligatori[oa]|opcional|requerido|facoltativo|obrigat[oó]rio|verplicht|optioneel
           |wymagan[ey]|opcjonaln[ey]|zorunlu|обязательно|необязательно|必填|选填|選填|可选|必須|任意|필수|선택)(?:\s+field)?
      | text|string|varchar|char|number|numeric|integer|int|decimal|date|datetime|boolean|bool|e-?mail|phone|url
           |picklist|lookup|dropdown|free\s?text|alphanumeric|zahl|datum|texte|nombre|texto|n[uú]mero|文本|数字|文字
      | (?:max(?:imum)?|min(?:imum)?|up\s+to|bis\s+zu|höchstens)\.?\s*:?\s*\d+
           \s*(?:char\w*|letters|digits|zeichen|caract\w+)?
      | (?:must|should)\s+be\s.{1,60} | international\s+format | format\s*[:=].{1,60}
      | (?:e\.?\s?g\.?|ex(?:ample|emple)?\.?\s?[:.]|z\.\s?b\.|bsp\.?|p\.\s?ej\.|np\.|напр\.|например
           |例[:：]|例如|예[:：])[\s:,].{0,80}
      | \{.*\}
      | (?:yyyy|jjjj|aaaa)[-/.](?:mm|MM)[-/.](?:dd|tt|jj) | (?:dd|tt|jj|mm)[-/.](?:mm|dd)[-/.](?:yyyy|jjjj|aaaa)
    )\s*(?:\(\d+\))?[)\]>*]*"""


@lru_cache(maxsize=1)
def _explains() -> re.Pattern[str]:
    """The pattern, compiled for the first row below a header that holds no address, number or date."""
    return re.compile(_EXPLAINS, re.IGNORECASE | re.VERBOSE)


def mark_explaining(rows: list[Row], is_header_word: Callable[[str], bool] | None) -> None:
    """Marks, among the first rows below a header, those that explain the columns instead of holding a contact.

    Args:
        rows: the rows below the header; changed in place.
        is_header_word: says whether a text is the name of a field.
    """
    filled = [position for position, row in enumerate(rows[: 4 * _ROWS]) if row.cells]
    # The last row of a sheet is a contact whatever it looks like.
    for position in filled[: min(_ROWS, len(filled) - 1)]:
        if rows[position].skip is not None or not explains_columns(rows[position].cells, is_header_word):
            return
        rows[position] = rows[position]._replace(skip=EXPLAINING_ROW)


def _is_value(text: str) -> bool:
    """Whether a text is an address or a number and not an example of one, such as `e.g. ann@x.example`."""
    return kind_of(text) in (EMAIL, PHONE, NUMBER) and (" " not in text or not text[0].isalpha())


def explains_columns(cells: Sequence[str], is_header_word: Callable[[str], bool] | None) -> bool:
    """Whether nearly all cells of a row say how a column is to be filled, or all are names of fields."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    if len(texts) < 2 or any(map(_is_value, texts)):
        return False
    explaining = sum(1 for text in texts if _explains().fullmatch(text))
    if explaining >= 2 and explaining >= 0.7 * len(texts):
        return True
    if is_header_word is None or len(texts) < max(_FEWEST_NAMES, 0.6 * len(cells)):
        return False
    return all(is_header_word(text) for text in texts)
