"""Sheets that explain a workbook instead of holding contacts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.spreadsheets.cell_kinds import EMAIL, PHONE, kind_of

_NAMES = re.compile(
    r"instruction|read\s?me|\bhelp\b|\bguide|how to|\babout\b|legend|anleitung|hinweis|hilfe|erl[aä]uterung|legende|"
    r"instruccion|ayuda|gu[ií]a|leyenda|mode d.emploi|\baide\b|istruzioni|legenda|instru[cç]|ajuda|toelichting|uitleg|"
    r"instrukcj|pomoc|инструкц|справка|інструкц|довідка|talimat|açıklama|yard[ıi]m|"
    r"说明|說明|須知|须知|使い方|説明|注意事項|記入例|안내|설명|تعليمات|הוראות|निर्देश|hướng dẫn|คำแนะนำ",
    re.IGNORECASE,
)


def explains(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Is a sheet with these first rows prose and not a list?

    A sheet with addresses or phone numbers never is, whatever it is called.
    """
    if any(kind_of(cell) in (EMAIL, PHONE) for cells in rows for cell in cells):
        return False
    filled = [[cell for cell in cells if cell.strip()] for cells in rows if cells]
    filled = [cells for cells in filled if cells]
    if not filled:
        return False
    texts = [cell for cells in filled for cell in cells]
    widths = sorted(map(len, filled))
    if _NAMES.search(name) and widths[len(widths) // 2] <= 4:
        return True
    if widths[-1] > 4:
        return False
    sentences = sum(1 for text in texts if len(text.split()) >= 8 or len(text) > 80)
    return sentences >= 3 and sentences >= 0.3 * len(filled)
