"""Pairs of leads that may be the same person: found, scored and explained (promise 10)."""
