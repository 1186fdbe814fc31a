"""What a row says beside its fields: further emails and phones, extras under their headers, tags, status and owner."""

from __future__ import annotations

import pytest
from crm.fields import MAX_EXTRA, MAX_NOTES, MAX_VALUE
from crm.said import Said
from crm.standardizing.limits import MAX_ALL, MAX_ROW

from tests.unit.standardizing.conftest import Standardize, text
from tests.unit.standardizing.kept import texts


def test_further_emails_and_phones_have_the_headers_of_their_columns_as_labels(standardize: Standardize) -> None:
    [row] = standardize(
        ("Name", "Private email", "Work email", "Fax", "Mobile", "Work phone"),
        ("Anna Meier", "Anna@home.example", "anna@work.example", "030 1", "0171 2345678", "030 901820"),
    )
    assert (text(row, "email"), text(row, "phone")) == ("anna@work.example", "0171 2345678")
    assert row.says["emails/anna@home.example"] == Said("anna@home.example", 1, "Private email")
    assert row.says["phones/030 901820"] == Said("030 901820", 5, "Work phone")
    assert [path for path in row.says if path.startswith("extras/")] == ["extras/Fax"]


def test_a_plain_header_is_no_label(standardize: Standardize) -> None:
    [row] = standardize(
        ("Name", "E-Mail", "E-Mail 2", "Telefon", "Telefon 2"),
        ("Anna Meier", "a@x.example", "b@x.example", "030 901820", "030 901821"),
    )
    assert row.says["emails/b@x.example"].label == row.says["phones/030 901821"].label == ""


def test_a_label_in_the_row_is_the_label_and_no_extra(standardize: Standardize) -> None:
    [row] = standardize(
        ("Name", "Phone 1 - Type", "Phone 1 - Value", "Phone 2 - Type", "Phone 2 - Value"),
        ("Anna Meier", "Home", "030 2345678", "Work", "030 901820"),
    )
    assert text(row, "phone") == "030 901820"
    assert row.says["phones/030 2345678"] == Said("030 2345678", 2, "Home")
    assert texts(row.says).keys() >= {"extras/Phone 2 - Type"}
    assert "extras/Phone 1 - Type" not in row.says


def test_of_a_mobile_and_a_phone_at_work_the_first_is_the_phone(standardize: Standardize) -> None:
    header = ("Name", "Phone 1 - Type", "Phone 1 - Value", "Phone 2 - Type", "Phone 2 - Value")
    rows = standardize(
        header,
        ("Anna Meier", "Mobile", "0171 2345678", "Work", "030 901820"),
        ("Jan Holt", "Work", "030 901821", "Mobile", "0171 2345679"),
    )
    assert [text(row, "phone") for row in rows] == ["0171 2345678", "030 901821"]


def test_several_addresses_of_one_cell_are_kept_and_the_cell_is_used_up(standardize: Standardize) -> None:
    [row] = standardize(("Name", "Email", "Phone"), ("Anna Meier", "a@x.com; B@Y.com", "+91 90000 40001 / 90000-40002"))
    assert texts(row.says) == {
        "firstName": "Anna",
        "lastName": "Meier",
        "email": "a@x.com",
        "emails/b@y.com": "b@y.com",
        "phone": "+919000040001",
        "phones/90000-40002": "90000-40002",
    }
    assert row.remarks == "Email: a@x.com; B@Y.com\nPhone: +91 90000 40001 / 90000-40002"


@pytest.mark.parametrize("cell", ["a@x.com, ask for Bo", "a@x.com; bad@", "a@x.com; none@none"])
def test_a_cell_that_says_more_than_its_addresses_is_an_extra_whole(standardize: Standardize, cell: str) -> None:
    [row] = standardize(("Name", "Email"), ("Anna Meier", cell))
    assert (text(row, "email"), text(row, "extras/Email")) == ("a@x.com", cell)


@pytest.mark.parametrize(
    ("cell", "number", "is_used_up"),
    [
        ("+49 30 901820", "+4930901820", True),
        ("(030) 901820", "(030) 901820", True),
        ("+1 202 555 0101 ext. 12", "+12025550101 x12", True),
        ("+49 (0)30 901820", "+4930901820", False),
        ("030 901820 (evenings)", "030 901820", False),
        ("12345.0", "12345", False),
    ],
)
def test_a_number_is_used_up_when_all_of_its_digits_are_kept(
    standardize: Standardize, cell: str, number: str, is_used_up: bool
) -> None:
    [row] = standardize(("Name", "Phone"), ("Anna Meier", cell))
    assert text(row, "phone") == number
    assert text(row, "extras/Phone") == ("" if is_used_up else cell)


def test_numbers_of_the_same_digits_are_one(standardize: Standardize) -> None:
    [row] = standardize(("Name", "Phone", "Mobile"), ("Anna Meier", "030 901820", "(030) 90-18-20"))
    assert texts(row.says) == {"firstName": "Anna", "lastName": "Meier", "phone": "030 901820"}


def test_a_second_column_of_one_name_has_a_number(standardize: Standardize) -> None:
    [row] = standardize(("Email", "City", "City", "City 2", "City"), ("a@x.com", "Ulm", "Bonn", "Jena", "Kiel"))
    extras = {path: said for path, said in texts(row.says).items() if path.startswith("extras/")}
    assert extras == {
        "extras/City": "Ulm",
        "extras/City 3": "Bonn",
        "extras/City 2": "Jena",
        "extras/City 4": "Kiel",
    }


def test_the_path_of_a_column_does_not_depend_on_the_other_cells_of_the_row(standardize: Standardize) -> None:
    rows = standardize(("Email", "City", "City"), ("a@x.com", "Ulm", "Bonn"), ("b@x.com", "", "Bonn"))
    assert [text(row, "extras/City 2") for row in rows] == ["Bonn", "Bonn"]


def test_cells_beyond_the_header_are_extras_by_their_letter(standardize: Standardize) -> None:
    rows = standardize(("Email", "Column C"), ("a@x.com", "x"), ("b@x.com", "y", "left over"))
    assert text(rows[1], "extras/Column C") == "y"
    assert text(rows[1], "extras/Column C 2") == "left over"


def test_an_extra_is_what_was_typed(standardize: Standardize) -> None:
    rows = standardize(("Email", "Birthday"), ("a@x.com", "31.12.1999"), ("b@x.com", "30.12.1999"))
    assert text(rows[0], "extras/Birthday") == "31.12.1999"


def test_cells_that_say_there_is_nothing_say_nothing(standardize: Standardize) -> None:
    [row] = standardize(("Last name", "Company", "Title", "City", "Note"), ("Li", "k.A.", "none", "N/A", "-"))
    assert texts(row.says) == {"lastName": "Li"}


def test_a_word_in_a_column_that_has_no_field_is_a_word(standardize: Standardize) -> None:
    [row] = standardize(("Email", "Children", "Allergies"), ("a@x.com", "0", "none"))
    assert (text(row, "extras/Children"), text(row, "extras/Allergies")) == ("0", "none")


def test_a_value_of_two_columns_has_none_of_them_as_its_origin(standardize: Standardize) -> None:
    rows = standardize(
        ("Voornaam", "Tussenvoegsel", "Achternaam"), ("Jan", "van den", "Berg"), ("Piet", "", "Smit"), ("An", "de", "W")
    )
    assert [row.says["lastName"].column for row in rows] == [None, 2, None]


def test_both_halves_of_a_name_come_from_the_column_of_the_full_name(standardize: Standardize) -> None:
    [row] = standardize(("Email", "Name"), ("a@x.com", "Meier, Anna"))
    assert (row.says["firstName"], row.says["lastName"]) == (Said("Anna", 1), Said("Meier", 1))


# ---- a row is never too large ----


def test_long_notes_are_cut_and_the_user_is_told(standardize: Standardize) -> None:
    [row] = standardize(("Email", "Notes"), ("a@x.com", "ü" * MAX_NOTES))
    assert row.reason is None
    assert len(text(row, "notes").encode()) == MAX_NOTES
    assert row.cut == ("Notes was cut to 20,000 bytes: a lead cannot hold more.",)


def test_a_long_extra_is_cut_and_named_by_its_header(standardize: Standardize) -> None:
    [row] = standardize(("Email", "Story"), ("a@x.com", "x" * (MAX_EXTRA + 1)))
    assert len(text(row, "extras/Story")) == MAX_EXTRA
    assert row.cut == ("Story was cut to 10,000 bytes: a lead cannot hold more.",)


def test_columns_that_do_not_fit_are_counted(standardize: Standardize) -> None:
    header = ("Email", *(f"Answer {number}" for number in range(450)))
    [row] = standardize(header, ("a@x.com", *["y" * 100] * 450))
    kept = [path for path in row.says if path.startswith("extras/")]
    assert 0 < len(kept) < 450
    assert row.cut == (f"Columns that were left out, since a lead cannot hold more: {450 - len(kept)}.",)


def test_whatever_a_row_holds_it_says_no_more_than_a_lead_can_take(standardize: Standardize) -> None:
    header = ("First name", "Last name", "Title", "Company", "Email", "Phone", "Tags", "Status", "Notes")
    extras = tuple(f"{'Long header ' * 40}{number}" for number in range(60))
    emails = ";".join(f"{'ü' * 60}{number}@x.example" for number in range(400))
    phones = ";".join(f"030 {number:07d}" for number in range(900))
    tags = ";".join(f"{'ΐ' * 90}{number}" for number in range(900))
    long = "ü" * 30_000
    [row] = standardize((*header, *extras), (long, long, long, long, emails, phones, tags, long, long, *[long] * 60))
    size = sum(len(part.encode()) for path, said in row.says.items() for part in (path, said.text or "", said.label))
    assert 50_000 < size <= MAX_ROW
    assert len(text(row, "company").encode()) <= MAX_VALUE
    assert any(sentence.startswith("Emails that were left out") for sentence in row.cut)


def test_the_limits_together_keep_a_row_within_its_size() -> None:
    assert 8 * MAX_VALUE + MAX_NOTES + sum(MAX_ALL.values()) <= MAX_ROW
