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

    met: set[str] = set()
    for rated in range(1, 11):
        asked = await meets_new_kinds(ann, met)
        if isinstance(asked.question.answer, Number) and "slipped" not in met:
            met.add("slipped")
            await slips_once(ann, asked)
        elif rated == 5:
            await thinks_again(ann, asked)
        else:
            await ann.answers(asked)
            await ann.sees("Right.")

    over = await ann.sees("Ten done, 10 right")
    assert {"Enough for today", "Undo"} <= set(over.buttons)
    assert met == {"definition", "comparison", "calculation", "slipped"}


async def meets_new_kinds(ann: Learner, met: set[str]) -> Asked:
    """Look at the first card of each kind; return the first one to answer."""
    asked = await ann.asked()
    while asked.purpose == "introduction" and asked.question.kind not in met:
        met.add(asked.question.kind)
        assert "New card. Have a guess, or look." in ann.last.text
        await ann.presses("Show me")
        await ann.sees(reference(asked))
        await ann.presses("Got it")
        await ann.sees("You will meet it again in a little while.")
        asked = await ann.asked()
    return asked


async def slips_once(ann: Learner, asked: Asked) -> None:
    """Type a wrong number, then the right one, and go on."""
    await ann.types(str(asked.question.answer.value + 1))
    await ann.sees("Look once more?")
    await ann.answers(asked)
    await ann.sees("Right, on the second look.")
    await ann.presses("Next")


async def thinks_again(ann: Learner, asked: Asked) -> None:
    """Answer, take that back, and answer again."""
    await ann.answers(asked)
    await ann.sees("Right.")
    await ann.asked()
    await ann.says("/undo")
    await ann.sees("Taken back. The question is open again:")
    again = await ann.asked()
    assert again.question == asked.question
    await ann.answers(again)
    await ann.sees("Right.")


def reference(asked: Asked) -> str:
    """What a card shows of its answer."""
    answer = asked.question.answer
    return answer.statements[0] if isinstance(answer, Sides) else asked.question.reference
