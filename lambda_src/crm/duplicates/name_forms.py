"""The forms of a name under which two spellings of it meet: in Latin letters, as it sounds, what it is short for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crm.duplicates.latin import in_latin, is_han, simplified
from crm.duplicates.name_words import name_words
from crm.values.cjk_names import split_cjk
from crm.values.cjk_writing import is_cjk
from crm.values.known_values import known_values

_BETWEEN_WORDS = re.compile(r"[^\w]+|_")
_SOUNDS = {
    "shch": "sh",
    "tsch": "ch",
    "sch": "sh",
    "tch": "ch",
    "sh": "sh",
    "ch": "ch",
    "zh": "zh",
    "kh": "h",
    "ph": "f",
    "th": "t",
    "ck": "k",
    "cz": "ch",
    "sz": "sh",
    "ou": "u",
    "oo": "u",
    "ue": "u",
    "oe": "o",
    "ae": "a",
    "ei": "ai",
    "ey": "ai",
    "ej": "ai",
    "ay": "ai",
    "ks": "x",
    "q": "k",
    "w": "v",
    "y": "i",
    "j": "i",
}
"""Letters that are written for each other, longer ones first. Chosen so that the usual spellings of a name meet."""
_SOUND = re.compile("|".join(_SOUNDS))
_DOUBLE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class NameForm:
    """One part of a name, a first or a last name, as it is compared.

    Args:
        plain: letters and digits of any script; traditional Chinese characters are simplified.
        latin: in the letters a to z; `plain` where there is no way to tell.
        sound: `latin`, but that usual spellings of one name are alike.
        words: what it consists of, in Latin letters.
        roots: names that it may be short for or another spelling of, and itself.
        is_han: whether it has Chinese characters, of which several have one sound.
        is_known: whether it is a first name that is known.
    """

    plain: str
    latin: str
    sound: str
    words: tuple[str, ...]
    roots: tuple[str, ...]
    is_han: bool
    is_known: bool


def name_form(text: str, *, is_first: bool) -> NameForm:
    """The forms of a normalized first or last name (`crm.query.text.normalize`).

    Args:
        is_first: whether it is a first name, for which nicknames stand.
    """
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    plain = "".join(words)
    if not plain.isascii():
        plain = simplified(plain)
    # Blanks and hyphens in it count for nothing: people write Xiaoming as Xiao Ming and Xiao-Ming, too.
    latin = in_latin("".join(words)) or plain
    known = name_words()
    in_words = (latin,) if len(words) < 2 else tuple(in_latin(word) or word for word in words)
    roots = {latin: None}
    for name in (latin, *in_words[:1]):
        roots[name] = None
        roots.update(dict.fromkeys(known.spellings.get(name, ())))
        if is_first:
            roots.update(dict.fromkeys(known.roots.get(name, ())))
    sounds = tuple(dict.fromkeys(map(sound_of, roots)))
    return NameForm(
        plain, latin, sounds[0], in_words, sounds, is_han(plain), is_first and plain in known_values().given_names
    )


def sound_of(latin: str) -> str:
    """A name in Latin letters, but that usual spellings of one name are alike."""
    return _DOUBLE.sub(r"\1", _SOUND.sub(lambda found: _SOUNDS[found[0]], latin))


def halves(first: str, last: str) -> tuple[str, str]:
    """The first and the last name; of Chinese, Japanese and Korean names that stand in one of the two, both."""
    whole = first or last
    if (first and last) or not is_cjk(whole):
        return first, last
    name = split_cjk(whole, "")
    return (name.first, name.last) if name.first and name.last else (first, last)
