"""Where the reply appears: a tap edits its message, typed text gets a new message below."""

from bot.sandbox.chats import Message
from bot.sandbox.faults import Faults, Held
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import (
    reaches,
    reviews,
    right_number,
    right_side,
    studies,
    wrong_number,
    wrong_side,
)
from tests.dialogues.stage import Learner

SIDES, WORDS, PROBLEM = "small-large-batch.steps", "epoch", "steps-per-epoch"
RIGHT = "One pass over the training data in which every example is used once."


def now(learner: Learner, message: Message) -> Message:
    """Return a message as it stands now."""
    return learner.chat.messages[message.id]


async def test_a_tapped_answer_edits_the_cards_message_and_keeps_question_and_answer(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    card = ann.last
    await ann.presses(right_side(asked))
    await ann.sees("Right.")
    text = now(ann, card).text
    assert asked.question.prompt in text
    assert f"You chose: {right_side(asked)}" in text
    assert "Right. Next in 6 days." in text
    assert now(ann, card).buttons == ()


async def test_a_tap_that_was_wrong_stays_where_it_was_pressed(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    card = ann.last
    before = len(ann.messages)
    await ann.presses(wrong_side(asked))
    await ann.sees("Not quite.")
    await ann.settles()
    assert len(ann.messages) == before
    assert now(ann, card).buttons == ("Next", "I was right")


async def test_a_typed_answer_gets_a_reply_below_and_the_question_only_loses_its_buttons(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await reviews(ann, WORDS)
    card = ann.last
    said = await ann.types(RIGHT)
    told = await ann.sees("Next in 6 days.")
    assert told.reply_to is not None
    assert told.reply_to.id == said.id
    assert now(ann, card).text == card.text
    assert (card.buttons, now(ann, card).buttons) == (("Show answer",), ())


async def test_the_next_card_is_a_message_of_its_own_and_no_reply(someone: Someone) -> None:
    ann = await someone("Ann")
    await reviews(ann, WORDS)
    await ann.types(RIGHT)
    told = await ann.sees("Right.")
    await ann.asked()
    assert ann.last.id > told.id
    assert ann.last.reply_to is None


async def test_a_right_typed_answer_is_one_calm_line(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    await ann.types(right_number(asked))
    told = await ann.sees("Right.")
    assert told.text == "Right. Next in 6 days."


async def test_hints_reply_to_the_number_that_was_typed(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    card = ann.last
    said = await ann.types(wrong_number(asked))
    hint = await ann.sees("Look once more?")
    assert hint.reply_to is not None
    assert hint.reply_to.id == said.id
    assert now(ann, card).buttons == ()
    await ann.presses("Show me")
    shown = await ann.sees(asked.question.reference)
    assert shown.id == hint.id  # where it was pressed
    assert asked.question.prompt in shown.text


async def test_buttons_stand_below_the_newest_word_about_a_question_and_nowhere_else(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    await ann.types("rather many")
    unread = await ann.hears()
    await ann.types(wrong_number(asked))
    hint = await ann.sees("Look once more?")
    assert (now(ann, unread).buttons, hint.buttons) == ((), ("Hint", "Show me"))
    await ann.types(right_number(asked))
    await ann.sees("Right, on the second look.")
    assert [message for message in ann.messages if message.buttons] == [ann.last]


async def test_what_was_typed_before_a_hint_came_is_an_answer_all_the_same(
    someone: Someone, faults: Faults
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    held = Held(after=False)
    faults.order("sendMessage", held, chat=ann.id)
    await ann.types(wrong_number(asked))
    await held.reached.wait()
    await ann.types(right_number(asked))
    ann.stage.clock.advance(5)
    held.release()
    await ann.sees("Right, on the second look.")


async def test_show_answer_keeps_the_question_above_the_answer(someone: Someone) -> None:
    ann = await someone("Ann")
    await reviews(ann, WORDS)
    card = ann.last
    await ann.presses("Show answer")
    await ann.sees(RIGHT)
    assert now(ann, card).text.startswith("What is an epoch?")
    await ann.presses("Knew it")
    await ann.sees("Good. Next in 6 days.")
    text = now(ann, card).text
    assert text.startswith("What is an epoch?")
    assert RIGHT in text


async def test_a_long_explanation_is_folded(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reaches(ann, "total-steps")
    await ann.presses("Show me")
    shown = await ann.sees(asked.question.explanation[0])
    long = len("\n".join(asked.question.explanation)) > 240
    folded = any(entity["type"] == "expandable_blockquote" for entity in shown.body.entities)
    assert folded == long


async def test_a_reply_to_a_message_that_was_deleted_meanwhile_is_sent_all_the_same(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    said = await ann.types(right_side(asked))
    del ann.chat.messages[said.id]
    await ann.sees("Right. Next tomorrow.")


async def test_an_answer_whose_message_was_deleted_meanwhile_is_sent_as_a_new_one(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    card = ann.last
    del ann.chat.messages[card.id]
    await ann.forges(f"1:tap:{asked.question_id}:show:", card)
    told = await ann.sees("(this one)")
    assert told.id > card.id
    assert told.buttons == ("Got it",)
