"""What the shipped deck promises a learner."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from cards import library
from cards.calculator import TrainingRun
from cards.kinds import Calculation, Card, Choice, Comparison, Definition
from cards.problems.topics import usual

DECK = library.load("ml-training")
DEFINITIONS = [card for card in DECK.cards if isinstance(card, Definition)]
FORWARD = [card for card in DEFINITIONS if card.direction == "forward"]
REVERSE = [card for card in DEFINITIONS if card.direction == "reverse"]
ASPECTS = [card for card in DECK.cards if isinstance(card, Comparison)]
PROBLEMS = [card for card in DECK.cards if isinstance(card, Calculation)]
SITUATIONS = [card for card in DECK.cards if isinstance(card, Choice)]
PLACE = {card.key: place for place, card in enumerate(DECK.cards, start=1)}

TERMS = """
    activations, backward pass, batch, batch size, bias, centroid, checkpoint, convergence,
    data parallelism, drop last, early stopping, effective batch size, epoch, forward pass,
    full-batch gradient descent, generalisation, gradient, gradient accumulation, gradient descent,
    hyperparameter, last batch, learning rate, learning-rate schedule, loss function,
    mini-batch gradient descent, model parallelism, noise, optimizer, out-of-memory error,
    overfitting, parameter, regularisation, step, stochastic gradient descent, target, test set,
    training example, training run, training set, underfitting, validation frequency,
    validation set, warm-up, weight,
    L1 regularisation, L2 regularisation, data augmentation, label noise,
    plateau, data leakage, loss spike, vanishing gradient, exploding gradient,
    grid search, random search, Bayesian optimisation, Hyperband, early stopping in a tuning job,
    warm start of a tuning job, k-fold cross-validation,
    max depth of a tree, number of boosting rounds, eta, min child weight, subsample,
    number of hidden units, number of layers, ensemble, bagging, boosting, stacking,
    transfer learning, fine-tuning, catastrophic forgetting, low-rank adaptation,
    data type of the weights, quantisation, pruning, distillation,
    all-reduce, sharded data parallelism, resuming a run, managed spot training,
    precision, recall, F1 score, class imbalance,
    script mode, File mode, FastFile mode, Pipe mode, checkpoint_s3_uri, SageMaker Debugger,
    SageMaker Model Registry, SageMaker automatic model tuning
"""

QUESTIONS_EVERY_LEARNER_SHOULD_ANSWER = {
    "parameter-or-hyperparameter": "a parameter from a hyperparameter",
    "small-large-batch.memory": "needs more memory",
    "too-many-epochs": "too many epochs harm generalisation",
    "one-batch-epoch": "500 training examples, and a batch holds 500",
    "step-or-iteration": "a step and an iteration the same thing",
    "underfitting-overfitting.training-loss": "training loss high",
    "validation-frequency": "How often is a model usually evaluated",
    "pace-of-training": "metronome",
    "training-levels": "run, epoch, step and example",
    "out-of-memory-fix": "out of memory",
    "steps-per-epoch-formula": "formula for the steps in one epoch",
    "total-steps-formula": "formula for the steps of a whole run",
}

STUDY_GUIDE_TABLES = {
    "parameters-hyperparameters": {"source", "time", "examples", "purpose"},
    "small-large-batch": {"step-time", "gradient", "memory"},
}

# The groups of the deck's subject, as tags: each is taught, compared and met in situations.
GROUPS = """
    checkpoints, curves, distributed, ensembles, fine-tuning, metrics, model-size, network,
    regularisation, sagemaker, trees, tuning
"""

THOUSAND = TrainingRun(1_000, 128, 3)
DROPPED = TrainingRun(1_000, 128, drop_last=True)
FIFTY_THOUSAND = TrainingRun(50_000, 125, 20)
FOUR_DEVICES = TrainingRun(50_000, 125, 20, replicas=4)
HELD_OUT = TrainingRun(50_000 * 9 // 10, 125)
ONE_BATCH = TrainingRun(500, 500, 7)
ACCUMULATED = TrainingRun(1_024, 8, accumulation=4)

NUMBERS_STATED = [
    # the card, its words with gaps, and what the calculator puts in the gaps
    ("step", "make {} steps per epoch", [TrainingRun(1_000, 100).steps_per_epoch]),
    ("steps-per-epoch-formula", "so {} steps", [THOUSAND.steps_per_epoch]),
    (
        "total-steps-formula",
        "{} × {} = {} steps",
        [THOUSAND.steps_per_epoch, THOUSAND.epochs, THOUSAND.total_steps],
    ),
    (
        "last-batch",
        "{} full batches and a last one of {}",
        [DROPPED.steps_per_epoch, THOUSAND.last_batch_size],
    ),
    ("drop-last", "{} steps, not {}", [DROPPED.steps_per_epoch, THOUSAND.steps_per_epoch]),
    ("last-batch-choice.steps", "one of {} are", [THOUSAND.last_batch_size]),
    ("last-batch-choice.steps", "are {} steps", [THOUSAND.steps_per_epoch]),
    ("last-batch-choice.steps", "are {} steps", [DROPPED.steps_per_epoch]),
    ("last-batch-choice.divisible", "are {} steps", [TrainingRun(1_000, 125).steps_per_epoch]),
    ("training-run", "a run of {} steps", [FIFTY_THOUSAND.total_steps]),
    (
        "training-levels",
        "20 epochs of {} steps with 125 examples each: {} steps",
        [FIFTY_THOUSAND.steps_per_epoch, FIFTY_THOUSAND.total_steps],
    ),
    (
        "validation-set",
        "an epoch has {} steps, not {}",
        [HELD_OUT.steps_per_epoch, FIFTY_THOUSAND.steps_per_epoch],
    ),
    (
        "data-sets.steps",
        "it is {} steps, not {}",
        [HELD_OUT.steps_per_epoch, FIFTY_THOUSAND.steps_per_epoch],
    ),
    ("one-batch-epoch", "7 epochs are then just {} steps", [ONE_BATCH.total_steps]),
    (
        "steps-on-four-devices",
        "4 × 125 = {} records, so an epoch has {} steps and not {}",
        [
            FOUR_DEVICES.effective_batch_size,
            FOUR_DEVICES.steps_per_epoch,
            FIFTY_THOUSAND.steps_per_epoch,
        ],
    ),
    (
        "steps-on-four-devices",
        "that is {} steps in place of {}",
        [FOUR_DEVICES.total_steps, FIFTY_THOUSAND.total_steps],
    ),
    (
        "effective-batch-size",
        "8 × 4 × 2 = {}",
        [TrainingRun(1_000, 8, replicas=4, accumulation=2).effective_batch_size],
    ),
    ("gradient-accumulation", "batch size were {}", [ACCUMULATED.effective_batch_size]),
    (
        "accumulation-large-batch.updates",
        "{} micro-batches, four to an update, make {} updates",
        [ACCUMULATED.batches_per_epoch, ACCUMULATED.steps_per_epoch],
    ),
    (
        "accumulation-large-batch.updates",
        "batches make {} updates",
        [TrainingRun(1_024, 32).steps_per_epoch],
    ),
    (
        "out-of-memory-fix",
        "about {} times as many steps",
        [TrainingRun(1_024_000, 32).steps_per_epoch // TrainingRun(1_024_000, 1_024).total_steps],
    ),
    ("small-large-batch.steps", "Batches of 10 make {}", [TrainingRun(1_000, 10).total_steps]),
    ("small-large-batch.steps", "so {} steps", [TrainingRun(1_000, 100).total_steps]),
    (
        "micro-batch",
        "400 micro-batches make {} steps",
        [TrainingRun(400, 1, accumulation=4).total_steps],
    ),
    ("warm-up", "The first 5 % of {} steps", [FIFTY_THOUSAND.total_steps]),
    ("warm-up", "that is {} steps", [FIFTY_THOUSAND.total_steps * 5 // 100]),
    ("more-updates-per-epoch", "only {} updates", [TrainingRun(10_000, 5_000).steps_per_epoch]),
    (
        "keep-the-effective-batch",
        "4 × 64 = {} examples",
        [TrainingRun(10_000, 64, accumulation=4).effective_batch_size],
    ),
    (
        "plain-sharded.effective",
        "8 × 16 = {} examples",
        [TrainingRun(10_000, 16, replicas=8).effective_batch_size],
    ),
]

AMERICAN = re.compile(
    r"\b(util|general|regular|normal|memor|initial|optim|recogn|parallel)iz(?!er\b|ers\b)"
    r"|\b(color|behavior|center|labeled|labeling|favor|fulfill)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[\"A-Z0-9⌈].*[.?!]\"?", re.DOTALL)
ADDRESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+/\S+")


def prose(card: Card) -> list[str]:
    """Return what the card says in its own words, without names and keys."""
    match card:
        case Definition():
            return [card.definition, card.example, card.why]
        case Comparison():
            return [*card.statements, card.why]
        case Choice():
            return [option.why for option in card.options]
        case Calculation():
            return []


def asks(card: Card) -> str:
    return "" if isinstance(card, Calculation) else card.ask


# What is taught


def test_the_deck_teaches_at_least_90_definitions() -> None:
    assert len({card.term for card in FORWARD}) >= 90


@pytest.mark.parametrize("term", [term.strip() for term in TERMS.split(",")])
def test_a_term_of_training_is_defined(term: str) -> None:
    assert term in {card.term for card in FORWARD}


@pytest.mark.parametrize(("key", "words"), QUESTIONS_EVERY_LEARNER_SHOULD_ANSWER.items())
def test_a_question_every_learner_should_answer_is_asked(key: str, words: str) -> None:
    assert words in asks(DECK.card(key))


def test_at_least_12_terms_are_also_asked_for_by_their_meaning() -> None:
    assert len(REVERSE) >= 12


@pytest.mark.parametrize(("table", "aspects"), STUDY_GUIDE_TABLES.items())
def test_the_two_tables_everybody_learns_are_complete(table: str, aspects: set[str]) -> None:
    assert aspects <= {card.aspect for card in ASPECTS if card.group == table}


def test_at_least_80_aspects_are_compared() -> None:
    assert len(ASPECTS) >= 80


def test_at_least_40_situations_ask_what_to_do() -> None:
    assert len(SITUATIONS) >= 40


@pytest.mark.parametrize("group", [group.strip() for group in GROUPS.split(",")])
@pytest.mark.parametrize(
    ("cards", "least"), [(FORWARD, 3), (ASPECTS, 3), (SITUATIONS, 2)], ids=lambda value: ""
)
def test_a_group_of_the_subject_is_defined_compared_and_met(
    group: str, cards: list[Card], least: int
) -> None:
    assert sum(group in card.tags for card in cards) >= least


def test_every_table_compares_at_least_three_aspects() -> None:
    assert min(Counter(card.group for card in ASPECTS).values()) >= 3


def test_one_table_compares_three_ways_of_descending() -> None:
    subjects = {card.subjects for card in ASPECTS if card.group == "kinds-of-gradient-descent"}
    assert [len(names) for names in subjects] == [3]


def test_sometimes_both_sides_are_the_same() -> None:
    assert sum(card.right is None for card in ASPECTS) >= 5


def test_no_table_is_answered_by_always_choosing_one_side() -> None:
    for table in {card.group for card in ASPECTS}:
        assert len({card.right for card in ASPECTS if card.group == table}) >= 2, table


def test_each_usual_family_of_problems_is_one_card() -> None:
    assert Counter(card.family for card in PROBLEMS) == Counter(usual)


def test_what_is_contested_is_called_contested() -> None:
    assert "contested" in " ".join(prose(DECK.card("batch-size-and-generalisation")))
    assert "contested" in " ".join(prose(DECK.card("gradient-noise")))


@pytest.mark.parametrize("branch", ["configuration", "pacing", "optimisation", "hardware"])
def test_every_branch_of_the_outline_has_its_cards(branch: str) -> None:
    assert sum(branch in card.tags for card in DECK.cards) >= 10


@pytest.mark.parametrize("objective", ["distinguish", "relate", "tradeoffs", "count"])
def test_every_learning_objective_is_served_by_several_cards(objective: str) -> None:
    assert sum(card.objective == DECK.objectives[objective] for card in DECK.cards) >= 8


def test_every_card_can_be_looked_up() -> None:
    assert [card.key for card in DECK.cards if not ADDRESS.search(card.source)] == []


# The order of teaching


def test_the_first_card_is_one_that_anyone_can_answer_with_a_tap() -> None:
    assert isinstance(DECK.cards[0], Comparison)


def test_the_third_card_is_the_first_problem() -> None:
    assert [isinstance(card, Calculation) for card in DECK.cards[:3]] == [False, False, True]


def test_the_first_ten_cards_mix_all_kinds() -> None:
    kinds = Counter(card.kind for card in DECK.cards[:10])
    assert kinds["calculation"] >= 3
    assert kinds["comparison"] >= 2
    assert kinds["definition"] >= 3


def test_nothing_holds_up_the_first_ten_cards() -> None:
    assert [card.key for card in DECK.cards[:10] if card.requires] == []


def test_cards_that_give_each_other_away_stand_at_least_six_places_apart() -> None:
    for group in {card.group for card in DECK.cards}:
        places = [PLACE[card.key] for card in DECK.cards if card.group == group]
        assert all(after - before >= 6 for before, after in pairwise(places)), group


def test_a_term_is_explained_before_it_is_asked_for() -> None:
    for card in REVERSE:
        assert PLACE[card.key.removesuffix(".reverse")] < PLACE[card.key], card.key


def test_what_a_card_requires_comes_earlier() -> None:
    for card in DECK.cards:
        for key in card.requires:
            assert PLACE[key] < PLACE[card.key], (card.key, key)


def test_problems_are_spread_over_the_deck() -> None:
    places = [PLACE[card.key] for card in PROBLEMS]
    assert all(2 < after - before <= 45 for before, after in pairwise(places))
    assert places[-1] > len(DECK.cards) / 2


def test_situations_begin_after_twenty_cards_and_are_spread_over_the_rest() -> None:
    places = [PLACE[card.key] for card in SITUATIONS]
    assert 20 <= places[0] <= 25
    assert all(2 <= after - before <= 20 for before, after in pairwise(places))
    assert places[-1] > len(DECK.cards) * 0.9


# The situations


def test_no_right_option_gives_itself_away_by_its_length() -> None:
    for card in SITUATIONS:
        lengths = sorted((len(option.text), place) for place, option in enumerate(card.options))
        right = len(card.options[card.right].text)
        assert lengths[0][0] / 2 <= right, card.key
        assert right <= 1.35 * max(size for size, place in lengths if place != card.right), card.key


def test_the_longest_option_is_not_the_right_one_more_often_than_chance_and_a_half() -> None:
    longest = sum(
        len(card.options[card.right].text) == max(len(option.text) for option in card.options)
        for card in SITUATIONS
    )
    assert longest <= 1.5 * sum(1 / len(card.options) for card in SITUATIONS)


def test_every_option_has_a_reason_of_its_own() -> None:
    for card in SITUATIONS:
        assert len({option.why for option in card.options}) == len(card.options), card.key


# The words


def test_a_meaning_is_short_enough_to_type_from_memory() -> None:
    assert [card.key for card in FORWARD if len(card.definition) > 200] == []


def test_a_meaning_does_not_use_the_term_it_explains() -> None:
    for card in FORWARD:
        for name in (card.term, *card.also):
            assert not re.search(rf"\b{re.escape(name)}\b", card.definition, re.IGNORECASE), name


def test_every_text_is_made_of_whole_sentences() -> None:
    texts = [text for card in DECK.cards for text in prose(card)]
    assert [text for text in texts if not SENTENCE.fullmatch(text)] == []


def test_the_spelling_is_british() -> None:
    texts = [text for card in DECK.cards for text in (asks(card), *prose(card))]
    assert [text for text in texts if AMERICAN.search(text)] == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter(card.ask for card in [*FORWARD, *ASPECTS, *SITUATIONS])
    assert [question for question, times in asked.items() if times > 1] == []


def test_every_question_ends_like_one() -> None:
    assert [
        card.key for card in [*FORWARD, *ASPECTS, *SITUATIONS] if not card.ask.endswith("?")
    ] == []


@pytest.mark.parametrize(("key", "words", "numbers"), NUMBERS_STATED)
def test_a_number_in_a_text_is_what_the_calculator_says(
    key: str, words: str, numbers: list[int]
) -> None:
    stated = words.format(*(f"{number:,}" for number in numbers))
    assert stated in " ".join(prose(DECK.card(key)))


def test_question_and_answer_fit_in_one_telegram_message() -> None:
    room = 4_096 - 600  # the bot's own words need some of it
    for card in DECK.cards:
        words = "\n\n".join([asks(card), *prose(card), *getattr(card, "subjects", ()), card.source])
        assert len(words.encode("utf-16-le")) // 2 <= room, card.key
