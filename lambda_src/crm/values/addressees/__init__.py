"""What stands in a cell of names beside a person or in place of one, by the words of `addressees.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from crm.values.blank_words import blank_words
from crm.values.blanks import is_blank_name, is_unnamed
from crm.values.cjk_writing import DASH_WITHIN_CJK, is_cjk
from crm.values.companies import is_surely_company, looks_like_company
from crm.values.families import given_name_behind_address
from crm.values.known_values import known_values
from crm.values.named_people import names_person
from crm.values.titles import is_honorific
from crm.values.word_lists import any_of, longest_first, phrases_of

ADDRESSEES = Path(__file__).with_name("addressees.toml")
_MOST_WORDS_OF_A_POSITION = 6
"""Words of a job title beside a name; a longer text is a sentence. Chosen."""
_FEWEST_WORDS_OF_A_NAME = 2
"""Words that are left of a name when a job title is taken off its end. Chosen."""
_FEWEST_WORDS_OF_A_LONG_TITLE = 2
_MOST_WORDS_BEHIND_AN_ARTICLE = 3
"""Words of a job title behind an article: `the head of school`. Chosen."""
_APART = re.compile(rf"(?<!\s)\s++[-–—|/]++\s++|(?<!\s)\s*+[,(;]\s*+|{DASH_WITHIN_CJK}")
_DASHES = "-－–—|/"
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A letter of a script that mostly has no blanks between words."""


class Addressee(NamedTuple):
    """Whom a cell of names is about.

    Args:
        name: the person, "" for none.
        position: the job title beside the name or in place of one, "" for none.
    """

    name: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class AddresseeWords:
    """The lists of `addressees.toml`, as that file describes them, case-folded.

    Args:
        introduction: matches one at the beginning of a text.
        endings, position_endings: of words.
        beginnings, position_beginnings: of texts.
        serving, relations, kin: beginnings of texts, with the blank behind them.
    """

    introduction: re.Pattern[str]
    departments: frozenset[str]
    or_family_names: frozenset[str]
    heads: frozenset[str]
    tails: frozenset[str]
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]
    positions: frozenset[str]
    articles: frozenset[str]
    position_endings: tuple[str, ...]
    position_beginnings: tuple[str, ...]
    serving: tuple[str, ...]
    relations: tuple[str, ...]
    kin: tuple[str, ...]


@lru_cache(maxsize=1)
def addressee_words() -> AddresseeWords:
    """Reads `addressees.toml` once per process."""
    with ADDRESSEES.open("rb") as file:
        lists = {name: str(text).casefold() for name, text in tomllib.load(file).items()}

    def phrases(name: str) -> frozenset[str]:
        return phrases_of(lists[name])

    return AddresseeWords(
        introduction=re.compile(rf"(?:{any_of(phrases('introductions'))})[:.,]?(?:\s+|$)", re.I),
        departments=phrases("departments"),
        or_family_names=phrases("or_family_names"),
        heads=frozenset(lists["heads"].split()),
        tails=frozenset(lists["tails"].split()),
        endings=tuple(lists["endings"].split()),
        beginnings=tuple(lists["beginnings"].split()),
        positions=frozenset(lists["positions"].split()),
        articles=frozenset(lists["articles"].split()),
        position_endings=tuple(lists["position_endings"].split()),
        position_beginnings=tuple(lists["position_beginnings"].split()),
        serving=tuple(f"{phrase} " for phrase in phrases("serving")),
        relations=tuple(f"{phrase} " for phrase in phrases("relations")),
        kin=tuple(f"{phrase} " for phrase in longest_first(phrases("kin"))),
    )


def is_department(text: str) -> bool:
    """Whether a text names a part of a firm: `Accounts payable`, `Dpto. Compras`, `Einkaufsabteilung`."""
    known = addressee_words()
    folded = text.casefold().strip(" .:-–")
    words = folded.split()
    if folded in known.departments:
        return True
    if folded.startswith(known.beginnings):
        return not any(word.startswith(known_values().attached_honorifics) for word in words)
    if not words or not known_values().given_names.isdisjoint(words):
        return False
    if len(words) == 1:
        return folded.endswith(known.endings) and folded not in known_values().family_names
    return words[0] in known.heads or words[-1] in known.tails


def is_family_name_before(left: str, right: str) -> bool:
    """Whether a word for a department, a title or nobody is a family name before a comma: `Sales, James`."""
    family, words = left.casefold(), right.casefold().split()
    may_be = family in addressee_words().or_family_names or family in blank_words().placeholders_or_names
    return may_be and bool(words) and words[0] in known_values().given_names


@lru_cache(maxsize=8192)
def addressee_of(text: str) -> Addressee:
    """The person of a cell, without a department, a job title or words such as `z. Hd.` beside the name.

    Args:
        text: a clean cell of names.
    """
    introduction = addressee_words().introduction.match(text)
    rest = _without_kin(text[introduction.end() :].strip() if introduction else text)
    sign = _APART.search(rest)
    if sign is not None and (found := _around_dash(rest, sign)) is not None:
        return found
    if not rest or is_department(rest):
        return Addressee("")
    label, _, labelled = rest.partition(": ")
    if labelled.strip() and is_department(label):
        # "Accounts: Ann Lee".
        return addressee_of(labelled.strip())
    if sign is None:
        return _without_position(_without_department(rest))
    left, right = rest[: sign.start()].strip(), rest[sign.end() :].strip(" )")
    if not left or not right:
        return Addressee(rest)
    return _one_of(rest, left, right, comma="," in sign[0], aside="(" in sign[0] and rest.endswith(")"))


def _around_dash(text: str, sign: re.Match[str]) -> Addressee | None:
    """The person on one side of a dash whatever is on the other: `Service technique - M. Faure`, `Chị Hoa - Chợ Đầm`.

    None where neither side is surely a person, or both are.
    """
    left, right = text[: sign.start()].strip(), text[sign.end() :].strip()
    if sign[0].strip() not in _DASHES or not left or not right:
        return None
    if left.casefold() in known_values().given_names and _is_scribbled(right) and not is_position(right):
        # "Tom - yard".
        return Addressee(left)
    first, second = (names_person(part) and not is_department(part) for part in (left, right))
    if second and not first:
        found = addressee_of(right)
        return found if found.position or not is_position(left) else Addressee(found.name, left)
    if not first or is_position(right):
        return None
    called = given_name_behind_address(left, family_first=True) != ""
    return addressee_of(left) if called or (not second and _is_note(right)) else None


def _is_note(text: str) -> bool:
    """Whether what stands behind a person and a dash is no second family name: `flat 302`, `Old Market`."""
    words = text.casefold().split()
    plain = len(words) > 1 and known_values().given_names.isdisjoint(words)
    return plain or _is_scribbled(text)


def _is_scribbled(text: str) -> bool:
    return text[0].islower() or any(map(str.isdigit, text))


def _without_kin(text: str) -> str:
    """A name without the word in small letters that says whose relative it is: `oğlu Emre Karaca`."""
    found = next(filter(text.startswith, addressee_words().kin), "")
    behind = text[len(found) :].strip(" :")
    return behind if found and behind and not behind[0].islower() else text


def _without_department(text: str) -> str:
    """The words of a name without parts of a firm around it, in scripts without blanks: `総務部 佐藤`."""
    words = text.split()
    if text.isascii() or len(words) == 1:
        return text
    parts = [_UNSPACED.match(word) is not None and is_department(word) for word in words]
    start, end = 0, len(words)
    while start < end and parts[start]:
        start += 1
    while end > start and parts[end - 1]:
        end -= 1
    return " ".join(words[start:end])


def _one_of(text: str, left: str, right: str, *, comma: bool, aside: bool) -> Addressee:
    """The person on one side of a sign, where a department or a job title is on the other."""
    if comma and is_family_name_before(left, right):
        return Addressee(text)
    if is_department(left):
        return addressee_of(right)
    if is_department(right):
        return _without_position(left)
    if f"{right.casefold()} ".startswith(addressee_words().relations):
        # "Ann Lee - wife of Tom".
        return _without_position(left)
    if is_unnamed(left) and not is_blank_name(right):
        # "herself - Ann Lee".
        return addressee_of(right)
    if (" " in left or aside or (not comma and right[0].islower())) and is_position(right):
        return Addressee(left, right)
    if not comma and " " in right and is_position(left):
        return Addressee(right, left)
    return Addressee(text)


def is_position(text: str) -> bool:
    """Whether a text beside a name is a job title: `kierowniczka`, `Head of Sales`."""
    words = [word.strip(".,") for word in text.casefold().split()]
    known = known_values()
    if is_cjk(text):
        return all(map(is_east_asian_position, words))
    if words and words[0].startswith(addressee_words().position_beginnings):
        return not names_person(text)
    if " ".join(words).startswith(addressee_words().serving):
        return True
    if len(words) > _MOST_WORDS_OF_A_POSITION or known.suffixes.issuperset(words) or is_surely_company(text):
        return False
    if looks_like_company(text) and words[0] not in addressee_words().positions:
        # "Directora comercial".
        return False
    return known.given_names.isdisjoint(words) and any(map(_is_job, words))


def is_east_asian_position(word: str) -> bool:
    """Whether a word is a job title; `王经理` is a person."""
    known = known_values()
    if word in known.asian_honorifics:
        return False
    if word in known.asian_positions:
        return True
    title = next((title for title in known.attached_positions if len(title) > 1 and word.endswith(title)), "")
    return bool(title) and word.removesuffix(title) not in known.cjk_surnames


def _is_job(word: str) -> bool:
    known = addressee_words()
    if word in known.positions or word in known_values().job_words:
        return True
    return word.endswith(known.position_endings) and word not in known_values().family_names


def _are_jobs(words: Sequence[str]) -> bool:
    """Whether words end with a job title that nobody is called by, and name nobody before it: `hr manager`."""
    named = not known_values().given_names.isdisjoint(words[:-1])
    return words[-1] in addressee_words().positions and not named and len(words) <= _MOST_WORDS_BEHIND_AN_ARTICLE


def _behind_long_position(words: Sequence[str], folded: Sequence[str]) -> Addressee | None:
    """The person behind a job title of several words: `Daglig leder Ole Dahl`, `Property Manager Tom Hale`.

    None where it is not surely one, nor behind a particle: `Secretaria de Juan Pérez` is somebody else.
    """
    positions, known = addressee_words().positions, known_values()
    named = folded[0] in known.given_names or folded[0] in known.family_names or is_honorific(words[0])
    end = next((place + 1 for place, word in enumerate(folded[: 2 - named]) if word in positions), 0)
    while 0 < end < len(words) and (words[end].islower() or _is_job(folded[end])):
        end += 1
    if end < _FEWEST_WORDS_OF_A_LONG_TITLE or folded[end - 1] in known.particles:
        return None
    name = " ".join(words[end:])
    return Addressee(name, " ".join(words[:end])) if len(words) - end > 1 and names_person(name) else None


def _without_position(text: str) -> Addressee:
    """Takes a job title off the front or the end of a name: `Director Juan Pérez`, `Kovács János ügyvezető`."""
    words = text.split()
    folded = [word.casefold() for word in words]
    positions = addressee_words().positions
    if positions.isdisjoint(folded):
        return Addressee(text)
    if folded[0] in addressee_words().articles and _are_jobs(folded[1:]):
        return Addressee("", " ".join(words[1:]))
    if (found := _behind_long_position(words, folded)) is not None:
        return found
    start, end = 0, len(words)
    while start < end and _is_job(folded[start]):
        start += 1
    if start and not positions.isdisjoint(folded[:start]):
        rest = " ".join(words[start:])
        if not rest or words[start].islower() or is_department(rest):
            # "Owner", "Director of sales", "Responsable Compras" name nobody.
            return Addressee("", text)
        return Addressee(rest, " ".join(words[:start]))
    while end > _FEWEST_WORDS_OF_A_NAME and _is_job(folded[end - 1]):
        end -= 1
    if positions.isdisjoint(folded[end:]):
        return Addressee(text)
    if all(is_honorific(word) or word.casefold() in known_values().particles for word in words[:end]):
        # "Mme la Directrice" names nobody.
        return Addressee("", text)
    return Addressee(" ".join(words[:end]), " ".join(words[end:]))
