"""Random schedules of imports under faults: `python -m tests.concurrency --schedules 1000000`."""
