"""Files that cannot be imported: each is rejected with its code and a sentence for the person who chose it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from crm.spreadsheets import Limits, SpreadsheetRejected
from crm.spreadsheets.rejections import rejection

from tests.unit.spreadsheets.reading import read
from tests.unit.spreadsheets.workbooks import MAIN, compound_file, sheet_xml, write_parts, write_xlsx

_PEOPLE = [["Name", "Email"], ["Ann", "ann@example.com"]]
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _biff(*records: bytes) -> bytes:
    return _record(0x0809, struct.pack("<HH", 0x0600, 0x0005) + bytes(12)) + b"".join(records) + _record(0x000A)


def _zip(parts: Mapping[str, bytes | str]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in parts.items():
                archive.writestr(name, body)

    return write


def _bytes(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def _ods(table: str, before: str = "", manifest: str = "<manifest/>") -> Callable[[Path], None]:
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content xmlns:office="{_OFFICE}office:1.0" '
        f'xmlns:table="{_OFFICE}table:1.0" xmlns:text="{_OFFICE}text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return _zip({"mimetype": _ODS, "content.xml": content, "META-INF/manifest.xml": manifest})


def _xls(stream: str, *records: bytes) -> Callable[[Path], None]:
    return _bytes(compound_file({stream: _biff(*records)}))


_BILLIONS_OF_CELLS = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>a</text:p>'
    "</table:table-cell></table:table-row>"
)
_LETTER = b"Dear all\nwe met last week to talk about the next summer party again\nit will be held on the ninth of May\n"
_DOCUMENT = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}


def _entity_bomb(path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "ha">{levels}]>'
    shared = f'{doctype}<sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>'
    rows = sheet_xml([["x"]], strings={})
    write_parts(path, {"Sheet": rows}, extra=[("xl/sharedStrings.xml", shared)])


def _bomb_of_zeros(path: Path) -> None:
    write_xlsx(path, {"Sheet": _PEOPLE})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/image1.bmp", "w") as part:
        for _ in range(300):
            part.write(bytes(1 << 20))


def _truncated(path: Path) -> None:
    write_xlsx(path, {"Sheet": _PEOPLE * 200})
    path.write_bytes(path.read_bytes()[:-600])


def _damaged_sheet(path: Path) -> None:
    write_parts(path, {"Sheet": sheet_xml(_PEOPLE)[:-60]})


def _looping(path: Path) -> None:
    content = bytearray(compound_file({"Workbook": _biff() + bytes(20_000)}))
    fat = 512 * (1 + int.from_bytes(content[76:80], "little"))
    content[fat + 4 : fat + 8] = (0).to_bytes(4, "little")
    path.write_bytes(content)


def _flagged_zip(path: Path) -> None:
    write_xlsx(path, {"Sheet": _PEOPLE})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            content[at + offset] |= 1
    path.write_bytes(content)


_CASES: list[tuple[str, str, str, Callable[[Path], None]]] = [
    ("zero bytes", "contacts.csv", "empty", _bytes(b"")),
    ("zero bytes called xlsx", "contacts.xlsx", "empty", _bytes(b"")),
    ("blank lines", "contacts.csv", "empty", _bytes(b"\n\r\n,,,\n")),
    ("one word", "contacts.csv", "empty", _bytes("Ȁ".encode())),
    ("encrypted workbook", "contacts.xlsx", "encrypted", _bytes(compound_file({"EncryptedPackage": b"x" * 5000}))),
    (
        "xls with a password",
        "contacts.xls",
        "encrypted",
        _xls("Workbook", _record(0x2F, bytes(6))),
    ),
    (
        "Excel 95 with a password",
        "old.xls",
        "encrypted",
        _xls("Book", _record(0x2F, bytes(4))),
    ),
    ("zip with a password", "contacts.xlsx", "encrypted", _flagged_zip),
    ("ods with a password", "contacts.ods", "encrypted", _ods("", manifest="<m><manifest:encryption-data/></m>")),
    ("cut off", "contacts.xlsx", "corrupt", _truncated),
    ("a sheet that breaks off", "contacts.xlsx", "corrupt", _damaged_sheet),
    ("a chain of sectors that loops", "contacts.xls", "corrupt", _looping),
    ("a compound file cut off", "contacts.xls", "corrupt", _bytes(compound_file({"Workbook": bytes(9000)})[:3000])),
    ("a zip of nothing", "contacts.xlsx", "corrupt", _bytes(b"PK\x03\x04" + bytes(500))),
    ("entities in entities", "contacts.xlsx", "unsafe", _entity_bomb),
    ("an entity in ods", "c.ods", "unsafe", _ods("", before=f'<!DOCTYPE x [<!ENTITY a "{"a" * 1000}">]>')),
    ("unpacks to a multiple", "contacts.xlsx", "unsafe", _bomb_of_zeros),
    (
        "billions of repeated cells",
        "contacts.ods",
        "too_large",
        _ods(_BILLIONS_OF_CELLS),
    ),
    ("a program", "contacts.xlsx", "not_a_spreadsheet", _bytes(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" * 40)),
    ("a PDF", "contacts.csv", "not_a_spreadsheet", _bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 9)),
    ("a picture", "contacts.csv", "not_a_spreadsheet", _bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)),
    ("random bytes", "contacts.csv", "not_a_spreadsheet", _bytes(bytes((n * 7919) % 251 for n in range(6000)))),
    (
        "a Word document",
        "c.docx",
        "not_a_spreadsheet",
        _zip(_DOCUMENT),
    ),
    ("an archive", "contacts.zip", "not_a_spreadsheet", _zip({"contacts.csv": "Name,Email\nAnn,ann@example.com\n"})),
    (
        "a page of the web",
        "contacts.xls",
        "not_a_spreadsheet",
        _bytes(b"<html><body><table><tr><td>Ann</td></tr>"),
    ),
    (
        "XML of Excel 2003",
        "contacts.xls",
        "not_a_spreadsheet",
        _bytes(b'<?xml version="1.0"?>\n<Workbook></Workbook>\n'),
    ),
    ("JSON", "contacts.csv", "not_a_spreadsheet", _bytes(b'[{"name": "Ann"},\n {"name": "Bob"}]\n')),
    ("address cards", "contacts.csv", "not_a_spreadsheet", _bytes(b"BEGIN:VCARD\r\nFN:Ann\r\nEND:VCARD\r\n")),
    ("LDIF", "contacts.csv", "not_a_spreadsheet", _bytes(b"dn: cn=Ann Lee,mail=ann@x.com\nsn: Lee\nmail: ann@x.com\n")),
    ("SYLK", "contacts.csv", "not_a_spreadsheet", _bytes(b'ID;PWXL;N;E\r\nC;Y1;X1;K"Name"\r\nC;Y2;X1;K"Ann"\r\nE\r\n')),
    ("DIF", "contacts.csv", "not_a_spreadsheet", _bytes(b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\n')),
    (
        "a sentence called xls",
        "a.xls",
        "not_a_spreadsheet",
        _bytes(b"Attachment f:\\mail\\Summer shots.xls not found!"),
    ),
    (
        "a letter",
        "letter.txt",
        "not_a_spreadsheet",
        _bytes(_LETTER),
    ),
    ("no worksheets", "contacts.xlsx", "empty", lambda path: write_parts(path, {})),
]


@pytest.mark.parametrize(("what", "name", "code", "write"), _CASES, ids=[case[0] for case in _CASES])
def test_it_is_rejected(tmp_path: Path, what: str, name: str, code: str, write: Callable[[Path], None]) -> None:
    path = tmp_path / name
    write(path)

    with pytest.raises(SpreadsheetRejected) as rejected:
        read(path)

    assert rejected.value.code == code, what


def test_a_workbook_that_unpacks_to_more_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    write_xlsx(path, {"Sheet": _PEOPLE * 500})

    with pytest.raises(SpreadsheetRejected) as rejected:
        read(path, limits=Limits(unpacked_bytes=20_000))

    assert rejected.value.code == "too_large"


@pytest.mark.parametrize(
    "code", ["encrypted", "corrupt", "unsafe", "too_large", "not_a_spreadsheet", "encoding", "empty"]
)
def test_each_code_has_one_plain_sentence(code: str) -> None:
    sentence = rejection(code).sentence

    assert sentence.endswith(".")
    assert ". " not in sentence
    assert not any(word in sentence for word in ("Error", "exception", "OLE", "XML", "BIFF", "bytes"))
