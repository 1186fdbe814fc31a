"""Random schedules of imports under faults: `python -m tests.simulation --schedules 1000000`."""
