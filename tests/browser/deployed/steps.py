"""What business users do on the deployed page, step by step."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.screens import file, go, hook

PATIENCE_MS = 120_000
"""What an import may take on a machine that is busy with other things."""


def upload(page: Page, chosen: FilePayload | Path, review: bool = False) -> Locator:
    """Chooses a file on the screen of imports; answers its entry in the history."""
    hook(page, "review").set_checked(review)
    with page.expect_response(lambda r: r.request.method == "POST" and r.url.endswith("/api/imports")) as answered:
        hook(page, "file").set_input_files(chosen)
    # A single file leads to its page.
    expect(hook(page, "import-name")).to_be_visible()
    go(page, "/imports")
    return page.locator(f'[data-import="{answered.value.json()["importId"]}"]')


def import_file(page: Page, name: str, content: bytes, status: str = "Completed") -> None:
    """Uploads a file, waits for its end, and goes to its page."""
    go(page, "/imports")
    entry = upload(page, file(name, content))
    expect(hook(entry, "status")).to_have_text(status, timeout=PATIENCE_MS)
    hook(entry, "open-import").click()
    expect(page.locator("[aria-current=step]")).to_have_text("Result")


def totals(page: Page) -> dict[str, int]:
    """The outcomes that are not zero."""
    names = ("created", "updated", "unchanged", "superseded", "rejected", "skipped", "cancelled")
    shown = {name: hook(page, f"total-{name}") for name in names}
    return {name: int(one.inner_text().replace(",", "")) for name, one in shown.items() if one.count()}


def find(page: Page, text: str, total: str) -> None:
    go(page, "/leads")
    hook(page, "search").fill(text)
    expect(hook(page, "total")).to_have_text(total, timeout=30_000)
