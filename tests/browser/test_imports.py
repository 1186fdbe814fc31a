"""Bringing files in, and the history of imports."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.screens import file, go, hook
from tests.browser.sheets import UNDONE
from tests.doubles.api import MAX_UPLOAD_BYTES
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

TO_THE_END: list[dict[str, Any]] = [
    {"status": "reading"},
    {"status": "importing", "progress": 40, "etaSeconds": 3, "totals": {"rows": 100, "created": 40}},
    {"status": "importing", "progress": 90, "etaSeconds": 1, "totals": {"created": 90}},
    {"status": "completed", "progress": 100, "etaSeconds": None, "totals": {"created": 97, "skipped": 3}},
]


@pytest.fixture
def imports(signed_in: Page, site: FakeSite) -> Page:
    """The screen of imports; a file that is uploaded is imported in four steps."""
    site.api.script_of_new = [dict(step) for step in TO_THE_END]
    go(signed_in, "/imports")
    expect(hook(signed_in, "empty")).to_contain_text("Nothing imported yet")
    hook(signed_in, "review").uncheck()
    return signed_in


def choose(page: Page, *names: str) -> None:
    hook(page, "file").set_input_files([file(name) for name in names])


def test_a_file_goes_all_the_way_to_its_end(imports: Page, site: FakeSite) -> None:
    choose(imports, "新客户.csv")

    expect(hook(imports, "import-name")).to_have_text("新客户.csv")
    expect(hook(imports, "status")).to_have_text("Completed")
    hook(imports, "back-to-imports").click()
    entry = hook(imports, "import")
    expect(hook(entry, "status")).to_have_text("Completed")
    expect(hook(entry, "open-import")).to_have_text("新客户.csv")
    expect(hook(entry, "import-summary")).to_have_text("100 rows: 97 created, 3 skipped")
    expect(hook(imports, "upload")).to_have_count(0)
    assert b"anna@example.com" in site.api.uploads[0]
    assert b'name="key"' in site.api.uploads[0].partition(b'name="file"')[0]


def test_a_short_import_takes_about_six_requests(imports: Page, site: FakeSite) -> None:
    choose(imports, "contacts.csv")

    expect(hook(imports, "status")).to_have_text("Completed")
    assert len(site.api.requests("GET", "/imports/import-000")) <= 7


def test_a_file_is_checked_before_it_is_imported_unless_somebody_says_otherwise(
    signed_in: Page, site: FakeSite
) -> None:
    go(signed_in, "/imports")
    choose(signed_in, "contacts.csv")
    expect(hook(signed_in, "import-name")).to_have_text("contacts.csv")

    assert site.api.requests("POST", "/imports")[0].body["review"] is True


def test_how_it_is_to_be_imported_is_sent_and_remembered(imports: Page, site: FakeSite) -> None:
    hook(imports, "policy-fill").check()
    hook(imports, "region").select_option("HK")
    hook(imports, "review").check()
    hook(imports, "extract-free-text").check()

    choose(imports, "contacts.csv")
    expect(hook(imports, "import-name")).to_have_text("contacts.csv")

    sent = site.api.requests("POST", "/imports")[0].body
    assert sent == {
        "fileName": "contacts.csv",
        "size": len(file("x")["buffer"]),
        "policy": "fill",
        "region": "HK",
        "review": True,
        "extractFreeText": True,
    }
    hook(imports, "back-to-imports").click()
    expect(hook(imports, "policy-fill")).to_be_checked()
    expect(hook(imports, "region")).to_have_value("HK")


def test_fields_can_have_rules_of_their_own_and_every_lead_can_get_tags(imports: Page, site: FakeSite) -> None:
    hook(imports, "rules").locator("summary").click()
    hook(imports, "rule-phone").select_option("never")
    hook(imports, "rule-extras").select_option("ifEmpty")
    hook(imports, "rule-email").select_option("always")
    hook(imports, "rule-email").select_option("")
    expect(hook(imports, "rules-count")).to_have_text("2 fields with a rule of their own")
    hook(imports, "set").locator("summary").click()
    hook(imports, "tags").fill("trade fair")
    imports.keyboard.press("Enter")
    hook(imports, "set-owner").fill("ann@x.example")

    choose(imports, "contacts.csv")
    expect(hook(imports, "import-name")).to_have_text("contacts.csv")

    sent = site.api.requests("POST", "/imports")[0].body
    assert sent["rules"] == {"phone": "never", "extras": "ifEmpty"}
    assert sent["set"] == {"tags": ["trade fair"], "owner": "ann@x.example"}
    hook(imports, "back-to-imports").click()
    expect(hook(imports, "set-count")).to_have_text("nothing")
    hook(imports, "open-import").click()
    expect(hook(imports, "import-options")).to_have_text(
        "Existing leads: update. Phone: never import; All other columns: only if empty. "
        "Set for every lead: tags trade fair; owner ann@x.example. Phone numbers without a prefix: kept as typed."
    )


def test_a_field_of_the_owner_can_have_a_rule_too(imports: Page, site: FakeSite) -> None:
    site.api.fields.add("Renewal date", "date")
    imports.reload()
    hook(imports, "rules").locator("summary").click()
    hook(imports, "rule-renewalDate").select_option("never")

    choose(imports, "contacts.csv")
    expect(hook(imports, "import-name")).to_have_text("contacts.csv")

    assert site.api.requests("POST", "/imports")[0].body["rules"] == {"renewalDate": "never"}


def test_each_policy_is_explained_where_it_is_chosen(imports: Page) -> None:
    for policy in ("update", "fill", "replace", "keep"):
        described = hook(imports, f"policy-{policy}").get_attribute("aria-describedby")
        assert len(imports.locator(f"#{described}").inner_text()) > 20


def test_several_files_are_imported(imports: Page, site: FakeSite) -> None:
    choose(imports, "one.csv", "two.xlsx", "three.ods")

    expect(hook(imports, "status")).to_have_text(["Completed"] * 3)
    assert sorted(call.body["fileName"] for call in site.api.requests("POST", "/imports")) == [
        "one.csv",
        "three.ods",
        "two.xlsx",
    ]


def test_a_file_can_be_dropped(imports: Page) -> None:
    dropped = imports.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["Email\\na@example.com"], "dropped.csv"));
            return data;
        }"""
    )
    zone = hook(imports, "drop-zone")

    zone.dispatch_event("dragenter", {"dataTransfer": dropped})
    expect(zone).to_have_class("drop drop-over")
    zone.dispatch_event("drop", {"dataTransfer": dropped})

    expect(hook(imports, "import-name")).to_have_text("dropped.csv")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "This file is empty (0 bytes)"),
        ("large.csv", b"x" * (MAX_UPLOAD_BYTES + 1), "This file is too large: it has 1.9 MB, and the most is 1.9 MB"),
        ("notes.pdf", b"%PDF", "A .pdf file is not a spreadsheet"),
        ("setup.EXE", b"MZ", "A .exe file is not a spreadsheet"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_sent(
    imports: Page, site: FakeSite, name: str, content: bytes, said: str
) -> None:
    hook(imports, "file").set_input_files(file(name, content))

    expect(hook(imports, "upload-error")).to_contain_text(said)
    assert not site.api.requests("POST", "/imports")
    hook(imports, "upload-dismiss").click()
    expect(hook(imports, "upload")).to_have_count(0)


def test_a_file_of_exactly_the_limit_is_sent(imports: Page) -> None:
    hook(imports, "file").set_input_files(file("full.csv", b"x" * MAX_UPLOAD_BYTES))

    expect(hook(imports, "import-name")).to_have_text("full.csv")


def test_a_refusal_of_the_storage_is_told_and_its_import_is_ended(imports: Page, site: FakeSite) -> None:
    site.api.upload_faults.append((400, "EntityTooLarge"))

    with imports.expect_response(lambda response: response.url.endswith("/imports/import-000/cancel")):
        choose(imports, "contacts.csv")

    expect(hook(imports, "upload-error")).to_contain_text("This file is too large")
    assert site.api.requests("POST", "/imports/import-000/cancel")


def test_a_failed_upload_can_be_tried_again(imports: Page, site: FakeSite) -> None:
    site.api.upload_faults.append((500, "InternalError"))
    choose(imports, "contacts.csv")
    expect(hook(imports, "upload-error")).to_contain_text("The file could not be stored.")

    hook(imports, "upload-retry").click()

    expect(hook(imports, "status")).to_have_text("Completed")
    assert len(site.api.uploads) == 1
    hook(imports, "back-to-imports").click()
    expect(hook(imports, "status")).to_have_text(["Completed"])


def test_a_refusal_of_the_api_is_told_in_its_own_words(imports: Page, site: FakeSite) -> None:
    error = {"error": {"code": "forbidden", "message": "Your account may not do this. Ask an admin of your CRM."}}
    site.api.fail("POST", "/imports", 403, error)

    choose(imports, "contacts.csv")

    expect(hook(imports, "upload-error")).to_have_text("Your account may not do this. Ask an admin of your CRM.")


def test_other_screens_may_be_looked_at_while_a_file_uploads(imports: Page, site: FakeSite) -> None:
    held: list[Route] = []
    imports.route(f"{site.elsewhere}/", lambda route: held.append(route))
    choose(imports, "contacts.csv")
    expect(hook(imports, "uploading-now")).to_contain_text("Uploading 33 bytes")

    hook(imports, "nav-leads").click()
    expect(hook(imports, "uploading")).to_contain_text("1")
    for route in held:
        route.continue_()

    expect(hook(imports, "uploading")).not_to_be_attached()
    hook(imports, "nav-imports").click()
    expect(hook(imports, "status")).to_have_text("Completed")


def test_an_upload_can_be_stopped(imports: Page, site: FakeSite) -> None:
    imports.route(f"{site.elsewhere}/", lambda _route: None)
    choose(imports, "contacts.csv")
    expect(hook(imports, "uploading-now")).to_be_visible()

    with imports.expect_request("**/cancel"):
        hook(imports, "upload-stop").click()

    expect(hook(imports, "empty")).to_contain_text("Nothing imported yet")


def test_an_upload_of_another_visit_can_be_repeated_or_removed(imports: Page, site: FakeSite, member: FakeUser) -> None:
    for name in ("gone.csv", "again.csv"):
        site.api.add_import(member, status="announced", fileName=name, policy="fill")
    imports.reload()
    expect(hook(imports, "status")).to_have_text(["Not uploaded"] * 2)

    hook(imports, "drop-import").last.click()
    expect(hook(imports, "open-import")).to_have_text(["again.csv"])
    hook(imports, "open-import").click()
    hook(imports, "file-again").set_input_files(file("again.csv"))

    expect(hook(imports, "status")).to_have_text("Completed")
    assert site.api.requests("POST", "/imports")[0].body["policy"] == "fill"
    hook(imports, "back-to-imports").click()
    expect(hook(imports, "status")).to_have_text(["Completed"])


def test_an_upload_that_does_not_move_is_given_up(library: Page, site: FakeSite) -> None:
    library.route("**/nowhere", lambda _route: None)
    message = library.evaluate(
        """async (modules) => {
            const { Uploads } = await import(`${modules}services/uploads.js`);
            const upload = { url: "nowhere", fields: {} };
            const api = { post: async () => ({ importId: "1", upload }) };
            const uploads = new Uploads({ api, maxBytes: 99, stall: 30 });
            const failed = new Promise((told) => uploads.addEventListener("change", () => {
                if (uploads.all[0].state === "failed") told(uploads.all[0].message);
            }));
            uploads.add([new File(["Email"], "a.csv")], { rules: {}, set: {} });
            return failed;
        }""",
        site.modules,
    )

    assert "stands still" in message


def test_a_reload_in_the_middle_goes_on_watching(imports: Page, site: FakeSite, member: FakeUser) -> None:
    site.api.add_import(member, [dict(step) for step in TO_THE_END], fileName="contacts.csv")

    imports.reload()

    expect(hook(imports, "status")).to_have_text("Completed")


def test_a_waiting_import_says_what_it_waits_for(imports: Page, site: FakeSite, member: FakeUser) -> None:
    site.api.add_import(member, status="waiting")

    imports.reload()

    expect(hook(imports, "import-summary")).to_contain_text("the file will be read")
    expect(hook(imports, "progress")).not_to_have_attribute("value", "0")


@pytest.mark.parametrize("status", ["review", "failed", "cancelled"])
def test_no_percent_is_shown_of_what_is_not_under_way(
    imports: Page, site: FakeSite, member: FakeUser, status: str
) -> None:
    site.api.add_import(member, status=status, progress=100, totals={"rows": 45})

    imports.reload()

    expect(hook(imports, "status")).to_have_attribute("data-status", status)
    expect(hook(imports, "percent")).to_have_count(0)
    expect(hook(imports, "progress")).to_have_count(0)


def test_a_failed_import_says_why(imports: Page, site: FakeSite, member: FakeUser) -> None:
    site.api.add_import(member, status="failed", progress=100, reason="This file is protected with a password.")

    imports.reload()

    expect(hook(imports, "status")).to_have_text("Failed")
    expect(hook(imports, "import-summary")).to_have_text("This file is protected with a password.")


@pytest.mark.parametrize(
    ("undo", "badge", "summary"),
    [
        ({}, "Undone", "41 leads removed, 2 kept, as somebody has changed them since"),
        ({"status": "undoing"}, "Undoing", "What it brought is being taken back"),
    ],
)
def test_the_history_says_what_was_undone(
    imports: Page, site: FakeSite, member: FakeUser, undo: dict[str, str], badge: str, summary: str
) -> None:
    totals = {"rows": 43, "created": 43}
    site.api.add_import(member, status="completed", progress=100, totals=totals, undo=UNDONE | undo)

    imports.reload()

    expect(hook(imports, "status")).to_have_text(badge)
    expect(hook(imports, "import-summary")).to_have_text(summary)


def test_the_history_is_newest_first_and_goes_back_to_the_beginning(
    imports: Page, site: FakeSite, member: FakeUser
) -> None:
    site.api.page_of_imports = 3
    for number in range(7):
        site.api.add_import(member, status="completed", progress=100, fileName=f"file {number}.csv")
    imports.reload()
    expect(hook(imports, "open-import")).to_have_text(["file 6.csv", "file 5.csv", "file 4.csv"])

    hook(imports, "older").click()
    expect(hook(imports, "import")).to_have_count(6)
    hook(imports, "older").click()

    expect(hook(imports, "open-import").last).to_have_text("file 0.csv")
    expect(hook(imports, "older")).not_to_be_attached()


def test_a_service_that_fails_is_asked_again_by_itself(imports: Page, site: FakeSite, member: FakeUser) -> None:
    site.api.add_import(member, [dict(step) for step in TO_THE_END])
    site.api.fail("GET", "/imports", 502, "<html>Bad gateway</html>", times=3)

    imports.reload()

    expect(hook(imports, "notice")).to_contain_text("Something went wrong on our side.")
    expect(hook(imports, "status")).to_have_text("Completed", timeout=15_000)
    expect(hook(imports, "notice")).not_to_be_attached()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_what_deepseek_gets_is_said_right_below_its_box(signed_in: Page, width: int) -> None:
    signed_in.set_viewport_size({"width": width, "height": 900})
    go(signed_in, "/imports")

    box = hook(signed_in, "extract-free-text").locator("xpath=..").bounding_box()
    said = signed_in.locator("#free-text-help").bounding_box()
    assert box and said
    assert abs(said["x"] - box["x"]) < 40
    assert 0 <= said["y"] - (box["y"] + box["height"]) < 24
