"""Names that begin with the family name, or have no given name."""

from __future__ import annotations

import pytest
from crm.values.known_values import known_values
from crm.values.names import TURKISH, split_full_name


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Fam. de Vries (Jeroen)", "Jeroen", "de Vries"),
        ("Familie Müller (Anna & Peter)", "Anna", "Müller"),
        ("Müller (Anna)", "Anna", "Müller"),
        ("Frau von der Leyen", "", "von der Leyen"),
        ("Mr. de Souza", "", "de Souza"),
        ("van den Berg", "", "van den Berg"),
        ("mw. Ten Cate-Bos", "", "Ten Cate-Bos"),
        ("Jan v.d. Berg", "Jan", "v.d. Berg"),
        ("p. Zbyszek", "Zbyszek", ""),
        ("p. Kowalski", "", "Kowalski"),
        ("Smith family", "", "Smith"),
        ("Kovács úr", "", "Kovács"),
        ("Chị Thu Hương", "Thu Hương", ""),
        ("Anh Trần Văn Tám", "Văn Tám", "Trần"),
        ("Anh Nguyen", "Anh", "Nguyen"),
        ("Gamze Hanım", "Gamze", ""),
        ("Anna Ji", "Anna", "Ji"),
        ("Pan Jerzy Bąk", "Jerzy", "Bąk"),
        ("pan Novák", "", "Novák"),
    ],
)
def test_a_family_name_alone_is_no_given_name(text: str, first: str, last: str) -> None:
    name = split_full_name(text)

    assert (name.first, name.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Al Gore", "Al", "Gore"),
        ("Mr Ben Stiller", "Ben", "Stiller"),
        ("Van Morrison", "Van", "Morrison"),
        ("de Luca Antonio", "Antonio", "de Luca"),
        ("von Arnim, Bettina", "Bettina", "von Arnim"),
        ("Ann Lee (Sam)", "Ann", "Lee"),
    ],
)
def test_a_given_name_that_is_a_particle_stays_one(text: str, first: str, last: str) -> None:
    name = split_full_name(text)

    assert (name.first, name.last) == (first, last)


def test_bey_is_a_form_of_address_in_turkish_lists_only() -> None:
    assert (split_full_name("Hakan Bey", TURKISH).last, split_full_name("Jamal Bey").last) == ("", "Bey")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Nagy Rezső", "Rezső", "Nagy"),
        ("Nowak Wlodzimierz", "Wlodzimierz", "Nowak"),
        ("Virtanen Kirsi-Soile", "Kirsi-Soile", "Virtanen"),
        ("de Vries Jan-Willem", "Jan-Willem", "de Vries"),
        ("Rossetti Nunzia", "Nunzia", "Rossetti"),
    ],
)
def test_less_frequent_given_names_stand_behind_family_names(text: str, first: str, last: str) -> None:
    name = split_full_name(text)

    assert (name.first, name.last) == (first, last)


@pytest.mark.parametrize(("name", "known"), [("İlkay", True), ("Işıl", True), ("Anna-Müller", False)])
def test_given_names_are_known_in_turkish_letters_and_doubled(name: str, known: bool) -> None:
    assert (name.casefold() in known_values().given_names) is known
