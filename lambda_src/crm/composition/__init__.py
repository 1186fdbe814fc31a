"""Puts stores and services together from a function's settings; nothing else does. One module a bundle's needs."""
