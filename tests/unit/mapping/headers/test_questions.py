"""What the questions of forms say, in many languages."""

from __future__ import annotations

from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header

COMPANIES = (
    *("Bei welchem Verein oder Verband sind Sie aktiv?", "Where do you work?", "Who is your employer?"),
    *("Dans quelle école enseignez-vous ?", "W jakiej firmie pracujesz?", "V jakém klubu nebo spolku působíte?"),
    *("Missä yrityksessä työskentelet?", "В какой школе вы преподаете?", "Hangi okulda görev yapıyorsunuz?"),
    *("어느 회사에 근무하십니까?", "どちらの会社にお勤めですか？", "您在哪所学校任教？"),
    "Di sekolah mana Anda mengajar?",
    *("Do you have a company? If yes, what is its name?", "In rappresentanza di quale ente partecipi?"),
)
FIELDS = {
    "Q1: What is your first name?": Meaning.FIRST_NAME,
    "Hva er etternavnet ditt?": Meaning.LAST_NAME,
    "What is your position in the company?": Meaning.JOB_TITLE,
    "what_is_your_work_email": Meaning.EMAIL,
    "Ποιο είναι το email σας;": Meaning.EMAIL,
    "Pod jakim numerem telefonu możemy się skontaktować?": Meaning.PHONE,
    "日中つながりやすい電話番号を教えてください": Meaning.PHONE,
    "What are your contact details? - Company": Meaning.COMPANY,
    "Por favor, indique su nombre completo": Meaning.FULL_NAME,
}
SOMEBODY_ELSE = (
    *("Wer hat Sie auf den Fachtag aufmerksam gemacht?", "Qui vous a recommandé ?", "Kuka suositteli sinua?"),
    *("What is your child's name?", "Çocuğunuzun adı nedir?", "ما اسم مديرك؟", "Hvad hedder din partner?"),
    *("Kogo powiadomić w nagłym wypadku?", "お子様のお名前を教えてください", "Siapa nama atasan Anda?"),
)
YOURS = {
    "Название вашей организации": Meaning.COMPANY,
    "Nazwa Państwa firmy": Meaning.COMPANY,
    "Tên công ty của bạn": Meaning.COMPANY,
    "Teie lapse nimi": Meaning.SOMEONE_ELSE,
    "Ditt barns namn": Meaning.SOMEONE_ELSE,
    "Ваш телефон для связи": Meaning.PHONE,
}
NOBODY = (
    *("Dürfen wir Sie anrufen?", "May we contact you by email?", "Czy możemy do Pana zadzwonić?", "Voimmeko soittaa?"),
    *("Combien de salariés compte votre entreprise ?", "Which company would you like to visit?", "您想参观哪家公司？"),
    *("Welche Schule besuchen Sie?", "Für welche Stelle bewerben Sie sich?", "In which department do you work?"),
)


def test_where_somebody_does_something_is_their_company() -> None:
    read = {header: read_header(header).meaning for header in COMPANIES}
    assert read == dict.fromkeys(COMPANIES, Meaning.COMPANY)


def test_questions_are_read_by_what_they_ask_for() -> None:
    assert {header: read_header(header).meaning for header in FIELDS} == FIELDS


def test_who_did_something_and_whose_name_is_asked_is_somebody_else() -> None:
    read = {header: read_header(header).meaning for header in SOMEBODY_ELSE}
    assert read == dict.fromkeys(SOMEBODY_ELSE, Meaning.SOMEONE_ELSE)


def test_headers_that_speak_to_whoever_answers_are_read_alike() -> None:
    assert {header: read_header(header).meaning for header in YOURS} == YOURS


def test_wishes_numbers_and_leave_to_call_are_no_fields() -> None:
    read = {header: read_header(header).meaning for header in NOBODY}
    assert read == dict.fromkeys(NOBODY, Meaning.OTHER)
