"""Pictures on request."""

import pytest

from tests.dialogues.conftest import Someone
from tests.dialogues.moves import right_number

PNG = b"\x89PNG\r\n\x1a\n"


async def test_a_run_of_ones_own_is_drawn_and_told_in_words(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/picture 9170 128 3")
    sent = await ann.sees("72 steps in an epoch, the last with 82 samples.")
    assert sent.attachment is not None
    photo = sent.attachment["photo"][-1]
    assert (photo["width"], photo["height"]) == (1280, 1280)
    assert ann.account.files[photo["file_id"]].data.startswith(PNG)
    assert sent.silent


async def test_a_run_is_drawn_with_the_numbers_of_the_latest_problem(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/picture")
    await ann.presses("A training run")
    await ann.sees("Training on 1,000 samples.")
    await ann.says("/problem total steps")
    asked = await ann.asked()
    await ann.types(right_number(asked))
    await ann.sees("Right")
    await ann.says("/picture")
    await ann.presses("A training run")
    samples = asked.question.parameters["samples"]
    drawn = await ann.sees(f"Training on {samples:,} samples.")
    assert f"1 run makes {asked.question.reference}" in drawn.text


async def test_the_effect_of_the_batch_size_is_drawn_on_request(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/picture")
    await ann.presses("What the batch size does")
    await ann.sees("small batches are noisy")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("many", "many"), ("0 5", "at least 1"), ("9e99 1 1", "9e99"), ("5", "batch_size is missing")],
)
async def test_what_makes_no_run_is_explained(someone: Someone, typed: str, told: str) -> None:
    ann = await someone("Ann")
    await ann.says(f"/picture {typed}")
    explained = await ann.sees("Type samples, batch size and epochs:")
    assert told in explained.text
