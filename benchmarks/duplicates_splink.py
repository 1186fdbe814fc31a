"""Finds the duplicates in one file with Splink 5, by the comparisons and the training of its documentation.

Run as ``python -m benchmarks.duplicates_splink LEADS FOLDER`` by a Python that has Splink.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any


def predicted(leads: Path) -> Any:
    """The pairs that Splink finds with a probability of 1 % at least, as a relation of DuckDB."""
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = duckdb.connect(config={"threads": 1})
    api = DuckDBAPI(connection)
    columns = ("first_name", "surname", "phone", "email", "company")
    fields = ", ".join(f"nullif({name}, '') AS {name}" for name in columns)
    connection.execute(
        f"CREATE TABLE people AS SELECT unique_id, {fields}"  # noqa: S608
        f" FROM read_csv('{leads}', header = true, all_varchar = true)"
    )
    table = api.register(connection.table("people"), dataset_display_name="leads")
    rules = [
        block_on("first_name", "surname"),
        block_on("phone", "surname"),
        block_on("phone", "first_name"),
        block_on("email"),
        block_on("company", "surname"),
        block_on("company", "first_name"),
        block_on("substr(first_name, 1, 3)", "substr(surname, 1, 4)"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
            cl.JaroWinklerAtThresholds("company", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    linker = Linker(table, settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("phone", "surname"), block_on("first_name", "surname", "company")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    return linker.inference.predict(threshold_match_probability=0.01).as_duckdbpyrelation()


def main() -> None:
    """Writes the pairs that Splink finds in the file of the arguments, and prints the seconds as JSON."""
    leads, folder = Path(sys.argv[1]), Path(sys.argv[2])
    began = time.process_time()
    pairs = predicted(leads)
    pairs.project("unique_id_l, unique_id_r, match_probability").write_csv(str(folder / "splink.csv"), header=False)
    print(json.dumps({"seconds": time.process_time() - began}))


if __name__ == "__main__":
    main()
