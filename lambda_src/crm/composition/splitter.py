"""The service that reads an uploaded file."""

from __future__ import annotations

from crm.aws import clients
from crm.aws.user_pool import UserPool
from crm.composition.imports import batch_queue, import_store, mapping_memory, work_files
from crm.composition.own_fields import header_memory, own_field_store
from crm.imports.splitter import Splitter
from crm.mapping.ports import MappingModel
from crm.settings import Settings


def splitter(settings: Settings, model: MappingModel) -> Splitter:
    """The splitter, which reads a file and cuts its batches.

    Args:
        model: answers for headers that the rules are not sure of.
    """
    own_fields = own_field_store(settings)
    return Splitter(
        imports=import_store(settings),
        files=work_files(settings),
        queue=batch_queue(settings),
        memory=mapping_memory(settings),
        model=model,
        users=UserPool(clients.cognito, settings.user_pool_id),
        own_fields=lambda: own_fields.read().fields,
        headers=header_memory(settings),
    )
