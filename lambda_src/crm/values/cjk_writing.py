"""Tells how a name is written in Chinese, Japanese and Korean; knows no names, so that whoever shows one can use it."""

from __future__ import annotations

import re

DASH_WITHIN_CJK = r"(?<=[\u3041-\u9fff\uac00-\ud7a3])[-－–—](?=[\u3041-\u9fff\uac00-\ud7a3])"
"""A pattern for a dash without blanks between two such letters: it divides a text as one with blanks does elsewhere."""
_CJK_ONLY = re.compile("[\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3·・\\s]+")
_KATAKANA = re.compile("[\u30a0-\u30ff]")


def is_cjk(name: str) -> bool:
    """Whether a name has no letters but Chinese characters, kana and Hangul."""
    return _CJK_ONLY.fullmatch(name) is not None


def is_family_name_first(name: str) -> bool:
    """Whether a whole name is written family name first and without a space; katakana spells names from elsewhere."""
    return is_cjk(name) and _KATAKANA.search(name) is None
