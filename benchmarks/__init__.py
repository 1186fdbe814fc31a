"""Benchmarks against plain implementations, run by `./easy-crm bench`."""
