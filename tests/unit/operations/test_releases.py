"""The release to which a rollback goes."""

from __future__ import annotations

from easy_crm.operations.releases import Release, ReleaseLog, shortened, step_back
from tests.unit.operations.deployed_in_memory import deployment, work_bucket


def before(*history: tuple[str, int | None]) -> str | None:
    """The release before the last one; each is a name and the position that it restored."""
    entry = step_back(history, restored=lambda entry: entry[1], same=lambda one, other: one[0] == other[0])
    return None if entry is None else entry[0]


def test_a_rollback_goes_to_the_release_before() -> None:
    assert before(("a", None), ("b", None), ("c", None)) == "b"


def test_the_first_release_has_none_before_it() -> None:
    assert before(("a", None)) is None
    assert before() is None


def test_a_second_deployment_of_the_same_release_is_skipped() -> None:
    assert before(("a", None), ("b", None), ("b", None)) == "a"


def test_an_older_release_deployed_again_on_purpose_is_a_release_of_its_own() -> None:
    assert before(("a", None), ("b", None), ("a", None)) == "b"


def test_a_second_rollback_goes_further_back_and_not_forward_again() -> None:
    history: list[tuple[str, int | None]] = [("a", None), ("b", None), ("c", None)]
    assert before(*history) == "b"
    history.append(("b", 1))
    assert before(*history) == "a"
    history.append(("a", 0))
    assert before(*history) is None


def test_a_release_after_a_rollback_goes_back_to_what_was_rolled_back_to() -> None:
    assert before(("a", None), ("b", None), ("a", 0), ("c", None)) == "a"


def test_a_rollback_never_goes_to_a_release_that_was_rolled_back() -> None:
    bad_twice: list[tuple[str, int | None]] = [("a", None), ("b", None), ("x", None), ("b", 1), ("y", None), ("b", 3)]

    assert before(*bad_twice) == "a"
    assert before(("a", None), ("x", None), ("a", 0), ("a", None)) is None


def log() -> ReleaseLog:
    s3, outputs = work_bucket()
    return ReleaseLog(deployment({}, outputs=outputs, s3=s3), "functions")


def test_a_live_release_is_recorded_once() -> None:
    releases = log()
    releases.note({"chatbot": "1"})
    releases.note({"chatbot": "1"})
    releases.note({"chatbot": "2"})

    assert releases.read() == [Release({"chatbot": "1"}), Release({"chatbot": "2"})]
    assert releases.before() == (0, Release({"chatbot": "1"}))


def test_an_empty_log_knows_nothing_earlier() -> None:
    assert log().before() is None


def test_a_long_log_forgets_its_older_half_and_keeps_its_references_true() -> None:
    releases = [Release({"f": str(number)}) for number in range(50)]
    releases.append(Release({"f": "45"}, restores=45))

    kept = shortened(releases)

    assert len(kept) == 25
    assert kept[kept[-1].restores or 0].live == {"f": "45"}
    assert shortened(releases[:50]) == releases[:50]


def test_a_reference_into_the_forgotten_half_is_forgotten() -> None:
    releases = [Release({"f": str(number)}) for number in range(50)] + [Release({"f": "3"}, restores=3)]

    assert shortened(releases)[-1] == Release({"f": "3"})
