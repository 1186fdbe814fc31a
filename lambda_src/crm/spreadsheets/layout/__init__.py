"""Finds the table of a sheet: its header, rows that are no data, cards and instructions."""
