"""The rules for the page's templates find what lit-html would let through, and leave alone what is right."""

from __future__ import annotations

import json
import subprocess

import pytest

from easy_crm import paths
from easy_crm.local import machine

_LINT = """
import { ESLint } from "eslint";
const eslint = new ESLint();
const found = {};
for (const code of JSON.parse(process.argv[1])) {
    const [result] = await eslint.lintText(code, { filePath: "frontend/js/snippet.js" });
    found[code] = result.messages.map((message) => message.ruleId).filter((rule) => rule !== "no-unused-vars");
}
console.log(JSON.stringify(found));
"""
"""Lints each text as a script of the page; tells the rules that each breaks."""

ADDRESSES = [
    "html`<a href=${x}>x</a>`",
    'html`<a class="a" href="${x}">x</a>`',
    "html`<a href='${x}'>x</a>`",
    "html`<a href = ${x}>x</a>`",
    "html`<a href=${`/leads/${x}`}>x</a>`",
    'html`<a href="mailto:${x}">x</a>`',
    "html`<a .href=${x}>x</a>`",
    "html`<a HREF=${x}>x</a>`",
    "html`<a title=${'>'} href=${lead.website}>x</a>`",
    "html`<a href=${ok ? safeUrl(x) : x}>x</a>`",
    "html`<img src=${x}>`",
    "html`<form action=${x}></form>`",
    "html`<button formaction=${x}></button>`",
    "html`<svg><use href=${x} /></svg>`",
]
OTHER_DANGERS = [
    "html`<p onclick=${x}>x</p>`",
    'html`<p onclick="x()">x</p>`',
    "html`<p style=${x}>x</p>`",
    "html`<p .innerHTML=${x}></p>`",
    "html`<iframe></iframe>`",
    "html`<script>${x}</script>`",
    "html`<${x}></${x}>`",
    "html`<p ${x}></p>`",
]
BOOLEANS = [
    "html`<p>${x && html`<b>x</b>`}</p>`",
    "html`<p title=${x ? 'x' : null}></p>`",
    "html`<p title=${x || undefined}></p>`",
]
SINKS = [
    "x.innerHTML = y;",
    "x.insertAdjacentHTML('beforeend', y);",
    "document.write(y);",
    "new DOMParser().parseFromString(y, 'text/html');",
    "eval(y);",
    "link.href = y;",
    "link.setAttribute('href', y);",
]
HARMLESS = [
    "html`<a href=${safeUrl(x)}>x</a>`;",
    "html`<a href=${href('/leads', { q: x })}>x</a>`;",
    "html`<svg><use href=${drawing('logo')} /></svg>`;",
    "html`<a href='#x' title=${x} @click=${() => x}>${y}</a>`;",
    "html`<p title=${x ? 'x' : nothing} ?hidden=${a && b} .value=${a && b}>${x ? y : nothing}</p>`;",
    "link.href = safeUrl(x);",
]


@pytest.fixture(scope="module")
def broken() -> dict[str, list[str]]:
    """Snippet to the rules that it breaks."""
    snippets = json.dumps([*ADDRESSES, *OTHER_DANGERS, *BOOLEANS, *SINKS, *HARMLESS])
    machine.ensure_npm_packages()
    command = [str(machine.ensure_node()), "--input-type=module", "--eval", _LINT, snippets]
    done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("snippet", [*ADDRESSES, *OTHER_DANGERS])
def test_data_that_could_run_is_found(broken: dict[str, list[str]], snippet: str) -> None:
    assert "templates/safe" in broken[snippet]


@pytest.mark.parametrize("snippet", BOOLEANS)
def test_what_would_be_written_as_a_word_is_found(broken: dict[str, list[str]], snippet: str) -> None:
    assert broken[snippet] == ["templates/no-boolean-child"]


@pytest.mark.parametrize("snippet", SINKS)
def test_what_makes_markup_or_addresses_of_text_is_found(broken: dict[str, list[str]], snippet: str) -> None:
    assert broken[snippet]


@pytest.mark.parametrize("snippet", HARMLESS)
def test_what_is_right_passes(broken: dict[str, list[str]], snippet: str) -> None:
    assert broken[snippet] == []
