"""The read model: leads in files that DuckDB answers queries from (docs/measurements.md, "Read model")."""
