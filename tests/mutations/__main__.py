"""Whether the fast tests notice what they are there for.

`python -m tests.mutations`: every mutation of the list. `python -m tests.mutations NAME…`: those whose names begin so.
Each changes one file in a temporary copy of the project; the tests that are to notice run there. Takes some minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from easy_crm.paths import ROOT
from tests.mutations.listed import MUTATIONS
from tests.mutations.trial import Verdict, copied

_WIDTH = max(len(mutation.name) for mutation in MUTATIONS)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="how names of mutations begin; all without any")
    parser.add_argument("--verbose", action="store_true", help="show what pytest said of those that are not caught")
    arguments = parser.parse_args()
    chosen = [one for one in MUTATIONS if not arguments.names or one.name.startswith(tuple(arguments.names))]
    if not chosen:
        parser.error("no mutation has such a name")
    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory(prefix="easy-crm-mutations-") as folder:
        copy = copied(ROOT, Path(folder))
        unchanged = copy.run(sorted({test for one in chosen for test in one.tests}), keep_bytecode=True)
        if unchanged.verdict is not Verdict.SURVIVED:
            print(unchanged.output, f"\nThe tests fail without a mutation: {unchanged.test}")  # noqa: T201
            return 2
        for one in chosen:
            trial = copy.try_out(one)
            verdicts.append(trial.verdict)
            told = trial.test if trial.verdict is Verdict.CAUGHT else one.breaks
            print(f"{trial.verdict:8}  {one.name:{_WIDTH}}  {told}", flush=True)  # noqa: T201
            if arguments.verbose and trial.verdict is not Verdict.CAUGHT:
                print(trial.output)  # noqa: T201
    caught = verdicts.count(Verdict.CAUGHT)
    print(f"{caught} of {len(verdicts)} mutations are caught.")  # noqa: T201
    return 0 if caught == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
