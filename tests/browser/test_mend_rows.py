"""Rows of an import are mended after it, in a table, and join it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.screens import hook
from tests.browser.sheets import SHEET
from tests.browser.test_import_page import show
from tests.doubles.api_mends import row_to_mend
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite


def with_rows_to_mend(site: FakeSite, owner: FakeUser, **values: Any) -> dict[str, Any]:
    totals = {"rows": 5, "created": 3, "rejected": 2}
    record = site.api.add_import(
        owner, status="completed_with_errors", progress=100, totals=totals, doubtfulRows=1, sheets=[SHEET], **values
    )
    doubtful = {"outcome": "created", "columns": [2], "reason": "\u201calan at\u201d (Mail) is no email address."}
    site.api.mends.rows[record["importId"]] = [
        row_to_mend(4, ["", "x", ""]),
        row_to_mend(5, ["Alan", "", "alan at"], **doubtful),
        row_to_mend(9, ["", "", ""]),
    ]
    return record


def test_rows_are_mended_by_keyboard_and_join_the_import(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    record = with_rows_to_mend(site, member)
    show(signed_in, record)
    expect(hook(signed_in, "mend-rejected")).to_have_text("2 rows could not be imported.")
    expect(hook(signed_in, "retry-rejected")).to_have_count(0)
    cells = signed_in.locator("[data-row='5'] [data-hook=mend-cell-2]")
    expect(cells).to_have_accessible_description("\u201calan at\u201d (Mail) is no email address.")
    expect(hook(signed_in, "mend-send")).to_be_disabled()

    signed_in.locator("[data-row='4'] [data-hook=mend-cell-0]").focus()
    signed_in.keyboard.press("Enter")
    expect(cells).to_be_focused()
    cells.fill("alan@acme.example")
    signed_in.locator("[data-row='9'] [data-hook=mend-drop]").click()
    cells.press("Control+Enter")

    expect(hook(signed_in, "mend-said")).to_have_text("2 rows are in order now. 1 row is left.")
    expect(hook(signed_in, "mend-said")).to_be_focused()
    expect(hook(signed_in, "mend-row")).to_have_count(1)
    expect(hook(signed_in, "total-skipped")).to_have_text("1")
    (asked,) = site.api.requests("POST", r"/imports/.*/mend")
    assert asked.body == {
        "mends": 0,
        "rows": [
            {"batch": 1, "row": 5, "cells": {"2": "alan@acme.example"}},
            {"batch": 1, "row": 9, "isDropped": True},
        ],
    }


def test_once_all_rows_are_mended_nothing_is_wrong_any_more(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    record = with_rows_to_mend(site, member)
    site.api.mends.rows[record["importId"]] = [row_to_mend(4, ["", "x", ""])]
    record |= {"doubtfulRows": 0}
    record["totals"]["rejected"] = 1
    show(signed_in, record)

    hook(signed_in, "mend-cell-2").fill("eve@acme.example")
    signed_in.keyboard.press("Enter")
    expect(hook(signed_in, "mend-send")).to_be_focused()
    signed_in.keyboard.press("Control+Enter")

    expect(hook(signed_in, "mend-said")).to_have_text("1 row is in order now. None is left.")
    expect(hook(signed_in, "status")).to_have_text("Completed")


def test_where_nothing_can_be_mended_the_reason_is_told(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    gone = "Its rows were kept for a limited time and are gone."
    site.api.mends.refusal = {"code": "files_expired", "message": gone}
    show(signed_in, with_rows_to_mend(site, member))

    expect(hook(signed_in, "mend-refusal")).to_have_text(gone)
    expect(hook(signed_in, "mend-send")).to_have_count(0)
    expect(hook(signed_in, "mend-row").locator("textarea")).to_have_count(0)


def test_rows_that_nothing_is_wrong_with_are_tried_again_as_an_import_of_their_own(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    record = with_rows_to_mend(site, member)
    unfinished = {"reasonMessages": [{"code": "unfinished", "values": {}}]}
    site.api.mends.rows[record["importId"]].append(row_to_mend(10, ["Eve", "", "eve@acme.example"], **unfinished))
    show(signed_in, record)

    hook(signed_in, "retry-rejected").click()

    expect(hook(signed_in, "rows-done")).to_have_text("0 of 2 rows")
    assert signed_in.evaluate("location.hash") == "#/imports/import-001"
