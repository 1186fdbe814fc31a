"""What is found to be a duplicate, and what is remembered of it (promise 10)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_PAIRS = ("tests/unit/duplicates/test_pairs_of_people.py",)
_API = ("tests/unit/duplicates/test_duplicates_api.py",)

DUPLICATES = (
    Mutation(
        "duplicates-of-another-first-name-are-likely",
        "lambda_src/crm/duplicates/scoring.py",
        'WHEN {_is("first", *another)} OR {_is("last", "another generation")} THEN {below_likely}',
        'WHEN {_is("last", "another generation")} THEN {below_likely}',
        "Families and colleagues are not likely to be one person (10).",
        _PAIRS,
    ),
    Mutation(
        "duplicates-take-chinese-names-by-their-sound",
        "lambda_src/crm/duplicates/levels.py",
        '"different characters": f"{a}.is_han AND {b}.is_han",',
        '"different characters": "FALSE",',
        "Two Chinese names that only sound alike are two names (10).",
        _PAIRS,
    ),
    Mutation(
        "duplicates-come-again",
        "lambda_src/crm/duplicates/search.py",
        "if one.pair_id not in dismissed",
        "if one.pair_id or dismissed",
        "A pair that was dismissed is not counted again (10).",
        _API,
    ),
)
