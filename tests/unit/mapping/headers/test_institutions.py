"""What headers say of the institutions that registers list, in many languages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.institutions import OfInstitution, said_of_institution
from crm.mapping.headers.vocabulary import words_of

NAMES = (
    *("Library", "Name of the library", "Official library name", "nama_perpustakaan", "醫事機構名稱", "図書館名"),
    *("도서관명", "Nazwa apteki", "Bibliotheksname", "Name des Museums", "Наименование библиотеки", "اسم المكتبة"),
    *("ชื่อโรงพยาบาล", "Kütüphane Adı", "Könyvtár neve", "Apteekin nimi", "Museets navn", "Tên thư viện", "שם הספרייה"),
    *("पुस्तकालय का नाम", "Име на библиотека", "Bibliotēkas nosaukums", "Ονομασία φαρμακείου"),
)
HEADS = (
    *(
        "Head of the library",
        "Museum director",
        "kepala_perpustakaan",
        "図書館長",
        "Kierownik apteki",
        "Leder af museet",
    ),
    *("Leiter der Bibliothek", "Директор библиотеки", "مدير المكتبة", "Könyvtár vezetője", "Giám đốc thư viện"),
)
FACTS = (
    *(
        "Type of library",
        "Library code",
        "Dental office number",
        "醫事機構代碼",
        "Kod biblioteki",
        "Código de farmacia",
    ),
    *(
        "図書館コード",
        "도서관 코드",
        "รหัสโรงพยาบาล",
        "رمز المكتبة",
        "קוד הספרייה",
        "Номер организации",
        "律师事务所代码",
    ),
    *("Nº de farmacia", "Bibliotekos kodas", "Kirjaston tunnus", "Pharmacy no"),
)
NEITHER = ("Librarian name", "Library phone", "Template name", "Hotel first name", "Office", "Name", "", "Club member")


@pytest.mark.parametrize(
    ("headers", "said"),
    [(NAMES, OfInstitution.NAME), (HEADS, OfInstitution.HEAD), (FACTS, OfInstitution.FACT), (NEITHER, None)],
    ids=["names", "heads", "facts", "neither"],
)
def test_what_a_header_says_of_an_institution(headers: Sequence[str], said: OfInstitution | None) -> None:
    assert [one for one in headers if said_of_institution(tuple(words_of(one))) is not said] == []


def test_the_code_or_number_of_an_institution_is_no_field() -> None:
    read = {header: read_header(header).meaning for header in FACTS}

    assert {header: meaning for header, meaning in read.items() if meaning not in (Meaning.OTHER, Meaning.TYPE)} == {}
    assert read_header("Office number").meaning is Meaning.PHONE


def test_words_for_people_in_the_name_of_an_institution_are_no_people() -> None:
    assert read_header("cabinet d'avocats").meaning is Meaning.OTHER
    assert read_header("Name of post office").meaning is Meaning.OTHER
    assert read_header("Sender name").meaning is Meaning.SOMEONE_ELSE


CODES = (
    *(
        "代碼",
        "代號",
        "編號",
        "代码",
        "编号",
        "編碼",
        "コード",
        "番号",
        "코드",
        "번호",
        "รหัส",
        "เลขที่",
        "رمز",
        "קוד",
        "کد",
    ),
    *("kód", "kod", "cod", "koodi", "tunnus", "шифр", "κωδ", "កូដ", "কোড", "కోడ్", "कोड", "کوڈ", "კოდი", "կոդ", "cód"),
)


def test_words_for_codes_are_known_and_name_no_field() -> None:
    read = {word: read_header(f"zorp {word}").meaning for word in CODES}

    assert {word: meaning for word, meaning in read.items() if meaning is not Meaning.OTHER} == {}
