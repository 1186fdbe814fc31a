"""All changes together are the leads, whatever their order and however often each is taken."""

from __future__ import annotations

from itertools import permutations

from crm.statements.changes import Change, newest, packed, unpacked

FIRST = Change("a", "one", 1, "first")
SECOND = Change("a", "one", 2, "second")
DELETED = Change("a", "one", 3, None)
ANEW = Change("a", "two", 1, "anew")


def test_of_one_life_the_highest_revision_holds_in_any_order() -> None:
    for changes in permutations((FIRST, SECOND, FIRST)):
        assert list(newest(changes).values()) == [SECOND]


def test_a_deletion_ends_its_own_life_and_no_other() -> None:
    for changes in permutations((FIRST, SECOND, DELETED, ANEW)):
        assert set(newest(changes).values()) == {DELETED, ANEW}


def test_nothing_is_newer_than_a_deletion() -> None:
    """A deletion that was announced and read by somebody else may carry a lower revision than the last write."""
    late = Change("a", "one", 9, "late")
    assert list(newest((DELETED, late)).values()) == [DELETED]


def test_changes_are_unpacked_as_they_were_packed() -> None:
    changes = [Change("a", "b", 1, 'lines\n"\u2028\x85\x1c end'), DELETED]
    assert unpacked(packed(changes)) == changes
    assert unpacked(packed([])) == []
