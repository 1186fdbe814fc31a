"""With `athena_table`, people can query the leads in Athena: those who were given the policy, and within limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from crm.index.athena_table import LEADS, LIST
from crm.index.lead_parquet import write_leads

from easy_crm.constructs.athena_table import COLUMNS
from easy_crm.templates import System
from tests.infra.digests import spelled
from tests.infra.rights import Right, allowed
from tests.infra.synthesis import FUNCTIONS, PROJECT, Synthesized
from tests.unit.index.leads import LIMITS, OWN_FIELDS, compacted, history

READERS = ("index_writer", "lead_api", "lead_exporter", "chatbot")
"""Functions that know of the table: who keeps it, and who names it instead of an answer."""


@pytest.fixture(scope="module")
def on(app_with_everything: Callable[[str], Synthesized]) -> System:
    return app_with_everything("prod").system


def _one(system: System, kind: str) -> dict[str, Any]:
    ((place, properties),) = system.resources(kind)
    found: dict[str, Any] = spelled(system, place.stack, properties)
    return found


def test_the_table_reads_the_list_that_the_index_writer_writes_over(on: System) -> None:
    storage = _one(on, "AWS::Glue::Table")["TableInput"]["StorageDescriptor"]
    assert storage["Location"] == f"s3://<storage BucketsWork>/{LIST.rpartition('/')[0]}/"
    assert storage["InputFormat"].endswith(".SymlinkTextInputFormat")
    assert storage["SerdeInfo"]["SerializationLibrary"].endswith(".ParquetHiveSerDe")
    assert not LEADS.startswith(LIST.rpartition("/")[0])


_IN_GLUE = {"VARCHAR": "string", "DOUBLE": "double", "TIMESTAMP": "timestamp", "TIMESTAMP_MS": "timestamp"}


def test_its_columns_are_those_of_the_files(tmp_path: Path) -> None:
    snapshot, target = compacted(tmp_path, [history(20, 1).changes], OWN_FIELDS), tmp_path / "leads.parquet"
    write_leads(snapshot, target, replace(LIMITS, folder=tmp_path))
    found = duckdb.execute("DESCRIBE FROM read_parquet(?)", [str(target)]).fetchall()
    assert [(name, _in_glue(kind)) for name, kind, *_ in found] == [*COLUMNS.items()]


def test_the_documents_describe_each_column() -> None:
    text = (PROJECT / "docs" / "read-model.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \| `([a-z<>,]+)` \|", text, re.MULTILINE)
    assert {name: kind for names, kind in rows for name in re.findall(r"[a-z_]+", names)} == COLUMNS


def _in_glue(kind: str) -> str:
    if kind.endswith("[]"):
        return f"array<{_in_glue(kind.removesuffix('[]'))}>"
    if pair := re.fullmatch(r"MAP\((\w+), (\w+)\)", kind):
        return f"map<{_in_glue(pair[1])},{_in_glue(pair[2])}>"
    return _IN_GLUE[kind]


def test_a_query_has_a_limit_that_nobody_can_lift_and_encrypted_results(on: System) -> None:
    group = _one(on, "AWS::Athena::WorkGroup")["WorkGroupConfiguration"]
    assert group["EnforceWorkGroupConfiguration"] is True
    assert group["BytesScannedCutoffPerQuery"] == 10 * 1024**3
    results = group["ResultConfiguration"]
    assert results["OutputLocation"] == "s3://<storage BucketsWork>/athena/results/"
    assert results["EncryptionConfiguration"]["EncryptionOption"] == "SSE_KMS"
    assert results["EncryptionConfiguration"]["KmsKey"].startswith("storage CustomerKey")


def _readers(system: System) -> dict[str, set[str]]:
    """What the policy for people allows: resources by action."""
    ((place, policy),) = system.resources("AWS::IAM::ManagedPolicy")
    allowed_on: dict[str, set[str]] = {}
    for statement in policy["PolicyDocument"]["Statement"]:
        assert statement["Effect"] == "Allow"
        actions, resources = (_several(statement[part]) for part in ("Action", "Resource"))
        for action in actions:
            allowed_on.setdefault(action, set()).update(spelled(system, place.stack, one) for one in resources)
    return allowed_on


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_people_may_read_the_table_and_change_nothing_but_their_results(on: System) -> None:
    work, allowed_on = "<storage BucketsWork.Arn>", _readers(on)
    results = f"{work}/athena/results/*"
    assert allowed_on["s3:GetObject"] == {f"{work}/athena/leads/*", f"{work}/athena/current/*", results}
    changing = re.compile(r":(Put|Delete|Create|Update|Batch|Tag)")
    assert {action: places for action, places in allowed_on.items() if changing.search(action)} == {
        "s3:PutObject": {results}
    }
    assert "*" not in set().union(*allowed_on.values())


def test_an_administrator_gives_people_the_policy(on: System) -> None:
    ((_, policy),) = on.resources("AWS::IAM::ManagedPolicy")
    assert not any(policy.get(holders) for holders in ("Roles", "Users", "Groups"))


def test_only_the_index_writer_may_change_the_files(on: System, prod: Synthesized) -> None:
    def rights(system: System) -> dict[str, set[Right]]:
        found = {name: {one for one in allowed(system, name) if "athena" in one.resource} for name in FUNCTIONS}
        return {name: several for name, several in found.items() if several}

    leads, listed = f"BucketsWork/{LEADS}*", f"BucketsWork/{LIST}"
    assert rights(on) == {
        "index_writer": {
            Right("s3:PutObject", leads),
            Right("s3:DeleteObject", leads),
            Right("s3:GetObject", listed),
            Right("s3:PutObject", listed),
        }
    }
    assert rights(prod.system) == {}


def test_functions_know_its_name_where_there_is_one(on: System, prod: Synthesized) -> None:
    def names(system: System) -> dict[str, str]:
        found = {name: system.variables(name).get("ATHENA_TABLE") for name in FUNCTIONS}
        return {name: table for name, table in found.items() if table}

    assert names(on) == dict.fromkeys(READERS, "easy_crm_prod.leads")
    assert names(prod.system) == {}


def test_what_was_replaced_goes_for_good_the_next_day_and_results_with_exports(on: System, prod: Synthesized) -> None:
    def rules(system: System) -> dict[str, int | None]:
        return {
            rule["Prefix"]: rule.get("ExpirationInDays")
            for _, bucket in system.resources("AWS::S3::Bucket")
            for rule in bucket.get("LifecycleConfiguration", {}).get("Rules", [])
            if rule.get("Prefix", "").startswith("athena/")
        }

    assert rules(on) == {"athena/leads/": None, "athena/current/": None, "athena/results/": 2}
    assert rules(prod.system) == {}


def test_the_outputs_name_what_people_need(on: System, prod: Synthesized) -> None:
    outputs = on.templates["processing"]["Outputs"]
    assert outputs["AthenaWorkGroup"]["Value"] == "easy-crm-prod"
    assert on.follow("processing", outputs["AthenaReadersPolicy"]["Value"]) is not None
    assert "AthenaWorkGroup" not in prod.system.templates["processing"].get("Outputs", {})
