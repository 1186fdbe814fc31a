"""What a bulk change would do, before it is made: nothing is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body

from crm.api.auth import user_of
from crm.api.contract import INVALID, UNANSWERED, operation
from crm.clock import now_iso
from crm.composition.leads import lead_table
from crm.composition.queries import lead_source
from crm.imports.bulk_answers import JobPreview
from crm.imports.bulk_body import WantedJob
from crm.imports.bulk_change import BulkAction
from crm.imports.bulk_preview import previewed
from crm.imports.wanted_leads import NamedLeads
from crm.query.results import Page
from crm.settings import Settings

router = Router()  # type: ignore[no-untyped-call]

SHOWN = 20
"""Leads that a preview shows."""


@router.post(
    "/jobs/preview",
    **operation("previewJob", "What a bulk change would do; nothing is written", refusals={**UNANSWERED, **INVALID}),
)
def preview_job(wanted: Annotated[WantedJob, Body()]) -> JobPreview:
    user_of(router.current_event, "member")
    settings = Settings()
    source = lead_source(settings)
    own_fields = source.own_fields()
    leads, change = wanted.leads(own_fields), wanted.bulk_change(own_fields)
    if isinstance(leads, NamedLeads):
        now = now_iso()
        read = leads.read(lead_table(settings), now, in_bin=change.action is BulkAction.RESTORE)
        return JobPreview.of(len(read), now, change, [previewed(lead, change) for lead in read[:SHOWN]])
    answer = source.answer(replace(leads, page_size=SHOWN))
    if not isinstance(answer.result, Page):
        raise TypeError("a query without groups and with a page size is answered by a page")
    shown = [previewed(lead, change) for lead in answer.result.leads]
    return JobPreview.of(answer.result.total, answer.fresh_as_of, change, shown)
