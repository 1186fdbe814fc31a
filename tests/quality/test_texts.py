"""The page's texts: each language is complete, takes the same values, and has nothing that nobody reads."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache

import pytest

from easy_crm import gateway_answers, paths
from easy_crm.local import machine

FOLDER = paths.ROOT / "frontend" / "texts"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.json"))
ORIGINAL = "en"

_PARSE = """
import { readFileSync } from "node:fs";
import { argumentsOf, IntlMessageFormat } from "./tests/quality/text_rules.mjs";
const found = {};
for (const language of JSON.parse(process.argv[1])) {
  const sections = JSON.parse(readFileSync(`frontend/texts/${language}.json`, "utf-8"));
  found[language] = {};
  for (const [section, texts] of Object.entries(sections))
    for (const [name, text] of Object.entries(texts)) {
      let values;
      try { values = [...argumentsOf(new IntlMessageFormat(text, language).getAst())].sort(); }
      catch (error) { values = [`broken: ${error.message}`]; }
      found[language][`${section}.${name}`] = values;
    }
}
console.log(JSON.stringify(found));
"""


@cache
def values() -> dict[str, dict[str, list[str]]]:
    """By language and key of a text: the names of what it takes, as the page's own library parses it."""
    command = [str(machine.ensure_node()), "--input-type=module", "--eval", _PARSE, json.dumps(LANGUAGES)]
    parsed = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=True)
    return json.loads(parsed.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_with_the_same_values(language: str) -> None:
    assert values()[language] == values()[ORIGINAL]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_in_the_order_of_the_original(language: str) -> None:
    assert list(values()[language]) == list(values()[ORIGINAL])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_the_name_of_another_one(language: str) -> None:
    twice: list[str] = []

    def noted(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        twice.extend(name for name in names if names.count(name) > 1)
        return dict(pairs)

    json.loads((FOLDER / f"{language}.json").read_text("utf-8"), object_pairs_hook=noted)
    assert twice == []


def test_no_text_is_broken_or_empty() -> None:
    texts = json.loads((FOLDER / f"{ORIGINAL}.json").read_text(encoding="utf-8"))

    assert [key for key, taken in values()[ORIGINAL].items() if any(one.startswith("broken") for one in taken)] == []
    assert [name for section in texts.values() for name, text in section.items() if not text.strip()] == []


def test_the_page_uses_every_text() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted((FOLDER.parent / "js").rglob("*.js")))
    written = set(re.findall(r'"([A-Za-z]\w*\.\w+)"', scripts))
    by_data = set(re.findall(r'\bnamed\("(\w+)"', scripts))

    unused = [key for key in values()[ORIGINAL] if key not in written and key.partition(".")[0] not in by_data]
    assert unused == []


def texts_of(section: str) -> set[str]:
    return {key.partition(".")[2] for key in values()[ORIGINAL] if key.startswith(f"{section}.")}


def test_every_error_of_the_api_has_a_text() -> None:
    openapi = json.loads((paths.ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    answers = [
        answer for path in openapi["paths"].values() for one in path.values() for answer in one["responses"].values()
    ]
    declared = {code for answer in answers for code in re.findall(r"`(\w+)`", answer["description"])}
    gateway = {code for _, (code, _) in gateway_answers.GATEWAY_ANSWERS.values()}
    edge = {answer["error"]["code"] for answer in gateway_answers.EDGE_ANSWERS.values()}

    assert len(declared) > len(gateway)
    assert (declared | gateway | edge) - texts_of("errors") == set()


def test_every_refusal_of_the_sign_in_that_is_known_of_has_a_text() -> None:
    session = (FOLDER.parent / "js" / "services" / "session-errors.js").read_text(encoding="utf-8")
    cognito = (paths.ROOT / "tests" / "doubles" / "cognito.py").read_text(encoding="utf-8")
    named = set(re.findall(r'"(\w+Exception)"', session + cognito))

    assert named
    assert named - texts_of("signInErrors") == set()
