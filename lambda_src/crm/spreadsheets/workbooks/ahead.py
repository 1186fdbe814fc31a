"""Work that a thread does ahead of its use, such as unpacking or calamine's, which release Python's lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Ahead(Generic[_T]):
    """Begins at once with a piece of work, in a thread. (`concurrent.futures` takes 10 ms to import.)

    Args:
        work: is called once.
    """

    def __init__(self, work: Callable[[], _T]) -> None:
        self._work = work
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:  # calamine's panics are BaseException
            self._error = error

    def result(self) -> _T:
        """Waits for the work, as often as it is asked for; raises its error."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result
