"""How often the page asks while it waits: with a clock of the test's own."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


def waits(library: Page, steps: int, eta: float | None = None) -> list[float]:
    script = """async ([steps, eta]) => {
        const { delay } = await import(`${MODULES}services/polling.js`);
        return Array.from({ length: steps }, (_, step) => delay(step, eta));
    }"""
    found: list[float] = library.evaluate(script, [steps, eta])
    return found


def test_the_first_six_requests_cover_ten_seconds(library: Page) -> None:
    assert sum(waits(library, 5)) >= 9_000
    assert waits(library, 1)[0] <= 1_000


def test_waits_grow_to_ten_seconds_and_stay_there(library: Page) -> None:
    found = waits(library, 40)

    assert found == sorted(found)
    assert found[-1] == 10_000


def test_near_the_end_the_page_asks_sooner(library: Page) -> None:
    assert waits(library, 20, eta=4)[-1] == 2_000
    assert waits(library, 20, eta=0)[-1] >= 500


def poll_with(library: Page, answers: list[Any]) -> list[str]:
    """What happened until the polling ended; an answer "boom" or 404 is an error of that kind."""
    script = """async (answers) => {
        const { poll } = await import(`${MODULES}services/polling.js`);
        const seen = [];
        const timers = globalThis.setTimeout;
        globalThis.setTimeout = (run) => timers(run, 0);
        await poll(async () => {
            const answer = answers.shift();
            if (answer === "boom") throw Object.assign(new Error("boom"), { status: 502 });
            if (answer === 404) throw Object.assign(new Error("gone"), { status: 404 });
            seen.push(answer.final ? "final" : "moving");
            return answer;
        }, { signal: new AbortController().signal, onError: (error) => seen.push(error.message) });
        globalThis.setTimeout = timers;
        return seen;
    }"""
    found: list[str] = library.evaluate(script, answers)
    return found


def test_it_goes_on_however_long_it_takes(library: Page) -> None:
    found = poll_with(library, [{"final": False}] * 300 + [{"final": True}])

    assert found == ["moving"] * 300 + ["final"]


def test_an_outage_does_not_end_it(library: Page) -> None:
    assert poll_with(library, ["boom"] * 20 + [{"final": True}]) == ["boom"] * 20 + ["final"]


def test_what_does_not_exist_is_not_asked_for_again(library: Page) -> None:
    assert poll_with(library, [{"final": False}, 404, {"final": True}]) == ["moving", "gone"]
