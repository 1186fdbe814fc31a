"""Tells how a name is written in Chinese, Japanese and Korean; knows no names, so that whoever shows one can use it."""

from __future__ import annotations

import re

DASH_WITHIN_CJK = r"(?<=[\u3041-\u9fff\uac00-\ud7a3])[-－–—](?=[\u3041-\u9fff\uac00-\ud7a3])"
"""A pattern for a dash without blanks between two such letters: it divides a text as one with blanks does elsewhere."""
_CJK_ONLY = re.compile("[\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3·・\\s]+")
_TELLS_APART = re.compile(
    r"(?<=[\u3041-\u9fff\uac00-\ud7a3])\s?[(（]?(?:[A-Za-zＡ-Ｚ]|[0-9０-９]{1,2})[)）]?(?=\Z|\s|[님씨様]|さん)"
)
"""A letter or a number behind a name, with which schools and churches tell people of one name apart."""
_KATAKANA = re.compile("[\u30a0-\u30ff]")


def is_cjk(name: str) -> bool:
    """Whether a name has no letters but Chinese characters, kana and Hangul."""
    return _CJK_ONLY.fullmatch(name) is not None


def told_apart(name: str) -> str:
    """The name before a letter or number: `박지영` of `박지영B`, `王伟` of `王伟1`; "" for any other text."""
    bare = _TELLS_APART.sub("", name, count=1).strip()
    return bare if bare != name and len(bare) > 1 and is_cjk(bare) else ""


def is_family_name_first(name: str) -> bool:
    """Whether a whole name is written family name first and without a space; katakana spells names from elsewhere."""
    return is_cjk(name) and _KATAKANA.search(name) is None
