"""First sight teaches: a card's first appearance is an introduction, and records no failure."""

from cards.question import Sides
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import (
    a_term,
    begins_with,
    gets_past,
    journal,
    ratings,
    reaches,
    right_side,
    studies,
    wrong_number,
    wrong_side,
)

WORDS = "epoch"  # the first card that is answered in words
PLAIN = (
    a_term("an epoch", "One pass over the training data in which every example is used once."),
    a_term("a step", "One update of the parameters."),
)
PROBLEM = "steps-per-epoch"


async def test_a_new_card_invites_to_guess_or_to_look(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reaches(ann, WORDS)
    assert asked.purpose == "introduction"
    assert "New card. Have a guess, or look." in ann.last.text
    assert ann.last.buttons == ("Show me", "I know this")


async def test_a_new_card_with_sides_shows_its_options_and_show_me(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    assert isinstance(asked.question.answer, Sides)
    options = asked.question.answer.options
    assert ann.last.buttons == (*options, "The same", "Not sure", "Show me")


async def test_looking_at_a_new_card_is_not_rated(someone: Someone) -> None:
    ann = await someone("Ann")
    await reaches(ann, WORDS)
    await ann.presses("Show me")
    shown = await ann.sees("One pass over the training data")
    assert shown.buttons == ("Got it",)
    await ann.presses("Got it")
    await ann.sees("You will meet it again in a little while.")
    assert ratings(ann) == []


async def test_a_guess_in_the_words_of_the_card_is_its_first_review(someone: Someone) -> None:
    ann = await someone("Ann")
    await begins_with(ann, *PLAIN)
    await ann.types("one pass over the training data in which every example is used once")
    await ann.sees("Right. Next tomorrow.")
    assert ratings(ann) == [("review", 4)]


async def test_a_guess_in_other_words_stands_beside_the_answer(someone: Someone) -> None:
    ann = await someone("Ann")
    await begins_with(ann, *PLAIN)
    await ann.types("going once through all the data")
    shown = await ann.sees("Compare it with yours:")
    assert "If you knew it: again tomorrow." in shown.text
    assert shown.buttons == ("Got it", "Knew it")
    assert ratings(ann) == []
    await ann.presses("Knew it")
    await ann.sees("Good. Next tomorrow.")
    assert ratings(ann) == [("review", 4)]


async def test_a_guess_that_was_not_it_ends_with_got_it_unrated(someone: Someone) -> None:
    ann = await someone("Ann")
    await begins_with(ann, *PLAIN)
    await ann.types("a very long time")
    await ann.presses("Got it")
    await ann.asked()
    assert ratings(ann) == []


async def test_not_knowing_a_new_card_shows_it_unrated(someone: Someone) -> None:
    ann = await someone("Ann")
    await reaches(ann, WORDS)
    await ann.types("no idea")
    shown = await ann.sees("One pass over the training data")
    assert shown.buttons == ("Got it",)
    assert ratings(ann) == []


async def test_i_know_this_poses_the_card_once_and_right_counts(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await begins_with(ann, *PLAIN)
    await ann.presses("I know this")
    check = await ann.sees("Good. Your answer counts now.")
    assert check.buttons == ("Show me",)
    await ann.answers(asked)
    await ann.sees("Right. Next tomorrow.")
    assert ratings(ann) == [("review", 4)]


async def test_i_know_this_and_then_not_is_shown_unrated(someone: Someone) -> None:
    ann = await someone("Ann")
    await reaches(ann, PROBLEM)
    await ann.presses("I know this")
    await ann.types("don't know")
    shown = await ann.sees("Steps per epoch:")
    assert shown.buttons == ("Got it",)
    assert ratings(ann) == []


async def test_the_right_side_of_a_new_card_is_its_first_review(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    await ann.presses(right_side(asked))
    await ann.sees("Right. Next tomorrow.")
    assert ratings(ann) == [("review", 4)]


async def test_the_wrong_side_of_a_new_card_is_shown_unrated(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    await ann.presses(wrong_side(asked))
    shown = await ann.sees("(this one)")
    assert shown.buttons == ("Got it",)
    assert ratings(ann) == []


async def test_not_sure_about_a_new_card_is_shown_unrated(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    await ann.presses("Not sure")
    await ann.presses("Got it")
    await ann.asked()
    assert ratings(ann) == []


async def test_a_second_wrong_number_shows_a_new_problem_unrated(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reaches(ann, PROBLEM)
    await ann.types(wrong_number(asked))
    await ann.sees("Look once more?")
    await ann.types(wrong_number(asked, 1))
    shown = await ann.sees("Steps per epoch:")
    assert shown.buttons == ("Got it",)
    assert ratings(ann) == []


async def test_an_introduced_card_joins_the_later_questions_of_the_round(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reaches(ann, WORDS)
    came_between = []
    asked = await gets_past(ann, asked)
    while asked.question.card != WORDS:
        came_between.append(asked.question.card)
        asked = await gets_past(ann, asked)
    assert asked.purpose == "review"
    assert len(came_between) >= 3
    await ann.answers(asked)
    await ann.sees("Right.")


async def test_introduced_is_logged_when_the_card_opens_and_once(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    await studies(ann)
    assert [entry.kind for entry in journal(ann)] == ["introduced"]


async def test_an_introduced_card_without_a_review_stays_ahead_of_new_ones(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    first = asked.question.card
    asked = await gets_past(ann, asked)
    await ann.comes_back()
    await gets_past(ann, await studies(ann))
    assert (await studies(ann)).question.card == first
