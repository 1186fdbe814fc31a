"""Finds out what kind of file it is, by its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.sentences.failures import FILES
from crm.spreadsheets.model import MIB, Limits
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.ole import SIGNATURE, BrokenOle, OleFile, is_encrypted

if TYPE_CHECKING:
    import zipfile

_OTHER_FILES = (
    (b"%PDF", "pdf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"RIFF", "mediaFile"),
    (b"ID3", "soundFile"),
    (b"OggS", "mediaFile"),
    (b"\x1f\x8b", "compressed"),
    (b"BZh", "compressed"),
    (b"7z\xbc\xaf\x27\x1c", "compressed"),
    (b"Rar!", "compressed"),
    (b"\xfd7zXZ", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"{\\rtf", "textDocument"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "parquet"),
    (b"Obj\x01", "avro"),
)
# Sheets of one repeated row pack 100 to 1; deflate's limit, which bombs come close to, is 1,032 to 1.
_BOMB_RATIO = 300
_BOMB_BYTES = 100 * MIB
_MAX_PARTS = 2_000
_HEAD = 4096
_ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def find_kind(path: str, limits: Limits) -> str:
    """xlsx, xlsm, xlsb, ods, xls or text.

    Raises:
        SpreadsheetRejected: if it is empty, encrypted, damaged, a zip bomb or no spreadsheet.
    """
    with open(path, "rb") as file:  # noqa: PTH123  (pathlib costs the child process 7 ms)
        head = file.read(4096)
    if not head:
        raise rejection("empty")
    if head.startswith(_ZIP_SIGNATURES):
        return _zip_kind(path, limits)
    if head.startswith(SIGNATURE):
        return _ole_kind(path)
    # A worksheet stream without its compound file, as Excel 2 to 4 wrote them.
    if head[:2] == b"\x09\x08" or head[:4] in (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"):
        raise rejection("not_a_spreadsheet", FILES["oldExcel"])
    for magic, what in _OTHER_FILES:
        if head.startswith(magic) and _is_binary(head):
            raise rejection("not_a_spreadsheet", FILES[what])
    return "text"


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"%PDF-", b"{\\rtf")):
        return True
    return any(byte < 9 or 13 < byte < 27 for byte in head) or not head.isascii()


def _ole_kind(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            ole = OleFile(file.read())
        if is_encrypted(ole):
            raise rejection("encrypted")
    except BrokenOle:
        raise rejection("corrupt") from None
    if ole.find("Workbook", "Book"):
        return "xls"
    if ole.find("WordDocument"):
        raise rejection("not_a_spreadsheet", FILES["wordDocument"])
    raise rejection("not_a_spreadsheet")


def _zip_kind(path: str, limits: Limits) -> str:
    import zipfile

    from crm.spreadsheets.workbooks.part_paths import straight, workbook_part

    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            names = {straight(info.filename).lower() for info in infos}
            if any(info.flag_bits & 0x1 for info in infos):
                raise rejection("encrypted")
            _reject_bombs(archive, limits)
            if "content.xml" in names and ("mimetype" in names or "meta-inf/manifest.xml" in names):
                return _ods_kind(archive)
            if any(name.startswith("xl/") for name in names) or workbook_part(archive):
                if any(name.startswith("xl/workbook") and name.endswith(".bin") for name in names):
                    return "xlsb"
                return "xlsm" if "xl/vbaproject.bin" in names else "xlsx"
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        raise rejection("corrupt") from None
    raise rejection("not_a_spreadsheet", FILES["archive"])


def _reject_bombs(archive: zipfile.ZipFile, limits: Limits) -> None:
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if unpacked > _BOMB_BYTES and unpacked / packed > _BOMB_RATIO:
        raise rejection("unsafe")
    if unpacked > limits.unpacked_bytes:
        raise rejection("too_large")
    for info in infos[:_MAX_PARTS]:
        if info.filename.endswith((".xml", ".rels")):
            with archive.open(info) as part:
                # Entities are declared before the first element; neither Excel nor LibreOffice writes any.
                if b"<!ENTITY" in part.read(_HEAD):
                    raise rejection("unsafe")


def _ods_kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise rejection("encrypted")
    mimetype = archive.read("mimetype")[:200] if "mimetype" in names else b""
    if mimetype and b"spreadsheet" not in mimetype:
        raise rejection("not_a_spreadsheet")
    return "ods"
