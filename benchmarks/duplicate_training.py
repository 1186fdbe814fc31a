"""Counts how often each level of each comparison occurs among pairs of one person and of two, for `weights.toml`.

Run as ``python -m benchmarks.duplicate_training [LEADS]``. The leads are generated with another seed than those that
`bench duplicates` measures with. `of namesakes` is the share among pairs of two people whose names sound alike.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from crm.duplicates.counting import count_what_is_shared
from crm.duplicates.levels import COMPARISONS
from crm.duplicates.people import prepare_people
from crm.duplicates.scoring import compared
from crm.index.database import Database, Limits

from benchmarks.duplicates import generated, true_pairs, write_snapshot

_SEED = 11
_RANDOM_PAIRS = 1_000_000
_FLOOR = 1e-5
"""Random pairs are too few to tell smaller shares."""


def shares(database: Database, pairs: Iterable[tuple[int, int]]) -> dict[str, dict[str, float]]:
    """By comparison and level, the share of pairs of rows at that level, of those where no value is missing."""
    ones, others = zip(*pairs, strict=True)
    database.run(
        "CREATE OR REPLACE TEMP TABLE candidates AS"
        " SELECT unnest(?::UINTEGER[]) AS one, unnest(?::UINTEGER[]) AS other",
        [list(ones), list(others)],
    )
    count_what_is_shared(database)
    found: dict[str, dict[str, float]] = {}
    for comparison, levels in COMPARISONS.items():
        counts = dict(
            database.fetch(
                f"SELECT level_{comparison}, count(*) FROM ({compared()}) GROUP BY 1",  # noqa: S608
                [0, len(ones)],
            )
        )
        known = {name: counts.get(number, 0) for number, name in enumerate(levels) if name != "missing"}
        found[comparison] = {name: count / max(1, sum(known.values())) for name, count in known.items()}
    return found


def main() -> None:
    """Prints the shares as lines of `weights.toml`."""
    leads = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    people = generated(leads, _SEED)
    true = true_pairs(people)
    chance = random.Random(_SEED)
    with tempfile.TemporaryDirectory(prefix="easy-crm-training-") as folder:
        path = Path(folder) / "leads.duckdb"
        write_snapshot(people, path)
        database = Database(path, Limits(2_048, folder=Path(folder)))
        prepare_people(database)
        m = shares(database, true)
        u = shares(database, [(chance.randrange(leads), chance.randrange(leads)) for _ in range(_RANDOM_PAIRS)])
        namesakes = database.fetch(
            "SELECT a.id, b.id FROM people AS a JOIN people AS b ON a.first.sound = b.first.sound"
            " AND a.last.sound = b.last.sound WHERE a.id < b.id USING SAMPLE 200000 ROWS (reservoir, 1)"
        )
        of_namesakes = shares(database, [pair for pair in namesakes if pair not in true])
    for comparison, levels in m.items():
        print(f"\n[{comparison}]")
        for name, share in levels.items():
            print(
                f'"{name}" = {{ m = {share:.4f}, u = {max(_FLOOR, u[comparison][name]):.5f} }}'
                f"  # of namesakes {of_namesakes[comparison][name]:.4f}"
            )


if __name__ == "__main__":
    main()
