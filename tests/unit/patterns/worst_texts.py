"""Texts that cost a regular expression the most, made from its own parts.

Python's `re` tries each way to match a text, one after the other. A pattern is slow where it reads a run of signs
again: from each of its signs on, or split in each way between two repetitions. So a worst text is a run, made of what
the pattern repeats or begins with, between what leads there and what makes the match fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from re import _constants as codes
from re import _parser as parser
from typing import Any, NamedTuple

_ALPHABET = "".join(map(chr, range(1, 127))) + "éßÑøЖ中山あ한ทא＠＋　\u00a0\u200b–“”（）[年月日"
"""A sign of each kind that patterns tell apart."""
_ALPHABET_OF_EXAMPLES = 'a1 .;-@"x' + _ALPHABET
_FAILING = ("", "\x01", "!", "\n", "a", "1", " ", "@")
"""What may stand behind a run so that it does not match after all."""
_MOST_RUNS = 60
_MOST_LEADS = 4
_MOST_SIGNS = 80
_FEW = 9
"""Repetitions that add up to a bounded text."""


class Recipe(NamedTuple):
    """How a text is made: a run of any length, what leads to it, and what follows."""

    lead: str
    run: str
    end: str

    def text(self, length: int) -> str:
        """The text with so many characters in its run."""
        return self.lead + (self.run * (length // len(self.run) + 1))[:length] + self.end


def recipes(pattern: re.Pattern[Any]) -> Iterator[Recipe]:
    """Recipes of texts, among them the worst for the pattern."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    runs: dict[str, None] = {}
    leads: dict[str, None] = {"": None}
    for lead, body in _repeated(tree, ""):
        leads.setdefault(lead)
        for one in body:
            runs.setdefault(one)
            runs.setdefault(lead + one)
    signs = _kinds_of_signs(pattern, tree)
    runs |= dict.fromkeys(signs)
    runs |= dict.fromkeys("".join(pair) for pair in product(signs[:9], repeat=2))
    wanted = islice((one for one in runs if one), _MOST_RUNS)
    for run, lead, end in product(wanted, islice(leads, _MOST_LEADS), _FAILING):
        yield Recipe(lead, run, end)


def repeats(pattern: re.Pattern[Any]) -> bool:
    """Whether the pattern repeats anything without a small limit: else it reads a bounded text from each sign on."""
    return next(_repeated(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), ""), None) is not None


def _kinds_of_signs(pattern: re.Pattern[Any], tree: Any) -> list[str]:
    """One sign for each set of the pattern's single-sign parts that it matches."""
    different = {repr(node): node for node in _single_signs(tree)}
    tests = [_matcher(node, pattern.flags) for node in islice(different.values(), _MOST_SIGNS)]
    found: dict[tuple[bool, ...], str] = {}
    for sign in _ALPHABET:
        found.setdefault(tuple(test(sign) for test in tests), sign)
    return list(found.values())


def _single_signs(tree: Any) -> Iterator[Any]:
    for code, value in tree:
        if code in (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY):
            yield (code, value)
        else:
            for inner in _inner(code, value):
                yield from _single_signs(inner)


def _inner(code: Any, value: Any) -> list[Any]:
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    if code is codes.ATOMIC_GROUP:
        return [value]
    return []


def _matcher(node: Any, flags: int) -> Any:
    one = re._compiler.compile(parser.SubPattern(_state(flags), [node]), flags)  # type: ignore[attr-defined]
    return lambda sign: one.fullmatch(sign) is not None


def _state(flags: int) -> Any:
    state = parser.State()
    state.flags = flags
    state.str = ""
    return state


def _repeated(tree: Any, lead: str) -> Iterator[tuple[str, list[str]]]:
    """Each repetition of the pattern: an example of what leads to it, and examples of what it repeats."""
    for code, value in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and value[1] > _FEW:
            yield lead, _examples(value[2])
        for inner in _inner(code, value):
            yield from _repeated(inner, lead)
        lead += _examples([(code, value)])[0]


def _examples(tree: Any) -> list[str]:
    """Short texts that a part matches, one for each of its branches; assertions are left out."""
    texts = [""]
    for code, value in tree:
        texts = [text + more for text, more in product(texts[:8], _of(code, value)[:8])]
    return texts


def _of(code: Any, value: Any) -> list[str]:
    if code is codes.LITERAL:
        return [chr(value)]
    if code in (codes.IN, codes.NOT_LITERAL, codes.ANY):
        test = _matcher((code, value), 0)
        found = [sign for sign in _ALPHABET_OF_EXAMPLES if test(sign)][:3]
        return found or [_first_of(value) if code is codes.IN else "a"]
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, _, body = value
        return [one * least for one in _examples(body)] if least else ["", *_examples(body)[:2]]
    if code is codes.SUBPATTERN:
        return _examples(value[3])
    if code is codes.ATOMIC_GROUP:
        return _examples(value)
    if code is codes.BRANCH:
        return [text for branch in value[1] for text in _examples(branch)[:2]]
    return [""]


def _first_of(members: Any) -> str:
    """The first sign of a set that has none of the alphabet's."""
    kind, value = members[0]
    return chr(value if kind is codes.LITERAL else value[0]) if kind in (codes.LITERAL, codes.RANGE) else "a"
