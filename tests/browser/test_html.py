"""The template tag and the renderer, which everything on the page rests on."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page


@pytest.fixture
def lab(library: Page) -> Page:
    """The page with `html`, `morph` and an empty element `place` in reach of scripts."""
    library.evaluate(
        """async () => {
            Object.assign(window, await import(`${MODULES}lib/html.js`), await import(`${MODULES}lib/morph.js`));
            window.place = document.createElement("div");
            document.body.replaceChildren(place);
            window.show = (fragment) => morph(place, fragment);
        }"""
    )
    return library


def run(lab: Page, script: str) -> Any:
    return lab.evaluate(f"async () => {{ {script} }}")


def test_a_value_between_tags_becomes_text(lab: Page) -> None:
    shown = run(lab, "show(html`<p>${'<img src=x onerror=alert(1)>'}</p>`); return place.innerHTML;")

    assert shown == "<p>&lt;img src=x onerror=alert(1)&gt;</p>"


def test_a_value_in_an_attribute_cannot_leave_it(lab: Page) -> None:
    script = """show(html`<p title=${'" onclick="alert(1)'} class="a ${'"><b>'}">x</p>`);
        const p = place.firstElementChild;
        return [place.childNodes.length, p.title, p.className, p.getAttributeNames()];"""

    assert run(lab, script) == [1, '" onclick="alert(1)', 'a "><b>', ["title", "class"]]


@pytest.mark.parametrize("address", ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"])
def test_an_address_that_would_run_is_replaced(lab: Page, address: str) -> None:
    shown = lab.evaluate("address => html`<a href=${address}>x</a>`.firstElementChild.getAttribute('href')", address)

    assert shown == "#"


@pytest.mark.parametrize("address", ["#/leads", "https://example.com/", "mailto:a@example.com", "tel:+4930123"])
def test_a_harmless_address_stays(lab: Page, address: str) -> None:
    shown = lab.evaluate("address => html`<a href=${address}>x</a>`.firstElementChild.getAttribute('href')", address)

    assert shown == address


@pytest.mark.parametrize(
    "template",
    [
        "html`<p onclick=${'x'}>x</p>`",
        "html`<p style=${'x'}>x</p>`",
        "html`<p .innerHTML=${'x'}></p>`",
        "html`<script>x</script>`",
        "html`<iframe></iframe>`",
        "html`<p><b></p>`",
        "html`<p>`",
    ],
)
def test_a_template_that_would_be_unsafe_or_is_unbalanced_is_refused(lab: Page, template: str) -> None:
    assert run(lab, f"try {{ {template}; return 'built'; }} catch (error) {{ return 'refused'; }}") == "refused"


def test_nothing_is_what_null_undefined_false_and_true_look_like(lab: Page) -> None:
    assert (
        run(lab, "show(html`<p>${null}${undefined}${false}${true}${0}${''}</p>`); return place.innerHTML;")
        == "<p>0</p>"
    )


def test_attributes_that_are_null_or_false_are_left_out(lab: Page) -> None:
    script = "return html`<input title=${null} ?disabled=${false} ?required=${true}>`.firstElementChild.outerHTML;"

    assert run(lab, script) == '<input required="">'


def test_arrays_and_nested_templates_become_nodes(lab: Page) -> None:
    script = "show(html`<ul>${['a', 'b'].map((x) => html`<li>${x}</li>`)}</ul>`); return place.innerHTML;"

    assert run(lab, script) == "<ul><li>a</li><li>b</li></ul>"


def test_an_icon_is_made_of_svg_elements(lab: Page) -> None:
    script = """const use = html`<svg><use href=${'icons.svg#x'} /></svg>`.firstElementChild.firstElementChild;
        return [use.namespaceURI, use.localName];"""

    assert run(lab, script) == ["http://www.w3.org/2000/svg", "use"]


def test_rendering_again_keeps_the_node_the_focus_and_what_was_typed(lab: Page) -> None:
    script = """const view = (text) => html`<p>${text}</p><input>`;
        show(view("a"));
        const input = place.querySelector("input");
        input.value = "typed"; input.focus();
        show(view("b"));
        const same = place.querySelector("input") === input;
        return [same, document.activeElement === input, input.value, place.innerText];"""

    assert run(lab, script) == [True, True, "typed", "b"]


def test_an_element_keeps_its_focus_when_others_come_and_go_before_it(lab: Page) -> None:
    script = """const view = (notice) => html`${notice && html`<p>notice</p>`}<form><input></form>`;
        show(view(false));
        place.querySelector("input").focus();
        const kept = [];
        for (const notice of [true, false, true]) {
            show(view(notice));
            kept.push(document.activeElement === place.querySelector("input"));
        }
        return kept;"""

    assert run(lab, script) == [True, True, True]


def test_rows_with_keys_are_moved_and_not_rewritten(lab: Page) -> None:
    script = """const view = (keys) => html`<ul>${keys.map((key) => html`<li data-key=${key}>${key}</li>`)}</ul>`;
        show(view(["a", "b", "c"]));
        const old = Object.fromEntries([...place.querySelectorAll("li")].map((li) => [li.dataset.key, li]));
        show(view(["c", "d", "a"]));
        const now = [...place.querySelectorAll("li")];
        return [now.map((li) => li.textContent).join(""), now[0] === old.c, now[2] === old.a, old.b.isConnected];"""

    assert run(lab, script) == ["cda", True, True, False]


def test_removing_the_first_row_does_not_move_the_others(lab: Page) -> None:
    script = """const view = (keys) => html`<ul>${keys.map((key) => html`<li data-key=${key}><input></li>`)}</ul>`;
        show(view(["a", "b"]));
        const input = place.querySelectorAll("input")[1];
        input.focus();
        show(view(["b"]));
        return document.activeElement === input;"""

    assert run(lab, script) is True


def test_a_listener_is_the_one_of_the_last_rendering_and_called_once(lab: Page) -> None:
    script = """const calls = [];
        const view = (name) => html`<button @click=${name && (() => calls.push(name))}>x</button>`;
        for (const name of ["first", "second"]) show(view(name));
        place.querySelector("button").click();
        show(view(null));
        place.querySelector("button").click();
        return calls;"""

    assert run(lab, script) == ["second"]


def test_details_that_the_user_closed_stay_closed(lab: Page) -> None:
    script = """const view = (text) => html`<details ?open=${true}><summary>${text}</summary></details>`;
        show(view("a"));
        place.querySelector("details").open = false;
        show(view("b"));
        return [place.querySelector("details").open, place.innerText.trim()];"""

    assert run(lab, script) == [False, "b"]


def test_attributes_that_are_no_longer_given_are_removed(lab: Page) -> None:
    script = """const view = (on) => html`<p title=${on && "x"} ?hidden=${on}>x</p>`;
        show(view(true)); show(view(false));
        return place.innerHTML;"""

    assert run(lab, script) == "<p>x</p>"
