"""Makes the zip-ready folders that Lambda runs, without Docker: one per function, one per layer."""
