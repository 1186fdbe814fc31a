"""The architecture document shows what the templates say."""

from __future__ import annotations

from pathlib import Path

import pytest

from easy_crm.reference.diagram import DOCUMENT, access_table, draw, replaced
from easy_crm.templates import NoAssemblyError, System
from tests.infra.synthesis import FUNCTIONS, Synthesized


def test_the_drawing_in_the_document_is_up_to_date(prod: Synthesized) -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert document == replaced(document, prod.system), "run: ./easy-crm synth && python -m easy_crm.reference.diagram"


def test_every_function_is_drawn_and_has_an_arrow_to_it(prod: Synthesized) -> None:
    drawing = draw(prod.system)
    for function, place in prod.system.functions().items():
        node = f"{place.stack}_{place.logical_id[:-8]}"
        assert f'{node}(["{function}"])' in drawing
        assert any(line.endswith(f" {node}") and "-->" in line for line in drawing.splitlines())


def test_an_arrow_that_goes_is_gone_from_the_drawing(prod: Synthesized) -> None:
    broken = prod.system.changed()
    for place, _ in list(broken.resources("AWS::Events::Rule")):
        broken.properties(place)["Targets"] = []
    assert "rate(5 minutes)" in draw(prod.system)
    assert "rate(5 minutes)" not in draw(broken)


def test_the_table_tells_readers_from_writers(prod: Synthesized) -> None:
    table = access_table(prod.system)
    assert len(table.splitlines()) == len(FUNCTIONS) + 2
    assert "| chatbot | DeepSeek key, leadchanges, leads, work |  |" in table
    assert "| file_upload | leads | imports, uploads |" in table


def test_an_assembly_is_read_back_as_it_was_written(prod: Synthesized) -> None:
    system = System.of_assembly(prod.outdir)
    assert (system.environment, system.templates) == ("prod", prod.system.templates)


def test_a_folder_without_templates_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoAssemblyError, match=r"Run: \./easy-crm synth"):
        System.of_assembly(tmp_path)
