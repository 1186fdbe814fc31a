"""The child process that opens one file, within its own limits; whatever happens to it becomes a rejection.

It imports only what the file needs, unless it is started ahead of its file and has the time.
"""

from __future__ import annotations

import gc
import io
import marshal
import os
import select
import sys
from typing import TYPE_CHECKING, BinaryIO

from crm.sentences import as_json
from crm.sentences.failures import FILES
from crm.spreadsheets.budget import Budget
from crm.spreadsheets.frames import LENGTH, NO_FACTS, RowSender, write_frame
from crm.spreadsheets.model import Limits, SpreadsheetRejected
from crm.spreadsheets.rejections import rejection

if TYPE_CHECKING:
    from crm.spreadsheets.text_files.encoding import Encoding


_NEEDED_SOON = (
    "encodings.cp437",
    "resource",
    "crm.spreadsheets.file_kind",
    "crm.spreadsheets.text_files.checks",
    "crm.spreadsheets.text_files.reader",
    "crm.spreadsheets.workbooks.reader",
    "crm.spreadsheets.workbooks.xlsx_book",
)
"""Modules that most files need; any other is imported when a file needs it."""
_USUAL_DELIMITERS = ",;\t"
_BLOCKS, _BLOCK_BYTES = 32, 128 << 10
"""Memory that a workbook of some thousand rows needs."""


def limit_this_process(limits: Limits) -> None:
    """Limits the address space and, in case the parent dies, the processor time."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    seconds = int(limits.wait_seconds) + 60
    for kind, value in ((resource.RLIMIT_AS, limits.memory_bytes), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def run(pipe: BinaryIO, path: str, file_name: str, limits: Limits) -> None:
    """Reads the file and writes its frames; a rejection is a frame too."""
    try:
        _send(pipe, path, file_name, limits)
        write_frame(pipe, ("end",))
    except SpreadsheetRejected as rejected:
        _send_rejection(pipe, rejected)
    except MemoryError:
        _send_rejection(pipe, rejection("too_large"))
    except BrokenPipeError:
        return
    except BaseException as error:  # calamine's panics are BaseException
        _send_rejection(pipe, rejection(_code_of(error)), _where(error))


def _send_rejection(pipe: BinaryIO, rejected: SpreadsheetRejected, cause: str = "") -> None:
    write_frame(pipe, ("rejected", rejected.code, as_json(rejected.sentence), cause))


def _where(error: BaseException) -> str:
    """Kind and place of the error, without any text of the file."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{place}"


def _code_of(error: BaseException) -> str:
    """The rejection code of an error of calamine."""
    if type(error).__name__ == "PasswordError":
        return "encrypted"
    text = str(error)
    return "too_large" if "limit exceeded" in text or "start new thread" in text else "corrupt"


def _send(pipe: BinaryIO, path: str, file_name: str, limits: Limits) -> None:
    from crm.spreadsheets.file_kind import find_kind

    kind = find_kind(path, limits)
    if kind == "text":
        _send_text(pipe, path, file_name, limits)
        return
    if kind == "ods":
        from crm.spreadsheets.workbooks.ods_rows import repeated_rows

        _budget(limits, path).span(repeated_rows(path))
    from crm.spreadsheets.workbooks.reader import notes_on, open_workbook

    book = open_workbook(path, kind, limits)
    if not book.sheet_count:
        raise rejection("empty", FILES["noWorksheets"])
    write_frame(pipe, ("book", kind, None, None, book.sheet_count, tuple(map(as_json, notes_on(book)))))
    budget = _budget(limits, path)
    for sheet in book.sheets():
        write_frame(pipe, ("sheet", sheet.position, sheet.name, tuple(sheet.facts)))
        sender = RowSender(pipe, budget)
        for block in sheet.blocks:
            sender.rows(block)
        sender.flush()


def _budget(limits: Limits, path: str, *, unfolds: bool = True) -> Budget:
    return Budget(limits, os.stat(path).st_size, unfolds=unfolds)  # noqa: PTH116


def _send_text(pipe: BinaryIO, path: str, file_name: str, limits: Limits) -> None:
    from crm.spreadsheets.text_files.checks import reject_other_texts
    from crm.spreadsheets.text_files.encoding import find_encoding
    from crm.spreadsheets.text_files.reader import TextReader

    encoding = find_encoding(path)
    text = TextReader(path, encoding, limits.lines)
    first_line = next((line for line in text.first_lines if line.strip()), "")
    if _send_markup(pipe, path, encoding, _budget(limits, path), first_line):
        return
    reject_other_texts(text.first_lines, text.dialect, file_name)
    suffix = file_name.lower().rpartition(".")[2]
    kind = suffix if suffix in ("tsv", "txt") else "csv"
    notes = (as_json(encoding.note),) if encoding.note else ()
    write_frame(pipe, ("book", kind, encoding.name, text.dialect.delimiter, 1, notes))
    write_frame(pipe, ("sheet", 0, "", tuple(NO_FACTS)))
    sender = RowSender(pipe, _budget(limits, path, unfolds=False), delimiter=text.dialect.delimiter)
    for block in text.blocks():
        sender.rows(block)
    sender.flush()


def _send_markup(pipe: BinaryIO, path: str, encoding: Encoding, budget: Budget, first_line: str) -> bool:
    """Sends the tables of a web page or an XML file; False if it is neither or has no table."""
    if not first_line.lstrip("\ufeff \t").startswith("<"):
        return False
    from crm.spreadsheets.text_files.markup import is_markup, read_markup

    tables = read_markup(path, encoding, os.stat(path).st_size) if is_markup(first_line) else []  # noqa: PTH116
    if not tables:
        return False
    write_frame(pipe, ("book", "markup", encoding.name, None, len(tables), ()))
    for position, table in enumerate(tables):
        write_frame(pipe, ("sheet", position, table.name, tuple(NO_FACTS)))
        sender = RowSender(pipe, budget)
        sender.rows(table.rows)
        sender.flush()
    return True


def _get_ready() -> None:
    """Loads what most files need, compiles the patterns that most files need, and reads files of its own.

    The first file of a process takes a tenth longer than the next one. Once the parent has named a file, that comes
    first.
    """
    from importlib import import_module

    for name in _NEEDED_SOON:
        import_module(name)
    for rehearse in (_find_usual_delimiters, _read_rehearsed_files, _compile_patterns_of_rows, _take_memory):
        if select.select([sys.stdin], [], [], 0)[0]:
            return
        rehearse()


def _find_usual_delimiters() -> None:
    from crm.spreadsheets.text_files.dialect import find_dialect

    for delimiter in _USUAL_DELIMITERS:
        find_dialect([f'a{delimiter} "b"\n', f"c{delimiter}d\n"])


def _read_rehearsed_files() -> None:
    from pathlib import Path

    for path in sorted(Path(__file__).with_name("rehearsed").iterdir()):
        _send(io.BytesIO(), str(path), path.name, Limits())


def _compile_patterns_of_rows() -> None:
    from crm.spreadsheets.workbooks.xlsx_rows import compile_usual

    compile_usual()


def _take_memory() -> None:
    """Takes from the system what most files need; what is freed stays with the process (`reading_process`)."""
    blocks = [b"." * _BLOCK_BYTES for _ in range(_BLOCKS)]
    blocks.clear()


def main(when: str = "") -> None:
    """Reads the file that the parent names on standard input: (path, file name, the fields of `Limits`), as a frame.

    Args:
        when: `AHEAD` if the file is not known yet.
    """
    if when:
        _get_ready()
    pipe = sys.stdin.buffer
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        # The parent has ended without a file.
        return
    path, file_name, numbers = marshal.loads(pipe.read(*LENGTH.unpack(head)))  # noqa: S302  (our own parent)
    limits = Limits(*numbers)
    limit_this_process(limits)
    # Rows form no cycles, and the process ends after the last one.
    gc.disable()
    run(sys.stdout.buffer, path, file_name, limits)
    # Every frame is flushed. An orderly exit would free object by object what the system frees at once.
    os._exit(0)
