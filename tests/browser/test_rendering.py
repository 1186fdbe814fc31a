"""How components render: what data may become, and what stays when they render again."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page


@pytest.fixture
def lab(library: Page) -> Page:
    """The page with the renderer in reach of scripts; `show(template)` renders into the element `place`."""
    library.evaluate(
        """async () => {
            Object.assign(window, await import(`${MODULES}lib/lit.js`), await import(`${MODULES}lib/safe-url.js`));
            Object.assign(window, await import(`${MODULES}lib/component.js`));
            window.place = document.createElement("div");
            document.body.replaceChildren(place);
            window.show = (template) => render(template, place);
        }"""
    )
    return library


def run(lab: Page, script: str) -> Any:
    return lab.evaluate(f"async () => {{ {script} }}")


def test_a_value_between_tags_becomes_text(lab: Page) -> None:
    script = """show(html`<p>${'<img src=x onerror=alert(1)>'}</p>`);
        return [place.innerText, place.querySelectorAll("*").length];"""

    assert run(lab, script) == ["<img src=x onerror=alert(1)>", 1]


def test_a_value_in_an_attribute_cannot_leave_it(lab: Page) -> None:
    script = """show(html`<p title=${'" onclick="alert(1)'} class="a ${'"><b>'}">x</p>`);
        const p = place.firstElementChild;
        return [place.children.length, p.title, p.className, p.getAttributeNames().sort()];"""

    assert run(lab, script) == [1, '" onclick="alert(1)', 'a "><b>', ["class", "title"]]


@pytest.mark.parametrize("address", ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"])
def test_an_address_that_would_run_is_replaced(lab: Page, address: str) -> None:
    assert lab.evaluate("address => safeUrl(address)", address) == "#"


@pytest.mark.parametrize("address", ["#/leads", "https://example.com/", "mailto:a@example.com", "tel:+4930123"])
def test_a_harmless_address_stays(lab: Page, address: str) -> None:
    assert lab.evaluate("address => safeUrl(address)", address) == address


def test_null_undefined_and_nothing_render_nothing(lab: Page) -> None:
    script = "show(html`<p>${null}${undefined}${nothing}${''}${0}</p>`); return place.innerText;"

    assert run(lab, script) == "0"


def test_attributes_that_are_nothing_or_false_are_left_out(lab: Page) -> None:
    script = """const view = (on) => html`<p title=${on ? "x" : nothing} ?hidden=${on}>x</p>`;
        show(view(true)); const with_them = place.firstElementChild.getAttributeNames().sort();
        show(view(false)); return [with_them, place.firstElementChild.getAttributeNames()];"""

    assert run(lab, script) == [["hidden", "title"], []]


def test_an_icon_is_made_of_svg_elements(lab: Page) -> None:
    script = """show(html`<svg><use href=${'icons.svg#x'} /></svg>`);
        const use = place.querySelector("use");
        return [use.namespaceURI, use.localName];"""

    assert run(lab, script) == ["http://www.w3.org/2000/svg", "use"]


def test_rendering_again_keeps_the_node_the_focus_and_what_was_typed(lab: Page) -> None:
    script = """const view = (text) => html`<p>${text}</p><input>`;
        show(view("a"));
        const input = place.querySelector("input");
        input.value = "typed"; input.focus(); input.setSelectionRange(2, 4);
        show(view("b"));
        const same = place.querySelector("input") === input;
        const focused = document.activeElement === input;
        return [same, focused, input.value, input.selectionStart, input.selectionEnd, place.innerText];"""

    assert run(lab, script) == [True, True, "typed", 2, 4, "b"]


def test_an_element_keeps_its_focus_when_others_come_and_go_before_it(lab: Page) -> None:
    script = """const view = (notice) => html`${notice ? html`<p>notice</p>` : nothing}<form><input></form>`;
        show(view(false));
        place.querySelector("input").focus();
        const kept = [];
        for (const notice of [true, false, true]) {
            show(view(notice));
            kept.push(document.activeElement === place.querySelector("input"));
        }
        return kept;"""

    assert run(lab, script) == [True, True, True]


def test_repeated_rows_are_moved_and_not_rewritten(lab: Page) -> None:
    script = """const row = (key) => html`<li id=${key}>${key}</li>`;
        const view = (keys) => html`<ul>${repeat(keys, (key) => key, row)}</ul>`;
        show(view(["a", "b", "c"]));
        const old = Object.fromEntries([...place.querySelectorAll("li")].map((li) => [li.id, li]));
        show(view(["c", "d", "a"]));
        const now = [...place.querySelectorAll("li")];
        return [now.map((li) => li.textContent).join(""), now[0] === old.c, now[2] === old.a, old.b.isConnected];"""

    assert run(lab, script) == ["cda", True, True, False]


def test_removing_the_first_row_keeps_the_focus_in_another(lab: Page) -> None:
    script = """const view = (keys) => html`<ul>${repeat(keys, (key) => key, () => html`<li><input></li>`)}</ul>`;
        show(view(["a", "b"]));
        const input = place.querySelectorAll("input")[1];
        input.focus();
        show(view(["b"]));
        return document.activeElement === input;"""

    assert run(lab, script) is True


def test_another_key_makes_new_nodes(lab: Page) -> None:
    script = """const view = (key) => keyed(key, html`<input>`);
        show(view("a")); const first = place.querySelector("input");
        show(view("a")); const same = place.querySelector("input");
        show(view("b")); const other = place.querySelector("input");
        return [same === first, other === first];"""

    assert run(lab, script) == [True, False]


def test_a_live_field_goes_back_to_its_value_whatever_was_typed(lab: Page) -> None:
    script = """const view = () => html`<input .value=${live("kept")}>`;
        show(view());
        place.querySelector("input").value = "typed";
        show(view());
        return place.querySelector("input").value;"""

    assert run(lab, script) == "kept"


def test_a_listener_is_the_one_of_the_last_rendering_and_called_once(lab: Page) -> None:
    script = """const calls = [];
        const view = (name) => html`<button @click=${name ? () => calls.push(name) : nothing}>x</button>`;
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


def test_a_component_renders_in_place_of_what_the_page_had_put_there(lab: Page) -> None:
    script = """class Greeting extends Component {
            static properties = ["name"];
            render() { return html`<p>Hello ${this.name}</p>`; }
        }
        Greeting.define("test-greeting");
        const made = document.createElement("test-greeting");
        made.append("Loading"); made.name = "Ann";
        place.replaceChildren(made);
        const first = [made.innerText, made.querySelector("p")];
        made.name = "Bo"; await made.update();
        return [first[0], made.innerText, made.querySelector("p") === first[1]];"""

    assert run(lab, script) == ["Hello Ann", "Hello Bo", True]
