"""Builds the folders that are zipped for Lambda, without Docker: one per function and one per layer."""
