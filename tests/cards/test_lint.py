"""What lint tells of a deck, from the deck alone and from how its cards were answered."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cards import lint
from cards.deck import Deck
from cards.grading import Hit, Verdict
from cards.kinds import Card, Choice, Comparison, Definition, Option
from cards.lint import Finding, Graded
from cards.rubric import Contrast, KeyPoint, Rubric, Sign

POINT = KeyPoint(text="every example", groups=(("every", "all"), ("example", "data point")))
EPOCH = Definition(
    key="epoch",
    objective="o",
    source="s",
    term="epoch",
    definition="One pass over all training examples.",
    example="A book read once.",
    why="Runs are planned in epochs.",
    ask="What is an epoch?",
    group="epoch",
    rubric=Rubric(points=(POINT,)),
)


HARD = "Regularisation penalises overparameterised networks."


def aspect(name: str, right: str | None, *signs: Sign) -> Comparison:
    contrasts = (
        Contrast(cause=("batch size",), effect=(name,), sign=sign, why="Because.") for sign in signs
    )
    return Comparison(
        key=f"sizes.{name}",
        objective="o",
        source="s",
        subjects=("small", "large"),
        aspect=name,
        ask=f"Which has more {name}?",
        right=right,
        statements=("Little.", "Much."),
        why="Because.",
        group="sizes",
        rubric=Rubric(contrasts=tuple(contrasts)),
    )


def choice(*options: str) -> Choice:
    return Choice(
        key="rising",
        objective="o",
        source="s",
        ask="What first?",
        options=tuple(Option(text, "Because.") for text in options),
        right=0,
    )


def found(*cards: Card, source: str = "A book, ISBN 9780000000000") -> list[tuple[str, str]]:
    deck = Deck("a-deck", "A deck", cards, {"o": "o"}, {"s": source})
    return [(finding.where, finding.message) for finding in lint.lint(deck)]


def test_a_deck_may_have_nothing_to_look_at() -> None:
    whole = (EPOCH, aspect("memory", "large", "+"), aspect("examples", None, "0"))
    assert found(*whole, choice("Stop earlier", "Train on", "Validate less")) == []


@pytest.mark.parametrize(
    ("card", "told"),
    [
        (replace(EPOCH, rubric=Rubric()), "It has no key points"),
        (replace(EPOCH, why="Why " * 31 + "."), "`why` has a sentence of 31 words"),
        (
            replace(EPOCH, example=" ".join([HARD] * 4)),
            "`example` is hard to read (LIX 104)",
        ),
        (
            choice("Stop the training where the validation loss is lowest", "Train on", "Pray"),
            "The right option is much longer",
        ),
        (aspect("memory", "large", "0"), "One side is right, but every contrast has the sign 0"),
        (aspect("memory", None, "+"), "It is the same for each, but no contrast has the sign 0"),
    ],
)
def test_a_card_is_told_about(card: Card, told: str) -> None:
    [(where, message)] = found(card)
    assert where == card.key
    assert told in message


@pytest.mark.parametrize(
    "card",
    [
        replace(EPOCH, rubric=Rubric(), direction="reverse"),  # asks for a word
        replace(EPOCH, why="Why " * 30 + "."),
        replace(EPOCH, why="Why. " * 40),
        replace(EPOCH, example="Overparameterised networks generalise."),  # too short to tell
        choice("Stop the training earlier", "Train for longer", "Validate less"),
        aspect("memory", "large", "+", "0"),
    ],
)
def test_a_card_is_not_told_about(card: Card) -> None:
    assert found(card) == []


def test_an_aspect_without_contrasts_is_told_about_where_its_table_has_some() -> None:
    bare = aspect("noise", "small")
    assert found(bare) == []
    [(where, message)] = found(aspect("memory", "large", "+"), bare)
    assert where == "sizes.noise"
    assert "Other aspects of its table have contrasts." in message


def test_what_is_asked_twice_is_told_at_the_second_card() -> None:
    again = replace(EPOCH, key="pass", ask="what is the EPOCH")
    reverse = replace(EPOCH, key="epoch.reverse", direction="reverse")
    assert found(EPOCH, reverse) == []
    [(where, message)] = found(EPOCH, reverse, again)
    assert (where, "`epoch`" in message) == ("pass", True)


@pytest.mark.parametrize(
    ("source", "is_fine"),
    [
        ("A paper, https://arxiv.org/abs/1706.02677", True),
        ("A glossary, developers.google.com/machine-learning/glossary", True),
        ("A book, ISBN 9780000000000", True),
        ("A paper by somebody", False),
        ("PyTorch, torch.utils.data", False),
        ("Chapter 3.2, e.g. page 7", False),
    ],
)
def test_a_source_needs_an_address(source: str, is_fine: bool) -> None:
    assert bool(found(EPOCH, source=source)) != is_fine


# --- in use -----------------------------------------------------------------------------------

HIT = Verdict(4, confident=True, hits=(Hit("every example", "all data points"),))
MISSED = Verdict(1, confident=True, missing=("every example",))


def used(*answers: Graded) -> list[str]:
    deck = Deck("a-deck", "A deck", (EPOCH,), {"o": "o"}, {"s": "s.org/x"})
    return [finding.message for finding in lint.lint(deck, answers)]


@pytest.mark.parametrize(
    ("overridden", "agreed", "is_told"),
    [(3, 0, True), (3, 6, True), (3, 7, False), (2, 0, False), (5, 4, True)],
)
def test_a_key_point_that_is_often_overridden_is_told(
    overridden: int, agreed: int, is_told: bool
) -> None:
    answers = [Graded("epoch", MISSED, 4)] * overridden + [Graded("epoch", MISSED, 1)] * agreed
    told = used(*answers)
    assert bool(told) == is_told
    if is_told:
        assert f"in {overridden + agreed} answers, and in {overridden} of them" in told[0]


def test_who_was_right_by_the_verdict_has_overridden_nothing() -> None:
    optional = replace(MISSED, quality=4)
    assert used(*[Graded("epoch", optional, 4)] * 9) == []


def test_a_writing_that_nobody_uses_is_told_after_thirty_answers() -> None:
    assert used(*[Graded("epoch", HIT, 4)] * 29) == []
    assert used(*[Graded("epoch", HIT, 4)] * 30) == [
        "“every example”: in 30 answers nobody wrote every, example."
    ]


def test_answers_to_other_cards_say_nothing_of_this_one() -> None:
    assert used(*[Graded("step", MISSED, 4)] * 40) == []


def test_the_page_states_the_rules_with_their_numbers() -> None:
    page = (Path(__file__).parents[2] / "docs" / "decks.md").read_text(encoding="utf-8")
    [rules] = re.findall(r"^## What lint looks at\n(.*?)^## ", page, re.DOTALL | re.MULTILINE)
    for number in (
        *(f"more than {lint.LONGEST_SENTENCE} words", f"LIX over {lint.HARDEST}"),
        *(f"of {lint.FEWEST_WORDS} words or more", f"at least {lint.AT_LEAST_LONGER} more"),
        f"in {lint.MANY_ANSWERS} typed answers",
    ):
        assert number in rules
    assert (lint.MUCH_LONGER, lint.OFTEN, lint.ONE_IN) == (1.5, 3, 3)
    assert "half as many characters again" in rules
    assert "at least three and at least a third" in rules


def test_findings_stand_in_teaching_order_with_the_sources_last() -> None:
    bare = replace(EPOCH, rubric=Rubric())
    deck = Deck("d", "D", (bare, replace(bare, key="b", ask="?x")), {"o": "o"}, {"s": "A book"})
    assert [finding.where for finding in lint.lint(deck)] == ["epoch", "b", "s"]
    assert all(isinstance(finding, Finding) for finding in lint.lint(deck))
