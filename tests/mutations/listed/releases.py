"""Mutations of how code and data are released, and taken back (promise 9)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_GRADUAL = "easy_crm/operations/gradual_release.py"
_GRADUALLY = ("tests/unit/operations/test_gradual_release.py",)
_UPGRADE = ("tests/unit/operations/test_data_upgrade.py",)

RELEASES = (
    Mutation(
        "releases-alarm-leaves-the-new-version",
        _GRADUAL,
        "        aliases.point(old)\n",
        "        pass\n",
        "An alarm during a gradual release sends all calls back (9).",
        _GRADUALLY,
    ),
    Mutation(
        "releases-interrupt-leaves-the-new-version",
        _GRADUAL,
        "except BaseException:",
        "except Exception:",
        "Whoever interrupts a gradual release gets the earlier versions back (9).",
        _GRADUALLY,
    ),
    Mutation(
        "releases-old-alarms-count",
        _GRADUAL,
        "sorted(now - self._known)",
        "sorted(now)",
        "An alarm that was on before says nothing about a release, which may be its fix (9).",
        _GRADUALLY,
    ),
    Mutation(
        "releases-weights-stay",
        "easy_crm/operations/functions.py",
        '                RoutingConfig={"AdditionalVersionWeights": weights},\n',
        '                RoutingConfig={"AdditionalVersionWeights": weights or self._calls(physical[name])[1]},\n',
        "Pointing an alias at one version sends it all calls (9).",
        ("tests/unit/operations/test_functions.py",),
    ),
    Mutation(
        "releases-upgrade-begins-anew",
        "easy_crm/operations/data_upgrade.py",
        "step.run(tables, progress.cursor)",
        'step.run(tables, "")',
        "An interrupted upgrade goes on where it stopped.",
        _UPGRADE,
    ),
    Mutation(
        "releases-two-upgrades-at-once",
        "easy_crm/operations/data_version.py",
        '**_values(now, "Now")',
        '**_values(self.read(), "Now")',
        "Two upgrades at once do not both go on.",
        _UPGRADE,
    ),
    Mutation(
        "releases-rehearsal-leaves-copies",
        "easy_crm/operations/rehearsal.py",
        "            _drop(tables, copy, report)\n",
        "            pass\n",
        "A rehearsal leaves no copy.",
        _UPGRADE,
    ),
)
