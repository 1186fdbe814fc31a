"""Where the parts of a zipped workbook lie: some are written with backslashes, from the root, or in another folder."""

from __future__ import annotations

import posixpath
import re
import zipfile

from crm.spreadsheets.workbooks.xml_elements import attributes

_TYPES = "[content_types].xml"
_OVERRIDE = re.compile(rb"<(?:\w+:)?Override\s([^<>]*)>")
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
