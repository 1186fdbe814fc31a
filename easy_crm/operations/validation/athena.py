"""Checks of the table in Athena: where its files are, its columns, and what a query may cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from easy_crm.operations.deployment import Resource
from easy_crm.operations.validation.model import Aspect, Checker, Probe, at


def database(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("glue").get_database(Name=resource.physical_id)["Database"]
    yield Aspect("name", wanted.get("DatabaseInput.Name"), found["Name"])


def table(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    name, storage = wanted.get("TableInput.Name"), "TableInput.StorageDescriptor"
    found = probe.client("glue").get_table(DatabaseName=wanted.get("DatabaseName"), Name=name)["Table"]
    for what, key in (
        ("files", "Location"),
        ("format of the list", "InputFormat"),
        ("format of the files", "SerdeInfo.SerializationLibrary"),
    ):
        yield Aspect(what, wanted.get(f"{storage}.{key}"), at(found, f"StorageDescriptor.{key}"))
    yield Aspect(
        "columns",
        [(column["Name"], column["Type"]) for column in wanted.get(f"{storage}.Columns", [])],
        [(column["Name"], column["Type"]) for column in at(found, "StorageDescriptor.Columns", [])],
    )


def work_group(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("athena").get_work_group(WorkGroup=resource.physical_id)["WorkGroup"]
    for what, key in (
        ("cannot be set otherwise", "EnforceWorkGroupConfiguration"),
        ("most that a query reads, bytes", "BytesScannedCutoffPerQuery"),
        ("results", "ResultConfiguration.OutputLocation"),
        ("encryption of results", "ResultConfiguration.EncryptionConfiguration.EncryptionOption"),
        ("key of results", "ResultConfiguration.EncryptionConfiguration.KmsKey"),
    ):
        yield Aspect(what, wanted.get(f"WorkGroupConfiguration.{key}"), at(found, f"Configuration.{key}"))


CHECKERS: Mapping[str, Checker] = {
    "AWS::Athena::WorkGroup": work_group,
    "AWS::Glue::Database": database,
    "AWS::Glue::Table": table,
}
