"""Words by which a company, a school, a shop or an office is told from a person.

They are read from `company_words.toml` and `trades.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.values.accents import without_accents
from crm.values.known_values import known_values

COMPANY_WORDS = Path(__file__).with_name("company_words.toml")
TRADES = Path(__file__).with_name("trades.toml")
_LETTERS_WITHOUT_ACCENTS = 5
"""Letters of a phrase that may be written without its accents: shorter ones, as `quán`, would be names. Chosen."""
_BEHIND_ACCENTED_SCRIPTS = "\u0530"
"""The first letter behind Latin, Greek and Cyrillic, whose accents may be left out."""
_LETTERS_BEFORE_AN_END = 3
"""Letters of a long word before an end of `word_ends`. Chosen."""
_SHORTEST_ATTACHED = 4
"""Letters of a word with an end of `attached_behind`: 김병원 and 김학원 are people. Chosen."""
_AROUND = ".,;:()[]«»„“”\"'"


@dataclass(frozen=True, slots=True)
class CompanyWords:
    """The lists of both files, as those describe them, case-folded and without points at the ends of words.

    Args:
        beginnings: with the trades that may stand before a name.
        trades: what may stand behind a name that is more than given names.
        places: what places and people are called at either end.
        first: the first words of `beginnings`.
        last: the last words of `endings` and `trades`.
        most_words: of a phrase.
    """

    beginnings: frozenset[str]
    endings: frozenset[str]
    trades: frozenset[str]
    places: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    word_ends: tuple[str, ...]
    trade_ends: tuple[str, ...]
    attached: tuple[str, ...]
    attached_behind: tuple[str, ...]
    most_words: int

    def name_company(self, words: list[str]) -> bool:
        """Whether words of a text, two or more for most lists, are such as no person's name has."""
        if self._attach(words):
            return True
        if len(words) < 2 or words[0].endswith(","):
            # "Church, Ann" is a person.
            return False
        # Lower case takes the Turkish "İ" apart.
        folded = [word.replace("İ", "i").casefold().strip(_AROUND) for word in words]
        if any(_is_long(word, self.word_ends) for word in folded):
            return True
        if any(_is_long(word, self.trade_ends) for word in folded) and not all(map(_is_given, folded[:-1])):
            return True
        lengths = range(1, min(self.most_words, len(words) - 1) + 1)
        if folded[0] in self.first and any(" ".join(folded[:length]) in self.beginnings for length in lengths):
            return True
        if folded[-1] not in self.last:
            return False
        behind = [" ".join(folded[-length:]) for length in lengths]
        if not self.endings.isdisjoint(behind):
            return True
        trade = max((length for length in lengths if behind[length - 1] in self.trades), default=0)
        return trade > 0 and not all(map(_is_given, folded[:-trade]))

    def is_trade(self, text: str) -> bool:
        """Whether a text is a trade or a kind of place and nothing else: `Animal Hospital`."""
        return text.casefold() in self.trades

    def _attach(self, words: list[str]) -> bool:
        first, last = words[0], words[-1].rstrip(_AROUND)
        return (first.startswith(self.attached) and " ".join(words) not in self.attached) or (
            last.endswith(self.attached_behind) and len("".join(words)) >= _SHORTEST_ATTACHED
        )


def _is_long(word: str, ends: tuple[str, ...]) -> bool:
    """Whether a word is longer than its end, behind a hyphen too: `Salminen-Eskola` is a person."""
    if not word.endswith(ends):
        return False
    last = word.rpartition("-")[2]
    return any(
        word.endswith(end)
        and len(word) >= len(end) + _LETTERS_BEFORE_AN_END
        and not 0 < len(last) - len(end) < _LETTERS_BEFORE_AN_END
        for end in ends
    )


def _is_given(word: str) -> bool:
    """Whether a word is a given name or an initial."""
    return len(word) == 1 or word in known_values().given_names


@lru_cache(maxsize=1)
def company_words() -> CompanyWords:
    """Reads both files once per process."""
    lists = tomllib.loads(COMPANY_WORDS.read_text(encoding="utf-8")) | tomllib.loads(TRADES.read_text(encoding="utf-8"))

    def phrases(name: str) -> frozenset[str]:
        found = ",".join(map(str, lists[name].values())).casefold().split(",")
        return frozenset(" ".join(word.rstrip(".") for word in phrase.split()) for phrase in found) - {""}

    beginnings = _with_plain(phrases("beginnings") | phrases("before") | phrases("either"))
    endings = _with_plain(phrases("endings"))
    trades = _with_plain(phrases("either") | phrases("behind"))
    return CompanyWords(
        beginnings=beginnings,
        endings=endings,
        trades=trades,
        places=phrases("places"),
        first=frozenset(phrase.split()[0] for phrase in beginnings),
        last=frozenset(phrase.split()[-1] for phrase in endings | trades),
        word_ends=tuple(phrases("word_ends")),
        trade_ends=tuple(phrases("trade_ends")),
        attached=tuple(phrases("attached")),
        attached_behind=tuple(phrases("attached_behind")),
        most_words=max(len(phrase.split()) for phrase in beginnings | endings | trades),
    )


def _with_plain(phrases: frozenset[str]) -> frozenset[str]:
    """Phrases, and the longer ones also as they are written without accents, unless they are names then: `Bakari`."""
    accented = [one for one in phrases if one[0] < _BEHIND_ACCENTED_SCRIPTS and len(one) >= _LETTERS_WITHOUT_ACCENTS]
    return phrases | (set(map(without_accents, accented)) - known_values().given_names)
