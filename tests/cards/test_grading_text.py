"""Typed answers: gates, typing tolerance, key points, mix-ups, quality and certainty."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.grading import Contradiction, Hit, Verdict, english, grade
from cards.grading.reading import parse, vocabulary_of
from cards.grading.stems import stem
from cards.question import Question, Typed
from cards.rubric import KeyPoint, MixUp, Rubric
from tests.scale import scaled

EPOCH = Question(
    card="epoch",
    kind="definition",
    prompt="What is an epoch?",
    reference="One pass over the training data in which every example is used once.",
    answer=Typed(
        accepted=("one pass over the training data in which every example is used once.",),
        rubric=Rubric(
            points=(
                KeyPoint(
                    text="every example is used",
                    groups=(("every", "all", "whole"), ("example", "data set")),
                ),
                KeyPoint(text="exactly once", groups=(("once", "one time", "single pass"),)),
                KeyPoint(
                    text="in shuffled order", groups=(("shuffled", "random order"),), required=False
                ),
            ),
            mix_ups=(
                MixUp(
                    groups=(("one update", "single batch"),),
                    says="That is a step, one update made from one batch.",
                    term="step",
                ),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("typed", "gate"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("🤷", "empty"),
        ("👍🏽!", "empty"),
        ("...", "empty"),
        ("I don't know, sorry", "dont_know"),
        ("no clue tbh", "dont_know"),
        ("I have no idea :(", "dont_know"),
        ("never heard of it", "dont_know"),
        ("I really don't remember this one", "dont_know"),
        ("What is an epoch?", "copied"),
        ("an epoch is an epoch", "copied"),
        ("Epochs!", "copied"),
        ("pass, data, every, example, once", "word_list"),
        ("epoch pass data example training", "word_list"),
        (
            "Ein Durchlauf durch alle Trainingsdaten, bei dem jedes Beispiel vorkommt",
            "other_language",
        ),
        ("Un passage sur toutes les données, chaque exemple une fois", "other_language"),
        ("Una pasada por todos los datos de entrenamiento", "other_language"),
        ("Один проход по всем данным", "other_language"),
        ("训练数据的一次完整遍历", "other_language"),
        ("すべてのデータを一回", "other_language"),
    ],
)
def test_gates_hold_back_what_needs_no_reading(typed: str, gate: str) -> None:
    verdict = grade(EPOCH, typed)
    assert verdict.gate == gate
    assert verdict.quality == (None if gate == "other_language" else 0)
    assert verdict.confident == (gate == "dont_know")


@pytest.mark.parametrize(
    "typed",
    [
        "one full pass over the data set",
        "all examples, once",
        "each sample seen one time",
        "a single pass through every record",
        "naïve: every example used once",
        "it's when the résumé of every example is read once",
    ],
)
def test_an_english_sentence_passes_the_gates(typed: str) -> None:
    assert grade(EPOCH, typed).gate is None


@pytest.mark.parametrize(
    "typed",
    [
        "learned inside versus chosen beforehand",
        "small student mimics large teacher",
        "new learning overwrites old skills",
        "frozen weights plus trained small matrices",
        "rotate held-out fold, average scores",
        "squared-weight penalty keeping weights small",
        "validation loss minus training loss",
        "ceil(N/B) * E",
        "⌈N/B⌉",
        "⌊N/B⌋ × E",
    ],
)
def test_a_terse_phrase_that_relates_things_passes_the_gates(typed: str) -> None:
    assert grade(EPOCH, typed).gate is None


def test_a_list_is_an_answer_only_where_the_reference_lists_these_things() -> None:
    points = ("weights",), ("gradients",), ("optimizer state",)
    memory = asking("The weights, their gradients, and the optimizer state.", *points)
    assert grade(memory, "gradients, optimizer state, weights").quality == 5
    assert grade(memory, "weights gradients optimizer state").gate == "word_list"
    assert grade(memory, "weights, gradients, epochs, dropout").gate == "word_list"
    plain = asking("The weights have gradients that the optimizer state uses.", *points)
    assert grade(plain, "gradients, optimizer state, weights").gate == "word_list"


@pytest.mark.parametrize(
    "typed",
    [
        "every example is used once",
        "EVERY EXAMPLE ONCE",
        "all the examples one time",
        "each sample is seen once",
        "the entire dataset, once",
        "the whole data-set once",
        "evry exampel is used once",
        "all exmaples once",
        "no example is left out, every one of the examples once",
        "you go through all of the samples once",
        "with a single pass, all data points are seen",
    ],
)
def test_other_words_case_plurals_hyphens_and_typos_do_not_count(typed: str) -> None:
    verdict = grade(EPOCH, typed)
    assert (verdict.quality, verdict.missing) == (4, ("in shuffled order",))


@pytest.mark.parametrize(
    ("typed", "quality", "confident"),
    [
        ("every example is used once, in shuffled order", 5, True),
        ("every example is used once", 4, True),
        ("every example is used", 3, True),
        ("it's used once", 3, True),
        ("it is about a kangaroo", 1, False),
        ("one update from every example", 2, True),
        ("one update", 1, True),
        ("every example is not used once", 1, True),
    ],
)
def test_the_quality_follows_from_what_was_said(typed: str, quality: int, confident: bool) -> None:
    verdict = grade(EPOCH, typed)
    assert (verdict.quality, verdict.confident) == (quality, confident)


def test_a_hit_keeps_the_learners_own_words() -> None:
    verdict = grade(EPOCH, "When Every  Sample was used ONCE!")
    assert verdict.hits == (
        Hit("every example is used", "Every  Sample"),
        Hit("exactly once", "ONCE"),
    )
    assert verdict.missing == ("in shuffled order",)


def test_a_mix_up_says_what_was_described_instead() -> None:
    verdict = grade(EPOCH, "I'd say it is one update, made from a few examples")
    assert verdict.sounds_like == "step"
    assert verdict.contradicted == (
        Contradiction(
            "I'd say it is one update", "That is a step, one update made from one batch."
        ),
    )


@pytest.mark.parametrize(
    "typed",
    [
        "not one update but every example once",
        "every example once, unlike one update",
        "every example is used once, not just a single batch",
    ],
)
def test_what_is_set_apart_is_no_mix_up(typed: str) -> None:
    assert not grade(EPOCH, typed).sounds_like


def test_the_reference_itself_is_right_and_sure() -> None:
    verdict = grade(EPOCH, EPOCH.reference.upper())
    assert (verdict.quality, verdict.confident) == (4, True)
    assert not verdict.contradicted


def asking(reference: str, *groups: tuple[str, ...]) -> Question:
    point = KeyPoint(text=reference, groups=groups)
    return Question(
        card="k",
        kind="definition",
        prompt="What is it?",
        answer=Typed((reference,), Rubric(points=(point,))),
        reference=reference,
    )


@pytest.mark.parametrize(
    ("writing", "typed"),
    [
        ("optimiser", "the optimizers"),
        ("behaviour", "some behavior"),
        ("labelled", "it is labeled"),
        ("centre", "at the center"),
        ("learning rate", "the LR"),
        ("stochastic gradient descent", "it's SGD"),
        ("device", "on the GPUs"),
        ("mini-batch", "a minibatch"),
        ("minibatch", "the mini batches"),
        ("overfitting", "over-fitting"),
        ("parameter", "the params"),
        ("validation set", "the val set"),
        ("16 bit", "in fp16"),
        ("not learned", "it isn't learned"),
        ("not learned", "never learnt by it"),
        ("1,000 steps", "that is 1000 steps"),
        ("three", "it is 3"),
        ("gradient", "the gradeint"),
        ("regularisation", "regularizaton"),
        ("at a time", "several at a time"),
        ("several images", "it takes 32 images"),
    ],
)
def test_writings_are_found_in_any_usual_form(writing: str, typed: str) -> None:
    assert grade(asking(writing, (writing,)), f"I think {typed} here").hits


@pytest.mark.parametrize(
    ("writing", "typed"),
    [
        ("tangle", "they strangle"),
        ("increase", "it decreases"),
        ("minimise", "to maximise"),
        ("sample", "it is simple"),
        ("steps", "it stops"),
        ("trail", "a trial"),
        ("overfitting", "the underfitting"),
        ("forward", "going backward"),
        ("loss", "a boss"),
        ("L1", "the L2"),
        ("at a time", "the time"),
        ("not learned", "it is learned"),
        ("learned", "it is not learned"),
        ("100", "about 1000"),
        ("single image", "it takes 32 images"),
    ],
)
def test_near_is_not_the_same(writing: str, typed: str) -> None:
    assert not grade(asking(writing, (writing,)), f"I think {typed} here").hits


SWAPS = (
    ("the loss falls when the gradient is followed downhill by the parameters", "loss", "gradient"),
    (
        "intermediate results kept from the forward pass until the backward pass",
        "forward",
        "backward",
    ),
    (
        "training on the training set and choosing on the validation set",
        "training set",
        "validation set",
    ),
)


@pytest.mark.parametrize(("reference", "one", "other"), SWAPS)
def test_two_words_in_each_others_place_are_noticed(reference: str, one: str, other: str) -> None:
    swapped = reference.replace(one, "@").replace(other, one).replace("@", other)
    point = tuple((word,) for word in reference.split()[:2])
    verdict = grade(asking(reference, *point), swapped + " of a run")
    assert verdict.quality is not None
    assert verdict.quality <= 2
    assert verdict.contradicted


@pytest.mark.parametrize(
    ("reference", "typed", "turned"),
    [
        (
            "the examples that the parameters are fitted to",
            "the parameters that the examples are fitted to",
            True,
        ),
        ("splitting the data into k parts", "the data is split into k parts", False),
        ("the data is split into k parts", "splitting the data into k parts", False),
    ],
)
def test_two_nouns_side_by_side_trade_places_but_no_noun_with_its_verb(
    reference: str, typed: str, *, turned: bool
) -> None:
    point = tuple((word,) for word in reference.split() if word not in english.FILLERS)[:2]
    assert bool(grade(asking(reference, *point), typed).contradicted) == turned


@pytest.mark.parametrize(
    ("reference", "crossed"),
    [
        (
            "of all examples the model called positive, the share that really is positive",
            "of all examples that really are positive, the share that the model called positive",
        ),
        (
            "the old weights stay as they are and small added matrices are trained",
            "the small added matrices stay as they are and the old weights are trained",
        ),
    ],
)
def test_two_statements_that_exchange_what_they_say_are_noticed(
    reference: str, crossed: str
) -> None:
    question = asking(reference, *((word,) for word in reference.split()[2:4]))
    assert grade(question, crossed).contradicted
    assert not grade(
        question, "I think " + ", ".join(reversed(reference.split(" and ")))
    ).contradicted


@pytest.mark.parametrize(
    "typed",
    [
        "rounding up after multiplying",
        "rounding down before multiplying",
        "it is never rounded up before multiplying",
    ],
)
def test_an_opposite_or_a_denial_is_a_contradiction(typed: str) -> None:
    question = asking("rounding up before multiplying", ("round up",), ("before",), ("multiply",))
    verdict = grade(question, typed)
    assert verdict.quality == 1
    assert verdict.contradicted


@pytest.mark.parametrize(
    ("writing", "typed"),
    [
        ("left out", "the last one is left out of it"),
        ("kept out", "it is kept out of the updates"),
    ],
)
def test_a_denial_does_not_deny_itself(writing: str, typed: str) -> None:
    assert grade(asking(writing, (writing,)), typed).hits


def points(reference: str, *written: tuple[tuple[str, ...], ...]) -> Question:
    """Return a question with several points, each with its groups."""
    rubric = Rubric(points=tuple(KeyPoint(text=str(groups), groups=groups) for groups in written))
    return replace(asking(reference), answer=Typed((reference,), rubric))


def test_a_denial_that_says_one_point_denies_no_other() -> None:
    question = points(
        "The final batch is left out if it is incomplete.",
        (("left out", "not used"), ("batch",)),
        (("incomplete", "partial"),),
    )
    assert not grade(question, "the final incomplete batch is not used").contradicted
    assert grade(question, "the final incomplete batch is not left out").contradicted


def test_an_opposite_that_says_another_point_is_none() -> None:
    question = points(
        "A small model imitates a large one.", (("small",),), (("large",), ("imitate", "copy"))
    )
    assert not grade(question, "the wee one copies a large one").contradicted


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ("what came before has no influence on it", False),
        ("there is no other way, what came before has influence", True),
    ],
)
def test_what_has_no_influence_is_denied_as_a_whole(typed: str, *, hit: bool) -> None:
    assert bool(grade(asking("before", ("before",)), typed).hits) == hit


def test_what_does_not_stop_falling_falls() -> None:
    question = asking("the loss hardly falls", ("not fall", "stop falling"))
    assert grade(question, "it does not fall for a while").hits
    assert not grade(question, "it does not stop falling for a while").hits


def test_a_purpose_denies_nothing() -> None:
    question = points("It prevents memorising.", (("penalty",),), (("memorise",),))
    assert not grade(question, "a penalty so that it doesn't memorise").contradicted
    assert grade(question, "a penalty because it doesn't memorise").contradicted


def test_who_denies_a_side_fact_may_well_be_right() -> None:
    verdict = grade(EPOCH, "every example is used once, which is not in shuffled order")
    assert (verdict.quality, verdict.contradicted) == (4, ())


def test_what_has_no_value_before_has_none() -> None:
    question = asking("random values before the first step", ("value",), ("before",))
    assert not grade(question, "it has no values before the first step").hits
    assert grade(question, "it gets values before the first step").hits


def test_of_two_near_words_the_one_with_the_right_first_letter_is_meant() -> None:
    own = ("items", "times")
    for vocabulary in (vocabulary_of(own), vocabulary_of(reversed(own))):
        assert parse("tiems", vocabulary).keys == parse("times", vocabulary).keys


@pytest.mark.parametrize(("vocabulary", "typed"), [("fits", "fit"), ("hours", "four")])
def test_a_good_word_is_no_typo(vocabulary: str, typed: str) -> None:
    own = vocabulary_of([vocabulary])
    assert parse(typed, own).keys == parse(typed, {}).keys
    assert all(not word.endswith("ss") for word in own)


def test_without_key_points_nothing_is_sure() -> None:
    bare = Question(
        card="k",
        kind="definition",
        prompt="What is weight decay?",
        answer=Typed(("pulling every weight slightly towards zero at each update",)),
        reference="Pulling every weight slightly towards zero at each update",
    )
    near = grade(bare, "at each update every weight is pulled slightly towards zero")
    far = grade(bare, "something that is done with a computer")
    assert not near.confident
    assert not far.confident
    assert near.quality is not None
    assert far.quality is not None
    assert near.quality > far.quality
    assert grade(bare, bare.reference) == Verdict(quality=4, confident=True)


def test_a_very_long_answer_is_read_in_part_and_never_sure() -> None:
    verdict = grade(EPOCH, "every example is used once. " + "And so it goes on and on. " * 200)
    assert len(verdict.hits) == 2
    assert not verdict.confident


texts = st.text(max_size=200) | st.lists(
    st.sampled_from(
        [*("every", "example", "once", "not", "never", "a", "batch", ",", ".", "data", "less", "é")]
    )
).map(" ".join)


@settings(max_examples=scaled(60, 2000))
@given(texts)
def test_any_text_gets_the_same_sound_verdict_twice(typed: str) -> None:
    verdict = grade(EPOCH, typed)
    assert verdict == grade(EPOCH, typed)
    assert verdict.quality is None or 0 <= verdict.quality <= 5
    assert verdict.confident or verdict.quality is None or verdict.quality <= 4
    if verdict.contradicted:
        assert verdict.quality == (2 if verdict.hits else 1)
    if verdict.gate is None:
        assert len(verdict.hits) + len(verdict.missing) == 3
        assert all(hit.words.split(" … ")[0] in typed for hit in verdict.hits)


def test_a_short_plural_that_a_card_uses_is_no_typo() -> None:
    assert grade(asking("Some days pass in between.", ("days",)), "it is days later").hits


@pytest.mark.parametrize(
    "forms",
    [
        ("noise", "noisy", "noisier"),
        ("regularise", "regularised", "regularization"),
        ("update", "updates", "updating", "updated"),
        ("batch", "batches"),
        ("loss", "losses"),
        ("converge", "convergence", "converging"),
        ("accumulate", "accumulation"),
        ("multiply", "multiplied", "multiplication"),
        ("small", "smaller", "smallest"),
        ("choose", "chosen", "choice"),
        ("half", "halves", "halving"),
        ("use", "uses", "used", "using"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_words_that_are_told_apart_have_stems_of_their_own() -> None:
    apart = [
        *("loss", "less", "layer", "weight", "wait", "train", "trial", "step", "stop"),
        *("memory", "memorise", "model", "mode"),
    ]
    assert len({stem(word) for word in apart}) == len(apart)
