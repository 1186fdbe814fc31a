"""Opens a spreadsheet: the only entrance of this package."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from crm.spreadsheets.model import NOTHING_CHOSEN, Limits
from crm.spreadsheets.reading_process import ReadingProcess

if TYPE_CHECKING:
    from crm.spreadsheets.sheets import Spreadsheet


@contextmanager
def open_spreadsheet(
    path: Path,
    *,
    file_name: str,
    limits: Limits | None = None,
    is_header_word: Callable[[str], bool] | None = None,
    kinds_of: Callable[[str], Collection[str]] | None = None,
    says_who: Callable[[str], bool] | None = None,
    header_rows: Mapping[int, int] = NOTHING_CHOSEN,
) -> Iterator[Spreadsheet]:
    """Open a file in a child process of its own; leaving the block ends it, however far it was read.

    Args:
        path: the file.
        file_name: the name that the user gave it; its ending decides only where the content does not.
        limits: resources that it may use.
        is_header_word: whether a text is the name of a field in some language; makes headers more certain.
        kinds_of: what a text looks like, `company`, `job` and `given` (a first name) among it; divides names in lists
            of messages.
        says_who: whether a column that is called so may hold somebody's name, email or phone; tells rows that name
            nobody.
        header_rows: the number of the row that holds the header, 0 for none, by index of the sheets for which a person
            has chosen it.

    Raises:
        FileNotFoundError: if there is no file at the path.
        SpreadsheetRejected: here or while sheets and rows are read, if the file cannot be imported.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    process = ReadingProcess(path, file_name, limits or Limits())
    try:
        # Loaded while the child starts.
        from crm.spreadsheets.sheets import Spreadsheet

        yield Spreadsheet(process, is_header_word, header_rows, kinds_of, says_who)
    finally:
        process.close()
