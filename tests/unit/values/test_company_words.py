"""Words by which companies, schools, shops and offices are told from people in many languages."""

from __future__ import annotations

import pytest
from crm.values.companies import company_in_halves, is_surely_company


@pytest.mark.parametrize(
    "text",
    [
        *("Công ty TNHH Hoa Sen", "CONG TY CP ABC", "Trường THPT Lê Lợi", "PT. Andi Jaya", "Toko Maria"),
        *("ECOLE JEAN MOULIN", "Hotel Anna", "Farmacia San Juan", "Scuola Maria Montessori", "M/s Sharma"),
        *("Bäckerei Thomas", "Stadtapotheke Bonn", "Thomas Bakery", "Szent István Általános Iskola", "Ahmet Market"),
        *("Φαρμακείο Μαρία", "ΦΑΡΜΑΚΕΙΟ ΜΑΡΙΑ", "магазин «Мария»", "Аптека Анна", "აფთიაქი ნინო"),
        *("חברת דנה", 'דוד בע"מ', "مدرسة فاطمة", "شرکت علی", "โรงเรียนสมชาย", "राम ट्रेडर्स"),
        *("育才小学", "山田工務店", "한빛어린이집", "佐藤写真館", "悦来客栈", "小林茶行", "우리동물병원", "선우농원"),
        *(
            "旅館ゆのはな",
            "食堂かどや",
            "美容室ヒロ",
            "カフェ森音",
            "카페 봄날",
            "식당한빛",
            "รีสอร์ทบ้านสวน",
            "财团法人慈济",
        ),
        *("Quán cà phê Mộc", "Tiệm bánh Hương", "Güneş Kuaför", "Ayşe İnşaat", "मोहन ढाबा", "مطاعم سارة"),
    ],
)
def test_a_word_that_no_persons_name_has_there_tells_a_company(text: str) -> None:
    assert is_surely_company(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Church, Ann", "Kool Jan", "Kita Morio", "Sia Furler", "PT Usha", "S.C. Ionescu", "Truong Van An", "Hotel"),
        "ROD Anna Berg",
        *("דוד סופר", "김병원", "王小明", "バーバラ・スミス", "남궁민수", "欧阳文轩", "Nguyễn Văn Quán", "綾小路 旅"),
    ],
)
def test_a_name_that_is_such_a_word_elsewhere_is_a_persons(text: str) -> None:
    assert not is_surely_company(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Hofladen Dorweiler", "Sunrise Dental Group", "The Harbour View Surgery", "Dr Imran Qadri Dental Practice"),
        *("Boulangerie Paul", "Clínica Dental Arce", "Panificio Rossi", "Padaria Luso", "Huisartsenpraktijk De Linde"),
        *("Eklunds Bageri", "Tømrerfirmaet Holm", "Hakavuoren Apteekki", "Piekarnia Zych", "Kiss Pékség"),
        *("Фризьорски салон Ива", "Автосервис Лада", "Οδοντιατρείο Μάνος", "Yılmaz Oto Servis", "מרפאת שיניים כרמל"),
        *("عيادات النور", "نانوایی سنگک", "Bengkel Jaya", "Nha khoa Việt", "อู่ซ่อมรถเจริญ", "佐藤内科", "仁爱口腔医院"),
    ],
)
def test_a_trade_or_a_kind_of_place_tells_a_company(text: str) -> None:
    assert is_surely_company(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Amtsgericht Lindau",
            "Stadtbücherei Norden",
            "Sapeurs-pompiers Aubry",
            "Juzgado Norte",
            "Vigili del fuoco Arco",
        ),
        *("Brandweer Oostdam", "Sąd rejonowy Zamość", "Knihovna Lipník", "Hasiči Lipník", "Zorvek Önkormányzata"),
        *("Lingvalls Tingsrätt", "Norddals Bibliotek", "Torvuosan Kirjasto", "Pielavan Mieskuoro", "Teatrul Mic"),
        *("Biblioteka Leśna", "Gradska knjižnica Krk", "Sindikat Istok", "Полицијска станица Бор", "Районен съд Елена"),
        *("Прокуратура Тверская", "Районна рада Лісна", "Πυροσβεστική Υπηρεσία Σάμου", "בית משפט השלום", "محكمة النور"),
        *("دادگاه شیراز", "रामपुर ग्राम पंचायत", "Thư viện Sao Mai", "Pengadilan negeri Bantul", "Perpustakaan Melur"),
        *(
            "みどり税務署",
            "みどり吹奏楽団",
            "明德税务局",
            "明德派出所",
            "한빛교육지원청",
            "한빛합창단",
            "สถานีตำรวจบางรัก",
        ),
    ],
)
def test_an_authority_a_court_a_library_or_a_choir_is_no_person(text: str) -> None:
    assert is_surely_company(text)


@pytest.mark.parametrize(
    "text",
    [
        *("AJ Sharma", "NK Gupta", "TJ Miller", "Kino Makoto", "Coral Peña", "Večerka Jan", "Pila Jan", "Kapper Jan"),
        *(
            "김건재",
            "이보석",
            "小野寺",
            "张国中",
            "Pratama Yoga",
            "Eskola Matti",
            "Usain Bolt",
            "Nora Gård",
        ),
    ],
)
def test_a_word_of_an_office_that_is_a_name_too_tells_nothing(text: str) -> None:
    assert not is_surely_company(text)


@pytest.mark.parametrize("text", ["Mike Roofing", "J. Dental", "Anna Maria Catering", "Ogechi Church", "Joe Posada"])
def test_a_trade_behind_given_names_alone_tells_nothing(text: str) -> None:
    assert not is_surely_company(text)


def test_a_legal_form_of_any_country_tells_a_company() -> None:
    texts = [
        *("Nordlys Renhold ANS", "Ekdahls Golvslip KB", "Helsingin Kukkatukku Ky", "Kadaka Puit FIE", "Kalvio IĮ"),
        *("Galli s. s.", "Cantiere Porto s.c.a r.l.", "Lhota z.s.", "Gastro spol. s r.o.", "Marli Silva, Unipessoal"),
        *("Ивайло Петров ЕТ", "ФГ Рассвет", "Πράσινη Γη ΑΜΚΕ", 'גשר לילד ע"ר', "الواحة ذ.م.م", "Լույս ԱՁ"),
        *("MB „Žalias miškas“", 'АД "Заря"', "GAEC des Tilleuls", "Weidinger e.U."),
    ]
    assert [text for text in texts if not is_surely_company(text)] == []


def test_initials_and_names_are_no_legal_forms() -> None:
    texts = [
        *("Suresh KB", "Lakshmi Priya KB", "P.H. Silva DA", "NGUYEN VAN KY", "MARIA SOUZA DA", "Trần Văn Ky"),
        *("СК Белова", "ЖК Асанов", "ПЕСТОВ ИГОРЬ", "Bakari Sellers", "Lotta Salminen-Eskola", "Ross Kemp"),
        *("Valerij Zirme", "سجاد منصوری", "Logi Gunnarsson", "Chiesa Federico", "Państwo Wilk", "Сергей Шиномонтаж"),
    ]
    assert [text for text in texts if is_surely_company(text)] == []


def test_a_definite_form_or_the_end_of_a_compound_tells_a_company() -> None:
    texts = [
        *("Idrettslaget Vind", "Strandbergs Malerservice", "Norrby Takbygg", "Hofer Dachbau", "Siedler Gebäudeservice"),
        *(
            "Rauman Siivouspalvelut",
            "Yıldız Halıcılık",
            "Hegyi Takarítószolgálat",
            "Ateliê da Marli",
            "Trésmiðjan Akur",
        ),
        *("Studniarstwo Zając", "Studnařství Voda", "Toldos Levante", "Бурение Скважин Плюс", "Spurghi Moretti"),
        *("鈴木物流", "東升建材", "금강철강", "รุ่งเรืองก่อสร้าง", "Νίκας Οικοτεχνική", "Сокол Стройсервис"),
    ]
    assert [text for text in texts if not is_surely_company(text)] == []


def test_a_department_behind_a_firm_leaves_it_a_firm() -> None:
    texts = ["みなと運輸 代表", "Gasthof Adler - Buchhaltung", "Пекарня Колос (бухгалтерия)"]
    assert [text for text in texts if not is_surely_company(text)] == []


def test_a_department_behind_a_name_tells_nothing() -> None:
    texts = ["佐藤 代表", "Mike Sales", "Adler Zentrale"]
    assert [text for text in texts if is_surely_company(text)] == []


def test_a_legal_form_in_the_half_of_a_last_name_makes_both_a_company() -> None:
    assert company_in_halves("Nordlys Renhold", "ANS") == "Nordlys Renhold ANS"
    assert company_in_halves("Lakshmi Priya", "KB") == ""
