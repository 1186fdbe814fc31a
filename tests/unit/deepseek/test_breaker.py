from __future__ import annotations

from crm.deepseek.breaker import CircuitBreaker


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(threshold=2, rest_s=10, clock=clock)
    breaker.failed()
    breaker.failed()
    return breaker


def test_a_success_between_failures_keeps_the_circuit_closed() -> None:
    breaker = CircuitBreaker(threshold=2, rest_s=10, clock=Clock())
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_failures_in_a_row_open_the_circuit() -> None:
    assert not opened(Clock()).allows()


def test_after_the_rest_exactly_one_call_gets_through() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 10.0
    assert breaker.allows()
    assert not breaker.allows()


def test_the_call_after_the_rest_decides() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 10.0
    breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    clock.now = 20.0
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
    assert breaker.allows()
