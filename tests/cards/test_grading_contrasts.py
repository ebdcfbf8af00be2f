"""Contrasts: which way an answer says that one thing moves with another."""

import pytest

from cards.grading import grade
from cards.grading.contrasts import claims
from cards.grading.judging import contradictions
from cards.grading.reading import parse
from cards.kinds import Comparison
from cards.rubric import Contrast, Rubric
from tests.cards.test_question import TABLE

MEMORY = Contrast(
    cause=("batch size", "batch"),
    effect=("memory", "RAM"),
    sign="+",
    why="Activations of every example are kept.",
)
NOISE = Contrast(
    cause=("batch size", "batch"),
    effect=("noise", "noisy gradient"),
    sign="-",
    why="The average of more examples is steadier.",
)
STEPS = Contrast(
    cause=("batch size", "batch"),
    effect=("steps per epoch", "steps", "updates"),
    sign="-",
    why="Larger portions are fewer.",
)
WEIGHTS = Contrast(
    cause=("batch size", "batch"),
    effect=("size of the model", "number of weights"),
    sign="0",
    why="The model stays the same.",
)
BATCH = (MEMORY, NOISE, STEPS, WEIGHTS)
DROPOUT = Contrast(
    cause=("dropout",),
    effect=("overfitting",),
    sign="-",
    why="No unit can rely on another.",
    low=("without dropout", "dropout off"),
    high=("with dropout", "dropout on"),
)
RATE = Contrast(
    cause=("learning rate",), effect=("divergence",), sign="+", why="It leaps past the bottom."
)


def said(text: str, *contrasts: Contrast) -> dict[str, bool]:
    """Return whether what is said of each effect holds."""
    found = claims(parse(text, {}), contrasts)
    return {contrasts[claim.contrast].effect[0]: claim.holds for claim in found}


@pytest.mark.parametrize(
    "text",
    [
        "a larger batch needs more memory",
        "a smaller batch needs less memory",
        "the bigger the batch, the more memory",
        "big batches use a lot of memory",
        "memory use goes up with a larger batch size",
        "increasing the batch size increases memory",
        "if you reduce the batch size, you need less RAM",
        "reducing the batch size saves memory",
        "as the batch size grows, memory grows too",
        "small ones need less memory",
        "small: less memory",
        "when it's small it needs less memory",
        "more memory is needed for large batches",
        "a large batch needs more memory than a small one",
        "halving the batch halves the memory",
        "tiny batches don't need much memory",
        "batch ↑ memory ↑",
    ],
)
def test_what_follows_from_a_contrast_agrees_with_it(text: str) -> None:
    assert said(text, MEMORY) == {"memory": True}


@pytest.mark.parametrize(
    "text",
    [
        "a larger batch needs less memory",
        "a smaller batch needs more memory",
        "the bigger the batch, the less memory",
        "increasing the batch size reduces memory",
        "reducing the batch size increases memory",
        "small batches need more memory than large ones",
        "a large batch doesn't need more memory",
        "the batch size has no effect on memory",
        "memory doesn't depend on the batch size",
        "large and small batches need the same memory",
        "batch ↑ memory ↓",
    ],
)
def test_the_other_way_round_is_a_contradiction(text: str) -> None:
    assert said(text, MEMORY) == {"memory": False}


@pytest.mark.parametrize(
    "text",
    [
        "a batch is some examples in memory",
        "the larger the learning rate, the less memory I have of it",
        "memory",
        "large batches",
        "a small batch fits in memory",
    ],
)
def test_where_no_direction_is_said_nothing_is_claimed(text: str) -> None:
    assert said(text, MEMORY) == {}


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ("small batches are noisier", True),
        ("large batches are smoother", True),
        ("large batches give less noisy gradients", True),
        ("small batches give less precise gradients", True),
        ("small batches are more accurate", False),
        ("large batches are noisier than small ones", False),
        ("small batches are not noisy", False),
        ("large ones are not noisy", True),
        ("the noise falls as the batch grows", True),
    ],
)
def test_noise_and_accuracy_are_the_ends_of_one_axis(text: str, noise: bool) -> None:
    assert said(text, NOISE) == {"noise": noise}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "small ones are noisier but need less memory",
            {"noise": True, "memory": True},
        ),
        (
            "Small batches are noisier and need more memory.",
            {"noise": True, "memory": False},
        ),
        (
            "large batches need more memory but fewer steps per epoch",
            {"memory": True, "steps per epoch": True},
        ),
        (
            "large batches are smooth while small ones are noisy",
            {"noise": True},
        ),
        ("a small batch means more updates", {"steps per epoch": True}),
        ("a large batch means more updates", {"steps per epoch": False}),
        ("the batch size does not change the number of weights", {"size of the model": True}),
        ("a larger batch makes the number of weights larger", {"size of the model": False}),
    ],
)
def test_every_clause_is_read_for_itself_and_the_subject_is_carried_over(
    text: str, expected: dict[str, bool]
) -> None:
    assert said(text, *BATCH) == expected


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("dropout reduces overfitting", True),
        ("with dropout there is less overfitting", True),
        ("without dropout there is more overfitting", True),
        ("dropout prevents overfitting", True),
        ("dropout works against overfitting", True),
        ("dropout increases overfitting", False),
        ("with dropout on, the model overfits more", False),
        ("dropout causes overfitting", False),
    ],
)
def test_a_cause_may_have_named_ends(text: str, holds: bool) -> None:
    assert said(text, DROPOUT) == {"overfitting": holds}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a large learning rate diverges", True),
        ("too high a learning rate makes it diverge", True),
        ("a small learning rate diverges", False),
        ("with a large learning rate it converges safely", False),
    ],
)
def test_an_event_needs_no_amount(text: str, holds: bool) -> None:
    assert said(text, RATE) == {"divergence": holds}


SIDES = Comparison(
    key="batch.memory",
    objective="o",
    source="s",
    subjects=("a small batch", "a large batch"),
    aspect="memory",
    ask="Which needs more memory for one step?",
    right="a large batch",
    statements=("It holds few examples.", "It holds many examples."),
    why="Activations add up over the batch.",
    group="batch",
    rubric=Rubric(contrasts=(MEMORY, NOISE)),
)
BARE = Comparison(
    key="batch.memory",
    objective="o",
    source="s",
    subjects=("a small batch", "a large batch"),
    aspect="memory",
    ask="Which needs more memory for one step?",
    right="a large batch",
    statements=("It holds few examples.", "It holds many examples."),
    why="Activations add up over the batch.",
    group="batch",
)


@pytest.mark.parametrize("card", [SIDES, BARE])
@pytest.mark.parametrize(
    ("typed", "quality"),
    [
        ("the large one", 4),
        ("large", 4),
        ("big batches", 4),
        ("a large batch needs more memory", 4),
        ("larger batches need more memory than smaller ones", 4),
        ("the small one needs less memory", 4),
        ("the small one", 1),
        ("small", 1),
        ("a small batch needs more memory", 1),
        ("the same", 1),
        ("they are equal", 1),
    ],
)
def test_a_side_is_chosen_in_words(card: Comparison, typed: str, quality: int) -> None:
    verdict = grade(card, typed)
    assert (verdict.quality, verdict.confident) == (quality, True)
    assert bool(verdict.contradicted) == (quality == 1)


@pytest.mark.parametrize("typed", ["I think so", "memory", "it depends on the GPU"])
def test_what_names_no_side_is_left_to_the_learner(typed: str) -> None:
    assert not grade(SIDES, typed).confident


def test_a_side_in_words_says_what_holds_and_why() -> None:
    verdict = grade(SIDES, "Small ones need more memory, but are noisier.")
    assert verdict.quality == 1
    (wrong,) = verdict.contradicted
    assert wrong.clause == "Small ones need more memory"
    assert wrong.holds == "As batch size goes up, memory goes up."
    assert wrong.why == MEMORY.why
    assert [hit.words for hit in verdict.hits] == ["but are noisier"]


def test_sides_have_gates_too() -> None:
    assert grade(SIDES, "idk").gate == "dont_know"
    assert grade(SIDES, "").gate == "empty"
    assert grade(SIDES, "Der große Batch braucht mehr Speicher für die Daten").quality is None
    assert grade(TABLE, "stochastic").quality == 4
    assert grade(TABLE, "the mini-batch").quality == 1


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("with a larger batch there are a quarter as many steps", True),
        ("with a smaller batch there are half as many steps", False),
    ],
)
def test_a_part_as_many_is_fewer(text: str, holds: bool) -> None:
    assert said(text, STEPS) == {"steps per epoch": holds}


def test_little_by_little_is_no_amount_of_anything() -> None:
    assert said("little by little, so memory goes down", MEMORY) == {}
    assert said("a batch of random examples", NOISE) == {}


def test_an_amount_of_something_else_is_none_of_the_cause() -> None:
    assert said("more training examples of every batch, so less memory", MEMORY) == {}
    assert said("more GPU memory with a larger batch", MEMORY) == {"memory": True}


def test_where_the_ends_of_a_cause_are_no_sizes_the_reason_tells_what_holds() -> None:
    (wrong,) = contradictions(
        Rubric(contrasts=(DROPOUT,)), parse("with dropout there is more overfitting", {})
    )
    assert (wrong.holds, wrong.why) == (DROPOUT.why, "")
