"""Patterns for elements of raw XML, for parts that are read without a parser."""

from __future__ import annotations

import re

from crm.spreadsheets.workbooks.xml_text import xml_text

_PREFIX = rb"(?:[\w.-]+:)?"
ATTRIBUTES = rb"""((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*)"""
"""A pattern for the attributes of a tag, whose values may hold a ">"."""
_ATTRIBUTE = re.compile(rb"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")


def attributes(raw: bytes) -> dict[str, str]:
    """Attributes of a tag, by name without prefix."""
    return {
        name.rpartition(b":")[2].decode("utf-8", "replace"): xml_text(double or single)
        for name, double, single in _ATTRIBUTE.findall(raw)
    }


def opening(name: bytes) -> bytes:
    """A pattern for the beginning of a tag with this name, whatever its prefix."""
    return rb"<" + _PREFIX + name


def element(name: bytes, attributes: bytes = rb"([^<>]*?)", body: bytes | None = None) -> bytes:
    """A pattern for an element with this name, whatever its prefix.

    It ends before the next tag of that name, so that tags that are never closed do not make it read the rest of the
    part again from each of them.

    Args:
        attributes: pattern for what stands between the name and the end of the tag.
        body: pattern for what stands inside; by default anything, as a group.
    """
    inside = body if body is not None else rb"(" + inside_of(name) + rb")"
    return opening(name) + rb"\b" + attributes + rb"(?:/>|>" + inside + rb"</" + _PREFIX + name + rb"\s*+>)"


def inside_of(name: bytes) -> bytes:
    """A pattern for everything up to the next tag, opening or closing, of this name."""
    return rb"[^<]*+(?:<(?!/?" + _PREFIX + name + rb"\b)[^<]*+)*"
