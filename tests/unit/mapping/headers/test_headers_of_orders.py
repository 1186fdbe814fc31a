"""Headers of order exports: who buys or gets something is somebody; an option, a courier or a campaign is nobody."""

from __future__ import annotations

import pytest
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import read_header

_SOMEBODY = NAMES | {Meaning.CLIENT}


@pytest.mark.parametrize(
    "header",
    [
        *("Name des Bestellers", "Nome do Recebedor", "Naam koper", "Jméno příjemce", "Príjemca", "Címzett neve"),
        *("Nume destinatar", "Поръчващ", "Ime primatelja", "Prejemnik", "Όνομα παραλήπτη", "Sipariş Veren"),
        *("Имя получателя", "Ім'я покупця", "Mottagarens namn", "Modtager", "Mottaker", "Tilaajan nimi", "Saaja nimi"),
        *("Saņēmējs", "Gavėjas", "Nama Penerima", "Người nhận", "ชื่อผู้รับ", "*ชื่อผู้รับ", "注文者名", "받는분", "下单人"),
        *("اسم المستلم", "שם הנמען", "نام گیرنده", "प्राप्तकर्ता का नाम", "প্রাপকের নাম", "Nom del destinatari"),
    ],
)
def test_who_buys_or_gets_something_is_somebody(header: str) -> None:
    assert read_header(header).meaning in _SOMEBODY


@pytest.mark.parametrize(
    "header",
    [
        *("Option name", "Name der Variante", "Nom de l'entrepôt", "Nombre de la campaña", "Nome del magazzino"),
        *("Nome da variação", "Naam vervoerder", "Nazwa opcji", "Název varianty", "Názov tovaru", "Raktár neve"),
        *("Numele variantei", "Име на куриер", "Ime proizvoda", "Ime skladišča", "Όνομα αποθήκης", "Varyant adı"),
        *("Имя товара", "Назва варіанта", "Lagrets namn", "Navn på pakkeshop", "Navn på hentested", "Varaston nimi"),
        *("Toote nimi", "Preces nosaukums", "Varianto pavadinimas", "Nama Variasi", "Nama Pilihan", "Tên kho hàng"),
        *("ชื่อตัวเลือก", "オプション名", "옵션 이름", "規格名稱", "اسم المستودع", "שם המחסן", "نام انبار"),
        *("गोदाम का नाम", "পণ্যের নাম", "Nom de la variant", "Nafn vöru", "is-business-order"),
    ],
)
def test_what_is_ordered_and_how_it_comes_is_nobody(header: str) -> None:
    assert read_header(header).meaning is Meaning.OTHER
