"""Posing cards: the same seed asks the same, and a question keeps all it needs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.calculator import amount
from cards.kinds import Calculation, Card, Choice, Comparison, Definition, Option
from cards.problems import GENERATOR, families
from cards.problems.problem import A_SUM_WILL_DO
from cards.question import Answer, Number, Options, Sides, Typed, from_json, pose, to_json

EPOCH = Definition(
    key="epoch",
    objective="Relate epochs and steps",
    source="A glossary",
    term="epoch",
    also=("full pass",),
    definition="one pass over all training examples.",
    example="A book read once.",
    why="It measures how long training lasts.",
    ask="What is an epoch?",
    group="epoch",
)
REVERSE = Definition(
    key="epoch.reverse",
    objective=EPOCH.objective,
    source=EPOCH.source,
    term=EPOCH.term,
    also=EPOCH.also,
    definition=EPOCH.definition,
    example=EPOCH.example,
    why=EPOCH.why,
    ask=EPOCH.ask,
    direction="reverse",
    group="epoch",
)
SUBJECTS = ("batch", "mini-batch", "stochastic")
TABLE = Comparison(
    key="descent.noise",
    objective="Weigh batches",
    source="A book",
    subjects=SUBJECTS,
    aspect="noise",
    ask="Which has the noisiest gradient?",
    right="stochastic",
    statements=("Says batch.", "Says mini-batch.", "Says stochastic."),
    why="One example says little.",
    group="descent",
)
seeds = st.integers(0, 2**63 - 1)


def test_a_definition_asks_for_the_meaning() -> None:
    question = pose(EPOCH, seed=1)
    assert (question.card, question.kind, question.direction) == ("epoch", "definition", "forward")
    assert question.prompt == "What is an epoch?"
    assert question.answer == Typed(("one pass over all training examples.",))
    assert question.reference == "One pass over all training examples."
    assert question.explanation == (
        "Example: A book read once.",
        "Why it matters: It measures how long training lasts.",
    )
    assert question.source == "A glossary"


def test_the_reverse_of_a_definition_asks_for_the_term_under_any_of_its_names() -> None:
    question = pose(REVERSE, seed=1)
    assert question.direction == "reverse"
    assert question.prompt == "Which term is meant? one pass over all training examples."
    assert question.answer == Typed(("epoch", "full pass"))
    assert question.reference == "Epoch"
    assert question.explanation == pose(EPOCH, seed=1).explanation


@given(seeds)
def test_a_comparison_keeps_each_statement_with_its_side(seed: int) -> None:
    question = pose(TABLE, seed)
    sides = question.answer
    assert isinstance(sides, Sides)
    assert sorted(sides.options) == sorted(SUBJECTS)
    assert sides.statements == tuple(f"Says {option}." for option in sides.options)
    assert sides.right is not None
    assert sides.options[sides.right] == "stochastic"
    assert (sides.why, question.reference) == ("One example says little.", "Stochastic")


def test_the_seed_shuffles_the_sides() -> None:
    orders = set()
    for seed in range(60):
        sides = pose(TABLE, seed).answer
        assert isinstance(sides, Sides)
        orders.add(sides.options)
    assert len(orders) == 6


def test_a_comparison_may_be_the_same_for_all() -> None:
    same = Comparison(
        key="k",
        objective="o",
        source="s",
        subjects=("a", "b"),
        aspect="x",
        ask="Which?",
        right=None,
        statements=("1", "2"),
        why="w",
        group="k",
    )
    question = pose(same, seed=0)
    assert isinstance(question.answer, Sides)
    assert (question.answer.right, question.reference) == (None, "The same")


CHOICE = Choice(
    key="rising",
    objective="Read curves",
    source="A book",
    ask="Validation loss rises. What first?",
    options=(
        Option("stop earlier", "The best is past."),
        Option("train on", "That learns more by heart."),
        Option("validate less", "That only reads worse."),
    ),
    right=0,
    contested="Some train on.",
)


@given(seeds)
def test_a_choice_keeps_each_reason_with_its_option(seed: int) -> None:
    question = pose(CHOICE, seed)
    answer = question.answer
    assert isinstance(answer, Options)
    shown = zip(answer.options, answer.reasons, strict=True)
    assert sorted(shown) == sorted((option.text, option.why) for option in CHOICE.options)
    assert answer.options[answer.right] == "stop earlier"
    assert (question.reference, question.contested) == ("Stop earlier", "Some train on.")


def test_the_seed_shuffles_the_options() -> None:
    orders = {pose(CHOICE, seed).answer.options for seed in range(60)}  # type: ignore[union-attr]
    assert len(orders) == 6


@given(st.sampled_from(sorted(families)), seeds)
def test_a_calculation_poses_the_problem_of_its_seed(family: str, seed: int) -> None:
    card = Calculation(key="skill", family=family, objective="Count", source="A book")
    question, problem = pose(card, seed), families[family].fresh(seed)
    assert isinstance(question.answer, Number)
    assert question.answer.value == Fraction(problem.solution.value)
    assert question.answer.unit == problem.solution.unit
    assert question.answer.slips == problem.solution.slips
    assert question.prompt == problem.prompt
    assert question.explanation == problem.solution.lines
    assert question.reference == amount(problem.solution.value, problem.solution.unit)
    assert question.family == family
    assert question.parameters == problem.parameters
    assert question.generator == GENERATOR


def test_a_question_with_numbers_for_a_calculator_says_that_a_sum_may_be_typed() -> None:
    card = Calculation(key="skill", family="total-steps", objective="Count", source="A book")
    by_head, by_calculator = pose(card, 1), pose(card, 1, size="calculator")
    assert A_SUM_WILL_DO not in by_head.prompt
    assert by_calculator.prompt.endswith(f". {A_SUM_WILL_DO}")


@given(
    st.sampled_from(
        [EPOCH, REVERSE, TABLE, CHOICE]
        + [Calculation(key=f, family=f, objective="Count", source="") for f in sorted(families)]
    ),
    seeds,
)
def test_a_stored_question_is_read_as_it_was_posed(card: Card, seed: int) -> None:
    question = pose(card, seed)
    assert from_json(to_json(question)) == question
    assert pose(card, seed) == question


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        ('{"accepted": ["once"], "how": "typed"}', Typed(("once",))),
        (
            '{"options": ["a", "b"], "right": null, "statements": ["1", "2"], "why": "w", '
            '"how": "sides"}',
            Sides(("a", "b"), None, ("1", "2"), "w"),
        ),
    ],
)
def test_a_question_that_an_earlier_release_stored_is_read(answer: str, read: Answer) -> None:
    stored = (
        '{"card": "epoch", "kind": "definition", "direction": "forward", "prompt": "What?", '
        f'"answer": {answer}, "reference": "Once.", "explanation": ["Example: a book"], '
        '"source": "", "parameters": {}, "generator": 1}'
    )
    question = from_json(stored)
    assert (question.answer, question.contested) == (read, "")
    assert question.explanation == ("Example: a book",)


@pytest.mark.parametrize(
    "card", [TABLE, Calculation(key="k", family="total-steps", objective="o", source="s")]
)
def test_a_seed_is_not_negative(card: Comparison | Calculation) -> None:
    with pytest.raises(ValueError):
        pose(card, -1)
