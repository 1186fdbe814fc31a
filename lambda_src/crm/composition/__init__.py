"""Builds stores and services from a function's settings; no other room does. One module per kind of bundle."""
