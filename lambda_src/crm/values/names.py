"""Splits full names into first and last name, in the order of the script and language they are written in.

Own code and not nameparser, which splits 40 of the 58 names of tests/unit/values/test_names.py as their bearers
would, against all 58, and takes 960 µs a name against 37 (docs/measurements.md).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from crm.values.accents import without_accents
from crm.values.addressees import is_family_name_before
from crm.values.cjk_names import split_cjk
from crm.values.cjk_writing import is_cjk, told_apart
from crm.values.families import (
    given_behind_family,
    given_name_behind_address,
    is_family_alone,
    with_blank_behind_commas,
    with_comma_of_ticket,
)
from crm.values.honorifics import (
    are_titles,
    is_initial_salutation,
    strip_honorifics,
    strip_salutations_behind,
    strip_suffixes,
    without_greetings,
    without_marks,
    without_ornaments,
)
from crm.values.known_values import known_values
from crm.values.name_orders import (
    family_is_first,
    is_family_name,
    is_foreign,
    is_patronymic_of_woman,
    leading_capitals,
    stands_before_given_names,
    trailing_capitals,
)
from crm.values.names_with_positions import without_role_behind
from crm.values.particles import (
    SLASHED,
    begins_family,
    is_particle,
    joins_next,
    with_rank,
)
from crm.values.person_name import PersonName
from crm.values.several_people import first_of_several
from crm.values.text import clean_cell
from crm.values.titled_people import without_title_inside
from crm.values.titles import begins_with_title, is_honorific
from crm.values.titles.behind import is_called_by_family_name, is_family_of, without_kin_behind

ANY_PARTY = "person or company"
"""Order of a column that holds people and companies."""
CLIENT = "client"
"""Order of a column that holds people and companies, where another column may name the person."""
COMPANY_FIRST = "company, person"
"""Order of a column in which a company and a comma may stand in front of a person."""
SHOWN_NAME = "company, person, or both"
"""Order of a column of companies, of people, and of people behind their company and a comma."""
NAME_ON_TOP = "name, address"
"""Order of a column of addresses with the name in front."""
PARTIES = frozenset({ANY_PARTY, CLIENT, COMPANY_FIRST, SHOWN_NAME, NAME_ON_TOP})
"""Orders of columns that hold companies beside people."""
FAMILY_NAME_FIRST = "family name first"
FRENCH = "fr"
"""Order of a column in which `M.` is a salutation and no initial."""
TURKISH = "tr"
"""Order of a column in which `Bey` is a form of address and no family name."""
SPANISH = "two family names"
"""Order of a column of Spanish names."""
LANGUAGES = frozenset({FAMILY_NAME_FIRST, FRENCH, TURKISH, SPANISH})
"""Orders that hold for a whole sheet."""
_PLAIN = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
"""Two capitalized words: given name and family name unless the first is a salutation."""
_NAME_WITH_PARTICLE = 3
"""Words of a name with a particle between its halves."""
_ASIDE = re.compile(
    r"(?:(?<!\s)\s++)?(?:\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»"
    r"|(?<!\S)(?:‘[^‘’]*’|'[^']*')(?!\S))\s*+"
)
_WORDS_WITHOUT_FAMILY = 2
"""Words of a given name and a patronymic."""
_WORDS_OF_COUPLE = 3
"""Words of two given names with an "and" between them."""
_DIGITS_BEHIND = 2
"""Digits of a number behind a name that tells people of one name apart."""
_WITHOUT_QUOTES = str.maketrans("", "", '"“”')


@lru_cache(maxsize=8192)
def split_full_name(text: str, order: str = "") -> PersonName:
    """Splits a full name into first and last name.

    Args:
        text: the name as typed.
        order: "" and those of `PARTIES` by script and punctuation; "family name first"; "two family names" for Spanish
            names; `FRENCH`; or a language (ja, zh, ko) for names in its script.
    """
    if order in ("", ANY_PARTY, CLIENT) and (plain := _plain_name(text)) is not None:
        return plain
    cell = without_marks(clean_cell(text))
    typed = cell.replace("\n", " ")
    name = without_ornaments(first_of_several(without_kin_behind(without_greetings(cell))).replace("\n", " "))
    complete = name == typed == clean_cell(text)
    if is_cjk(name):
        found = split_cjk(name, order)
        return replace(found, complete=complete and found.complete)
    if bare := told_apart(name):
        return replace(split_cjk(bare, order), complete=False)
    if (asian := _in_its_own_script(name, order)) is not None:
        return asian
    name = with_blank_behind_commas(with_comma_of_ticket(name))
    people = _first_person(name)
    if people is not None:
        name, complete = people, False
    if (behind := given_behind_family(name)) is not None:
        return PersonName(*behind, complete=False)
    without_aside = _without_number(without_role_behind(_ASIDE.sub(" ", name).strip()))
    if without_aside and " " not in without_aside and name[:1] in '"“':
        # '"Buzz" Aldrin' has no other given name.
        without_aside = name.translate(_WITHOUT_QUOTES)
    if without_aside and without_aside != name:
        name, complete = without_aside, False
        if is_cjk(name):
            return replace(split_cjk(name, order), complete=False)
    return _without_salutations(name, order, complete=complete)


def _without_number(name: str) -> str:
    """A name without the number that tells its bearer from others of that name: `Hans Müller 2`, `Novák Jan #3`."""
    whole, _, number = name.rpartition(" ")
    digits = number.lstrip("#+x")
    is_number = digits.isdecimal() and len(digits) <= _DIGITS_BEHIND
    whole = whole.removesuffix(" +")
    return whole if is_number and " " in whole and not any(map(str.isdigit, whole)) else name


def _without_salutations(name: str, order: str, *, complete: bool) -> PersonName:
    """Splits one person's name, which may have salutations, titles and suffixes around it."""
    family, _, given = name.partition(",")
    if is_family_name_before(family, given):
        return PersonName(given.strip(), family, complete)
    bare, without_honorific = strip_honorifics(name, french=order == FRENCH, spanish=order == SPANISH)
    named, without_suffix = strip_suffixes(bare)
    saluted = strip_salutations_behind(_without_address_inside(named, order), turkish=order == TURKISH)
    behind = {word.casefold() for word in named[len(saluted) :]}
    words = without_title_inside(saluted)
    # "Hakan Bey" has no family name, "Kovács úr" no given one.
    by_given_name = without_honorific and bool(behind) and behind <= known_values().behind_given_names
    by_family_name = is_called_by_family_name(bare.split(), words)
    without_honorific = without_honorific and words == named
    complete = complete and without_honorific and without_suffix
    if not words:
        return PersonName(bare, "", complete)
    if given := given_name_behind_address(name, family_first=order == FAMILY_NAME_FIRST):
        return PersonName(given, "", False)
    saluted_by_family_name = not without_honorific and not by_given_name and not _is_called_by_given_name(name, order)
    if is_family_alone(words, saluted=saluted_by_family_name or by_family_name):
        return PersonName("", " ".join(words).strip(","), complete)
    capitals = all(word.isupper() and len(word) > 1 for word in words)
    if not without_honorific and capitals and order == FRENCH and words[0].casefold() not in known_values().given_names:
        # "M. DE LA TOUR" has no given name.
        return PersonName("", " ".join(words), False)
    first, last = _halves(words, order, saluted=not without_honorific)
    if complete and "," in bare:
        # A title behind the comma is in neither half.
        complete = _letters(first + last) == _letters("".join(words))
    return PersonName(first.strip(" ,"), last.strip(" ,"), complete)


def _without_address_inside(words: list[str], order: str) -> list[str]:
    """The words of a Turkish or Azerbaijani name without a form of address in it: `Rəşad bəy Əliyarov`."""
    if order != TURKISH:
        return words
    ends, known = (0, len(words) - 1), known_values().behind_given_names
    return [word for place, word in enumerate(words) if place in ends or word.casefold() not in known]


def _is_called_by_given_name(name: str, order: str) -> bool:
    """Whether a form of address stands in front of given names: `Dona Cida`, `Don Luis`."""
    return order == SPANISH and name.split()[0].casefold() in known_values().iberian_salutations


def _plain_name(text: str) -> PersonName | None:
    """A name of two capitalized words, which most names are; None for any other."""
    if _PLAIN.fullmatch(text) is None:
        return None
    known = known_values()
    first, _, last = text.partition(" ")
    if text.casefold() in known.compound_given:
        return PersonName(text, "", True)
    in_front, behind = first.casefold(), last.casefold()
    is_other = (
        stands_before_given_names([first, last])
        or in_front in known.not_given
        or in_front in known.epithets
        or in_front in known.before_whole_names
        or in_front in known.given_name_salutations
        or begins_with_title((first, last))
        or is_family_of(last)
        or behind in known.suffixes
        or behind in known.salutations_behind
    )
    return None if is_other else PersonName(first, last, True)


def _in_its_own_script(name: str, order: str) -> PersonName | None:
    """The East Asian name beside the one in Latin letters: `David Wu 吳大偉`; None where there are not both."""
    if name.isascii():
        return None
    words = name.split()
    asian = " ".join(filter(is_cjk, words))
    if not asian or not any(word[0].isascii() for word in words):
        return None
    found = replace(split_cjk(asian, order), complete=False)
    return found if found.first and found.last else None


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _first_of_couple(words: list[str]) -> str | None:
    """The first of two people around an "and", with the family name: `Hernán y Sol Abichain`, `Anna és Péter Nagy`;
    without one in `Marcos y Noelia`.

    Behind a given name that is no family name, none of two family names stands, as in `Ortega y Gasset`.
    """
    known = known_values()
    folded = [word.casefold() for word in words]
    place = next((index for index, word in enumerate(folded) if word in known.between_couples), 0)
    if place == 1 and len(words) == _WORDS_OF_COUPLE and known.given_names.issuperset((folded[0], folded[-1])):
        return words[0]
    if not 0 < place < len(words) - 2 or not words[place + 1][0].isupper():
        return None
    romance = folded[place] in known.between_family_names
    surely_given = romance and place == 1 and folded[0] not in known.family_names
    behind = () if surely_given else (folded[place + 1],)
    if not known.given_names.issuperset((*folded[:place], *behind)):
        return None
    shared = split_full_name(" ".join(words[place + 1 :])).last
    return " ".join([*words[:place], shared]) if shared else None


def _first_person(name: str) -> str | None:
    """The first of two people in one cell, with the family name that they share; None for one person."""
    if SLASHED.search(name) is not None:
        return None
    alone = _ASIDE.sub(" ", name).strip() or name
    if (couple := _first_of_couple(strip_honorifics(alone)[0].split())) is not None:
        return couple
    parts = [part.strip(" ,") for part in known_values().between_people.split(alone)]
    if len(parts) < 2 or not all(parts) or any(any(map(str.isdigit, part)) for part in parts):
        return None
    first = parts[0]
    if is_particle(first.rpartition(" ")[2]):
        # "von und zu".
        return None
    words, _ = strip_suffixes(strip_honorifics(first)[0])
    misters = len(parts) == 2 and is_initial_salutation(first) and is_honorific(parts[1].split()[0])
    if misters or are_titles(first.split()):
        # "Mr. & Mrs. Smith" stays: both salutations are removed together.
        return None
    if len(words) == 1 and "," not in first:
        shared = split_full_name(parts[-1]).last
        return f"{first} {shared}".strip()
    return first


def _halves(words: list[str], order: str, *, saluted: bool) -> tuple[str, str]:
    """Splits words without salutations and suffixes into first and last name."""
    for index, word in enumerate(words[:-1]):
        if word.endswith(","):
            return _after_comma(" ".join(words[: index + 1]).rstrip(","), words[index + 1 :])
    if len(words) == 1:
        last, comma, first = words[0].strip(",").partition(",")
        return (first, last) if comma else (words[0], "")
    if without_accents(" ".join(words).casefold()) in known_values().compound_given:
        return " ".join(words), ""
    if len(words) == _WORDS_WITHOUT_FAMILY and is_patronymic_of_woman(words[1]):
        # "Анна Ивановна".
        return " ".join(words), ""
    if joins_next(words[0]) and words[-1].casefold() not in known_values().given_names:
        return "", " ".join(words)
    if (order == FAMILY_NAME_FIRST and not is_foreign(words, saluted=saluted)) or family_is_first(words):
        end = _leading_family(words)
        return " ".join(words[end:]), " ".join(words[:end])
    capitals = trailing_capitals(words)
    if capitals:
        return " ".join(words[:-capitals]), " ".join(words[-capitals:])
    start = _family_starts(words) if len(words) > 2 else 1
    if order == SPANISH and start == len(words) - 1 > _after_devotion(words) and _bears_two(words):
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def _after_comma(last: str, given: list[str]) -> tuple[str, str]:
    """Puts particles back before the family name: `Heide, Anna-Lena von der`."""
    given = strip_honorifics(" ".join(given))[0].split()
    # "Bhatt, Samir, DO, FACC": what stands behind a second comma is no name.
    given = given[: next((place for place, word in enumerate(given, start=1) if word.endswith(",")), len(given))]
    end = len(given)
    while end > 1 and given[end - 1].islower() and is_particle(given[end - 1]):
        end -= 1
    return " ".join(given[:end]), " ".join([*given[end:], last])


def _leading_family(words: list[str]) -> int:
    end = max(1, leading_capitals(words))
    while end < len(words) - 1 and (is_particle(words[end - 1]) or _are_both_family(words[end - 1], words[end])):
        end += 1
    return end


def _are_both_family(word: str, other: str) -> bool:
    """Whether two words are family names and nobody's given names: `Tóth Varga`."""
    return is_family_name(word) and is_family_name(other)


def _bears_two(words: list[str]) -> bool:
    """Whether a Spanish name of three or more words ends with two family names, unlike `José Ignacio Lertxundi`."""
    return len(words) > 3 or words[1].casefold() not in known_values().given_names


def _family_starts(words: list[str]) -> int:
    """Index of the first word of the family name, at least 1."""
    for index in range(_after_devotion(words), len(words) - 1):
        word = words[index]
        if joins_next(word):
            return index
        if len(words) == _NAME_WITH_PARTICLE and word.casefold() in known_values().particles_or_names:
            return index
        if word.casefold() in known_values().between_family_names:
            # "Ana e Silva".
            return max(index - 1, 1)
        if begins_family(words, index):
            if index >= 2 and words[index - 1].casefold() in known_values().iberian_family:
                return index - 1
            return with_rank(words, index)
    last, before = words[-1].casefold(), words[-2].casefold()
    if before in known_values().iberian_family and (
        last in known_values().iberian_family or before not in known_values().given_names
    ):
        return len(words) - 2
    return len(words) - 1


def _after_devotion(words: list[str]) -> int:
    """Number of words in a given name such as `María del Carmen`, at least 1, when a family name follows it."""
    for index in range(2, min(4, len(words) - 1)):
        between = [word.casefold() for word in words[1:index]]
        if words[index].casefold() in known_values().devotions and known_values().devotion_articles.issuperset(between):
            return index + 1
    return 1
