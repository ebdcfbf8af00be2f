"""Problems: hints rung by rung, slips told as far as they are known, and one for every day."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.sandbox import keyboards
from bot.sandbox.chats import Message
from cards.question import Number, Slip
from srs.outcomes import Asked
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import (
    gets_past,
    journal,
    kept,
    ratings,
    reviews,
    right_number,
    right_side,
    studies,
    wrong_number,
)
from tests.dialogues.stage import Learner

FAMILY = "steps-per-epoch"
_MOST = 60


def number(asked: Asked) -> Number:
    answer = asked.question.answer
    assert isinstance(answer, Number)
    return answer


def parameters(asked: Asked) -> dict[str, int]:
    """Return what makes a problem the same one, whatever its story."""
    return {n: value for n, value in asked.question.parameters.items() if n != "story"}


async def poses(learner: Learner, family: str = FAMILY) -> Asked:
    await learner.says(f"/problem {family}")
    return await learner.asked()


async def poses_with(learner: Learner, *codes: str) -> tuple[Asked, Slip]:
    """Ask for problems until one has a wrong number with just these reasons."""
    for _ in range(_MOST):
        asked = await poses(learner)
        for slip in number(asked).slips:
            if slip.codes == codes:
                return asked, slip
    raise AssertionError(f"no problem with {codes}")


# --- hints ------------------------------------------------------------------------------------


async def test_hints_come_below_the_problem_until_there_are_no_more(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await poses(ann)
    posed, hints = ann.last, number(asked).hints
    for given in (1, 2, 3):
        await ann.presses("Hint")
        shown = await ann.sees(f"Hint {given}: {hints[given - 1]}")
        assert shown.id == posed.id
        assert asked.question.prompt in shown.text
        assert shown.text.count("Hint ") == given
    assert shown.buttons == ("Show me",)
    await ann.types(right_number(asked))
    await ann.sees("Right.")


async def test_right_after_a_hint_is_three_and_comes_again_today(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, FAMILY)
    before = ratings(ann)
    await ann.presses("Hint")
    await ann.sees("Hint 1:")
    await ann.types(right_number(asked))
    seen = await ann.sees("Right, with a hint.")
    assert "Once more today, then in 6 days." in seen.text
    assert ratings(ann) == [*before, ("review", 3)]


async def test_hints_are_still_there_when_the_question_is_sent_again(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await poses(ann)
    await ann.presses("Hint")
    await ann.sees("Hint 1:")
    await ann.says("/study")
    again = await ann.asked()
    assert again.question_id == asked.question_id
    assert f"Hint 1: {number(asked).hints[0]}" in ann.last.text
    await ann.presses("Hint")
    await ann.sees("Hint 2:")


async def test_a_hint_pressed_twice_in_haste_is_one(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await poses(ann)
    posed, first = ann.last, f"1:tap:{asked.question_id}:hint:0"
    await ann.forges(first, posed)
    await ann.forges(first, posed)
    await ann.settles()
    shown = ann.chat.messages[posed.id].text
    assert "Hint 1:" in shown
    assert "Hint 2:" not in shown


async def test_a_hint_may_be_asked_for_below_a_wrong_number(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await poses(ann)
    await ann.types(wrong_number(asked))
    await ann.sees("Look once more?")
    await ann.presses("Hint")
    shown = await ann.sees(f"Hint 1: {number(asked).hints[0]}")
    assert asked.question.prompt in shown.text
    await ann.types(wrong_number(asked, 1))
    await ann.sees("Not quite.")


# --- slips ------------------------------------------------------------------------------------


async def test_the_likely_slip_is_told_by_the_numbers_and_then_worked_out(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked, slip = await poses_with(ann, "floor")
    left = number(asked).facts["left"]
    await ann.types(str(slip.value))
    hint = await ann.sees("Look once more?")
    assert hint.text == (
        f"Not yet. {int(slip.value):,} leaves out the last {left} of each epoch. Look once more?"
    )
    await ann.types(wrong_number(asked))
    worked = await ann.sees("Not quite.")
    assert asked.question.explanation[0] in worked.text


async def test_several_reasons_are_said_to_be_several(someone: Someone) -> None:
    ann = await someone("Ann")
    _, slip = await poses_with(ann, "floor", "rounded")
    await ann.types(str(slip.value))
    hint = await ann.sees("Look at one of these:")
    assert hint.text.count("?") == 3
    await ann.types(str(slip.value + 10_000_000))
    await ann.sees("Not quite.")


async def test_of_an_unknown_slip_nothing_is_said_and_a_line_is_logged(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await poses(ann)
    await ann.types(wrong_number(asked))
    hint = await ann.sees("Look once more?")
    assert hint.text == "Not yet. Look once more?"
    lines = [line for line in ann.stage.log_since().splitlines() if "known slip" in line]
    assert [line.partition(" srs.answering: ")[2] for line in lines] == [
        f"no known slip leads to this wrong number: {FAMILY}, {wrong_number(asked)}"
    ]


# --- another like this ------------------------------------------------------------------------


async def test_another_like_this_is_practice_and_the_return_has_numbers_of_its_own(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, FAMILY)
    before = ratings(ann)
    await ann.types(wrong_number(asked))
    await ann.types(wrong_number(asked, 1))
    await ann.sees("Not quite.")
    memory = kept(ann)["memory"]
    await ann.presses("Another like this")
    like_it = await ann.asked()
    assert (like_it.purpose, like_it.question.family) == ("practice", FAMILY)
    await ann.answers(like_it)
    done = await ann.sees("Right.")
    assert done.buttons == ("Another", "Study")
    assert ratings(ann) == [*before, ("review", 1)]
    assert kept(ann)["memory"] == memory
    came = [asked, like_it, await returns(ann)]
    assert len({tuple(parameters(one).items()) for one in came}) == 3


async def returns(learner: Learner) -> Asked:
    """Study on until today's return comes."""
    asked = await studies(learner)
    while asked.purpose != "return":
        asked = await gets_past(learner, asked)
    return asked


# --- the problem of the day -------------------------------------------------------------------


def shared(message: Message) -> dict[str, list[str]]:
    """Return what [Share] would hand on: a text, and a link."""
    [address] = [key["url"] for key in keyboards.buttons(message.markup) if "url" in key]
    assert address.startswith("https://t.me/share/url?")
    return parse_qs(urlsplit(address).query, strict_parsing=True)


def payload(message: Message) -> str:
    [link] = shared(message)["url"]
    return parse_qs(urlsplit(link).query, strict_parsing=True)["start"][0]


async def poses_of_day(learner: Learner) -> Asked:
    await learner.says("/problem")
    await learner.presses("Problem of the day")
    return await learner.asked()


async def test_the_problem_of_the_day_is_the_same_for_everybody_and_can_be_shared(
    someone: Someone,
) -> None:
    ann, ben = await someone("Ann"), await someone("Ben")
    today = ann.stage.clock.now().date()
    asked = await poses_of_day(ann)
    assert f"The problem of the day, {today.day} {today:%B}." in ann.last.text
    await poses(ben, "total-steps")
    assert (await poses_of_day(ben)).question == asked.question
    await ann.answers(asked)
    done = await ann.sees("Right.")
    assert done.buttons == ("Another", "Study", "Share")
    line = f"Problem of the day, {today.day} {today:%B}: solved at the first try."
    assert shared(done)["text"] == [line]
    assert payload(done) == f"day-{today}"
    assert journal(ann) == ()


async def test_a_friend_who_is_new_is_welcomed_and_gets_the_very_same_problem(
    someone: Someone,
) -> None:
    ann, ben = await someone("Ann"), await someone("Ben")
    asked = await poses_of_day(ann)
    await ann.answers(asked)
    link = payload(await ann.sees("Right."))
    await ann.comes_back()
    await ben.says(f"/start {link}")
    await ben.sees("I keep your answers so I can time your cards. /privacy")
    same = await ben.asked()
    assert same.question == asked.question
    assert same.day == asked.day
    assert kept(ben)["enrolment"] == []
    await ben.types(wrong_number(same))
    await ben.types(wrong_number(same, 1))
    over = await ben.sees("Not quite.")
    assert over.buttons == ("Another like this", "Study", "Share")
    assert "harder than it looks" in shared(over)["text"][0]
    await ben.presses("Study")
    await ben.sees("New card. Have a guess, or look.")


async def test_a_friend_who_studies_gets_it_with_their_card_set_aside(someone: Someone) -> None:
    ann = await someone("Ann")
    card = await studies(ann)
    await ann.says(f"/start day-{ann.stage.clock.now().date()}")
    problem = await ann.asked()
    assert problem.day
    assert "I keep your answers" not in ann.last.text
    await ann.answers(problem)
    await ann.sees("Right.")
    assert (await ann.asked()).question_id == card.question_id
    await ann.presses(right_side(card))
    await ann.sees("Right. Next tomorrow.")


async def test_the_same_day_again_is_not_called_a_first_try(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.answers(await poses_of_day(ann))
    await ann.sees("Right.")
    await ann.answers(await poses_of_day(ann))
    assert re.fullmatch(r".*: solved\.", shared(await ann.sees("Right."))["text"][0])


@pytest.mark.parametrize(
    "link", ["day-9999-12-31", "day-2026-02-30", "day-", "<b>", "x" * 64, "day-2026-01-01 & more"]
)
async def test_any_other_link_is_a_plain_start(someone: Someone, link: str) -> None:
    ann = await someone("Ann")
    await ann.says(f"/start {link}")
    welcome = await ann.sees("I keep your answers so I can time your cards. /privacy")
    assert welcome.buttons == ("Start",)
    assert kept(ann)["learner"] == []
