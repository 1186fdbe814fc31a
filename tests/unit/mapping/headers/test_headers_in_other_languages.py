"""Headers in languages that inflect words, write them together, or say things the other way round than English."""

from __future__ import annotations

import pytest
from crm.mapping.headers.column_meaning import RANKS, Meaning
from crm.mapping.headers.header_reading import read_header

OF_OTHERS = {
    "pl": ("Telefon asystenta", "E-mail opiekuna", "Imię i nazwisko sprzedawcy"),
    "cs": ("Telefon matky", "E-mail nadřízeného", "Jméno lékaře"),
    "sk": ("Telefón rodiča", "E-mail asistentky", "Meno učiteľa"),
    "sl": ("Telefon staršev", "E-pošta tajnice", "Ime zdravnika"),
    "hr": ("Telefon roditelja", "E-pošta pomoćnika", "Ime učitelja", "Телефон мајке"),
    "ru": ("Телефон родителей", "E-mail помощника", "ФИО бухгалтера"),
    "uk": ("Телефон матері", "E-mail відправника", "ПІБ батька"),
    "bg": ("Телефон на майката", "Имейл на асистента", "Име на лекаря"),
    "lt": ("Mamos telefonas", "Sekretorės el. paštas", "Gydytojo vardas"),
    "lv": ("Mātes tālrunis", "Asistenta e-pasts", "Skolotāja vārds"),
    "et": ("Lapsevanema telefon", "Sekretäri e-post", "Arsti nimi"),
    "fi": ("Äidin puhelin", "Sihteerin sähköposti", "Lääkärin nimi"),
    "el": ("Τηλέφωνο μητέρας", "Email γραμματέα", "Όνομα γιατρού"),
    "ro": ("Telefonul mamei", "Email asistentului", "Nume medicului"),
    "da": ("Moderens telefon", "Sekretærens mail", "Lægens navn"),
    "no": ("Mors telefon", "Sekretærens e-post", "Legens navn"),
    "sv": ("Mammans telefon", "Chefens e-post", "Lärarens namn"),
}


@pytest.mark.parametrize("language", OF_OTHERS)
def test_others_are_told_in_the_cases_of_a_language(language: str) -> None:
    read = {header: read_header(header, frozenset({language})).meaning for header in OF_OTHERS[language]}
    assert set(read.values()) == {Meaning.SOMEONE_ELSE}, read


def test_words_and_their_order_in_other_languages() -> None:
    told = {
        "Privat e-post": Meaning.EMAIL,
        "Arbejdstelefon": Meaning.PHONE,
        "Adresa e-pošte": Meaning.EMAIL,
        "Straße Firma": Meaning.OTHER,
        "Adres bedrijf": Meaning.OTHER,
        "Building company": Meaning.COMPANY,
        "Post/By": Meaning.OTHER,
        "Zorp名": Meaning.NAME,
        "氏名(名)": Meaning.FIRST_NAME,
        "Ime zorpa": Meaning.NAME,
        "Ime": Meaning.FIRST_NAME,
        "Korisničko ime": Meaning.OTHER,
        "Dekliški priimek": Meaning.OTHER,
    }
    assert {header: read_header(header).meaning for header in told} == told


def test_work_comes_before_home_in_other_languages() -> None:
    homes = "Kućni telefon", "Τηλέφωνο οικίας", "自宅電話", "집 전화", "住家電話", "Telefon la domiciliu", "تلفن خانه"
    works = "Telefon na poslu", "Τηλέφωνο εργασίας", "勤務先電話", "직장 전화", "Telefon do pracy", "Telepon Bisnis"
    assert {read_header(header).rank for header in homes} == {RANKS["home"]}
    assert {read_header(header).rank for header in works} == {RANKS["work"]}
