"""Tells which country a cell names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

COUNTRIES = Path(__file__).with_name("countries.toml")
_LONGEST = 80
"""Characters of a cell that may name a country; a longer one is a text."""
_FLAG_A = 0x1F1E6
"""The sign for A in flags, which two such signs are: 🇩🇪 is DE."""
_FLAG = re.compile("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])")
_SIDES = re.compile(r"[()\[\]/|:,–]|\s-\s")
"""Between a country and its code, or a part of it: `Germany (DE)`, `US - United States`, `Wales, UK`."""


def country_names() -> Iterable[str]:
    """All names, as `countries.toml` writes them."""
    return (name for names in _listed().values() for name in names)


@lru_cache(maxsize=4096)
def region_named(country: str) -> str | None:
    """The ISO 3166 region that a country cell names by code, name or flag, or None.

    Of several names, all that it can tell must be of one country, and none may be unknown.
    """
    if len(country) > _LONGEST:
        return None
    text = _FLAG.sub(lambda flag: f" {_letter(flag[1])}{_letter(flag[2])} / ", country)
    found = _one_named(text)
    if found is not None:
        return found
    sides = [side for side in _SIDES.split(text) if side.strip()]
    named = {_one_named(side) for side in sides}
    return named.pop() if len(named) == 1 else None


def _letter(sign: str) -> str:
    return chr(ord(sign) - _FLAG_A + ord("A"))


def _one_named(text: str) -> str | None:
    key = _key(text)
    regions = _regions()
    return regions.get(key) or (key.upper() if len(key) == 2 and key.upper() in _listed() else None)


def _key(name: str) -> str:
    """A name without case, accents of Latin letters and points around it."""
    plain = unicodedata.normalize("NFKD", name.casefold().strip(" .").replace("’", "'"))
    return unicodedata.normalize("NFC", "".join(sign for sign in plain if not "\u0300" <= sign <= "\u036f"))


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, list[str]]:
    with COUNTRIES.open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, str]:
    return {_key(name): code for code, names in _listed().items() for name in names}
