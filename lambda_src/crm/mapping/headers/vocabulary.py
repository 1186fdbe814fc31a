"""The words that headers are made of, read from `synonyms/` on first use."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.mapping.headers.terms import Affix, Term

SYNONYMS = Path(__file__).with_name("synonyms")

_LONGEST_TERM = 6
"""Most words that may form one term."""
_SHORTEST_PART = 3
"""Fewest letters of a part of a compound such as `Kundenname`."""
_ENDS_COMPOUNDS = re.compile("\\w{4,}|[^\\Waeiou]{2,}")
"""Words for a number that end no other word by chance: four letters or more, or an abbreviation such as `nr`."""
_NUMBERS = frozenset({"number"})

_SHORTEST_STEM = 3
"""Fewest letters that are left of a word without its beginning or end: Hebrew `אמא` in `האמא`."""
_LONGEST_AFFIX = 5
"""Most letters of such a beginning or end."""
_INFLECTED = frozenset({"someone_else", "professional", "client", "company"})
"""Kinds of words that are known with the beginnings and ends of their language: whose name, email or phone it is."""
_HELD = frozenset({"name", "first_name", "last_name", "full_name", "email", "phone", "mobile"})
"""Kinds of words before which such a word may stand in a compound."""


_OF_PERSONS = {"full_name", "first_name", "last_name", "name"}
"""Kinds of words before a name that say which of a person's names it is: `성 이름`."""

_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_EAST_ASIAN = "\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_MIXED = re.compile(f"(?<=[A-Za-z])(?=[{_EAST_ASIAN}])|(?<=[{_EAST_ASIAN}])(?=[A-Za-z])")
"""Between Latin letters and Chinese, Japanese or Korean ones: `Email地址` is two words."""
_THAI_HYPHEN = re.compile(r"(?<=[\u0e00-\u0e7f])\s?[-–]\s?(?=[\u0e00-\u0e7f])")
"""Between Thai words, which are written without blanks: `ชื่อ-นามสกุลผู้ติดต่อ` is one text as `ชื่อนามสกุล` is."""
_POSSESSIVE = re.compile(r"(?<=\w)['’]s(?![^\W_])", re.I)
"""Also before an underscore: `what_is_your_company's_name`."""
_OF_MONEY = re.compile(r"[$€£¥₫₹₩₽₺฿₴₦₱₪₸](?=\W{0,2}$)")
"""A sign at the end: `Đã đóng (₫)`."""
_COMBINING_LATIN = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_NOT_WORD = re.compile(r"[^\w\u0900-\u109f\u1780-\u17ff]+|_+")
_LETTERS_WITHOUT_ACCENT_FORM = str.maketrans(
    {"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe"}
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"}
)
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[\uac00-\ud7a3]+")
"""Scripts whose headers are written without blanks between words: Thai, Japanese, Chinese; Korean often."""


def words_of(header: str) -> list[str]:
    """The words of a header without case, accents, punctuation and width: `E-Mail 1 - Value` is e, mail, 1, value."""
    # "Attendee #" is a number and "自宅〒" a postcode: the sign is the word.
    signs = _OF_MONEY.sub(" amount ", header.replace("#", " no ").replace("〒", " 郵便番号 "))
    text = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", _THAI_HYPHEN.sub("", signs)))
    text = _MIXED.sub(" ", _CAMEL.sub(" ", text)).casefold()
    text = _COMBINING_LATIN.sub("", unicodedata.normalize("NFKD", text))
    text = unicodedata.normalize("NFC", text).translate(_LETTERS_WITHOUT_ACCENT_FORM)
    return _NOT_WORD.sub(" ", text).split()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words that the files of `synonyms/` hold.

    Args:
        terms: by their letters without blanks.
        longest: letters of the longest term.
        marks: what words say about a column other than its meaning; each mark with its words.
        name_orders: for languages with an order of their own, how full names are written in them, as a
            `crm.mapping.mapping.TransformKind`.
        regions: for languages of few countries, where people who write lists in them live, as ISO 3166 codes.
        beginnings: of words by which languages say whose something is, by their letters.
        endings: the same for ends of words.
    """

    terms: dict[str, Term]
    longest: int
    marks: dict[str, frozenset[str]]
    name_orders: dict[str, str]
    regions: dict[str, frozenset[str]]
    beginnings: dict[str, tuple[Affix, ...]]
    endings: dict[str, tuple[Affix, ...]]

    def has_mark(self, mark: str, words: Iterable[str]) -> bool:
        """Whether one of the words bears a mark."""
        return not self.marks[mark].isdisjoint(words)

    def marked_parts(self, mark: str, words: Sequence[str]) -> frozenset[str]:
        """What of a header bears a mark: some of its pieces, or all its words together; empty for nothing."""
        return self.marks[mark].intersection((*self.pieces(words), "".join(words)))

    def marks_whole(self, mark: str, words: Sequence[str]) -> bool:
        """Whether all words together bear a mark."""
        return "".join(words) in self.marks[mark]

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind of word that some language has."""
        return frozenset().union(*(term.by_kind for term in self.terms.values()))

    def whole(self, words: list[str]) -> Term | None:
        """The term that all words together are, None when they are not one term."""
        return self.terms.get("".join(words))

    def pieces(self, words: Sequence[str]) -> tuple[str, ...]:
        """Words, cut into terms where their script has no blanks: `发件人邮箱`. Marks are found in them."""
        if all(map(str.isascii, words)):
            return tuple(words)
        return tuple(term.text for word in words for term in self.split([word]))

    def split(self, words: list[str]) -> list[Term]:
        """Cuts words into the longest terms from the left. A word that no file has becomes a term without kinds."""
        found: list[Term] = []
        position = 0
        while position < len(words):
            for length in range(min(_LONGEST_TERM, len(words) - position), 0, -1):
                term = self.terms.get("".join(words[position : position + length]))
                if term is not None and not self._takes_others(words, position, position + length):
                    found.append(term)
                    position += length
                    break
            else:
                found.extend(self._inside(words[position]))
                position += 1
        # "LINE名" is the name of something, as "チケット名" is.
        is_unknown = len(found) > 1 and found[-2].text.isascii() and not found[-2].kinds
        if is_unknown or len(words) > 1:
            self._end(found, alone=not is_unknown)
        return found

    def _takes_others(self, words: Sequence[str], start: int, end: int) -> bool:
        """Whether a term takes a letter from beside it: `studente` of `Student e-post`, `sname` of `Guest(s) name`."""
        if end - start < 2:
            return False
        last = words[end - 1]
        begins_another = len(last) == 1 and last.isalpha() and last + "".join(words[end : end + 1]) in self.terms
        return (begins_another and end < len(words)) or (start > 0 and words[start] == "s")

    def _inside(self, word: str) -> list[Term]:
        """The terms inside one unknown word: plurals, compounds and scripts without blanks."""
        if word.isdigit():
            return []
        if _UNSPACED.fullmatch(word):
            return self._unspaced(word)
        singular = self.terms.get(word[:-1]) if word.endswith("s") and len(word) > _SHORTEST_PART else None
        if singular is not None:
            return [singular]
        return self._compound(word) or [self._inflected(word)]

    def _compound(self, word: str) -> list[Term]:
        """The two terms of a compound, the first of which may be inflected: `Kundenname`, `Lärartelefon`.

        `Kundepost` is a customer's `epost` rather than a post.
        """
        second_best: list[Term] = []
        for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            tail = self.terms.get(word[cut:])
            if tail is None and word[cut] == "s":
                tail = self.terms.get(word[cut + 1 :])
            if tail is None:
                continue
            head = self.terms.get(word[:cut])
            if head is None and not second_best and tail.kinds & _HELD:
                bare = self._inflected(word[:cut])
                second_best = [bare, tail] if bare.kinds and bare.joins(tail) else []
            elif head is not None and head.joins(tail):
                if word[cut - 1] != "e" or not self._is_email(word[cut - 1 :]):
                    return [head, tail]
                second_best = second_best or [head, tail]
        return second_best or self._number_of(word)

    def _number_of(self, word: str) -> list[Term]:
        """The terms of a word that ends with one for a number; none for others.

        `Schadennummer` is the number of something, whatever that is.
        """
        for cut in range(_SHORTEST_PART, len(word) - 1):
            tail = self.terms.get(word[cut:])
            if tail is not None and tail.kinds == _NUMBERS and _ENDS_COMPOUNDS.fullmatch(tail.text):
                return [self.terms.get(word[:cut], Term(word[:cut])), tail]
        return []

    def _is_email(self, text: str) -> bool:
        term = self.terms.get(text)
        return term is not None and "email" in term.kinds

    def _inflected(self, word: str) -> Term:
        """The person or firm that a word names with a beginning or an end of its language: `lærerens`, `המורה`."""
        by_kind: dict[str, frozenset[str]] = {}
        for stem, language in self.stems(word):
            known = self.terms.get(stem)
            for kind, languages in known.by_kind.items() if known is not None else ():
                if kind in _INFLECTED and language in languages:
                    by_kind[kind] = by_kind.get(kind, frozenset()) | {language}
        return Term(word, by_kind)

    def stems(self, word: str) -> Iterator[tuple[str, str]]:
        """What a word may be without a beginning or an end of a language, each with the language."""
        for cut in range(1, min(_LONGEST_AFFIX, len(word) - _SHORTEST_STEM) + 1):
            for affix in self.beginnings.get(word[:cut], ()):
                yield affix.instead + word[cut:], affix.language
            for affix in self.endings.get(word[-cut:], ()):
                yield word[:-cut] + affix.instead, affix.language

    def _end(self, found: list[Term], *, alone: bool = False) -> None:
        """Makes `名` and `이름` at the end the name of what stands before: a person's only where they stand alone.

        Args:
            found: the terms of a header or of a word; the last one is replaced.
            alone: whether a single letter at the end is a word of its own, a given name.
        """
        if len(found) < 2 or found[-1].text not in self.marks["ends_names"]:
            return
        is_letter = len(found[-1].text) == 1
        whose = [term.kinds for term in found[:-1] if term.kinds != {"neutral"}]
        is_of_person = not whose or any(kinds & _OF_PERSONS for kinds in whose)
        if alone if is_letter else is_of_person:
            return
        found[-1] = Term(found[-1].text, {"name": found[-1].languages})

    def _unspaced(self, word: str) -> list[Term]:
        found: list[Term] = []
        position = 0
        unknown = ""
        while position < len(word):
            for length in range(min(self.longest, len(word) - position), 0, -1):
                term = self.terms.get(word[position : position + length])
                if term is not None:
                    if unknown:
                        found.append(Term(unknown))
                        unknown = ""
                    found.append(term)
                    position += length
                    break
            else:
                unknown += word[position]
                position += 1
        if unknown:
            found.append(Term(unknown))
        self._end(found)
        return found


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of all files of `synonyms/`, read once."""
    known: dict[str, dict[str, frozenset[str]]] = {}
    marks: dict[str, frozenset[str]] = {}
    name_orders: dict[str, str] = {}
    regions: dict[str, frozenset[str]] = {}
    beginnings: dict[str, tuple[Affix, ...]] = {}
    endings: dict[str, tuple[Affix, ...]] = {}
    for path in sorted(SYNONYMS.glob("*.toml")):
        with path.open("rb") as file:
            tables = tomllib.load(file)
        about = tables.pop("language", {})
        if "name_order" in about:
            name_orders[path.stem] = about["name_order"]
        if "regions" in about:
            regions[path.stem] = frozenset(about["regions"])
        for of_language, all_affixes in (
            (about.get("beginnings", {}), beginnings),
            (about.get("endings", {}), endings),
        ):
            for text, instead in of_language.items():
                affix = Affix(path.stem, _letters(instead))
                all_affixes[_letters(text)] = (*all_affixes.get(_letters(text), ()), affix)
        for mark, phrases in tables.pop("marks", {}).items():
            marks[mark] = marks.get(mark, frozenset()) | {_letters(phrase) for phrase in phrases}
        language = frozenset({path.stem})
        for kind, phrases in tables.items():
            for phrase in phrases:
                by_kind = known.setdefault(_letters(phrase), {})
                by_kind[kind] = by_kind.get(kind, frozenset()) | language
    terms = {text: Term(text, by_kind) for text, by_kind in known.items()}
    return Vocabulary(terms, max(map(len, known)), marks, name_orders, regions, beginnings, endings)


def _letters(phrase: str) -> str:
    return "".join(words_of(phrase)) or phrase
