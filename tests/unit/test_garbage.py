"""What a worker has loaded is not searched for garbage again."""

from __future__ import annotations

import gc

from crm.garbage import NEW_OBJECTS

from tests.garbage import rarely_searched


def test_garbage_is_searched_rarely_and_what_is_loaded_never() -> None:
    usual = gc.get_threshold()

    with rarely_searched():
        assert gc.get_threshold()[0] == NEW_OBJECTS
        assert gc.get_freeze_count() > 0

    assert gc.get_threshold() == usual
