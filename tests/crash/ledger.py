"""What a bot's database says it has done, to be held against what its learners saw."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot import screens
from bot.sandbox.world import World
from srs import log
from srs.outcomes import Outcome, Recorded
from srs.schema import effect, inbox, review

_outcome: TypeAdapter[Outcome] = TypeAdapter(Outcome)
_SAME = "message is not modified"


@dataclass(frozen=True, slots=True)
class Entry:
    """An update in the inbox; ``outcome`` is what came of it, None if it needed no use case."""

    update_id: int
    lane: int
    state: str
    body: dict[str, Any]
    outcome: Outcome | None

    @property
    def tapped(self) -> bool:
        """Whether a button was pressed."""
        return "callback_query" in self.body

    @property
    def source(self) -> int | str:
        """The id of the message that was sent, or of the query that was pressed."""
        if self.tapped:
            return self.body["callback_query"]["id"]  # type: ignore[no-any-return]
        return self.body["message"]["message_id"]  # type: ignore[no-any-return]

    @property
    def is_study(self) -> bool:
        """Whether a use case had to be run: a press, or a text that is no command."""
        return self.tapped or not self.body["message"]["text"].startswith("/")


def entries(tx: sa.Connection) -> list[Entry]:
    """Read the whole inbox, with the effect of each update."""
    rows = tx.execute(
        sa.select(inbox, effect.c.result)
        .select_from(inbox)
        .outerjoin(
            effect,
            sa.and_(effect.c.learner_id == inbox.c.lane, effect.c.update_id == inbox.c.update_id),
        )
        .order_by(inbox.c.update_id)
    )
    return [
        Entry(
            row.update_id,
            row.lane,
            row.state,
            json.loads(row.raw),
            _outcome.validate_json(row.result) if row.result else None,
        )
        for row in rows
    ]


def ratings(tx: sa.Connection) -> list[tuple[int, int, int]]:
    """Read every rating in the log: (learner, update, seq)."""
    rows = tx.execute(
        sa.select(review.c.learner_id, review.c.update_id, review.c.seq).where(
            review.c.kind.in_(log.RATINGS)
        )
    )
    return sorted((row.learner_id, row.update_id, row.seq) for row in rows)


def recorded(told: Iterable[Entry]) -> list[tuple[int, int, int]]:
    """Return every rating that a learner was told of: (learner, update, seq)."""
    return sorted(
        (entry.lane, entry.update_id, entry.outcome.seq)
        for entry in told
        if isinstance(entry.outcome, Recorded)
    )


def unsent(told: Iterable[Entry], world: World) -> list[str]:
    """Return the replies that never reached their chat.

    What is sent anew has to have been sent as often as it was due; of an edit it is enough that the
    message shows it.
    """
    wanted = Counter(reply for entry in told for reply in _replies(entry))
    sent = Counter(_delivered(world))
    return [
        f"{chat}: {text}"
        for (chat, method, text), times in wanted.items()
        if sent[chat, method, text] < (times if method == "sendMessage" else 1)
    ]


def _replies(entry: Entry) -> Iterator[tuple[int, str, str]]:
    if entry.outcome is None:
        return
    for act in screens.acts(entry.outcome, tapped=entry.tapped):
        match act:
            case screens.Send():
                yield entry.lane, "sendMessage", act.screen.text
            case screens.Edit():
                yield entry.lane, "editMessageText", act.screen.text


def _delivered(world: World) -> Iterator[tuple[int, str, str]]:
    for call in world.calls:
        arrived = call.error is None or _SAME in str(call.error)
        if arrived and call.method in ("sendMessage", "editMessageText"):
            yield call.parameters["chat_id"], call.method, call.parameters["text"]
