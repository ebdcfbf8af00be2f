"""A learner at a desk: use cases on a real store, a clock the test moves, a small deck."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from cards.deck import Deck
from cards.kinds import Calculation, Card, Choice, Comparison, Definition, Option
from cards.question import Number, Options, Sides, Typed
from srs import amends, catalogue, study
from srs.editions import Origin
from srs.judging import SAME, Said, judge
from srs.outcomes import Asked, Outcome, Recorded, Undone
from srs.store import Store, UseCase

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_ids = itertools.count(1)


def definition(key: str, **more: Any) -> Definition:
    about = {
        "term": key,
        "definition": f"The meaning of {key}.",
        "example": f"An example of {key}.",
        "why": f"{key} matters.",
        "ask": f"What is {key}?",
        "group": key,
        "objective": "o",
        "source": "s",
    }
    return Definition(key=key, **about | more)


def reverse_of(key: str) -> Definition:
    return definition(f"{key}.reverse", term=key, group=key, direction="reverse")


def aspect(table: str, name: str, right: str | None = "left", **more: Any) -> Comparison:
    return Comparison(
        key=f"{table}.{name}",
        group=table,
        aspect=name,
        subjects=("left", "right"),
        ask=f"Which side has {name}?",
        right=right,
        statements=(f"Left and {name}.", f"Right and {name}."),
        why=f"Because of {name}.",
        objective="o",
        source="s",
        **more,
    )


def choice(key: str, right: int = 0, **more: Any) -> Choice:
    options = tuple(
        Option(f"{place} {key}", f"{place} is why.") for place in ("One", "Two", "Three")
    )
    about = {"ask": f"What about {key}?", "objective": "o", "source": "s"}
    return Choice(key=key, options=options, right=right, **about | more)


def calculation(family: str, **more: Any) -> Calculation:
    return Calculation(key=family, family=family, objective="o", source="s", **more)


CARDS: tuple[Card, ...] = (
    definition("epoch"),
    aspect("sizes", "memory"),
    calculation("steps-per-epoch"),
    definition("batch"),
    aspect("sizes", "noise", right="right"),
    calculation("total-steps", requires=("steps-per-epoch",)),
    reverse_of("epoch"),
    definition("step"),
    aspect("other", "speed", right=None),
    definition("loss"),
    definition("gradient", requires=("loss",)),
    reverse_of("step"),
    definition("weight"),
    aspect("other", "cost"),
    choice("overfitting", right=1),
)


def deck(cards: tuple[Card, ...] = CARDS) -> Deck:
    return Deck(
        name=catalogue.DEFAULT_DECK,
        title="A small deck",
        cards=cards,
        objectives={"o": "Objective"},
        sources={"s": "Source"},
    )


def install(store: Store, cards: tuple[Card, ...] = CARDS) -> None:
    catalogue.apply(store, deck(cards), MORNING, Origin(shipped=True))


class Desk:
    """One learner. Every question that an outcome brings is sent and opened at once."""

    def __init__(self, store: Store, *, seed: int = 0) -> None:
        self.store = store
        self.learner_id = next(_ids)
        self.now = MORNING
        self.random = Random(seed)
        self.update_id = 0
        self.message_id = 0
        self.sends = True

    def waits(self, **time: float) -> None:
        self.now += timedelta(**time)

    @contextmanager
    def losing_replies(self) -> Iterator[None]:
        """Questions posed meanwhile are never sent."""
        self.sends = False
        yield
        self.sends = True

    def does(self, case: UseCase[..., Outcome], **arguments: Any) -> Outcome:
        """Hand in a use case as an update of its own, and send what it says."""
        self.update_id += 1
        return self.repeats(case, self.update_id, **arguments)

    def repeats(self, case: UseCase[..., Outcome], update_id: int, **arguments: Any) -> Outcome:
        """Hand in a use case for an update that may have been handled before."""
        outcome = self.store.submit(
            case, learner_id=self.learner_id, update_id=update_id, now=self.now, **arguments
        ).result()
        if self.sends:
            self._send(outcome, update_id)
        return outcome

    def new(self) -> dict[str, int]:
        return {"new_id": self.random.getrandbits(62), "seed": self.random.getrandbits(32)}

    def starts(self) -> Outcome:
        return self.does(study.begin, **self.new())

    def studies(self) -> Outcome:
        return self.does(study.study, **self.new())

    def taps(self, asked: Asked, offer: str, option: int | None = None) -> Outcome:
        return self.does(
            study.tap, asked_id=asked.question_id, offer=offer, option=option, **self.new()
        )

    def types(self, text: str, *, after: float = 5) -> Outcome:
        """Type a text some seconds after now."""
        self.waits(seconds=after)
        asked = self.open()
        self.message_id += 1
        said = Said(text, self.now, self.message_id, judge(asked, text) if asked else None)
        return self.does(
            study.answer, asked_id=asked.question_id if asked else None, said=said, **self.new()
        )

    def goes_on(self, asked: Asked) -> Outcome:
        return self.does(study.go_on, asked_id=asked.question_id, **self.new())

    def claims(self, recorded: Recorded) -> Outcome:
        return self.does(amends.claim, seq=recorded.seq, **self.new())

    def undoes(self) -> Outcome:
        return self.does(amends.undo)

    def open(self) -> Asked | None:
        return self.store.read(study.open_question, self.learner_id).result()

    def answers(self, asked: Asked, *, right: bool) -> Outcome:
        """Answer a question by typing or pressing what is surely right, or surely wrong."""
        match asked.question.answer:
            case Typed(accepted):
                return self.types(accepted[0] if right else "I don't know")
            case Number(value):
                return self.types(str(value if right else value + 7))
            case Sides(options, index) | Options(options, index):
                answer = SAME if index is None else index
                wrong = next(i for i in range(len(options)) if i != answer)
                return self.taps(asked, "options", answer if right else wrong)

    def _send(self, outcome: Outcome, update_id: int) -> None:
        shown = outcome if isinstance(outcome, Asked) else getattr(outcome, "next", None)
        if isinstance(outcome, Undone):
            shown = outcome.asked
        shown = shown or getattr(outcome, "back", None)
        if isinstance(shown, Asked):
            self.message_id += 1
            self.store.write(
                study.opened,
                learner_id=self.learner_id,
                question_id=shown.question_id,
                message_id=self.message_id,
                told_at=self.now,
                now=self.now,
                update_id=update_id,
            ).result()
