"""Questions: at most one is open, and whatever is not open records nothing."""

from bot.sandbox.faults import Faults, Held, broken
from cards.question import Sides
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import (
    gets_past,
    journal,
    kept,
    ratings,
    reaches,
    reviews,
    right_side,
    studies,
    wrong_side,
)
from tests.dialogues.stage import Learner

TABLE, WORDS = "small-large-batch.steps", "epoch"
OPEN = {"open", "checking", "shown", "compared", "reason", "reason_shown"}


def open_questions(learner: Learner) -> int:
    return sum(q["stage"] in OPEN and not q["aside"] for q in kept(learner)["question"])


async def test_a_question_is_not_open_before_its_message_is_sent(
    someone: Someone, faults: Faults
) -> None:
    ann = await someone("Ann")
    held = Held(after=False)
    faults.order("sendMessage", held, chat=ann.id)
    await ann.says("/study")
    await held.reached.wait()
    assert journal(ann) == ()
    assert open_questions(ann) == 0
    held.release()
    await ann.asked()
    assert [entry.kind for entry in journal(ann)] == ["introduced"]


async def test_a_tap_on_a_question_that_was_sent_but_not_yet_opened_opens_it(
    someone: Someone, faults: Faults
) -> None:
    ann = await someone("Ann")
    held = Held(after=True)
    faults.order("sendMessage", held, chat=ann.id)
    await ann.says("/study")
    await held.reached.wait()
    asked_id = kept(ann)["question"][0]["question_id"]
    await ann.taps(f"1:tap:{asked_id}:not_sure:", ann.last)
    held.release()
    await ann.sees("(this one)")
    assert [entry.kind for entry in journal(ann)] == ["introduced"]


async def test_study_sends_the_open_question_again(someone: Someone) -> None:
    ann = await someone("Ann")
    first = await studies(ann)
    old = ann.last
    again = await studies(ann)
    assert again.question_id == first.question_id
    assert "Still open:" in ann.last.text
    assert ann.last.buttons == old.buttons
    assert ann.chat.messages[old.id].buttons == ()
    assert open_questions(ann) == 1


async def test_a_problem_sets_the_question_aside_and_it_comes_again_after(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    card = await studies(ann)
    old = ann.last
    await ann.says("/problem total steps")
    problem = await ann.asked()
    assert problem.purpose == "practice"
    assert open_questions(ann) == 1
    waits = "This one waits until the problem is done. Then I send it again."
    assert await ann.presses(wrong_side(card), message=old) == waits
    assert ratings(ann) == []
    await ann.answers(problem)
    await ann.sees("Right.")
    back = await ann.asked()
    assert back.question_id == card.question_id
    await ann.presses(right_side(card))
    await ann.sees("Right. Next tomorrow.")


async def test_practice_is_not_in_the_log(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem total steps")
    await ann.answers(await ann.asked())
    await ann.sees("Right.")
    await ann.presses("Another")
    await ann.asked()
    await ann.presses("Show me")
    await ann.sees("Here it is.")
    assert journal(ann) == ()


async def test_a_newer_problem_closes_the_one_before(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem total steps")
    first = await ann.asked()
    old = ann.last
    await ann.says("/problem total steps")
    second = await ann.asked()
    assert first.question_id != second.question_id
    told = await ann.forges(f"1:tap:{first.question_id}:show:", old)
    assert told == "This question is no longer open. /study brings the one that is."
    assert open_questions(ann) == 1


async def test_buttons_of_an_answered_question_say_that_it_is_recorded(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    old = ann.last
    await ann.presses(right_side(asked))
    await ann.asked()
    before = ratings(ann)
    told = await ann.forges(f"1:tap:{asked.question_id}:options:0", old)
    assert told == "Already recorded."
    assert ratings(ann) == before


async def test_a_button_that_its_stage_does_not_offer_changes_nothing(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    for offer in ("knew_it:", "easy:", "got_it:", "know:", "options:7", "options:"):
        told = await ann.forges(f"1:tap:{asked.question_id}:{offer}", ann.last)
        assert told == "The moment for this button has passed. Nothing was changed."
    assert ratings(ann) == []
    await ann.presses(right_side(asked))
    await ann.sees("Right.")


async def test_next_pressed_twice_brings_one_card(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, TABLE)
    await ann.presses("Not sure")
    told = await ann.sees("(this one)")
    await ann.presses("Next")
    following = await ann.asked()
    assert "passed" in await ann.forges(f"1:goon:{asked.question_id}", told)
    await ann.settles()
    assert open_questions(ann) == 1
    assert (await studies(ann)).question_id == following.question_id


async def test_an_open_question_survives_the_turn_of_the_day_and_counts_on_the_day_of_its_answer(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, WORDS)
    posed_on = ann.stage.clock.now().date()
    await ann.comes_back()
    again = await studies(ann)
    assert again.question_id == asked.question_id
    await ann.answers(again)
    await ann.sees("Next in 6 days.")
    rated = [entry.study_day for entry in journal(ann) if entry.kind == "review"]
    assert rated[-1] > posed_on


async def test_a_shown_answer_waits_for_its_rating_wherever_study_is_sent(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await reviews(ann, WORDS)
    await ann.presses("Show answer")
    shown = await ann.sees("One pass over the training data")
    await studies(ann)
    assert ann.last.buttons == shown.buttons
    assert "One pass over the training data" in ann.last.text


async def test_a_card_answered_on_one_device_is_recorded_for_the_other(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    message = ann.last
    answer = asked.question.answer
    assert isinstance(answer, Sides)
    first = await ann.taps(f"1:tap:{asked.question_id}:options:{answer.right}", message)
    second = await ann.taps(f"1:tap:{asked.question_id}:not_sure:", message)
    await ann.settles()
    assert (first.toast, second.toast) == ("", "Already recorded.")
    assert ratings(ann) == [("review", 4)]


async def test_a_question_that_could_not_be_sent_is_sent_by_the_next_try(
    someone: Someone, faults: Faults
) -> None:
    ann = await someone("Ann")
    faults.order("sendMessage", broken(), chat=ann.id)
    await ann.says("/study")
    await ann.asked()
    assert [entry.kind for entry in journal(ann)] == ["introduced"]


async def test_cards_of_one_table_do_not_follow_each_other(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    came = []
    for _ in range(12):
        came.append(asked.question.card)
        asked = await gets_past(ann, asked)
    for place, card in enumerate(came):
        table = card.partition(".")[0]
        near = {other.partition(".")[0] for other in came[place + 1 : place + 5] if other != card}
        assert table not in near


async def test_leaving_a_round_and_coming_back_goes_on_where_it_was(someone: Someone) -> None:
    ann = await someone("Ann")
    await reaches(ann, WORDS)
    await ann.waits(3600)
    assert (await studies(ann)).question.card == WORDS
