"""Columns that their header alone does not tell: headers that are missing, wrong, or about someone else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from crm.mapping.decision import decide_mapping
from crm.mapping.headers.header_reading import is_header_word
from crm.mapping.mapping import PLAIN
from crm.standardizing.standardizer import Standardizer

from tests.unit.mapping.doubles import sheet


def fields(header: Sequence[str], *rows: Sequence[str]) -> list[str]:
    mapping = decide_mapping(sheet(header, *rows), memory=None, model=None, region=None).mapping
    return [column.field for column in mapping.columns]


PEOPLE = (
    ("Anna", "Meier", "anna.meier@x.com", "030 901820", "Acme GmbH", "CEO"),
    ("Bernd", "Schulz", "b.schulz@y.org", "0171 2345678", "Globex Corp", "Sales Manager"),
    ("Carla", "Garcia", "carla@z.net", "+49 89 123456", "Foo & Sons Ltd", "Engineer"),
)
ALL = ["firstName", "lastName", "email", "phone", "company", "title"]


def test_values_alone_tell_the_columns_of_a_sheet_without_a_header() -> None:
    assert fields((), *PEOPLE) == ALL


def test_values_alone_tell_the_columns_of_an_unknown_language() -> None:
    assert fields(("Xu", "Qwe", "Rty", "Uio", "Pas", "Dfg"), *PEOPLE) == ALL


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (
            ("Name", "Email", "Phone"),
            (
                ("Anna Meier", "030 901820", "a@x.com"),
                ("Bo Foo", "0171 2345678", "b@x.com"),
                ("Cy", "040 11 22 33", "c@x.com"),
            ),
            ["fullName", "phone", "email"],
        ),
        (
            ("Name", "Company"),
            (("Acme GmbH", "Anna Meier"), ("Globex Corp", "Bernd Schulz"), ("Foo Ltd", "Carla Kovac")),
            ["company", "fullName"],
        ),
        (
            ("Name", "Title"),
            (("CEO", "Anna Meier"), ("Sales Manager", "Bernd Schulz"), ("Engineer", "Carla Kovac")),
            ["title", "fullName"],
        ),
        (("First name", "Email"), (("Anna Meier", "a@x.com"), ("Bernd Schulz", "b@x.com")), ["fullName", "email"]),
        (("Company", "Company name"), (("yes", "Acme"), ("no", ""), ("yes", "Foo")), ["remarks", "company"]),
        (("", "Name"), (("250788382382", "Eric Newcomer"), ("250788383383", "Nic Pottier")), ["phone", "fullName"]),
    ],
)
def test_values_under_the_wrong_header_land_where_they_belong(
    header: Sequence[str], rows: Sequence[Sequence[str]], expected: list[str]
) -> None:
    assert fields(header, *rows) == expected


def test_names_that_no_list_knows_are_told_by_the_emails_beside_them() -> None:
    rows = (
        ("Zuzka", "Hrdlickova", "zuzka.hrdlickova@x.cz"),
        ("Bohdan", "Prochazkova", "bohdan.p@x.cz"),
        ("Kveta", "Dvorakova", "kveta@x.cz"),
    )
    assert fields((), *rows) == ["firstName", "lastName", "email"]


@pytest.mark.parametrize(
    "whose",
    [
        *("Owner", "Assigned to", "Account manager", "Created by", "Sales rep", "Parent", "Spouse", "Assistant"),
        *(
            "Emergency contact",
            "Betreuer",
            "Responsable",
            "Ответственный",
            "负责人",
            "営業担当",
            "담당 영업",
            "المندوب",
        ),
    ],
)
def test_someone_elses_email_name_and_phone_are_never_the_leads(whose: str) -> None:
    header = (whose, f"{whose} email", f"{whose} phone", "City")
    rows = (("Anna Meier", "a@x.com", "030 901820", "Berlin"), ("Bernd Schulz", "b@x.com", "0171 2345678", "Bonn"))
    whole, *details = fields(header, *rows)
    assert whole in ("remarks", "owner")
    assert details == ["remarks"] * 3


def test_billing_columns_are_taken_only_where_there_are_no_plain_ones() -> None:
    rows = (("a@x.com", "030 901820", "040 901820"), ("b@x.com", "030 901821", "040 901821"))
    assert fields(("Email", "Billing phone", "Shipping phone"), *rows) == ["email", "phone", "remarks"]
    assert fields(("Phone", "Billing phone", "Shipping email"), *[row[::-1] for row in rows])[:2] == [
        "phone",
        "remarks",
    ]


@pytest.mark.parametrize("owner", ["Parent Company", "Ultimate parent company name", "Muttergesellschaft", "母公司"])
def test_the_owner_of_a_company_is_not_where_the_person_works(owner: str) -> None:
    header = ("Email", owner, "Company")
    decision = decide_mapping(
        sheet(header, ("a@x.com", "Globex Corp", "Acme Inc")), memory=None, model=None, region=None
    )

    row = Standardizer(decision.mapping, None).standardize(("a@x.com", "Globex Corp", "Acme Inc"))

    assert row.says["company"].text == "Acme Inc"


def test_a_second_contact_of_the_row_is_not_the_lead() -> None:
    header = ("Company", "Contact 1 name", "Contact 1 email", "Contact 2 name", "Contact 2 email")
    rows = (("Acme", "Anna Meier", "a@x.com", "Bo Foo", "b@x.com"), ("Foo", "Cy Bar", "", "Di Baz", "d@x.com"))
    assert fields(header, *rows) == ["company", "fullName", "email", "remarks", "remarks"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("Name", "First name"), ["lastName", "firstName"]),
        (("Name", "Last name"), ["firstName", "lastName"]),
        (("Name", "Contact person"), ["company", "fullName"]),
        (("Name", "Email"), ["fullName", "email"]),
    ],
)
def test_what_a_name_is_depends_on_the_columns_beside_it(header: Sequence[str], expected: list[str]) -> None:
    second = "b@x.com" if header[1] == "Email" else "Bo"
    assert fields(header, ("Meier", "a@x.com" if header[1] == "Email" else "Anna"), ("Foo", second)) == expected


def test_tables_without_people_have_no_fields() -> None:
    assert set(fields(("Product", "Price", "SKU"), ("Red Shirt", "12.50", "100123456"), ("Hat", "9", "7"))) == {
        "remarks"
    }
    assert set(fields((), ("foo", "bar", "1"), ("baz", "qux", "2"))) == {"remarks"}


@pytest.mark.parametrize("text", ["E-Mail", "Vorname", "電話番号", "Numéro de téléphone", "LNAME", "Company Name*"])
def test_names_of_fields_are_header_words(text: str) -> None:
    assert is_header_word(text)


@pytest.mark.parametrize("text", ["", "Anna", "a@x.com", "12", "Meier & Sons", "x" * 200])
def test_values_are_no_header_words(text: str) -> None:
    assert not is_header_word(text)


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        (("Scanned by", "Email"), ("booth@x.com", "a@x.com"), ["remarks", "email"]),
        (("Zorp", "Email"), ("booth@x.com", "a@x.com"), ["remarks", "email"]),
        (("NPI", "Practice phone"), ("1003000126", "301-555-0100"), ["remarks", "phone"]),
        (("LEID", "Phone"), ("345678901", ""), ["remarks", "phone"]),
        (("Attendee #", "Name"), ("1234567890", "Anna Meier"), ["remarks", "fullName"]),
        (("GPartner", "Name"), ("0000100234", "Anna Meier"), ["remarks", "fullName"]),
    ],
)
def test_numbers_and_addresses_under_other_words_are_not_the_leads(
    header: Sequence[str], values: Sequence[str], expected: list[str]
) -> None:
    assert fields(header, values) == expected


def test_a_question_that_is_answered_with_international_numbers_asks_for_the_phone() -> None:
    assert fields(("Email", "May we ring? Leave a number"), ("a@x.com", "+36 30 555 0101")) == ["email", "phone"]


def test_a_persons_email_at_work_is_the_leads() -> None:
    header = ("Person - Name", "Person - Email - Work", "Person - Email - Home")
    assert fields(header, ("Anna Meier", "", "a@x.com")) == ["fullName", "email", "email"]


def test_what_somebody_is_to_the_owner_of_the_file_is_no_job_title() -> None:
    assert fields(("Email", "Role"), ("a@x.com", "customer"), ("b@x.com", "subscriber")) == ["email", "remarks"]


def test_two_tenants_of_one_name_are_people_and_no_firm() -> None:
    assert fields(("Tenant", "Unit"), ("Berg, Ann & Tom", "1"), ("Obi, Eze", "2")) == ["fullName", "remarks"]


@pytest.mark.parametrize(
    "header",
    [
        ("Account executive", "Executive email"),
        ("Gestor de Conta", "Email do Gestor"),
        ("客户经理", "经理电话"),
        ("Executive assistant", "EA phone"),
    ],
)
def test_an_email_or_phone_whose_owner_another_column_names_is_not_the_leads(header: tuple[str, str]) -> None:
    rows = (("Anna Meier", "a@x.com", "1"), ("Bernd Schulz", "b@x.com", "2"))
    assert fields((*header, "City"), *rows) == ["remarks"] * 3


def test_initials_stand_for_a_first_name_that_is_missing() -> None:
    assert fields(("Voorletters", "Achternaam"), ("P.", "Bos")) == ["firstName", "lastName"]
    rows = (("P.", "", "Bos"), ("H.", "Hanneke", "Zwaag"))
    assert fields(("Voorletters", "Roepnaam", "Achternaam"), *rows) == ["firstName", "firstName", "lastName"]
    assert fields(("Voorletters", "Roepnaam", "Achternaam"), rows[1]) == ["remarks", "firstName", "lastName"]


def test_the_title_of_a_firm_is_its_name() -> None:
    rows = (("Gül İnşaat Ltd. Şti.", "Müdür"), ("Ak Tekstil A.Ş.", "Şef"))
    assert fields(("Firma Ünvanı", "Görevi"), *rows) == ["company", "title"]


@pytest.mark.parametrize("first", ["13812340001", "0612345601", "41445550101"])
def test_phones_that_follow_one_another_are_no_row_numbers(first: str) -> None:
    numbers = [first[:-1] + digit for digit in "123"]
    assert fields((), *[(f"a{number}@x.com", number) for number in numbers]) == ["email", "phone"]


def test_numbers_that_follow_one_another_are_row_numbers() -> None:
    assert fields((), *[(f"a{number}@x.com", f"100000000{number}") for number in "123"]) == ["email", "remarks"]


@pytest.mark.parametrize(
    "names", [("سعاد المنصوري", "طارق الحداد"), ("Oddvar Kvam", "Ylva Zorn"), ("Громова Арина Львовна",) * 2]
)
def test_names_that_no_list_knows_are_told_by_how_they_are_written(names: tuple[str, str]) -> None:
    assert fields((), *[(name, f"{place}@x.com") for place, name in enumerate(names)]) == ["fullName", "email"]


def test_beside_a_first_name_stands_a_last_name_though_the_email_is_of_its_domain() -> None:
    rows = (("Greta", "Hollow", "greta@hollow.com"), ("Anna", "Jarvis", "anna@jarvis.com"))
    assert fields((), *rows) == ["firstName", "lastName", "email"]


def test_digits_beside_names_are_phones_where_nothing_else_is() -> None:
    rows = [("Anna Meier", f"a{number}@x.com", f"94455502{number}") for number in "123"]
    assert fields((), *rows) == ["fullName", "email", "phone"]
    assert fields((), *[row[::-1] for row in rows]) == ["remarks", "email", "fullName"]


def test_what_is_said_of_a_name_in_brackets_does_not_change_it() -> None:
    assert fields(("Your full name (as in passport)", "Email"), ("Anna Meier", "a@x.com")) == ["fullName", "email"]


@pytest.mark.parametrize("roles", [("end-user", "agent"), ("student", "teacher")])
def test_what_somebody_may_do_in_a_program_is_no_job_title(roles: tuple[str, str]) -> None:
    assert fields(("Email", "role"), *[(f"{role}@x.com", role) for role in roles]) == ["email", "remarks"]


def test_a_name_of_the_contact_beside_its_first_name_is_the_last_name() -> None:
    header = ("Nom du tiers", "Contact : Nom", "Contact : Prénom")
    assert fields(header, ("Menuiserie Bréhat", "Le Dantec", "Erwan")) == ["company", "lastName", "firstName"]


def test_one_of_two_names_of_a_column_is_enough() -> None:
    assert fields(("Companies that refer to it / Parent company", "Email"), ("Acme", "a@x.com")) == ["company", "email"]


def test_a_word_that_headers_share_names_the_person_they_are_all_about() -> None:
    header = ("Skater name", "Skater email", "Skater phone", "Skater club")
    rows = (("Oddvar Kvam", "o@x.com", "030 901820", "SK Oslo"), ("Ylva Zorn", "y@x.com", "030 901821", "SK Bergen"))
    assert fields(header, *rows) == ["fullName", "email", "phone", "remarks"]
    assert fields(("Nom dirigeant", "Prénom dirigeant"), ("Le Dantec", "Erwan")) == ["lastName", "firstName"]


def test_family_names_alone_stand_before_given_ones_in_east_asia() -> None:
    rows = (("2019", "田中", "太郎", "たなかたろう"), ("2019", "山田", "花子", "やまだはなこ"))
    assert fields((), *rows) == ["remarks", "lastName", "firstName", "remarks"]


def test_words_before_given_names_are_no_family_names() -> None:
    rows = (("Valid Jerry", "a@x.com"), ("Invalid George", "b@x.com"), ("Duplicate John", "c@x.com"))
    decision = decide_mapping(sheet(("Name", "Email"), *rows), memory=None, model=None, region=None)
    assert decision.mapping.columns[0].transform == PLAIN


def test_the_email_of_the_contact_person_is_one_and_a_display_name_is_none() -> None:
    rows = (("a@x.com", "Anna Meier (a@x.com)"), ("b@x.com", "Bernd Schulz (b@x.com)"))
    assert fields(("E-Mail Ansprechpartner", "E-mail Display Name"), *rows) == ["email", "remarks"]


def test_the_last_of_something_is_no_last_name() -> None:
    assert fields(("Donor Name", "Last Gift"), ("Anna Meier", "$50.00")) == ["fullName", "remarks"]


@pytest.mark.parametrize(
    "header",
    ["In welchem Unternehmen arbeitest du?", "Votre société (le cas échéant)", "Company/Group", "Zorp company"],
)
def test_words_about_a_company_are_it_where_no_other_column_is(header: str) -> None:
    assert fields((header, "Email"), ("Werft Nord", "a@x.com"), ("Ulv", "b@x.com")) == ["company", "email"]


def test_a_tenant_with_a_phone_of_its_own_is_not_the_owner_of_the_flat() -> None:
    header = ("Copropriétaire", "Tél. mobile", "Locataire", "Tél. locataire")
    rows = (("Anna Meier", "", "Bo Foo", "0151 555"), ("Bernd Schulz", "0171 555", "", ""))
    assert fields(header, *rows) == ["fullName", "phone", "remarks", "remarks"]


def test_the_phone_of_a_tenant_is_told_though_its_word_is_inflected() -> None:
    header = ("Собственник", "Тел. собственника", "Арендатор", "Тел. арендатора")
    rows = (("Иванова Анна", "8 916 555", "Ким Г.", "8 917 555"),) * 2
    assert fields(header, *rows) == ["fullName", "phone", "remarks", "remarks"]


def test_in_a_list_of_doctors_the_doctor_is_the_lead() -> None:
    rows = (("Anna Meier", "Acme Clinic", "030 901820"), ("Bernd Schulz", "Zeta Clinic", "030 901821"))
    assert fields(("Doctor", "Clinic", "Phone"), *rows)[::2] == ["fullName", "phone"]
    assert fields(("Patient", "Doctor", "Phone"), *[(row[0], row[0], row[2]) for row in rows])[1] == "remarks"


def test_two_names_in_an_odd_header_are_names_where_no_one_else_is_named() -> None:
    rows = (("Oddvar Kvam", "030 901820"), ("Ylva Zorn", "030 901821"))
    assert fields(("Name of the zorp", "Phone"), *rows) == ["fullName", "phone"]


def test_digits_in_a_table_about_no_one_are_no_phones() -> None:
    assert set(fields(("a", "b"), ("1", "0123456789"), ("2", "0123456781"))) == {"remarks"}


def test_a_party_that_is_the_same_for_many_is_no_company() -> None:
    rows = [(name, "Green") for name in ("Anna Meier", "Bernd Schulz", "Carla Garcia")]
    assert fields(("Name", "Party"), *rows) == ["fullName", "remarks"]


def test_a_title_beside_an_author_is_of_what_was_written() -> None:
    assert fields(("Borrower", "Title", "Author"), ("Anna Meier", "Faust", "Goethe")) == [
        "fullName",
        "remarks",
        "remarks",
    ]


def test_the_beginning_of_a_word_names_its_owner() -> None:
    header = ("Élève", "Responsable légal 1", "Tél. resp. 1", "Mail resp. 1")
    assert fields(header, ("Anna Meier", "Bo Foo", "0151 555", "b@x.com"))[1:] == ["remarks"] * 3


def test_a_header_that_is_written_as_a_comment_is_one() -> None:
    assert fields(("#First", "Last", "Email"), ("Ola", "Moen", "o@x.com")) == ["firstName", "lastName", "email"]
    assert fields(("Company", "#Employees", "Email"), ("Acme", "12", "o@x.com"))[1] == "remarks"


def test_local_numbers_beside_names_are_phones_where_nothing_else_is() -> None:
    rows = (("Ola Moen", "o@x.com", "555-0701"), ("Eva Lie", "e@x.com", "555-0702"))
    assert fields((), *rows) == ["fullName", "email", "phone"]


def test_a_user_name_that_is_a_name_is_one_where_there_is_no_other() -> None:
    assert fields(("User name", "email"), ("Wilma Tarn", "w@x.com")) == ["fullName", "email"]
    assert fields(("User name", "email"), ("wtarn", "w@x.com")) == ["remarks", "email"]


def test_amounts_with_european_signs_are_no_phones_and_dotted_phones_are() -> None:
    names = ("Oddvar Kvam", "Ylva Zorn")
    assert fields((), *zip(names, ("1.200.000,00", "1.300.000,50"), strict=True))[1] == "remarks"
    assert fields((), *zip(names, ("02.98.55.50.20", "06.55.50.20.21"), strict=True))[1] == "phone"
    assert fields((), *zip(names, ("(W) 22 55 58 24 1", "Tel 22 55 58 25 1"), strict=True))[1] == "phone"


def test_parts_of_an_address_and_dates_about_a_contact_are_told() -> None:
    header = ("Name", "Straße", "PLZ", "Ort", "Bundesland", "Geburtstag", "Letzter Kontakt", "Land")
    rows = (
        ("Tilda Averkamp", "Ring 1", "03046", "Cottbus", "Brandenburg", "2.1.1980", "30.9.2026", "Deutschland"),
        ("Jonas Prell", "Weg 2", "07545", "Gera", "Thüringen", "3.4.1981", "1.10.2026", "Deutschland"),
    )
    mapping = decide_mapping(sheet(header, *rows), memory=None, model=None, region=None).mapping
    told = [column.transform.text for column in mapping.columns]
    assert told == ["", "street", "postcode", "city", "region", "birthday", "last contact", "country"]
    assert {column.field for column in mapping.columns[1:]} == {"remarks"}


def test_a_city_that_holds_emails_is_none() -> None:
    rows = [(f"n{place}", f"n{place}@x.example") for place in range(3)]
    mapping = decide_mapping(sheet(("Town", "City"), *rows), memory=None, model=None, region=None).mapping
    assert mapping.columns[1].transform == PLAIN


def test_names_that_only_the_values_show_do_not_yield_to_headers_without_values() -> None:
    header = ("First name", "Last name", "Zorp", "Email")
    rows = (("", "", "Anna Meier", "x1@y.example"), ("", "", "Bernd Schulz", "x2@y.example"))
    assert fields(header, *rows)[2] == "fullName"
