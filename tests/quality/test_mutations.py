"""The list of mutations does not rot: each fits its file and names tests that are there."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from easy_crm.paths import ROOT
from tests.mutations.listed import MUTATIONS
from tests.mutations.mutation import Mutation, StaleMutationError
from tests.mutations.trial import Verdict, judged

SLOW = ("tests/system/", "tests/browser/", "tests/conformance/")
ONE = Mutation("one", "a.py", "x = 1", "x = 2", "x is 1.", ("tests/unit/test_fields.py",))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
class TestEachMutation:
    def test_fits_its_file_and_leaves_code(self, mutation: Mutation) -> None:
        source = (ROOT / mutation.file).read_text(encoding="utf-8")
        changed = mutation.applied_to(source)
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))

    def test_names_fast_tests_that_are_there(self, mutation: Mutation) -> None:
        assert mutation.tests
        for named in mutation.tests:
            file, _, test = named.partition("::")
            assert not file.startswith(SLOW)
            assert f"def {test}" in (ROOT / file).read_text(encoding="utf-8")


def test_no_two_mutations_have_one_name_or_are_the_same() -> None:
    names = Counter(mutation.name for mutation in MUTATIONS)
    changes = Counter((mutation.file, mutation.text, mutation.instead) for mutation in MUTATIONS)
    assert [one for one, number in (*names.items(), *changes.items()) if number > 1] == []


@pytest.mark.parametrize("source", ["y = 1\n", "x = 1\nx = 1\n"])
def test_a_change_that_does_not_fit_once_is_refused(source: str) -> None:
    with pytest.raises(StaleMutationError):
        ONE.applied_to(source)


@pytest.mark.parametrize(
    ("exit_code", "output", "verdict", "test"),
    [
        (
            1,
            "F\nFAILED tests/unit/a.py::test_b[c d] - assert 1 == 2\n",
            Verdict.CAUGHT,
            "tests/unit/a.py::test_b[c d]",
        ),
        (0, "1 passed", Verdict.SURVIVED, ""),
        (1, "ERROR tests/unit/test_a.py::test_b - a fixture is broken", Verdict.NOT_RUN, ""),
        (2, "ERROR tests/unit/test_a.py - SyntaxError", Verdict.NOT_RUN, ""),
        (5, "no tests ran", Verdict.NOT_RUN, ""),
    ],
)
def test_only_a_test_that_fails_catches_a_mutation(exit_code: int, output: str, verdict: Verdict, test: str) -> None:
    trial = judged(exit_code, output)
    assert trial.verdict is verdict
    assert trial.test == test
