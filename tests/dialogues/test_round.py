"""The happy path: from /start through a round of ten, with every kind of card."""

from cards.question import Number, Sides
from srs.outcomes import Asked
from tests.dialogues.conftest import Someone
from tests.dialogues.stage import Learner


async def test_a_newcomer_studies_a_whole_round_of_ten(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/start")
    welcome = await ann.sees("I keep your answers so I can time your cards. /privacy")
    assert welcome.buttons == ("Start",)
    await ann.presses("Start")

    kinds: set[str] = set()
    asked = await ann.asked()
    for rated in range(1, 11):
        while asked.purpose == "introduction" and asked.question.kind not in kinds:
            kinds.add(asked.question.kind)
            asked = await meets_for_the_first_time(ann, asked)
        await ann.answers(asked)
        await ann.sees("Right. Next")
        if rated == 5:
            asked = await thinks_again(ann)
            await ann.answers(asked)
            await ann.sees("Right. Next")
        if rated < 10:
            asked = await ann.asked()
    over = await ann.sees("Ten done, 10 right")
    assert {"Enough for today", "Undo"} <= set(over.buttons)
    assert kinds == {"definition", "comparison", "calculation"}


async def meets_for_the_first_time(ann: Learner, asked: Asked) -> Asked:
    """Look at a new card; at a problem, type a wrong number first. Return what follows."""
    assert "New card. Have a guess, or look." in ann.last.text
    if isinstance(asked.question.answer, Number):
        await ann.types(str(asked.question.answer.value + 1))
        await ann.sees("Look once more?")
    await ann.presses("Show me")
    await ann.sees(reference(asked))
    await ann.presses("Got it")
    await ann.sees("You will meet it again in a little while.")
    return await ann.asked()


async def thinks_again(ann: Learner) -> Asked:
    """Take the last answer back and return its question, which is open again."""
    await ann.asked()
    await ann.says("/undo")
    await ann.sees("Taken back. The question is open again:")
    return await ann.asked()


def reference(asked: Asked) -> str:
    answer = asked.question.answer
    return answer.statements[0] if isinstance(answer, Sides) else asked.question.reference


async def test_a_wrong_number_is_looked_at_once_more(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem steps-per-epoch")
    asked = await ann.asked()
    assert isinstance(asked.question.answer, Number)

    await ann.types(str(asked.question.answer.value + 1))
    hint = await ann.sees("Look once more?")
    assert hint.buttons == ("Show me",)
    await ann.types(str(asked.question.answer.value))
    await ann.sees("Right")
