"""The page against the deployed system itself: signed in by Cognito, served by CloudFront, nothing faked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from easy_crm.cli.local_system import new_password
from tests.browser.fake_cognito import FakeUser
from tests.browser.screens import NARROW, file, go, hook, row_texts, sign_in
from tests.system.deployed import Deployed
from tests.system.files import three_sheets

PATIENCE_MS = 120_000
COMPANY = "browser.example"


@pytest.fixture(scope="session")
def user(deployed: Deployed) -> FakeUser:
    """An admin of the deployed user pool."""
    account = FakeUser("browser@users.example", new_password())
    deployed.system.create_user(deployed.process, account.email, account.password, group="admin")
    return account


@pytest.fixture
def crm(page: Page, deployed: Deployed, user: FakeUser) -> Page:
    """The deployed page, signed in by its form."""
    page.set_default_timeout(PATIENCE_MS)
    sign_in(page, deployed.address.site, user)
    return page


def import_contacts(page: Page) -> None:
    """Drops a workbook of three sheets and a thousand people on the page and waits for its end."""
    go(page, "/imports")
    hook(page, "file").set_input_files(file("contacts.xlsx", three_sheets(COMPANY)))
    expect(hook(page, "status").first).to_have_text("Completed", timeout=PATIENCE_MS)


def test_a_workbook_becomes_leads_that_can_be_found_exported_and_asked_about(crm: Page) -> None:
    import_contacts(crm)
    hook(crm, "open-import").first.click()
    expect(hook(crm, "percent").first).to_have_text("100 %")
    expect(hook(crm, "import-name")).to_have_text("contacts.xlsx")

    go(crm, "/leads")
    hook(crm, "search").fill(COMPANY)
    expect(hook(crm, "total")).to_have_text("1,000 leads match", timeout=PATIENCE_MS)
    hook(crm, "search").fill(f"person7@{COMPANY}")
    expect(hook(crm, "total")).to_have_text("1 lead matches", timeout=PATIENCE_MS)
    assert row_texts(crm, "firstName") == ["First7"]

    with crm.expect_download(timeout=PATIENCE_MS) as saved:
        hook(crm, "export").click()
    text = saved.value.path().read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 2
    assert f"person7@{COMPANY}" in text

    go(crm, "/ask")
    hook(crm, "question").fill(f'How many leads at "{COMPANY}"?')
    crm.keyboard.press("Enter")
    expect(hook(crm, "answer-text")).to_contain_text("1,000", timeout=PATIENCE_MS)


def test_the_deployed_page_fits_a_phone(crm: Page) -> None:
    crm.set_viewport_size(NARROW)

    for place in ("/leads", "/imports", "/ask"):
        go(crm, place)
        hook(crm, "main").wait_for()
        assert crm.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_signing_out_ends_the_session(crm: Page) -> None:
    hook(crm, "sign-out").click()

    expect(hook(crm, "sign-in-form")).to_be_visible()
    crm.reload()
    expect(hook(crm, "sign-in-form")).to_be_visible()
