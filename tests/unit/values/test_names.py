"""Full names are cut as their language and script have it; what is no part of a name is not lost silently."""

from __future__ import annotations

import pytest
from crm.values.cjk_writing import is_family_name_first
from crm.values.companies import is_surely_company
from crm.values.names import split_full_name

WHOLE = [
    ("John Doe", "John", "Doe"),
    ("Doe, John", "John", "Doe"),
    ("Doe,John", "John", "Doe"),
    ("Cher", "Cher", ""),
    ("John Q. Public", "John Q.", "Public"),
    ("J. R. R. Tolkien", "J. R. R.", "Tolkien"),
    ("John Null", "John", "Null"),
    ("DE LA TOUR Marie", "Marie", "DE LA TOUR"),
    ("Don Johnson", "Don", "Johnson"),
    ("Jan van den Berg", "Jan", "van den Berg"),
    ("van den Berg, Jan", "Jan", "van den Berg"),
    ("Heide, Anna-Lena von der", "Anna-Lena", "von der Heide"),
    ("Vincent Van Gogh", "Vincent", "Van Gogh"),
    ("Van Morrison", "Van", "Morrison"),
    ("Charles de Gaulle", "Charles", "de Gaulle"),
    ("Ruth v. Ahlefeld", "Ruth", "v. Ahlefeld"),
    ("Karl Graf v. d. Schulenburg", "Karl", "Graf v. d. Schulenburg"),
    ("Freiherr v. Stetten", "", "Freiherr v. Stetten"),
    ("Berg, Jan v.d.", "Jan", "v.d. Berg"),
    ("Piet v/d Meer", "Piet", "v/d Meer"),
    ("v. d. Berg Jan", "Jan", "v. d. Berg"),
    ("van der Berg", "", "van der Berg"),
    ("Johann V. Schmidt", "Johann V.", "Schmidt"),
    ("anna v. berg", "anna v.", "berg"),
    ("Ana Maria dos Santos", "Ana Maria", "dos Santos"),
    ("María José García López", "María José", "García López"),
    ("José Ortega y Gasset", "José", "Ortega y Gasset"),
    ("DUPONT Jean-Pierre", "Jean-Pierre", "DUPONT"),
    ("Jean-Pierre DE LA TOUR", "Jean-Pierre", "DE LA TOUR"),
    ("NIC POTTIER", "NIC", "POTTIER"),
    ("Aoife Ní Bhriain", "Aoife", "Ní Bhriain"),
    ("Seán Ó Murchú", "Seán", "Ó Murchú"),
    ("Máire Mhic Ghiolla Phádraig", "Máire", "Mhic Ghiolla Phádraig"),
    ("Siobhán Nic Dhonnchadha", "Siobhán", "Nic Dhonnchadha"),
    ("Smith J.", "J.", "Smith"),
    ("נעמי בן ארי", "נעמי", "בן ארי"),
    ("בן כהן", "בן", "כהן"),
    ("سمير بن سعيد", "سمير", "بن سعيد"),
    ("عبد الله بن سالم", "عبد الله", "بن سالم"),
    ("هدى أبو خليل", "هدى", "أبو خليل"),
    ("Kirsi-Maria L.", "Kirsi-Maria", "L."),
    ("Иванов Иван Иванович", "Иван Иванович", "Иванов"),
    ("Иван Иванов", "Иван", "Иванов"),
    ("Nguyễn Văn An", "Văn An", "Nguyễn"),
    ("Kim Min-jun", "Min-jun", "Kim"),
    ("王小明", "小明", "王"),
    ("欧阳娜娜", "娜娜", "欧阳"),
    ("佐川恭子", "恭子", "佐川"),
    ("林三郎", "三郎", "林"),
    ("長谷川太郎", "太郎", "長谷川"),
    ("山田\u3000太郎", "太郎", "山田"),
    ("김철수", "철수", "김"),
    ("남궁민수", "민수", "남궁"),
    ("김 철수", "철수", "김"),
    ("탁재호", "재호", "탁"),
    ("ジョン・スミス", "ジョン", "スミス"),
    ("Amartya Kumar Sen", "Amartya Kumar", "Sen"),
    ("Kovács Péter", "Péter", "Kovács"),
    ("Kovacs Peter", "Peter", "Kovacs"),
    ("Tóth Varga Eszter", "Eszter", "Tóth Varga"),
    ("Bertolotti Maria Grazia", "Maria Grazia", "Bertolotti"),
    ("De Luca Maria Grazia", "Maria Grazia", "De Luca"),
    ("Moreau Jean-Pierre", "Jean-Pierre", "Moreau"),
    ("Dvořák Petr", "Petr", "Dvořák"),
    ("Mäkelä Aino", "Aino", "Mäkelä"),
    ("Bērziņš Jānis", "Jānis", "Bērziņš"),
    ("Müller Hans", "Hans", "Müller"),
    ("Öztürk Şükran", "Şükran", "Öztürk"),
    ("Anna Maria Rossi", "Anna Maria", "Rossi"),
    ("Martin Paul", "Martin", "Paul"),
    ("Thomas Anna", "Thomas", "Anna"),
    ("Kelli James", "Kelli", "James"),
    ("Nicki James", "Nicki", "James"),
    ("Päivi Kettunen-Salo", "Päivi", "Kettunen-Salo"),
    ("Kettunen-Salo Päivi", "Päivi", "Kettunen-Salo"),
    ("Leroy Sané", "Leroy", "Sané"),
]
PARTLY = [
    ("Dr. Anna-Lena von der Heide", "Anna-Lena", "von der Heide"),
    ("Prof. Dr. med. Max Mustermann", "Max", "Mustermann"),
    ("Dipl.-Ing. Karl Huber", "Karl", "Huber"),
    ("Mr. Smith", "", "Smith"),
    ("Mr. & Mrs. Smith", "", "Smith"),
    ("M. et Mme LE TALLEC Yves", "Yves", "LE TALLEC"),
    ("Herr und Frau Müller", "", "Müller"),
    ("Martin Luther King Jr.", "Martin Luther", "King"),
    ("Herr Max Mustermann jun.", "Max", "Mustermann"),
    ("Smith, Jane, PhD", "Jane", "Smith"),
    ('William "Bill" Gates III', "William", "Gates"),
    ("Robert (Bob) Smith", "Robert", "Smith"),
    ('"Buzz" Aldrin', "Buzz", "Aldrin"),
    ("van der Meer, Prof. Dr. Joost", "Joost", "van der Meer"),
    ("John & Jane Doe", "John", "Doe"),
    ("John Doe & Jane Smith", "John", "Doe"),
    ("Anna/Peter Schmidt", "Anna", "Schmidt"),
    ("山田様", "", "山田"),
    ("王先生", "", "王"),
    ("คุณสมศรี", "สมศรี", ""),
    ("ร.ต.อ. วิเชียร แก้วมณี", "วิเชียร", "แก้วมณี"),
    ("أ. منيرة", "منيرة", ""),
    ("د. العتيبي", "", "العتيبي"),
    ("Big Ron", "Ron", ""),
    ("박지영B", "지영", "박"),
    ("이영희(B)", "영희", "이"),
    ("박지영B 집사", "지영", "박"),
    ("王伟1", "伟", "王"),
    ("Müller, Hans (2)", "Hans", "Müller"),
    ("Hans Müller 2", "Hans", "Müller"),
]


@pytest.mark.parametrize(("typed", "first", "last"), WHOLE)
def test_a_full_name_is_cut_in_two_halves_that_hold_all_of_it(typed: str, first: str, last: str) -> None:
    name = split_full_name(typed)
    assert (name.first, name.last, name.complete) == (first, last, True)


@pytest.mark.parametrize(("typed", "first", "last"), PARTLY)
def test_salutations_suffixes_and_second_people_are_cut_off_and_said_to_be(typed: str, first: str, last: str) -> None:
    name = split_full_name(typed)
    assert (name.first, name.last, name.complete) == (first, last, False)


@pytest.mark.parametrize(
    ("typed", "order", "first", "last"),
    [
        ("Müller Hans", "family name first", "Hans", "Müller"),
        ("van der Berg Jan", "family name first", "Jan", "van der Berg"),
        ("Игорь Лаптев", "family name first", "Игорь", "Лаптев"),
        ("Péter Horváth", "family name first", "Péter", "Horváth"),
        ("林原", "zh", "原", "林"),
        ("金子", "ja", "", "金子"),
        ("王子怡", "zh", "子怡", "王"),
        ("Begoña Etxeberria Goñi", "two family names", "Begoña", "Etxeberria Goñi"),
        ("José Manuel Lertxundi", "two family names", "José Manuel", "Lertxundi"),
        ("María del Carmen Lertxundi Goñi", "two family names", "María del Carmen", "Lertxundi Goñi"),
        ("Rosa de la Torre", "two family names", "Rosa", "de la Torre"),
    ],
)
def test_the_headers_language_and_order_decide_what_the_name_alone_does_not(
    typed: str, order: str, first: str, last: str
) -> None:
    name = split_full_name(typed, order)
    assert (name.first, name.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["Acme GmbH", "Foo Ltd.", "Bar S.r.l.", "株式会社山田", "上海贸易有限公司", "Schmidt & Co. KG"]
)
def test_a_legal_form_makes_a_name_a_companys(text: str) -> None:
    assert is_surely_company(text)


@pytest.mark.parametrize("text", ["Anna Meier", "Co", "Kg", "Deco Addict", "Mike Sparks"])
def test_a_person_is_no_company(text: str) -> None:
    assert not is_surely_company(text)


@pytest.mark.parametrize(
    ("name", "first"),
    [("李美玲", True), ("홍길동", True), ("高橋みなみ", True), ("スミスジョン", False), ("Lee美玲", False)],
)
def test_the_family_name_comes_first_in_the_scripts_of_its_country(name: str, first: bool) -> None:
    assert is_family_name_first(name) is first
