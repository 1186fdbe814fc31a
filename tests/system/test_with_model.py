"""With a DeepSeek key, each new header takes one call with masked samples, and imports end without it (promise 4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from easy_crm.constructs.crm_function import ALIAS
from tests.doubles.deepseek_server import DeepSeekDouble, Received
from tests.system.deployed import Client, Deployed, unaccounted_rows
from tests.system.files import csv_file

ASKING = ("lead_splitter", "batch_worker", "chatbot")


@contextmanager
def environment(deployed: Deployed, function: str, **values: str) -> Iterator[None]:
    """Sets variables of a deployed function for a while, in a version to which the alias points."""
    functions, name = deployed.aws("lambda"), f"easy-crm-{function}-local"
    usual = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    live = functions.get_alias(FunctionName=name, Name=ALIAS)["FunctionVersion"]
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": usual | values})
    version = functions.publish_version(FunctionName=name)["Version"]
    functions.update_alias(FunctionName=name, Name=ALIAS, FunctionVersion=version)
    try:
        yield
    finally:
        functions.update_alias(FunctionName=name, Name=ALIAS, FunctionVersion=live)
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": usual})


def every_column_is_the_company(received: Received) -> dict[str, Any]:
    """A model that maps every column to the company."""
    asked = json.loads(received.user)["ask"]
    return {"columns": [{"column": one["column"], "field": "company", "confidence": 0.9} for one in asked]}


@pytest.fixture
def deepseek(deployed: Deployed) -> Iterator[DeepSeekDouble]:
    """The DeepSeek of the deployed functions: a double on this machine, with a key in the secret."""
    secrets, secret = deployed.aws("secretsmanager"), deployed.outputs["DeepSeekSecretId"]
    secrets.put_secret_value(SecretId=secret, SecretString="sk-of-the-tests")
    with DeepSeekDouble(proper=every_column_is_the_company) as double:
        variables = {"DEEPSEEK_BASE_URL": double.url}
        with ExitStack() as functions:
            for function in ASKING:
                functions.enter_context(environment(deployed, function, **variables))
            yield double
    secrets.put_secret_value(SecretId=secret, SecretString="none")


def table(domain: str, purpose: str) -> bytes:
    """Two people and a column that the rules do not know; an empty column makes the header new in every test."""
    rows = [("Ada", f"ada.{purpose}@{domain}", "Zorbex", ""), ("Eva", f"eva.{purpose}@{domain}", "Quillan", "")]
    return csv_file(("First Name", "Email", "Blurb", f"Notes {purpose} {domain}"), rows)


def test_the_model_decides_columns_that_rules_cannot_and_sees_no_value(
    deployed: Deployed, member: Client, deepseek: DeepSeekDouble, domain: str
) -> None:
    first = member.import_file("new-header.csv", table(domain, "a"))

    column = first["sheets"][0]["mapping"][2]
    assert (column["field"], column["decidedBy"]) == ("company", "model")
    assert {lead["company"] for lead in member.leads(**{"filter[email]": f".a@{domain}"})} == {"Zorbex", "Quillan"}
    assert len(deepseek.requests) == 1
    assert deepseek.requests[0].headers["authorization"] == "Bearer sk-of-the-tests"
    for value in ("Zorbex", "Quillan", "Ada", f"ada.a@{domain}"):
        assert value not in deepseek.wire_text

    again = member.import_file("same-header.csv", table(domain, "a"))

    assert again["sheets"][0]["mapping"][2]["decidedBy"] == "memory"
    assert len(deepseek.requests) == 1
    template = deployed.aws("cloudformation").get_template(StackName="easy-crm-local-storage")["TemplateBody"]
    assert "sk-of-the-tests" not in str(template)


@pytest.mark.parametrize("scenario", ["server_error", "closes_connection"])
def test_an_import_ends_by_rules_while_the_model_is_down_and_says_so(
    member: Client, deepseek: DeepSeekDouble, domain: str, scenario: str
) -> None:
    deepseek.script(scenario)

    ended = member.import_file("down.csv", table(domain, scenario[:2]))

    assert ended["status"] == "completed"
    assert unaccounted_rows(ended) == 0
    assert ended["totals"]["created"] == 2
    assert deepseek.requests
    assert any("DeepSeek" in note for note in ended["notes"])


def test_free_text_is_read_where_the_import_allows_it(member: Client, deepseek: DeepSeekDouble, domain: str) -> None:
    text = f"Met Ada Byron at the fair, ada.notes@{domain}, wants a quote"
    deepseek.proper = {"rows": [{"id": "2", "firstName": "Ada", "email": f"ada.notes@{domain}", "company": "Evil"}]}
    content = csv_file(("Phone", "Notes"), [("+49 30 901820", text)])

    kept = member.import_file("silent.csv", content)
    assert kept["extractFreeText"] is False
    assert "Byron" not in deepseek.wire_text

    ended = member.import_file("allowed.csv", content, extractFreeText=True)

    assert (ended["status"], unaccounted_rows(ended)) == ("completed", 0)
    assert any("as this import allows" in note for note in ended["notes"])
    (lead,) = member.leads(**{"filter[email]": f"ada.notes@{domain}"})
    assert (lead["firstName"], lead["company"]) == ("Ada", None)
    assert text in (lead["notes"], *lead["extras"].values())


def test_a_question_reaches_the_model_but_no_lead_does(member: Client, deepseek: DeepSeekDouble, domain: str) -> None:
    member.post("/leads", {"firstName": "Xanthippe", "email": f"x@{domain}"}, status=201)
    deepseek.script("server_error")

    answer = member.post("/chat", {"question": "How many leads do we have?"})

    assert answer["count"] == member.get("/leads")["total"]
    assert "Xanthippe" not in deepseek.wire_text
    assert domain not in deepseek.wire_text
