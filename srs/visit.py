"""A use case's time with one learner: the transaction, the learner's row, the moment, the day."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from srs import days, log
from srs.learners import Learner, save
from srs.outcomes import Outcome, Stranger
from srs.store import UseCase, use_case

logger = logging.getLogger(__name__)


class Visit:
    """What every use case of a learner works with; it lives as long as the transaction.

    ``learner`` is the row as it will be written at the end, ``today`` the study day, ``update_id``
    the update that is being answered. Whatever a learner does, typed text answers cards again,
    unless this visit asks for something else.
    """

    def __init__(self, tx: sa.Connection, learner: Learner, now: datetime, update_id: int) -> None:
        today = days.today(now, learner.zone, learner.last_day, learner.last_answer_at)
        if today.fault:
            logger.warning("the clock stands at %s, more than two days before %s", now, today.day)
        self.tx = tx
        self.now = now
        self.update_id = update_id
        self.today: date = today.day
        self.learner = replace(
            learner, last_day=today.day, first_day=learner.first_day or today.day, expects=None
        )
        self._before = learner
        self._journal: list[log.Entry] | None = None

    @property
    def learner_id(self) -> int:
        """Whose visit it is."""
        return self.learner.learner_id

    @property
    def is_first(self) -> bool:
        """Whether this learner was unknown until now."""
        return self._before.first_day is None

    @property
    def journal(self) -> tuple[log.Entry, ...]:
        """The log since yesterday, what this visit wrote included."""
        if self._journal is None:
            since = self.today - timedelta(days=1)
            self._journal = list(log.since(self.tx, self.learner_id, since))
        return tuple(self._journal)

    def change(self, **changes: Any) -> None:
        """Change the learner's row."""
        self.learner = replace(self.learner, **changes)

    def write(
        self,
        kind: log.Kind,
        beside: log.Beside,
        **about: Any,
    ) -> log.Entry:
        """Append an entry to the log."""
        entry = log.Entry(
            seq=self.learner.last_seq + 1, at=self.now, study_day=self.today, kind=kind, **about
        )
        _ = self.journal  # read before it grows
        log.append(
            self.tx,
            self.learner_id,
            entry,
            beside,
            update_id=self.update_id,
        )
        if self._journal is not None:
            self._journal.append(entry)
        self.change(last_seq=entry.seq)
        return entry

    def close(self) -> None:
        """Write the learner's row."""
        self.learner = save(self.tx, self._before, self.learner)


def visiting(*, creates: bool = False) -> Callable[[Callable[..., Outcome]], UseCase[..., Outcome]]:
    """Make a use case of a function over a visit. Somebody unknown gets ``Stranger``."""

    def decorate(body: Callable[..., Outcome]) -> UseCase[..., Outcome]:
        def run(
            tx: sa.Connection,
            learner: Learner | None,
            *,
            now: datetime,
            update_id: int,
            **arguments: Any,
        ) -> Outcome:
            if learner is None:
                return Stranger()
            visit = Visit(tx, learner, now, update_id)
            outcome = body(visit, **arguments)
            visit.close()
            return outcome

        run.__name__, run.__doc__ = body.__name__, body.__doc__
        return use_case(creates=creates)(run)

    return decorate
