"""The words of headers: every language's file is complete and speaks of known kinds."""

from __future__ import annotations

import tomllib

import pytest
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.vocabulary import SYNONYMS, vocabulary, words_of

LANGUAGES = {path.stem: path for path in sorted(SYNONYMS.glob("*.toml"))}
NEEDED = {"company", "email", "phone", "job_title", "mobile", "someone_else", "date", "address", "thing", "country"}
CORE = {"full_name", "company", "email", "phone", "job_title", "notes", "address"}


def _kinds(language: str) -> dict[str, list[str]]:
    tables = tomllib.loads(LANGUAGES[language].read_text(encoding="utf-8"))
    return {key: value for key, value in tables.items() if key not in ("marks", "language")}


KINDS = {*_kinds("en"), "name_particle"}
MARKS = {*tomllib.loads(LANGUAGES["en"].read_text(encoding="utf-8"))["marks"], "family_given_patronymic"}
PROMISED = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "tr",
    "ru",
    "uk",
    "zh",
    "ja",
    "ko",
    "ar",
    "he",
    "hi",
    "vi",
    "th",
]


@pytest.mark.parametrize("language", PROMISED)
def test_a_promised_language_has_its_words(language: str) -> None:
    assert language in LANGUAGES


@pytest.mark.parametrize("language", PROMISED)
def test_a_promised_language_names_all_that_a_contact_list_needs(language: str) -> None:
    assert set(_kinds(language)) >= NEEDED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_names_at_least_the_fields_of_a_lead_by_known_kinds(language: str) -> None:
    tables = _kinds(language)
    assert set(tables) <= KINDS
    assert set(tables) >= CORE
    assert "last_name" in tables and tables.keys() & {"name", "first_name"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_uses_only_known_marks(language: str) -> None:
    assert set(tomllib.loads(LANGUAGES[language].read_text(encoding="utf-8")).get("marks", ())) <= MARKS


def test_a_mark_does_not_make_a_word_known() -> None:
    (term,) = vocabulary().split(words_of("Konzernmutter"))

    assert vocabulary().has_mark("owning_company", [term.text])
    assert term.kinds == frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_language_has_letters_left_and_one_meaning_there(language: str) -> None:
    kinds: dict[str, set[str]] = {}
    for kind, words in _kinds(language).items():
        for word in words:
            kinds.setdefault("".join(words_of(word)) or word, set()).add(kind)
    # A part of speech may have two meanings in one language: those that the rules tell apart.
    told_apart = {frozenset(pair) for pair in TOLD_APART}
    assert {word: found for word, found in kinds.items() if len(found) > 1 and frozenset(found) not in told_apart} == {}


TOLD_APART = (
    ("home", "phone"),
    ("phone", "work"),
    ("email", "work"),
    ("company", "work"),
    ("address", "billing"),
    ("address", "shipping"),
    ("client", "full_name"),
    ("neutral", "number"),
    ("professional", "someone_else"),
)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("E-mail 1 - Value", ["e", "mail", "1", "value"]),
        ("companyName2", ["company", "name", "2"]),
        ("PRÉNOM", ["prenom"]),
        ("Ｅｍａｉｌ", ["email"]),
        ("Assistant's Phone", ["assistant", "phone"]),
        ("  Phone / Whatsapp ", ["phone", "whatsapp"]),
        ("Straße", ["strasse"]),
        ("Email地址", ["email", "地址"]),
        ("Attendee #", ["attendee", "no"]),
        ("自宅〒", ["自宅", "郵便番号"]),
        ("الايميل", ["الايميل"]),
        ("", []),
    ],
)
def test_words_are_without_case_accents_width_and_punctuation(header: str, words: list[str]) -> None:
    assert words_of(header) == words


@pytest.mark.parametrize(
    ("header", "terms"),
    [
        ("Kundenname", ["kunden", "name"]),
        ("携帯電話番号（会社）", ["携帯電話番号", "会社"]),
        ("ชื่อบริษัท", ["ชื่อบริษัท"]),
        ("Zorp phone", ["zorp", "phone"]),
    ],
)
def test_compounds_and_scripts_without_blanks_are_cut_into_known_terms(header: str, terms: list[str]) -> None:
    assert [term.text for term in vocabulary().split(words_of(header))] == terms


@pytest.mark.parametrize(
    ("header", "languages", "meaning"),
    [
        ("Data", {"it"}, Meaning.DATE),
        ("Data", {"en"}, Meaning.OTHER),
        ("CEP", {"pt"}, Meaning.OTHER),
        ("Cep", {"tr"}, Meaning.PHONE),
        ("Kind", {"de"}, Meaning.SOMEONE_ELSE),
    ],
)
def test_a_word_of_several_languages_means_what_it_means_in_the_sheets(
    header: str, languages: set[str], meaning: Meaning
) -> None:
    assert read_header(header, frozenset(languages)).meaning is meaning


SAME_IN_EVERY_LANGUAGE = {
    "courses, events, banks and the like are no names": (
        {Meaning.OTHER},
        "ชื่อตัวเลือก, 옵션명, Nazwa kursu, Název akce, Esemény neve, اسم الفعالية, שם הקורס, Jina la benki, "
        "Način plaćanja, Maksutapa, Кампания, Tên chiến dịch, Kodakondsus, Veiklos sritis, Υποκατάστημα",
    ),
    "numbers of things are no phones": (
        {Meaning.OTHER},
        "Номер отправления, Numer przesyłki, Číslo smlouvy, Rendelés száma, Sipariş numarası, رقم الجواز, 送り状番号, "
        "주민등록번호, หมายเลขพัสดุ, Số hộ chiếu, Nomor rekening, Αριθμός κράτησης, מספר פוליסה",
    ),
    "teachers, mothers, editors and agents are somebody else": (
        {Meaning.SOMEONE_ELSE},
        "Třídní učitel, Anyja neve, Muokannut, Екстрений контакт, Üzletkötő, 紹介者, Giáo viên chủ nhiệm, מחנכת",
    ),
    "whose name it is may stand in any form": (
        {Meaning.FULL_NAME, Meaning.CLIENT},
        "Deltagarens namn, Potilaan nimi, Jméno hosta, Résztvevő neve, Όνομα ασθενούς, שם התורם, Üürnik",
    ),
    "where somebody belongs is a company": (
        {Meaning.COMPANY},
        "สังกัด, Afiliacja, Darba devējs, Struttura di appartenenza, 所属机构, 소속단체, שיוך ארגוני, Taasisi",
    ),
}


@pytest.mark.parametrize("kind", SAME_IN_EVERY_LANGUAGE)
def test_a_kind_of_column_is_known_in_many_languages(kind: str) -> None:
    meanings, headers = SAME_IN_EVERY_LANGUAGE[kind]
    assert [header for header in headers.split(", ") if read_header(header).meaning not in meanings] == []
