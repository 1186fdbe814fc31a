"""Generates documents from the code. They are committed, and a test fails when one is out of date."""
