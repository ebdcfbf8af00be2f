"""What does your clock say now?"""

from tests.dialogues.conftest import Someone


async def test_an_answer_is_no_city_after_the_clock_was_asked_for_and_left(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await ann.says("/study")
    await ann.asked()
    await ann.says("/settings")
    await ann.presses("Set my clock")
    await ann.sees("What does your clock say now?")
    await ann.says("/study")
    await ann.answers(await ann.asked())
    await ann.sees("Right.")


async def test_a_typed_city_sets_the_clock(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/study")
    await ann.asked()
    await ann.says("/settings")
    await ann.presses("Set my clock")
    await ann.sees("What does your clock say now?")
    await ann.says("Atlantis")
    await ann.sees("I do not know “Atlantis”.")
    await ann.says("nairobi")
    await ann.sees("Your clock: Africa/Nairobi.")
