"""Searches for duplicates: whole on request, and after an import for the leads that have changed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from crm.duplicates.certain import pairs_of_certain_groups
from crm.duplicates.dismissals import Dismissals
from crm.duplicates.finding import FoundPair, find_pairs
from crm.duplicates.groups import grouped, pages_of
from crm.duplicates.messages import SearchMessage
from crm.duplicates.signs_of_life import SILENT_S, telling
from crm.duplicates.store import DuplicateStore, FoundDuplicates, SearchState, SearchStatus
from crm.ids import new_id
from crm.index.database import Database
from crm.patience import OutOfPatienceError

OVERDUE_S = 3_600
"""Age in seconds from which on a search has failed that nobody has begun: others are done within that."""
OVERLAP_S = 120
"""Seconds before the last search from which on changed leads are looked at again: clocks of functions differ."""
APART_S = 10
"""Seconds by which a search must have begun after an import, to have surely seen it: so far clocks may be apart."""


Work = Callable[[Database, float], FoundDuplicates]
"""Takes a copy of the read model, and the time up to which it is complete."""


@dataclass(frozen=True, slots=True)
class DuplicateSearch:
    """Starts searches, and does them.

    Args:
        store: of what was found.
        dismissals: pairs that must not come again.
        now: seconds since 1970.
    """

    store: DuplicateStore
    dismissals: Dismissals
    now: Callable[[], float] = field(default=time.time)

    def start(self, send: Callable[[str], None]) -> str:
        """Asks for a search of all leads, unless one is under way; returns its id.

        Args:
            send: takes a message for the function that searches.
        """
        state = self.state()
        if state is not None and state.status is SearchStatus.PENDING:
            return state.search_id
        search_id = new_id()
        self.store.set_state(SearchState(search_id, SearchStatus.PENDING, self.now()))
        send(SearchMessage(search_id).to_body())
        return search_id

    def state(self) -> SearchState | None:
        """The search that was asked for last; one that nobody is at any more, or has begun in time, has failed."""
        state = self.store.state()
        if state is None or state.status is not SearchStatus.PENDING:
            return state
        alive = self.store.alive(state.search_id)
        is_lost = self.now() - state.started > OVERDUE_S if alive is None else self.now() - alive > SILENT_S
        return replace(state, status=SearchStatus.FAILED) if is_lost else state

    def work(self, message: SearchMessage, with_leads: Callable[[Work], FoundDuplicates]) -> FoundDuplicates | None:
        """Does a search; a repeated delivery does it again, which changes nothing.

        Args:
            with_leads: does work with a copy of the read model.

        Returns:
            What counts now. None if only changed leads were to be looked at, and nobody has ever asked for a search.

        Raises:
            Exception: whatever went wrong. The search shows as failed then, until a repetition comes to its end.
        """
        before = self.store.current() if message.only_changed else None
        if message.only_changed and before is None:
            return None
        if before is not None and message.asked is not None and before.complete_until - APART_S > message.asked:
            # One search is for all imports that have ended before it.
            return before

        def find(database: Database, complete_until: float) -> FoundDuplicates:
            since = None if before is None else datetime.fromtimestamp(before.complete_until - OVERLAP_S, UTC)
            dismissed = self.dismissals.all()
            # The database knows times without a zone, which are UTC.
            found = list(find_pairs(database, changed_since=since.replace(tzinfo=None) if since else None))
            kept = [] if before is None else list(self._unchanged(before, database))
            pairs = [one for one in (*found, *kept) if one.pair_id not in dismissed]
            pages = pages_of(grouped(pairs))
            counts = dict(Counter(str(pair.band) for pair in pairs))
            result = FoundDuplicates(message.search_id, complete_until, len(pages), counts)
            self.store.publish(result, pages, pairs_of_certain_groups(pairs))
            return result

        try:
            with telling(partial(self._tell_alive, message)):
                result = with_leads(find)
        except OutOfPatienceError:
            # AWS was too busy: it goes on in a moment.
            raise
        except Exception:
            # A repetition may still find something.
            self._end(message, SearchStatus.FAILED)
            raise
        self._end(message, SearchStatus.READY)
        return result

    def _tell_alive(self, message: SearchMessage) -> None:
        # Nobody waits for another one, which must not write over the signs of one that somebody waits for.
        if self._state_of(message) is not None:
            self.store.set_alive(message.search_id, self.now())

    def _end(self, message: SearchMessage, status: SearchStatus) -> None:
        state = self._state_of(message)
        if state is not None:
            self.store.set_state(replace(state, status=status))

    def _state_of(self, message: SearchMessage) -> SearchState | None:
        """The state of a search that was asked for last; None of another one."""
        state = self.store.state()
        return state if state is not None and state.search_id == message.search_id else None

    def _unchanged(self, before: FoundDuplicates, database: Database) -> Iterator[FoundPair]:
        """Pairs of before of which both leads are there and none was looked at now."""
        there = {lead_id for (lead_id,) in database.fetch("SELECT lead_id FROM people WHERE NOT is_new")}
        for pair in self.store.pairs(before):
            if pair.first.lead_id in there and pair.second.lead_id in there:
                yield pair
