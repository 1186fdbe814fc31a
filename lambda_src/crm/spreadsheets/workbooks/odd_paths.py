"""Workbooks whose parts lie elsewhere than Excel puts them: written with backslashes, from the root, in another folder.

The relations of the parts say where they are, but calamine looks for `xl/workbook.xml`. A copy is put straight.
"""

from __future__ import annotations

import posixpath
import re
import zipfile

from crm.spreadsheets.workbooks.xlsx_parts import attributes

_FOLDER = "xl"
_TYPES = "[content_types].xml"
_OVERRIDE = re.compile(rb"<(?:\w+:)?Override\s([^<>]*)>")
_TARGET = re.compile(rb"""(\b(?:Target|PartName)=["'])([^"'<>]*)""")
_WORKBOOK_TYPE = ".main+xml"
"""How the type of the part ends that is the workbook: of a plain one, one with macros, or a template."""
_MOST_TYPES = 4 << 20
"""Bytes of the list of parts at most."""


def straight(name: str) -> str:
    """The path of a part as it should be written."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")


def workbook_part(archive: zipfile.ZipFile) -> str | None:
    """The straight path of the part that is the workbook, by the list of parts; None where there is none."""
    names = {straight(info.filename).lower(): info for info in archive.infolist()}
    types = names.get(_TYPES)
    if types is None or types.file_size > _MOST_TYPES:
        return None
    for override in _OVERRIDE.findall(archive.read(types)):
        values = attributes(override)
        kind = values.get("ContentType", "")
        path = straight(values.get("PartName", ""))
        if kind.endswith(_WORKBOOK_TYPE) and "sheet" in kind and path.lower() in names:
            return path
    return None


def is_odd(archive: zipfile.ZipFile) -> bool:
    """Whether parts lie where calamine does not look for them."""
    names = archive.namelist()
    if any(straight(name.rstrip("/")) != name.rstrip("/") for name in names):
        return True
    return not any(name.lower() in ("xl/workbook.xml", "xl/workbook.bin") for name in names)


def straightened(path: str) -> str:
    """The path of a copy whose parts lie where Excel puts them; the caller removes it."""
    # Imported for the few odd workbooks only: it takes a fortieth of the time of a small one.
    import tempfile

    with zipfile.ZipFile(path) as archive, tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        book = workbook_part(archive) or "xl/workbook.xml"
        folder, name = posixpath.split(book)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
            for info in archive.infolist():
                part = straight(info.filename)
                if info.is_dir() or info.filename.endswith("\\"):
                    continue
                content = archive.read(info)
                if part.lower().endswith((".rels", _TYPES)):
                    content = _renamed_targets(content, folder, name)
                copy.writestr(_moved(part, folder, name), content)
        return file.name


def _moved(part: str, folder: str, name: str) -> str:
    """Where a part belongs when the workbook is called `name` and lies in `folder`."""
    top = part.partition("/")[0].lower()
    inside = part[len(folder) + 1 :] if folder and part.lower().startswith(f"{folder.lower()}/") else ""
    if not folder and top not in ("_rels", "docprops", _TYPES):
        inside = part
    if not folder and part.lower() == f"_rels/{name.lower()}.rels":
        inside = part
    if not inside:
        return part
    if inside.lower() == name.lower():
        inside = "workbook.xml"
    elif inside.lower() == f"_rels/{name.lower()}.rels":
        inside = "_rels/workbook.xml.rels"
    return f"{_FOLDER}/{inside}"


def _renamed_targets(content: bytes, folder: str, name: str) -> bytes:
    """A list of relations or types whose targets are straight, and in the folder that the copy has."""

    def renamed(match: re.Match[bytes]) -> bytes:
        target = match[2].decode("utf-8", "replace").replace("\\", "/")
        rooted = target.startswith("/")
        whole = rooted or straight(target) == posixpath.join(folder, name)
        path = _moved(straight(target), folder, name) if whole else target
        return match[1] + (f"/{path}" if rooted else path).encode()

    return _TARGET.sub(renamed, content)
