"""The steps that data go through from the first version to the one that this code reads and writes."""

from __future__ import annotations

from collections.abc import Sequence

from easy_crm.operations.data_upgrade import Step

STEPS: Sequence[Step] = ()
"""In their order, for good: the version of the data is the number of steps that are done. A new one goes to the end."""
