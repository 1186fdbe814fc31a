"""The reader that one writes first: pandas with openpyxl, each sheet by itself, every row a dictionary of texts."""

from __future__ import annotations

from pathlib import Path


def read_plainly(path: Path) -> int:
    """Reads every row into a list of dictionaries, to be cut into batches then; returns their number."""
    import pandas as pd

    if path.suffix == ".csv":
        return len(_rows(pd.read_csv(path)))
    return sum(len(_rows(pd.read_excel(path, sheet_name=name, engine="openpyxl"))) for name in _sheet_names(path))


def _sheet_names(path: Path) -> list[str]:
    import pandas as pd

    with pd.ExcelFile(path, engine="openpyxl") as book:
        return [str(name) for name in book.sheet_names]


def _rows(frame: object) -> list[dict[str, str]]:
    return [
        {column: str(value).strip() for column, value in values.items()}
        for _, values in frame.fillna("").iterrows()  # type: ignore[attr-defined]
    ]
