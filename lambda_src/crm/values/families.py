"""Names that begin with the family name, or have no given name: `Frau von der Leyen`, `Fam. de Vries (Jeroen)`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.values.honorifics import strip_honorifics, strip_salutations_behind
from crm.values.known_values import known_values
from crm.values.particles import is_particle
from crm.values.titled_people import titled_people_words
from crm.values.titles import title_words

_GIVEN_BEHIND = re.compile(
    r"([^()（）\[\]]*[^()（）\[\]\s])\s*+[(（\[]([^\W\d_][\w'’-]*+)(?:\s[^()（）\[\]@\d]{1,40})?[)）\]]"
)
"""A family with a given name in brackets; of two people in them, the first."""


_GIVEN_ALONE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""A Thai, Lao, Burmese or Khmer letter: there a form of address stands before the given name."""
_PERSIAN = re.compile("(?:ی|پور|زاده|نژاد|یان|فر|نیا|وند)$")
"""How Persian family names end."""
_ARABIC = re.compile("[\u0600-\u06ff]")
_GREEK = re.compile("[\u0370-\u03ff]")
_CLOSE_COMMA = re.compile(r",(?=[^\W\d_])")
_EMPTY_PART = re.compile(r",\s?[-–—]$")


def given_behind_family(name: str) -> tuple[str, str] | None:
    """The given and the family name of `Fam. de Vries (Jeroen)` and `Müller (Anna)`; None for any other name."""
    found = _GIVEN_BEHIND.fullmatch(name)
    if found is None or found[2].casefold() not in known_values().given_names:
        return None
    family, without_honorific = strip_honorifics(found[1])
    words = family.split()
    alone = len(words) == 1 and words[0].casefold() not in known_values().given_names
    return (found[2], family) if alone or is_family_alone(words, saluted=not without_honorific) else None


def is_family_alone(words: Sequence[str], *, saluted: bool) -> bool:
    """Whether a name is a family name only, with its particles: `v. Ahlefeld`, `Freiherr von Stetten`.

    Args:
        words: of the name, without salutations.
        saluted: whether there was one: then the particle may have a capital, as in `mw. Ten Cate-Bos`.
    """
    known = known_values()
    if len(words) == 1:
        arabic = _ARABIC.match(words[0]) and not words[0].startswith("ال")
        persian = _PERSIAN.search(words[0]) and words[0] not in known.given_names
        greek = _GREEK.match(words[0]) and words[0].casefold() in known.given_names
        is_given = _GIVEN_ALONE.match(words[0]) or (arabic and not persian) or greek
        return saluted and not is_given
    first, last = words[words[0].casefold() in known.ranks_of_nobility], words[-1]
    if not is_particle(first) or last.casefold() in known.given_names or not last[:1].isupper():
        return False
    if any(word.endswith(",") for word in words):
        return False
    return first[:1].islower() or (saluted and first.casefold() not in known.given_names)


def given_name_behind_address(name: str, *, family_first: bool = False) -> str:
    """The given name of a text with only a form of address or an epithet before it: `p. Zbyszek`, `Cô Ba`, `Big Ron`.

    "" for any other text.

    Args:
        family_first: whether the name is one of a column with the family name in front: then `Anh Giang` has none.
    """
    *before, last = name.split()
    known = known_values()
    if before and (behind := _behind_vietnamese_address(name, family_first=family_first)):
        return behind
    folded = [word.casefold() for word in before]
    if not before or not (" ".join(folded) in known.epithets or known.given_name_salutations.issuperset(folded)):
        return ""
    alone = last.casefold() in known.given_names and last.casefold() not in known.family_names
    return last if alone else ""


def _behind_vietnamese_address(name: str, *, family_first: bool) -> str:
    """What stands behind a Vietnamese form of address unless it begins with a family name, which never stands alone."""
    (address, first, *rest), known = name.split(), known_values()
    if title_words().always.words_at(name.split(), 0) > 1:
        # "Bác sĩ Nguyễn Văn An".
        return ""
    if address.casefold() not in titled_people_words().vietnamese_addresses:
        return ""
    if address.isascii() and not family_first and known.vietnamese.search(name) is None:
        # "Anh Nguyen" is written the other way round.
        return ""
    return "" if rest and first.casefold() in known.vietnamese_family else " ".join((first, *rest))


def with_comma_of_ticket(name: str) -> str:
    """A name as airlines write it with a comma for the slash, `SMITH/JOHN MR`; any other name as it is."""
    if "/" not in name or not name.isupper():
        return name
    words = name.split()
    return name.replace("/", ", ", 1) if strip_salutations_behind(words) != words else name


def with_blank_behind_commas(name: str) -> str:
    """`LEE,ANN MAY,-` as `LEE, ANN MAY`; a comma within a number stays as it is."""
    return _CLOSE_COMMA.sub(", ", _EMPTY_PART.sub("", name)) if "," in name else name
