"""Which encoding a text file has, in the languages that people write their contacts in."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from crm.spreadsheets import SpreadsheetRejected
from crm.spreadsheets.text_files.encoding import ERRORS, find_encoding

from tests.unit.spreadsheets.reading import read

_WORDS = {
    "de": "Straße|Jürgen Müller|Äpfel GmbH|Größe|Schröder|Köln|Übermorgen|Bäcker|Weiß|Jörg Strauß",
    "fr": "Hélène|François|Société Générale|Téléphone|Prénom|Zoë|Élise|Côté|Lefèvre|Maître|Noël|Île-de-France",
    "es": "José Núñez|Teléfono|Compañía|María|Peña|Dirección|Martínez|Íñigo|Ángel",
    "pt": "João|São Paulo|Endereço|Conceição|Antônio|Observações|Gonçalves|Ação",
    "sv": "Åsa|Björn|Malmö|Företag|Sjöberg|Håkansson|Öberg",
    "pl": "Łukasz|Imię|Małgorzata|Żółć|Wójcik|Kraków|Święta|Gdańsk|Józef|Źródło",
    "cs": "Jiří Novák|Příjmení|Dvořák|Společnost|Tomáš|Růžena|Čapek|Město|Žižka",
    "hu": "Győr|Kovács|László|Cég|Erzsébet|Szűcs|Vezetéknév|Hűvös",
    "tr": "Ayşe|Şükrü|İstanbul|Soyadı|Çağlar|Öğretmen|Işık|Müdür",
    "ru": "Иванов|Телефон|Фамилия|Имя|ООО Ромашка|Мария|Почта|ДИРЕКТОР|Екатерина",
    "uk": "Шевченко|Прізвище|Київ|Олександр|Їжак|Компанія|Єва",
    "el": "Γιώργος|Τηλέφωνο|Επώνυμο|Παπαδόπουλος|Ελένη|Αθήνα",
    "he": "שלום|טלפון|שם משפחה|כהן|לוי|חברה|יוסף",
    "ar": "محمد|الاسم|هاتف|شركة|أحمد علي|العنوان",
    "th": "ชื่อ|โทรศัพท์|นามสกุล|บริษัท|สมชาย|อีเมล",
    "zh": "王小明|姓名|电话|公司|李娜|北京市朝阳区|张伟|邮箱|赵敏|备注|职位经理|陈志强",
    "zh-TW": "王小明|姓名|電話|公司|林怡君|臺北市信義區|張志豪|電子郵件|備註|聯絡人|黃淑芬",
    "ja": "山田太郎|氏名|電話番号|メールアドレス|会社名|佐藤花子|東京都新宿区|フリガナ|ヤマダ|住所",
    "ko": "김철수|이름|전화번호|회사|박영희|서울특별시|이메일|직책|최민준",
}
# (language, encoding, rows with such a word from which on it must be right)
_ENCODED = [
    ("de", "cp1252", 1),
    ("fr", "cp1252", 2),
    ("es", "cp1252", 1),
    ("pt", "cp1252", 2),
    ("sv", "cp1252", 1),
    ("de", "mac_roman", 4),
    ("fr", "mac_roman", 4),
    ("pl", "cp1250", 10),
    ("cs", "cp1250", 10),
    ("hu", "cp1250", 10),
    ("tr", "cp1254", 10),
    ("ru", "cp1251", 2),
    ("ru", "koi8_r", 4),
    ("uk", "cp1251", 4),
    ("el", "cp1253", 10),
    ("he", "cp1255", 20),
    ("ar", "cp1256", 2),
    ("th", "cp874", 4),
    ("zh", "gb18030", 1),
    ("zh", "gbk", 1),
    ("zh-TW", "big5", 1),
    ("ja", "cp932", 1),
    ("ja", "euc_jp", 4),
    ("ko", "cp949", 1),
    ("ru", "iso8859_5", 4),
    ("uk", "koi8_u", 10),
    ("ar", "iso8859_6", 20),
    ("el", "mac_greek", 10),
    ("el", "cp737", 10),
    ("tr", "mac_turkish", 20),
    ("pl", "mac_latin2", 20),
]


def _file(language: str, rows: int, chance: random.Random) -> str:
    words = _WORDS[language].split("|")
    lines = [f"{chance.choice(words)},user{n}@example.com,555 010{n},Main St {n}" for n in range(rows)]
    return "\r\n".join(["Name,Email,Phone,Street", *lines, ""])


@pytest.mark.parametrize(("language", "codec", "rows"), _ENCODED)
def test_languages(tmp_path: Path, language: str, codec: str, rows: int) -> None:
    path = tmp_path / "contacts.csv"
    chance = random.Random(f"{language} {codec}")
    for count in (rows, rows + 1, 2 * rows + 1, 50):
        for _ in range(5):
            content = _file(language, count, chance).encode(codec)
            path.write_bytes(content)

            found = find_encoding(str(path))

            assert content.decode(found.name, ERRORS) == content.decode(codec), (found, content[:120])


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"Name,City\r\nAnn,Rome\r\n", "utf-8"),
        ("Name,City\nJörg,Köln\n".encode(), "utf-8"),
        ("Name,City\nJörg,Köln\n".encode("utf-8-sig"), "utf-8-sig"),
        ("Name,City\nJörg,Köln\n".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "Name,City\nJörg,Köln\n".encode("utf-16-be"), "utf-16"),
        ("Name,City\nJörg,Köln\n".encode("utf-16-le"), "utf-16-le"),
        ("Name,City\nJörg,Köln\n".encode("utf-16-be"), "utf-16-be"),
        ("Name,City\nJörg,Köln\n".encode("utf-32"), "utf-32"),
        ("Name,City\nJörg,Köln\n".encode("utf-32-be"), "utf-32-be"),
        ("Name,City\nJörg,Köln\n".encode("latin-1"), "latin-1"),
        ("Name,Price\nJörg,5 €\n".encode("cp1252"), "cp1252"),
        ("Name,City\nSt Cuthbert’s,York\n".encode("cp1252"), "cp1252"),
        ("Name,Owes £,Phone\nMr Harkness,£145.00,0114 496 0123\nAnn Lee,nil,\n".encode("cp1252"), "latin-1"),
        ("Name,Temp °C\nAnn,20\n".encode("cp1252"), "latin-1"),
        ("Name,Size\nAnn,5×4\nBob,3×2\n".encode("cp1252"), "latin-1"),
        ("Name,Half\nAnn,1½\nBob,¼\n".encode("cp1252"), "latin-1"),
        ("Nº,Nombre\n1º A,Ana\n2ª,Luis\n".encode("cp1252"), "latin-1"),
        ("Имя;Год\nИван;2015г\nОльга;в 5\n".encode("cp866"), "cp866"),
        ("Name,City\nParents’ Group,York\n“The Mill”,Ely\n".encode("cp1252"), "cp1252"),
        ("Nombre,Ciudad\nAna Díaz,León\n".encode("mac_roman"), "mac_roman"),
        ("Nome,Comune\nAda Neri,Forlì\n".encode("cp1252"), "latin-1"),
        ("Jméno,Obec\nVěra Malá,Děčín\n".encode("cp1250"), "cp1250"),
        (b"\xfe\xff" + "Name,City\nAnn,Rome\n".encode("utf-32-be"), "utf-32-be"),
        ("氏名,住所\n山田,東京\n".encode("iso2022_jp"), "iso2022_jp"),
        ("姓名,城市\n王小明,北京\n".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_what_is_said_of_a_file(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(content)

    assert find_encoding(str(path)).name == name


def test_a_few_foreign_bytes_do_not_spoil_a_file(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    lines = [f"Jörg {n},Köln\n".encode() for n in range(200)]
    lines[120] = "Renée,Liège\n".encode("cp1252")
    path.write_bytes(b"Name,City\n" + b"".join(lines))

    found = read(path)

    assert found.encoding == "utf-8"
    assert found.sheet.data[120] == ("Renée", "Liège")
    assert found.notes == ("2 characters were not UTF-8 and were read as Western European",)


@pytest.mark.slow
def test_a_character_that_is_first_seen_late_is_still_read_rightly(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    plain = b"".join(b"Name %d,n%d@example.com\n" % (n, n) for n in range(40_000))
    path.write_bytes(b"Name,Email\n" + plain + "王小明,wang@example.com\n陈静,chen@example.com\n".encode("gb18030"))

    found = read(path)

    assert found.encoding == "gb18030"
    assert found.sheet.data[-2:] == [("王小明", "wang@example.com"), ("陈静", "chen@example.com")]


def test_a_file_that_ends_inside_a_character(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes("姓名,电话\n王小明,138\n陈静,139".encode("gb18030") + "李".encode("gb18030")[:1])

    found = read(path)

    assert found.encoding == "gb18030"
    assert found.sheet.data[0] == ("王小明", "138")


def test_bytes_that_make_no_sense_in_any_encoding_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    chance = random.Random(3)
    path.write_bytes(bytes(chance.choice(range(0x80, 0x100)) for _ in range(5_000)))

    with pytest.raises(SpreadsheetRejected) as rejected:
        read(path)

    assert rejected.value.code in ("encoding", "not_a_spreadsheet")
