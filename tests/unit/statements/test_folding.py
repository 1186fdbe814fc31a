"""The merge: an import changes only what its file says, and the order of deliveries does not matter."""

from __future__ import annotations

from itertools import permutations

import pytest
from crm.outcomes import Policy, Rule
from crm.statements.in_order import fold
from crm.statements.statement import KnownBy, Statement

from tests.unit.statements.in_words import BY_HAND_AT, DAY, delete, edit, row, seen, take_back, texts, undo

ADA = {"email": "ada@x.example", "firstName": "Ada", "company": "Analytical"}


def test_a_list_of_phones_leaves_names_and_notes_alone() -> None:
    state = fold([row(1, ADA), row(2, {"email": "ada@x.example", "phone": "+44 1"})])

    assert texts(state) == {**ADA, "phone": "+44 1"}


def test_three_lists_of_the_same_people_give_the_same_leads_in_all_six_orders() -> None:
    lists = [{"email": "a@x.example", path: "one"} for path in ("firstName", "phone", "notes")]

    leads = [texts(fold([row(n, says) for n, says in enumerate(order, 1)])) for order in permutations(lists)]

    assert leads[0] == {"email": "a@x.example", "firstName": "one", "phone": "one", "notes": "one"}
    assert all(lead == leads[0] for lead in leads)


def test_the_newer_row_wins_however_late_the_older_one_arrives() -> None:
    older, newer = row(1, {"phone": "old"}), row(2, {"phone": "new"})

    assert texts(fold([older, newer])) == texts(fold([newer, older])) == {"phone": "new"}


def test_what_a_person_typed_is_newer_than_every_row_announced_before() -> None:
    typed = edit(1, {"phone": "typed"})

    assert texts(fold([typed, row(1, {"phone": "row"})])) == {"phone": "typed"}
    assert texts(fold([typed, row(2, {"phone": "row"})])) == {"phone": "row"}


# Policies


def test_fill_sets_only_what_is_empty_when_its_turn_comes() -> None:
    filled = row(2, {"phone": "filled", "title": "CEO"}, policy=Policy.FILL)
    first = row(1, {"phone": "first"})

    assert texts(fold([filled, first])) == {"phone": "first", "title": "CEO"}
    assert texts(fold([first, filled, undo(1)])) == {"phone": "filled", "title": "CEO"}


def test_fill_sets_what_a_person_has_emptied_before_it() -> None:
    state = fold([row(1, ADA), edit(1, {"company": None}), row(2, {"company": "New"}, policy=Policy.FILL)])

    assert texts(state)["company"] == "New"


def test_replace_empties_what_the_row_lacks_but_never_the_address() -> None:
    state = fold([row(1, {**ADA, "extras/City": "Rome"}), row(2, {"firstName": "Augusta"}, policy=Policy.REPLACE)])

    assert texts(state) == {"email": "ada@x.example", "firstName": "Augusta"}


def test_replace_by_a_row_that_does_not_say_whose_the_lead_is_leaves_what_says_it() -> None:
    state = fold([row(1, {**ADA, "title": "CEO"}), row(2, {"notes": "called"}, policy=Policy.REPLACE)])

    assert texts(state) == {**ADA, "notes": "called"}


def test_keep_makes_leads_and_leaves_existing_ones_alone() -> None:
    kept = row(2, {"phone": "kept", "title": "CEO"}, policy=Policy.KEEP)

    assert texts(fold([kept])) == {"phone": "kept", "title": "CEO"}
    assert texts(fold([kept, row(1, {"phone": "first"})])) == {"phone": "first"}
    assert texts(fold([kept, row(1, {"phone": "first"}), undo(1)])) == {"phone": "kept", "title": "CEO"}


@pytest.mark.parametrize(("rule", "phone"), [(Rule.ALWAYS, "new"), (Rule.IF_EMPTY, "old"), (Rule.NEVER, "old")])
def test_a_field_has_a_rule_of_its_own_whatever_the_policy(rule: Rule, phone: str) -> None:
    new = row(2, {"phone": "new", "title": "CEO"}, rules={"phone": rule})

    assert texts(fold([row(1, {"phone": "old"}), new])) == {"phone": phone, "title": "CEO"}


def test_a_field_that_an_import_may_never_set_stays_empty() -> None:
    new = row(2, {"phone": "new", "title": "CEO"}, rules={"phone": Rule.NEVER})

    assert texts(fold([row(1, ADA), new])) == {**ADA, "title": "CEO"}


def test_a_rule_of_a_single_value_goes_before_that_of_its_field() -> None:
    rules = {"extras": Rule.NEVER, "extras/city": Rule.ALWAYS}
    new = row(2, {"extras/City": "Rome", "extras/Street": "Via Appia"}, rules=rules)

    assert texts(fold([row(1, ADA), new])) == {**ADA, "extras/City": "Rome"}


def test_replace_does_not_empty_a_field_whose_rule_spares_it() -> None:
    replacing = row(2, {"firstName": "Ada"}, policy=Policy.REPLACE, rules={"phone": Rule.NEVER})

    assert texts(fold([row(1, {"phone": "old", "title": "CEO"}), replacing])) == {"phone": "old", "firstName": "Ada"}


def test_an_import_that_may_never_set_any_of_a_rows_values_makes_no_lead() -> None:
    assert fold([row(1, {"phone": "new"}, rules={"phone": Rule.NEVER})]) is None


def test_a_row_of_which_nobody_could_tell_whose_lead_it_is_makes_none() -> None:
    assert fold([row(1, {"title": "CEO", "notes": "call back"})]) is None


@pytest.mark.parametrize("policy", list(Policy))
def test_a_protected_value_holds_against_every_later_import(policy: Policy) -> None:
    typed = edit(1, {"phone": "typed"}, protect=True)

    state = fold([row(1, ADA), typed, row(2, {"phone": "row", "firstName": "Ada"}, policy=policy)])

    assert texts(state)["phone"] == "typed"


def test_replace_does_not_empty_a_protected_value() -> None:
    typed = edit(1, {"title": "typed"}, protect=True)

    state = fold([row(1, ADA), typed, row(2, {"firstName": "Ada"}, policy=Policy.REPLACE)])

    assert texts(state)["title"] == "typed"


def test_typing_again_without_protection_lets_imports_in() -> None:
    entries = [edit(1, {"phone": "typed"}, protect=True), edit(1, {"phone": "typed"}, version=2)]

    assert texts(fold([*entries, row(2, {"phone": "row"})])) == {"phone": "row"}


# Several emails and phones


def test_further_addresses_are_kept_beside_the_first() -> None:
    state = fold([row(1, {"email": "a@x.example", "emails/b@x.example": "b@x.example"})])

    assert texts(state) == {"email": "a@x.example", "emails/b@x.example": "b@x.example"}


def test_an_address_that_the_lead_has_never_changes_which_is_first() -> None:
    first = row(1, {"email": "a@x.example", "emails/b@x.example": "b@x.example", "phone": "1", "phones/2": "2"})
    again = row(2, {"email": "b@x.example", "phone": "2"}, known_by=KnownBy.LEAD_ID)

    assert texts(fold([first, again])) == texts(fold([first]))


ADDRESSES = [("phone", "phones"), ("email", "emails")]


@pytest.mark.parametrize(("first", "further"), ADDRESSES)
def test_replace_makes_the_rows_address_or_phone_the_first_though_the_lead_has_it_beside_another(
    first: str, further: str
) -> None:
    two = row(1, {**ADA, first: "1", f"{further}/2": "2"})
    replacing = [
        row(n, {"firstName": "Ada", first: "2"}, policy=Policy.REPLACE, known_by=KnownBy.LEAD_ID) for n in (2, 3)
    ]

    state = fold([two, replacing[0]])

    assert {path: text for path, text in texts(state).items() if text in ("1", "2")} == {first: "2"}
    assert fold([two, *replacing]) == state


@pytest.mark.parametrize(("first", "further"), ADDRESSES)
def test_replace_keeps_the_rows_address_or_phone_beside_a_first_one_that_is_protected(first: str, further: str) -> None:
    two = [row(1, {**ADA, f"{further}/2": "2", f"{further}/3": "3"}), edit(1, {first: "1"}, protect=True)]
    replacing = row(2, {"firstName": "Ada", first: "2"}, policy=Policy.REPLACE, known_by=KnownBy.LEAD_ID)

    left = texts(fold([*two, replacing]))

    assert {path: text for path, text in left.items() if text in ("1", "2", "3")} == {first: "1", f"{further}/2": "2"}


def test_replace_keeps_the_address_by_which_the_row_was_recognized_beside_the_first() -> None:
    two = row(1, {"email": "new@x.example", "emails/old@x.example": "old@x.example"})
    replacing = row(2, {"email": "old@x.example"}, policy=Policy.REPLACE, known_by=KnownBy.CLAIM)

    assert texts(fold([two, replacing])) == texts(fold([two]))


def test_replace_leaves_a_protected_further_phone_where_it_is() -> None:
    two = [row(1, {**ADA, "phone": "1"}), edit(1, {"phones/2": "2"}, protect=True)]
    replacing = row(2, {**ADA, "phone": "2"}, policy=Policy.REPLACE)

    assert texts(fold([*two, replacing])) == {**ADA, "phone": "1", "phones/2": "2"}


def test_a_row_known_by_an_older_address_says_no_other_first_one() -> None:
    entries = [
        row(1, {"email": "old@x.example"}),
        edit(1, {"email": "new@x.example"}),
        row(2, {"email": "old@x.example"}),
    ]

    assert texts(fold(entries)) == {"email": "new@x.example"}


def test_a_row_known_by_its_lead_id_corrects_the_address() -> None:
    entries = [row(1, {"email": "tpyo@x.example"}), row(2, {"email": "typo@x.example"}, known_by=KnownBy.LEAD_ID)]

    assert texts(fold(entries)) == {"email": "typo@x.example"}


def test_a_further_phone_that_becomes_the_first_is_not_kept_twice() -> None:
    entries = [row(1, {"phone": "1", "phones/2": "2"}), edit(1, {"phone": "2"})]

    assert texts(fold(entries)) == {"phone": "2"}


def test_a_row_that_says_another_label_sets_it_and_one_without_a_label_leaves_it() -> None:
    path = "emails/b@x.example"

    def labelled(number: int, label: str, policy: Policy = Policy.UPDATE) -> Statement:
        says = {"email": "a@x.example", path: "b@x.example"}
        return row(number, says, labels={path: label}, policy=policy)

    def label(*statements: Statement) -> str:
        return seen(fold(statements))[path][1]

    work = labelled(1, "work")
    assert label(work, labelled(2, "")) == label(work, labelled(2, "home", Policy.FILL)) == "work"
    assert label(work, labelled(2, "home")) == label(work, labelled(2, "home", Policy.REPLACE)) == "home"
    typed = edit(1, {path: "b@x.example"}, labels={path: "typed"}, protect=True)
    assert label(work, typed, labelled(2, "home")) == "typed"


def test_replace_leaves_what_the_file_has_in_a_form_that_does_not_fit() -> None:
    replacing = row(2, {"email": "ada@x.example", "extras/Long": None}, policy=Policy.REPLACE)

    state = fold([row(1, {**ADA, "extras/Long": "x", "extras/City": "Rome"}), replacing])

    assert texts(state) == {"email": "ada@x.example", "extras/Long": "x"}
    assert texts(fold([replacing])) == {"email": "ada@x.example"}


def test_an_edit_that_changes_only_a_label_is_a_change() -> None:
    entries = [row(1, {**ADA, "phones/2": "2"}), edit(1, {"phones/2": "2"}, labels={"phones/2": "work"})]

    state = fold(entries)

    assert state is not None
    assert (state.held["phones/2"].text, state.held["phones/2"].label) == ("2", "work")
    assert state.updated_at == BY_HAND_AT.format(1)


def test_what_a_lead_does_not_have_is_absent_and_no_empty_text() -> None:
    state = fold([row(1, ADA), edit(1, {"company": None})])

    assert state is not None
    assert (state.text("company"), state.text("phone")) == (None, None)


# Undo, delete, restore


def test_an_undo_takes_back_its_values_and_leaves_later_edits() -> None:
    said = [row(1, ADA), row(2, {"firstName": "Augusta", "phone": "2"}), edit(2, {"phone": "typed"})]

    assert texts(fold([*said, undo(2)])) == {**ADA, "phone": "typed"}


def test_undos_in_any_order_end_as_if_the_imports_had_never_been() -> None:
    made = [row(1, {"email": "a@x.example", "phone": "1"}), row(2, {"email": "a@x.example", "phone": "2"})]

    for first, second in permutations((1, 2)):
        assert fold([*made, undo(first), undo(second)]) is None
    assert texts(fold([*made, undo(1)])) == {"email": "a@x.example", "phone": "2"}
    assert texts(fold([*made, undo(2)])) == {"email": "a@x.example", "phone": "1"}


def test_a_late_row_of_an_import_that_was_taken_back_creates_nothing() -> None:
    assert fold([undo(1), row(1, ADA)]) is None


def test_a_lead_that_a_person_has_changed_keeps_what_says_whose_it_is() -> None:
    state = fold([row(1, {**ADA, "title": "CEO"}), edit(1, {"notes": "called"}), undo(1)])

    assert texts(state) == {**ADA, "notes": "called"}
    assert state is not None
    assert state.keeps_revoked


def test_an_address_that_was_corrected_by_what_was_taken_back_is_not_kept() -> None:
    corrected = row(2, {"email": "typo@x.example"}, known_by=KnownBy.LEAD_ID)

    state = fold([row(1, ADA), corrected, edit(2, {"notes": "called"}), undo(1, 2)])

    assert texts(state) == {**ADA, "notes": "called"}


def test_a_deleted_lead_stays_deleted_for_older_rows_and_is_made_anew_by_newer_ones() -> None:
    entries = [row(1, ADA), delete(2)]

    assert texts(fold([*entries, row(2, {"phone": "late"})])) == {}
    assert texts(fold([*entries, row(3, {"phone": "new"})])) == {"phone": "new"}


def test_a_lead_in_the_bin_that_is_deleted_again_does_not_stay_there_longer() -> None:
    entries = [row(1, ADA), delete(1)]

    assert fold([*entries, delete(3)]) == fold(entries)


def test_a_lead_that_a_person_has_changed_is_as_old_as_the_import_that_was_taken_back() -> None:
    state = fold([row(1, ADA), edit(2, {"notes": "called"}), undo(1)])

    assert state is not None
    assert (state.created_at, state.held["notes"].origin.at) == (DAY.format(1), BY_HAND_AT.format(2))


def test_a_restore_brings_back_all_that_was_said() -> None:
    gone = delete(2)

    state = fold([row(1, ADA), gone, row(3, {"phone": "new"}), take_back(gone)])

    assert texts(state) == {**ADA, "phone": "new"}


# Origins and times


def test_a_value_keeps_the_origin_that_first_said_it() -> None:
    first = row(1, ADA)
    state = fold([first, row(2, ADA)])

    assert state is not None
    assert {held.origin.place for held in state.held.values()} == {first.place}
    assert state.updated_at == DAY.format(1)
    assert [state.held[path].column for path in ADA] == [0, 1, 2]


def test_an_edit_that_says_what_the_lead_has_leaves_its_origin() -> None:
    entries = [row(1, ADA), edit(1, {"company": "Analytical"})]

    assert fold(entries) == fold(entries[:1])
