"""How two leads are compared: the levels of each comparison, as SQL over the people `a` and `b`.

The first level that holds counts. What each is worth is in `data/weights.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping

SIMILAR_NAME = 0.9
"""Jaro-Winkler similarity from which on two names may be one with a typing error, as Splink's comparisons have it: of
generated pairs of two people, one in 1,700 is at that level (`python -m benchmarks.duplicate_training`)."""
SIMILAR_COMPANY = 0.93
"""The same for companies, whose longer names are alike more often. Chosen."""
LONG_NAME = 5
"""Letters of a name from which on one letter may be a typing error; of shorter ones, most are another name then."""
_GENERATIONS = "['jr', 'sr', 'junior', 'senior', 'ii', 'iii', 'iv']"

_SWAPPED = (
    "(a.first.sound = b.last.sound AND a.last.sound = b.first.sound"
    " AND a.first.sound IS NOT NULL AND a.last.sound IS NOT NULL AND a.first.sound <> a.last.sound)"
    " OR (a.first.sound = b.last.sound AND (list_has_any(a.last.roots, b.first.roots)))"
    " OR (a.last.sound = b.first.sound AND (list_has_any(a.first.roots, b.last.roots)))"
)
ORDER: Mapping[str, str] = {
    "swapped": f"a.first.sound <> b.first.sound AND a.last.sound <> b.last.sound AND ({_SWAPPED})",
    "as written": "TRUE",
}


def _typing_error(one: str, other: str) -> str:
    return (
        f"(least(length({one}), length({other})) >= 4"
        f" AND (jaro_winkler_similarity({one}, {other}) >= {SIMILAR_NAME}"
        f" OR (least(length({one}), length({other})) >= {LONG_NAME} AND damerau_levenshtein({one}, {other}) = 1))"
        f" AND abs(length({one})::INTEGER - length({other})::INTEGER) <= 2)"
    )


def _name(a: str, b: str, *, is_first: bool) -> dict[str, str]:
    levels = {
        "missing": f"{a}.plain IS NULL OR {b}.plain IS NULL",
        "same": f"{a}.plain = {b}.plain",
        # Two Chinese names that only sound alike are two names.
        "different characters": f"{a}.is_han AND {b}.is_han",
        "same letters": f"{a}.latin = {b}.latin",
        "sounds alike": f"{a}.sound = {b}.sound",
    }
    if is_first:
        levels["initial"] = (
            f"(length({a}.latin) = 1 OR length({b}.latin) = 1) AND left({a}.latin, 1) = left({b}.latin, 1)"
        )
    else:
        levels["another generation"] = (
            f"len(list_intersect({a}.words, {_GENERATIONS})) > 0 AND len(list_intersect({b}.words, {_GENERATIONS})) > 0"
            f" AND NOT list_has_any(list_intersect({a}.words, {_GENERATIONS}), {b}.words)"
        )
    levels["short for"] = f"list_has_any({a}.roots, {b}.roots)"
    levels["part"] = f"(len({a}.words) > 1 OR len({b}.words) > 1) AND list_has_any({a}.words, {b}.words)"
    # Maria and Mario, Jean and Jeanne are two names.
    levels["similar"] = f"NOT ({a}.is_known AND {b}.is_known) AND {_typing_error(f'{a}.latin', f'{b}.latin')}"
    levels["different"] = "TRUE"
    return levels


FIRST: Mapping[str, str] = _name("fa", "fb", is_first=True)
LAST: Mapping[str, str] = _name("la", "lb", is_first=False)

PHONE: Mapping[str, str] = {
    "missing": "a.phones IS NULL OR b.phones IS NULL",
    "same": "list_has_any(a.phones, b.phones)",
    "one digit": "length(a.phones[1]) = 9 AND length(b.phones[1]) = 9"
    " AND right(a.phones[1], 1) = right(b.phones[1], 1) AND damerau_levenshtein(a.phones[1], b.phones[1]) = 1",
    "different": "TRUE",
}

_DIGITS = "regexp_replace({}, '[^0-9]', '', 'g')"
_SAME_DIGITS = f"{_DIGITS.format('a.local')} = {_DIGITS.format('b.local')}"
_PERSONAL = "NOT a.is_shared AND NOT b.is_shared"
EMAIL: Mapping[str, str] = {
    "missing": "a.emails IS NULL OR b.emails IS NULL",
    "same": "list_has_any(a.emails, b.emails)",
    "plus part": f"{_PERSONAL} AND list_has_any(a.mailboxes, b.mailboxes)",
    # a.berg@ and aberg@ are two ways to make an address of a name, and may be those of two people of one name.
    "typing error": f"{_PERSONAL} AND ("
    "(a.domain = b.domain AND NOT (a.fits_name AND b.fits_name) AND least(length(a.local), length(b.local)) >= 5"
    f" AND abs(length(a.local)::INTEGER - length(b.local)::INTEGER) <= 1 AND {_SAME_DIGITS}"
    " AND damerau_levenshtein(a.local, b.local) = 1)"
    " OR (a.local = b.local AND length(a.local) >= 3 AND NOT (a.is_free AND b.is_free)"
    " AND abs(length(a.domain)::INTEGER - length(b.domain)::INTEGER) <= 1"
    " AND damerau_levenshtein(a.domain, b.domain) = 1))",
    "other form of the name": "a.domain = b.domain AND NOT a.is_free AND a.fits_name AND b.fits_name",
    "same before the @": f"{_PERSONAL} AND NOT a.fits_name AND a.local = b.local AND length(a.local) >= 5",
    "colleagues": "a.domain = b.domain AND NOT a.is_free",
    "different": "TRUE",
}

COMPANY: Mapping[str, str] = {
    "same": "a.company = b.company",
    "similar": "least(length(a.company), length(b.company)) >= 4"
    f" AND (jaro_winkler_similarity(a.company, b.company) >= {SIMILAR_COMPANY}"
    " OR starts_with(a.company, b.company) OR starts_with(b.company, a.company))",
    "same domain": "(NOT a.is_free AND a.domain = b.domain) OR a.company = b.site OR b.company = a.site",
    # What is in two scripts cannot be compared: ソニー is Sony.
    "missing": "a.company IS NULL OR b.company IS NULL"
    " OR regexp_full_match(a.company, '[ -~]*') <> regexp_full_match(b.company, '[ -~]*')",
    "different": "TRUE",
}

COMPARISONS: Mapping[str, Mapping[str, str]] = {
    "order": ORDER,
    "first": FIRST,
    "last": LAST,
    "phone": PHONE,
    "email": EMAIL,
    "company": COMPANY,
}
"""All comparisons; their levels by name."""


def level_case(comparison: str) -> str:
    """The number of the level that holds, as SQL."""
    parts = " ".join(
        f"WHEN {condition} THEN {number}" for number, condition in enumerate(COMPARISONS[comparison].values())
    )
    return f"(CASE {parts} END)::UTINYINT"
