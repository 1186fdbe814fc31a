"""Imports that do not end by their last batch: cancelled, forced, undone, or with dead letters (promise 1)."""

from __future__ import annotations

from tests.system.by_hand import back_after
from tests.system.deployed import Client, Deployed, eventually, unaccounted_rows
from tests.system.files import HEADER, csv_file, people


def waiting_for_review(client: Client, domain: str, rows: int = 12) -> str:
    """The id of an import that was read and waits for its mapping to be confirmed."""
    import_id = client.upload("review.csv", csv_file(HEADER, people(rows, domain)), review=True)
    eventually(lambda: client.get(f"/imports/{import_id}"), lambda seen: seen["status"] == "review")
    return import_id


def test_confirming_the_mapping_continues_an_import_in_review(member: Client, domain: str) -> None:
    import_id = waiting_for_review(member, domain)
    assert member.leads(**{"filter[email]": domain}) == []

    member.call("PUT", f"/imports/{import_id}/mapping", json={"sheets": []}).raise_for_status()

    ended = member.finished(import_id)
    assert (ended["status"], ended["totals"]["created"]) == ("completed", 12)


def test_a_corrected_mapping_is_used_and_remembered(member: Client, domain: str) -> None:
    header = ("First Name", "Last Name", "Email", f"Vocation at {domain}")
    content = csv_file(header, [("Ada", "Byron", f"ada@{domain}", "Poet")])
    import_id = member.upload("corrected.csv", content, review=True)
    eventually(lambda: member.get(f"/imports/{import_id}"), lambda seen: seen["status"] == "review")

    correction = {"sheets": [{"index": 0, "columns": {"3": "title"}}]}
    member.call("PUT", f"/imports/{import_id}/mapping", json=correction).raise_for_status()
    member.finished(import_id)

    assert member.leads(**{"filter[email]": domain})[0]["title"] == "Poet"
    second = csv_file(header, [("Eva", "Noor", f"eva@{domain}", "Chemist")])
    ended = member.import_file("second.csv", second)
    assert ended["sheets"][0]["mapping"][3]["decidedBy"] == "memory"
    assert [lead["title"] for lead in member.leads(**{"filter[email]": f"eva@{domain}"})] == ["Chemist"]


def test_a_cancelled_import_ends_cancelled_and_writes_nothing_more(member: Client, domain: str) -> None:
    import_id = waiting_for_review(member, domain)

    member.post(f"/imports/{import_id}/cancel", status=202)

    ended = member.finished(import_id)
    assert (ended["status"], ended["progress"], ended["totals"]["cancelled"]) == ("cancelled", 100, 12)
    assert unaccounted_rows(ended) == 0
    assert member.leads(**{"filter[email]": domain}) == []


def test_an_import_that_is_cancelled_halfway_accounts_for_every_row(member: Client, domain: str) -> None:
    import_id = member.upload("many.csv", csv_file(HEADER, people(5_000, domain)))
    eventually(
        lambda: member.get(f"/imports/{import_id}"),
        lambda seen: seen["batches"]["done"] > 0 or seen["status"] not in ("announced", "waiting", "reading"),
    )

    member.call("POST", f"/imports/{import_id}/cancel")

    ended = member.finished(import_id)
    assert ended["status"] in ("cancelled", "completed")
    assert ended["progress"] == 100
    assert unaccounted_rows(ended) == 0
    written = ended["totals"]["created"]
    assert len(member.leads(**{"filter[email]": f"@{domain}"})) == written


def test_force_complete_rejects_missing_rows(member: Client, domain: str) -> None:
    import_id = waiting_for_review(member, domain)

    member.post(f"/imports/{import_id}/force-complete", status=202)

    ended = member.finished(import_id)
    assert (ended["status"], ended["progress"]) == ("completed_with_errors", 100)
    assert (ended["totals"]["rejected"], ended["totals"]["created"]) == (12, 0)
    assert unaccounted_rows(ended) == 0


def test_a_final_state_never_changes(member: Client, domain: str) -> None:
    ended = member.import_file("done.csv", csv_file(HEADER, people(2, domain)))

    for action in ("cancel", "force-complete"):
        member.call("POST", f"/imports/{ended['importId']}/{action}")

    assert member.get(f"/imports/{ended['importId']}") == ended


def test_a_batch_that_keeps_failing_is_closed_as_rejected(deployed: Deployed, member: Client, domain: str) -> None:
    import_id = waiting_for_review(member, domain)
    work = deployed.outputs["WorkBucketName"]
    s3 = deployed.aws("s3")
    prefix = f"imports/{import_id}/batches/"
    batches = [item["Key"] for item in s3.list_objects_v2(Bucket=work, Prefix=prefix).get("Contents", [])]
    assert batches, "the splitter has cut batches"
    for key in batches:
        s3.put_object(Bucket=work, Key=key, Body=b"not a batch")

    with back_after(1, deployed):
        member.call("PUT", f"/imports/{import_id}/mapping", json={"sheets": []}).raise_for_status()
        ended = member.finished(import_id)

    assert (ended["status"], ended["progress"]) == ("completed_with_errors", 100)
    assert (ended["totals"]["rejected"], ended["totals"]["created"]) == (12, 0)
    assert unaccounted_rows(ended) == 0
    rows = member.get(f"/imports/{import_id}/rows", outcome="rejected")["rows"]
    assert all(row["reason"] for row in rows)


def test_only_the_owner_and_admins_control_an_import(
    member: Client, other_member: Client, admin: Client, domain: str
) -> None:
    import_id = waiting_for_review(member, domain)

    refused = other_member.call("POST", f"/imports/{import_id}/cancel")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    assert other_member.get(f"/imports/{import_id}")["canControl"] is False

    admin.post(f"/imports/{import_id}/cancel", status=202)
    assert member.finished(import_id)["status"] == "cancelled"


def test_an_import_can_be_undone(member: Client, domain: str) -> None:
    ended = member.import_file("undone.csv", csv_file(HEADER, people(4, domain)))
    assert len(member.leads(**{"filter[email]": domain})) == 4

    member.post(f"/imports/{ended['importId']}/undo", status=202)

    eventually(lambda: member.leads(**{"filter[email]": domain}), lambda leads: leads == [])
