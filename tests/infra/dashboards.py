"""Reads a dashboard out of a template."""

from __future__ import annotations

import json
from typing import Any


def dashboard_widgets(body: Any) -> list[dict[str, Any]]:
    """The widgets of a `DashboardBody`; references in it become the text `<ref>`."""
    parts = body["Fn::Join"][1] if isinstance(body, dict) else [body]
    text = "".join(part if isinstance(part, str) else "<ref>" for part in parts)
    widgets: list[dict[str, Any]] = json.loads(text)["widgets"]
    return widgets


def title(widget: dict[str, Any]) -> str:
    """What stands above a widget."""
    properties = widget["properties"]
    return str(properties.get("title") or properties.get("markdown") or widget["type"])
