"""Turns the cells of a row into the values of a lead."""
