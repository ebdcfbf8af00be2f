"""Choices: one option is right, and the reply says of each option why it is or is not."""

import pytest

from cards.kinds import Choice, Option
from cards.question import Options, letter
from srs.outcomes import Asked
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import begins_with, is_asked_again, ratings, studies

RISING = Choice(
    key="rising-validation-loss",
    ask="Training loss falls, validation loss rises. What would you try first?",
    options=(
        Option("Stop earlier", "The run is past its best."),
        Option("Train for more epochs", "It would learn even more by heart."),
        Option("Use a smaller validation set", "The loss would only be harder to read."),
    ),
    right=0,
    objective="Objective",
    source="Source",
)
NOISY = Choice(
    key="noisy-loss",
    ask="The loss jumps up and down from step to step. What would calm it?",
    options=(
        Option("A larger batch, whose gradient varies less", "More examples make less noise."),
        Option("A smaller batch, whose gradient varies more", "Fewer examples make more noise."),
        Option("Shuffling more rarely", "That changes what a batch holds, and not its size."),
    ),
    right=0,
    objective="Objective",
    source="Source",
)


def right(asked: Asked) -> str:
    return options(asked).options[options(asked).right]


def wrong(asked: Asked) -> str:
    return next(option for option in options(asked).options if option != right(asked))


def options(asked: Asked) -> Options:
    assert isinstance(asked.question.answer, Options)
    return asked.question.answer


def says_every_reason(text: str, card: Choice) -> bool:
    return all(part in text for option in card.options for part in (option.text, option.why))


async def test_a_new_choice_shows_its_options_and_show_me(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await begins_with(ann, RISING)
    assert set(options(asked).options) == {option.text for option in RISING.options}
    assert ann.last.buttons == (*options(asked).options, "Not sure", "Show me")
    await ann.presses("Show me")
    shown = await ann.sees("Stop earlier (this one): The run is past its best.")
    assert says_every_reason(shown.text, RISING)
    assert shown.buttons == ("Got it",)


async def test_a_wrong_guess_at_a_new_choice_shows_it_unrated(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await begins_with(ann, RISING)
    await ann.presses(wrong(asked))
    shown = await ann.sees("Here it is:")
    assert says_every_reason(shown.text, RISING)
    assert (shown.buttons, ratings(ann)) == (("Got it",), [])


async def test_the_right_option_is_four_and_the_reply_says_every_reason(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await is_asked_again(ann, RISING)
    await ann.presses(right(asked))
    told = await ann.sees("Right. Next in 6 days.")
    assert says_every_reason(told.text, RISING)
    assert ratings(ann)[-1] == ("review", 4)


async def test_a_wrong_option_is_one_and_may_be_claimed(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await is_asked_again(ann, RISING)
    await ann.presses(wrong(asked))
    told = await ann.sees("Not quite.")
    assert says_every_reason(told.text, RISING)
    assert f"You chose: {wrong(asked)}" in told.text
    assert told.buttons == ("Next", "I was right")
    assert ratings(ann)[-1] == ("review", 1)
    await ann.presses("I was right")
    await ann.sees("Corrected: right. Next in 6 days.")
    assert ratings(ann)[-1] == ("correction", 4)


async def test_not_sure_is_nothing_known_with_every_reason(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, RISING)
    await ann.presses("Not sure")
    told = await ann.sees("Once more today, then tomorrow.")
    assert says_every_reason(told.text, RISING)
    assert (told.buttons, ratings(ann)[-1]) == (("Next",), ("review", 0))


async def test_long_options_stand_in_the_text_and_the_buttons_are_letters(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await is_asked_again(ann, NOISY)
    for index, option in enumerate(options(asked).options):
        assert f"{letter(index)}. {option}" in ann.last.text
    assert ann.last.buttons == ("A", "B", "C", "Not sure")
    await ann.presses(letter(options(asked).right))
    told = await ann.sees("Right. Next in 6 days.")
    assert says_every_reason(told.text, NOISY)
    assert ratings(ann)[-1] == ("review", 4)


@pytest.mark.parametrize("form", ["{letter}", "{letter})", "{words}"])
async def test_a_letter_or_the_options_words_may_be_typed(someone: Someone, form: str) -> None:
    ann = await someone("Ann")
    asked = await is_asked_again(ann, NOISY)
    which = letter(options(asked).right).casefold()
    await ann.types(form.format(letter=which, words=right(asked).upper()))
    told = await ann.sees("Right. Next in 6 days.")
    assert says_every_reason(told.text, NOISY)


async def test_what_is_no_option_is_asked_again_and_counts_as_nothing(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, NOISY)
    before = ratings(ann)
    await ann.types("a bigger one")
    asked_again = await ann.sees("Type or tap a letter:")
    assert asked_again.buttons == ("A", "B", "C", "Not sure")
    assert ratings(ann) == before


async def test_a_choice_is_never_asked_why_and_never_easy(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await is_asked_again(ann, RISING)
    await ann.says("/settings")
    await ann.presses("Four buttons")
    for days in (6, 16, 45):
        await ann.types(right(asked))
        assert (await ann.sees("Right.")).buttons == ()
        await ann.comes_back(days=days)
        asked = await studies(ann)
    assert [quality for _, quality in ratings(ann)] == [4, 4, 4, 4]
