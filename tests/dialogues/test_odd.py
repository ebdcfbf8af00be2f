"""What studying does not expect: other kinds of message, forged buttons, text from another age."""

from collections.abc import Awaitable, Callable

import pytest

from tests.dialogues.conftest import Someone
from tests.dialogues.moves import kept, ratings, reviews, right_side, studies
from tests.dialogues.stage import Learner

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32

FORGED = [
    "",
    "nonsense",
    "0:study",
    "2:study",
    "1:",
    "1:study:7",
    "1:nosuch",
    "1:tap",
    "1:tap:1:show:",
    "1:tap:-1:show:",
    "1:tap:9223372036854775807:show:",
    "1:tap:9223372036854775808:show:",
    "1:tap:1:steal:",
    "1:tap:1:options:99",
    "1:goon:12345",
    "1:belongs:12345:1",
    "1:claim:1",
    "1:claim:2147483647",
    "1:ease:1",
    "1:regrade:1",
    "1:undo:2147483647",
    "1:minutes:7",
    "1:buttons:3",
    "1:zone:Mars/Olympus",
    "1:problem:no-such-family",
    "1:tap:１:show:",
    "💥" * 16,
]


async def sends_voice(ann: Learner) -> None:
    await ann.sends_voice()


async def sends_photo(ann: Learner) -> None:
    await ann.sends_photo(PNG, caption="/study")


async def sends_sticker(ann: Learner) -> None:
    await ann.sends_sticker()


async def sends_document(ann: Learner) -> None:
    await ann.sends_document("notes.txt", b"an epoch is one pass", caption="my answer")


@pytest.mark.parametrize(
    ("sends", "told"),
    [
        (sends_voice, "I cannot listen to voice messages. Please type your answer."),
        (sends_photo, "I cannot see pictures. Please type your answer."),
        (sends_sticker, "Nice one. I can only read text, though."),
        (sends_document, ""),
    ],
    ids=["voice", "photo", "sticker", "document"],
)
async def test_what_has_no_text_is_answered_kindly_and_leaves_the_question_open(
    someone: Someone, sends: Callable[[Learner], Awaitable[None]], told: str
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    await sends(ann)
    await ann.sees(told)
    assert ratings(ann) == []
    await ann.presses(right_side(asked))
    await ann.sees("Right.")


async def test_a_forged_button_is_answered_kindly_and_changes_nothing(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.answers(await studies(ann))
    asked = await ann.asked()
    before = {name: kept(ann)[name] for name in ("question", "review", "memory", "enrolment")}
    for data in FORGED:
        assert await ann.forges(data, ann.last), data
        await ann.settles()
        assert {name: kept(ann)[name] for name in before} == before, data
    await ann.answers(asked)
    await ann.sees("Right.")


async def test_a_deck_that_is_not_there_can_be_neither_joined_nor_left(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    for data in ("1:join:no-such-deck", "1:leave:no-such-deck"):
        await ann.says("/decks")
        page = await ann.sees("Decks")
        await ann.forges(data, page)
        await ann.settles()
        assert [row["deck"] for row in kept(ann)["enrolment"]] == ["ml-training"]


async def test_buttons_of_a_stranger_ask_for_start(someone: Someone) -> None:
    eve = await someone("Eve")
    await eve.says("/id")
    page = await eve.sees("Your Telegram number")
    for data in ("1:undo:1", "1:enough", "1:minutes:5", "1:tap:1:show:", "1:claim:1", "1:goon:1"):
        assert await eve.forges(data, page) == "Send /start first."


HOSTILE = [
    "<b>bold</b>",
    "</b></i></blockquote>",
    "&lt;&amp;&#39;&bogus;",
    "<a href='tg://user?id=1'>me</a>",
    "<script>alert(1)</script>",
    "a < b && b > c",
    "{text} {0} %s %(n)s {",
    "\u202e drawkcab",
    "👩‍👩‍👧‍👦" * 40,
    "e\u0301" * 300,
    "x" * 4096,
    "/ not a command",
    "‏שלום",
]


async def test_whatever_people_type_is_kept_with_their_answer(someone: Someone) -> None:
    ann = await someone("Ann")
    await reviews(ann, "epoch")
    await ann.presses("Show answer")
    for text in HOSTILE:
        await ann.types(text)
        await ann.sees("Kept with your answer. How was it?")
    await ann.presses("Knew it")
    await ann.sees("Good. Next in 6 days.")


async def test_whatever_people_type_is_quoted_as_they_typed_it(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, "epoch")
    answer = await ann.types("don't know")
    await ann.sees(asked.question.reference)
    for text in HOSTILE:
        await ann.edits(answer, text)
        offered = await ann.hears()
        assert offered.text.startswith(f"You changed your answer to “{text[:20]}")


async def test_the_longest_text_as_a_city_and_as_a_topic(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    await ann.says("/settings")
    await ann.presses("Set my clock")
    await ann.sees("What does your clock say now?")
    await ann.says("<&>" * 1365)
    await ann.sees("I do not know “<&><&>")
    await ann.says("/problem " + "<&>" * 1362)
    await ann.sees("I have no problems about “<&><&>")


async def test_a_text_in_reply_to_an_older_message_is_an_answer_all_the_same(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await ann.says("/id")
    older = await ann.sees("Your Telegram number")
    asked = await studies(ann)
    ann.stage.clock.advance(3)
    await ann.says(right_side(asked), reply_to=older)
    await ann.sees("Right. Next tomorrow.")
