"""Saved views of the list of leads: a query with its columns, of one person or shared."""
