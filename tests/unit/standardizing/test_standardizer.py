"""A row becomes the lead that a person would have typed in, and nothing of it is lost."""

from __future__ import annotations

import pytest
from crm.said import Said

from tests.unit.standardizing.conftest import Standardize, text
from tests.unit.standardizing.kept import texts


def test_a_plain_row_fills_its_fields_and_the_rest_are_extras(standardize: Standardize) -> None:
    [row] = standardize(
        ("First name", "Last name", "Job title", "Company", "Email", "Phone", "City", "Note"),
        ("Anna", "Meier", "CEO", "Acme GmbH", "Anna@Example.com", "030 901820", "Berlin", "called twice"),
    )
    assert row.says == {
        "firstName": Said("Anna", 0),
        "lastName": Said("Meier", 1),
        "title": Said("CEO", 2),
        "company": Said("Acme GmbH", 3),
        "email": Said("anna@example.com", 4),
        "phone": Said("030 901820", 5),
        "notes": Said("called twice", 7),
        "extras/City": Said("Berlin", 6),
    }
    assert (row.reason, row.lead_id, row.cut) == (None, None, ())
    assert row.remarks == "called twice\nCity: Berlin"


def test_what_is_not_there_is_missing(standardize: Standardize) -> None:
    [row] = standardize(("Name", "Email", "Phone", "Company", "Title"), ("Anna Meier", "n/a", "-", "", "N/A"))
    assert texts(row.says) == {"firstName": "Anna", "lastName": "Meier"}


def test_no_company_is_invented_from_an_email(standardize: Standardize) -> None:
    [row] = standardize(("Name", "Email"), ("Anna Meier", "anna@gmail.com"))
    assert text(row, "company") == ""


def test_a_column_without_a_header_is_named_by_its_letter(standardize: Standardize) -> None:
    [row] = standardize(("Email", "Name", ""), ("a@x.com", "Anna Meier", "blue"))
    assert row.remarks == "Column C: blue"


def test_cells_beyond_the_header_are_kept(standardize: Standardize) -> None:
    rows = standardize(("Email", "Name"), ("a@x.com", "Anna Meier"), ("b@x.com", "Bo Foo", "left over", "more"))
    assert rows[1].remarks == "Column C: left over\nColumn D: more"


def test_the_best_of_several_columns_is_taken_and_the_others_kept(standardize: Standardize) -> None:
    [row] = standardize(
        ("Name", "Private email", "Work email", "Fax", "Mobile", "Work phone"),
        ("Anna Meier", "anna@home.example", "anna@work.example", "030 1", "0171 2345678", "030 901820"),
    )
    assert (text(row, "email"), text(row, "phone")) == ("anna@work.example", "0171 2345678")
    assert row.remarks == "Private email: anna@home.example\nFax: 030 1\nWork phone: 030 901820"


def test_an_empty_best_column_gives_way_to_the_next(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Work phone", "Mobile", "Fax"),
        ("Anna Meier", "030 901820", "", "030 1"),
        ("Bo Foo", "", "0171 2345678", ""),
        ("Cy Bar", "", "", "030 444"),
    )
    assert [text(row, "phone") for row in rows] == ["030 901820", "0171 2345678", ""]


def test_several_values_of_one_cell_are_kept_whole(standardize: Standardize) -> None:
    [row] = standardize(("Name", "Email", "Phone"), ("Anna Meier", "a@x.com; b@y.com", "+91 90000 40001 / 90000-40002"))
    assert (text(row, "email"), text(row, "phone")) == ("a@x.com", "+919000040001")
    assert row.remarks == "Email: a@x.com; b@y.com\nPhone: +91 90000 40001 / 90000-40002"


def test_what_was_typed_stays_when_a_number_is_rewritten(standardize: Standardize) -> None:
    [row] = standardize(("Name", "Phone"), ("Anna Meier", "030 901820"), region="DE")
    assert (text(row, "phone"), row.remarks) == ("+4930901820", "Phone: 030 901820")


def test_a_country_that_nobody_chose_only_adds_to_the_remarks(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Phone", "Country"),
        ("Anna Meier", "077 901 23 45", "Schweiz"),
        ("Bo Foo", "070 7086 0753", "GB"),
        ("Cy Bar", "070 7086 0753", "Atlantis"),
    )
    assert [text(row, "phone") for row in rows] == ["077 901 23 45", "070 7086 0753", "070 7086 0753"]
    assert rows[0].remarks == "Country: Schweiz\nPhone (international): +41779012345"
    assert "Phone (international): +447070860753" in rows[1].remarks
    assert rows[2].remarks == "Country: Atlantis"


def test_the_other_numbers_of_a_sheet_suggest_its_country(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Phone"),
        ("Anna Meier", "+41 44 123 45 67"),
        ("Bo Foo", "+41 79 901 23 45"),
        ("Cy Bar", "077 901 23 45"),
    )
    assert text(rows[2], "phone") == "077 901 23 45"
    assert rows[2].remarks == "Phone (international): +41779012345"


def test_a_country_of_the_row_goes_before_the_region_of_the_import(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Phone", "Country"),
        ("Anna Meier", "030 901820", "Deutschland"),
        ("Bo Foo", "077 901 23 45", "\U0001f1e8\U0001f1ed Schweiz"),
        ("Cy Bar", "030 901821", ""),
        ("Di Baz", "030 901822", "Atlantis"),
        region="DE",
    )
    assert [text(row, "phone") for row in rows] == ["+4930901820", "077 901 23 45", "+4930901821", "+4930901822"]
    assert "Phone (international): +41779012345" in rows[1].remarks


@pytest.mark.parametrize(
    ("phone", "countries"),
    [
        ("030 901820", ("Germany", "France")),
        ("030 901820", ("Atlantis", "")),
        ("555", ("Germany", "")),
        ("0895550101", ("USA", "")),
    ],
)
def test_where_the_country_of_a_number_is_not_certain_nothing_is_added(
    standardize: Standardize, phone: str, countries: tuple[str, str]
) -> None:
    rows = standardize(
        ("Name", "Phone", "Billing country", "Shipping country"),
        ("Anna Meier", phone, *countries),
        ("Bo Foo", "+49 30 901821", "", ""),
        ("Cy Bar", "+49 30 901823", "", ""),
    )
    assert text(rows[0], "phone") == phone
    assert "international" not in rows[0].remarks


def test_a_country_that_is_not_where_somebody_is_says_nothing_of_phones(standardize: Standardize) -> None:
    for header in ("Country of birth", "Destination country", "State/Country"):
        [row] = standardize(("Name", "Phone", header), ("Anna Meier", "077 901 23 45", "CH"))
        assert "international" not in row.remarks


def test_the_language_of_a_sheet_suggests_the_country_of_its_numbers(standardize: Standardize) -> None:
    [row] = standardize(("氏名", "電話番号"), ("山田太郎", "03-5555-0101"))
    assert (text(row, "phone"), row.remarks) == ("03-5555-0101", "Phone (international): +81355550101")


def test_salutations_stay_in_the_remarks(standardize: Standardize) -> None:
    rows = standardize(
        ("Title", "Name", "Email"),
        ("Mrs.", "Dr. Anna-Lena von der Heide", "a@x.com"),
        ("Mr.", "Bo Foo", "b@x.com"),
        ("Ms.", "Cy Bar", "c@x.com"),
    )
    assert (text(rows[0], "firstName"), text(rows[0], "lastName")) == ("Anna-Lena", "von der Heide")
    assert text(rows[0], "title") == ""
    assert rows[0].remarks == "Title: Mrs.\nName: Dr. Anna-Lena von der Heide"


def test_null_and_na_are_surnames(standardize: Standardize) -> None:
    rows = standardize(
        ("First name", "Last name", "Company", "Email"),
        ("Jennifer", "Null", "NA", "j@x.com"),
        ("Na", "None", "Null", "n@x.com"),
        ("Bo", "NA", "N/A", "b@x.com"),
    )
    assert [(text(row, "lastName"), text(row, "company")) for row in rows] == [
        ("Null", "NA"),
        ("None", "Null"),
        ("NA", ""),
    ]


def test_a_display_name_is_used_only_where_the_parts_are_missing(standardize: Standardize) -> None:
    rows = standardize(
        ("Display name", "First name", "Last name", "Email"),
        ("Anna Meier", "Anna", "Meier", "a@x.com"),
        ("Foo, Bo", "", "", "b@x.com"),
        ("Cy B.", "Cy", "Bar", "c@x.com"),
    )
    assert [(text(row, "firstName"), text(row, "lastName")) for row in rows] == [
        ("Anna", "Meier"),
        ("Bo", "Foo"),
        ("Cy", "Bar"),
    ]
    assert [row.remarks for row in rows] == ["", "", "Display name: Cy B."]


def test_a_particle_in_its_own_column_belongs_to_the_last_name(standardize: Standardize) -> None:
    rows = standardize(
        ("Voornaam", "Tussenvoegsel", "Achternaam"),
        ("Jan", "van den", "Berg"),
        ("Piet", "", "Smit"),
        ("An", "de", "Wit"),
    )
    assert [text(row, "lastName") for row in rows] == ["van den Berg", "Smit", "de Wit"]


def test_last_names_of_two_columns_that_are_none_are_kept(standardize: Standardize) -> None:
    row, _, _ = standardize(
        ("Nombre", "Primer apellido", "Segundo apellido", "Email"),
        ("Departamento", "Recursos", "Humanos", "rrhh@acme.example"),
        ("Juan", "Pérez", "Gil", "juan@acme.example"),
        ("Marta", "Sanz", "Gil", "marta@acme.example"),
    )
    assert texts(row.says) == {
        "email": "rrhh@acme.example",
        "extras/Nombre": "Departamento",
        "extras/Primer apellido": "Recursos",
        "extras/Segundo apellido": "Humanos",
    }


def test_a_row_of_a_company_has_no_person(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Is a company", "Related company", "Email"),
        ("Deco Addict", "1", "", "info@deco.example"),
        ("Brandon Freeman", "0", "Azure Interior", "b@azure.example"),
        ("Azure Interior", "1", "", "info@azure.example"),
    )
    assert [(text(row, "firstName"), text(row, "lastName"), text(row, "company")) for row in rows] == [
        ("", "", "Deco Addict"),
        ("Brandon", "Freeman", "Azure Interior"),
        ("", "", "Azure Interior"),
    ]


def test_an_email_under_the_wrong_header_is_the_rows_email(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Email", "Phone"),
        ("Anna Meier", "a@x.com", "030 901820"),
        ("Bo Foo", "0171 2345678", "bo@x.com"),
        ("Cy Bar", "c@x.com", "030 901822"),
    )
    assert (text(rows[1], "email"), text(rows[1], "phone")) == ("bo@x.com", "0171 2345678")


def test_without_a_header_an_email_counts_wherever_it_stands(standardize: Standardize) -> None:
    rows = standardize(
        (),
        ("1", "Anna Meier", "anna@x.com"),
        ("2", "Bo Smith", "bo@x.com"),
        ("3;Cy Brown;cy@x.com", "", ""),
        ("4", "Di Jones", "di@x.com"),
    )
    assert [text(row, "email") for row in rows] == ["anna@x.com", "bo@x.com", "cy@x.com", "di@x.com"]


def test_labels_of_google_contacts_choose_the_number(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Phone 1 - Type", "Phone 1 - Value", "Phone 2 - Type", "Phone 2 - Value"),
        ("Anna Meier", "Home Fax", "030 111111", "Mobile", "0171 2345678"),
        ("Bo Foo", "Home", "030 222222", "Work", "030 333333"),
        ("Cy Bar", "Work Fax", "030 444444", "", ""),
    )
    assert [text(row, "phone") for row in rows] == ["0171 2345678", "030 333333", ""]


def test_dates_are_iso_beside_what_was_typed(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Email", "Birthday"),
        ("Anna Meier", "a@x.com", "31.12.1999"),
        ("Bo Foo", "b@x.com", "1989年1月2日"),
        ("Cy Bar", "c@x.com", "02/03/2004"),
    )
    assert [row.remarks for row in rows] == [
        "Birthday: 1999-12-31 (31.12.1999)",
        "Birthday: 1989-01-02 (1989年1月2日)",
        "Birthday: 02/03/2004",
    ]


def test_rows_know_nothing_of_each_other(standardize: Standardize) -> None:
    header = ("Name", "Email", "Phone", "Company")
    full = ("Anna Meier", "a@x.com", "030 901820", "Acme GmbH")
    rows = standardize(header, full, ("Bo Foo", "", "", ""), full)
    assert texts(rows[1].says) == {"firstName": "Bo", "lastName": "Foo"}
    assert rows[0] == rows[2]


def test_a_row_that_names_nobody_is_rejected_with_a_reason(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Email", "Phone", "City"),
        ("Anna Meier", "a@x.com", "030 901820", "Berlin"),
        ("-", "bademail@", "", "Bonn"),
    )
    assert rows[1].reason == "The row has no name, company, email address or phone number."
    assert rows[1].remarks == "Email: bademail@\nCity: Bonn"


def test_a_header_that_names_the_family_name_first_says_how_names_are_written(standardize: Standardize) -> None:
    [czech] = standardize(("Příjmení a jméno", "Firma"), ("Žižka Řehoř", "Acme"))
    [spanish] = standardize(("Persona de contacto", "Empresa"), ("Nerea Etxeberria Goñi", "Acme"))
    assert (text(czech, "firstName"), text(czech, "lastName")) == ("Řehoř", "Žižka")
    assert (text(spanish, "firstName"), text(spanish, "lastName")) == ("Nerea", "Etxeberria Goñi")


def test_people_and_companies_in_one_column_are_told_apart(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Email"),
        ("Meier Elektro GmbH", "info@m.example"),
        ("Sabine Kurz", "kurz@x.example"),
        ("Stadtwerke Ulm", "info@s.example"),
    )
    assert [(text(row, "company"), text(row, "lastName")) for row in rows] == [
        ("Meier Elektro GmbH", ""),
        ("", "Kurz"),
        ("Stadtwerke Ulm", ""),
    ]


def test_words_that_say_there_is_nothing_fill_no_field_and_stay_in_the_remarks(standardize: Standardize) -> None:
    rows = standardize(
        ("Last name", "Company", "Title"), ("Li", "k.A.", "keine Angabe"), ("Foo", "無", "null"), ("Bar", "Null", "CEO")
    )
    assert [(text(row, "company"), text(row, "title")) for row in rows] == [("", "")] * 2 + [("Null", "CEO")]
    assert rows[0].remarks == "Company: k.A.\nTitle: keine Angabe"


def test_the_persons_own_email_comes_before_the_companys(standardize: Standardize) -> None:
    rows = standardize(
        ("Name", "Company email", "Contact email"),
        ("Anna Meier", "info@x.com", "anna@x.com"),
        ("Bo Foo", "info@y.com", ""),
    )
    assert [text(row, "email") for row in rows] == ["anna@x.com", "info@y.com"]


def test_brackets_say_which_of_several_phones_it_is(standardize: Standardize) -> None:
    [row] = standardize(("Name", "Phone (Home)", "Phone (Mobile)", "Phone (Work)"), ("Anna Meier", "111", "222", "333"))
    assert text(row, "phone") == "222"


def test_the_contacts_own_phone_comes_before_the_companys(standardize: Standardize) -> None:
    header = ("Company", "Phone", "Contact: first name", "Contact: last name", "Contact: work phone")
    [row] = standardize(header, ("Acme", "111", "Anna", "Meier", "222"))
    assert text(row, "phone") == "222"


def test_a_display_name_that_repeats_the_company_is_no_persons(standardize: Standardize) -> None:
    [row] = standardize(("Company Name", "Display Name"), ("Amy's Bird Sanctuary", "Amy's Bird Sanctuary"))
    assert (text(row, "company"), text(row, "firstName")) == ("Amy's Bird Sanctuary", "")
    assert row.remarks == ""


def test_the_half_of_a_name_that_no_column_holds_is_taken_from_the_full_name(standardize: Standardize) -> None:
    rows = standardize(("name", "last", "state"), ("G. K. Fields", "Fields", "NC"), ("Sheila Jackson Lee", "Lee", "TX"))
    assert [(text(row, "firstName"), text(row, "lastName")) for row in rows] == [
        ("G. K.", "Fields"),
        ("Sheila Jackson", "Lee"),
    ]


def test_a_type_behind_a_phone_says_what_it_is(standardize: Standardize) -> None:
    header = ("Name", "Phone Number", "Phone Type", "Phone Number 2", "Phone Type 2")
    [row] = standardize(header, ("Anna Meier", "+351 21 555 0612", "work fax", "+351 91 555 0612", "mobile"))
    assert text(row, "phone") == "+351915550612"
    [row] = standardize(
        ("Name", "Phone 1", "Phone 1 Type", "Company Phone"), ("Anna Meier", "030 111222", "Direct", "030 999000")
    )
    assert text(row, "phone") == "030 111222"


def test_the_email_of_the_one_who_is_named_comes_first(standardize: Standardize) -> None:
    header = ("User Email", "Invitee Name", "Invitee Email")
    [row] = standardize(header, ("host@x.com", "Marit Sund", "marit@sund.com"))
    assert text(row, "email") == "marit@sund.com"


def test_the_test_of_a_form_is_rejected_though_it_has_an_email(standardize: Standardize) -> None:
    (row,) = standardize(("full_name", "email"), ("<test lead: dummy data for full_name>", "test@meta.com"))

    assert row.reason == "The row is a test of the program that made the file."
