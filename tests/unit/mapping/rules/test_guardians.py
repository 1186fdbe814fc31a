"""Forms by which parents sign up a child: who is reached is the lead."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from crm.mapping.decision import decide_mapping

from tests.unit.mapping.doubles import sheet

ROWS = (
    ("Jana Puig", "I5", "Mireia Serra", "mireia@x.example", "655550131"),
    ("Nil Ferrer", "2n", "Pau Ferrer", "pau@x.example", "655550132"),
    ("Amina Idrissi", "1r", "Fatima Idrissi", "fatima@x.example", "655550133"),
)


def _fields(header: Sequence[str], *rows: Sequence[str]) -> list[str]:
    mapping = decide_mapping(sheet(header, *rows), memory=None, model=None, region=None).mapping
    return [column.field for column in mapping.columns]


@pytest.mark.parametrize(
    ("child", "guardian"),
    [
        ("Child's full name", "Parent/guardian full name"),
        ("Nom i cognoms de l'infant", "Nom i cognoms del pare, mare o tutor/a"),
        ("Nombre del menor", "Nombre del padre/madre/tutor"),
        ("Name des Kindes", "Name der/des Erziehungsberechtigten"),
        ("Imię i nazwisko dziecka", "Imię i nazwisko rodzica/opiekuna"),
        ("Jméno a příjmení dítěte", "Jméno a příjmení zákonného zástupce"),
        ("ФИО ребенка", "ФИО родителя"),
        ("Ονοματεπώνυμο παιδιού", "Ονοματεπώνυμο γονέα/κηδεμόνα"),
        ("Barnets namn", "Vårdnadshavares namn"),
        ("Lapsen nimi", "Huoltajan nimi"),
        ("Çocuğun adı soyadı", "Velinin adı soyadı"),
        ("Nama anak", "Nama ibu bapa/penjaga"),
        ("اسم الطفل", "اسم ولي الأمر"),
        ("בן/בת: שם הילד/ה", "שם ההורה"),
    ],
)
def test_the_guardian_beside_a_child_is_the_lead(child: str, guardian: str) -> None:
    fields = _fields((child, "", guardian, "Email", "Telefon"), *ROWS)

    assert fields == ["remarks", "remarks", "fullName", "email", "phone"]


def test_both_halves_of_a_guardians_name_count() -> None:
    rows = [(child, *guardian.split(), email) for child, _, guardian, email, _ in ROWS]

    fields = _fields(("Nom de l'infant", "Nom del pare o mare", "Cognoms del pare o mare", "Correu"), *rows)

    assert fields == ["remarks", "firstName", "lastName", "email"]


def test_a_child_whose_guardian_alone_has_a_number_stays_the_lead_without_it() -> None:
    rows = [(child, guardian, phone) for child, _, guardian, _, phone in ROWS]

    assert _fields(("ФИО ребенка", "ФИО матери", "Тел. матери"), *rows) == ["fullName", "remarks", "remarks"]


def test_who_is_named_beside_a_child_and_a_guardian_stays_the_lead() -> None:
    rows = [("Ida Berg", child, guardian, email) for child, _, guardian, email, _ in ROWS]

    fields = _fields(("Name", "Name des Kindes", "Mutter", "E-Mail"), *rows)

    assert (fields[0], fields[2]) == ("fullName", "remarks")


def test_a_parent_company_guards_no_plant() -> None:
    rows = [(f"Acme {company} GmbH", "Acme Holding AG", email) for company, _, _, email, _ in ROWS]

    assert "fullName" not in _fields(("Child company", "Parent company", "Email"), *rows)
