"""Every command, in a private chat."""

import json
import re
from datetime import timedelta

from bot.routes import COMMANDS
from cards import library
from cards.problems import families
from cards.problems.topics import topics, usual
from srs.catalogue import DEFAULT_DECK
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import journal, kept, ratings, recalls_all, right_side, studies
from tests.dialogues.stage import Stage


async def test_start_says_on_one_screen_what_this_is_and_offers_one_button(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await ann.says("/start")
    welcome = await ann.sees("I keep your answers so I can time your cards. /privacy")
    assert "It is not the whole exam." in welcome.text
    assert welcome.buttons == ("Start",)
    assert kept(ann)["learner"] == []
    await ann.presses("Start")
    await ann.sees("New card. Have a guess, or look.")
    assert [row["deck"] for row in kept(ann)["enrolment"]] == ["ml-training"]


async def test_start_again_shows_today_and_resets_nothing(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.answers(await studies(ann))
    asked = await ann.asked()
    await ann.says("/start")
    home = await ann.sees("Welcome back. 1 card answered today.")
    assert home.buttons == ("Study", "A problem")
    assert ratings(ann) == [("review", 4)]
    await ann.presses("Study")
    assert (await ann.asked()).question_id == asked.question_id


async def test_start_pressed_again_resets_nothing(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/start")
    welcome = await ann.sees("I keep your answers")
    await ann.presses("Start")
    asked = await ann.asked()
    await ann.answers(asked)
    following = await ann.asked()
    await ann.forges("1:start", welcome)
    assert (await ann.asked()).question_id == following.question_id
    assert ratings(ann) == [("review", 4)]


async def test_study_joins_the_first_deck_of_its_own_accord(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    assert asked.purpose == "introduction"
    assert [row["deck"] for row in kept(ann)["enrolment"]] == ["ml-training"]


async def test_study_after_everything_is_done_says_that_it_was_today(someone: Someone) -> None:
    ann = await someone("Ann")
    await recalls_all(ann)
    await ann.says("/study")
    over = await ann.sees("That was today's.")
    assert over.buttons == ("A problem", "Undo")


async def test_problem_poses_one_of_each_family(someone: Someone) -> None:
    ann = await someone("Ann")
    for family in families:
        await ann.says(f"/problem {family}")
        asked = await ann.asked()
        assert asked.question.card == family
        assert "A problem for practice." in ann.last.text
        assert ann.last.buttons == ("Hint", "Show me")
        await ann.answers(asked)
        right = await ann.sees("Right.")
        assert right.buttons == ("Another", "Study")
    await ann.presses("Another")
    assert (await ann.asked()).question.card == family


async def test_a_family_may_be_named_by_its_title(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem  Total STEPS")
    assert (await ann.asked()).question.card == "total-steps"


async def test_a_problem_is_chosen_by_topic_and_then_by_family(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem")
    every = await ann.sees("What shall the problem be about?")
    titles = tuple(topic.title for topic in topics.values())
    assert every.buttons == (*titles, "Any", "Problem of the day")
    for topic in topics.values():
        await ann.presses(topic.title, message=every)
        chosen = await ann.sees(topic.title)
        assert chosen.id == every.id
        assert chosen.buttons == (*(family.title for family in topic.families), "All topics")
        await ann.presses("All topics")
        await ann.sees("What shall the problem be about?")
    await ann.presses("Counting steps")
    await ann.presses("Total steps")
    assert (await ann.asked()).question.card == "total-steps"
    assert kept(ann)["enrolment"] == []


async def test_choosing_a_topic_leaves_no_trace_of_a_newcomer(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem")
    await ann.presses("Counting steps")
    await ann.sees("Counting steps")
    assert kept(ann)["learner"] == []


async def test_any_brings_a_problem_that_is_not_advanced(someone: Someone) -> None:
    ann = await someone("Ann")
    for _ in range(5):
        await ann.says("/problem")
        await ann.presses("Any")
        assert (await ann.asked()).question.family in usual


async def test_a_topic_may_be_named_as_a_whole(someone: Someone) -> None:
    ann = await someone("Ann")
    for topic in topics.values():
        await ann.says(f"/problem {topic.title.upper()}")
        assert (await ann.asked()).question.family in {family.key for family in topic.families}


async def test_an_unknown_topic_lists_those_there_are(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem <b>cheese</b> & wine")
    listed = await ann.sees("I have no problems about “<b>cheese</b> & wine”.")
    assert listed.buttons[: len(topics)] == tuple(topic.title for topic in topics.values())
    await ann.presses("Counting steps")
    await ann.presses("Total steps")
    assert (await ann.asked()).question.card == "total-steps"


async def test_a_topic_that_is_gone_is_refused_kindly(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem")
    page = await ann.sees("What shall the problem be about?")
    told = await ann.forges("1:topic:cheese", page)
    assert told == "The moment for this button has passed. Nothing was changed."


async def test_a_problem_does_not_touch_the_schedule(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem total-steps")
    await ann.answers(await ann.asked())
    await ann.sees("Right.")
    assert journal(ann) == ()
    assert kept(ann)["memory"] == []


async def test_decks_lists_them_and_lets_me_leave_and_join(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.answers(await studies(ann))
    await ann.sees("Right.")
    await ann.asked()
    await ann.says("/decks")
    title = f"How a model is trained: {len(library.load(DEFAULT_DECK).cards)} cards"
    decks = await ann.sees(f"{title}, 2 met so far. You are in.")
    assert decks.buttons[0].startswith("Leave How a model is trained")
    await ann.presses("Leave How a model")
    await ann.sees(re.compile(rf"{title}\.$", re.MULTILINE))
    assert kept(ann)["memory"]
    await ann.presses("Join How a model")
    await ann.sees("2 met so far. You are in.")


async def test_calc_works_a_training_out(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/calc 50000 125 20")
    by_order = await ann.sees("8,000")
    await ann.says("/calc samples=50000 batch=125 epochs=20")
    by_name = await ann.sees("8,000")
    assert by_order.text == by_name.text
    assert "400" in by_order.text


NO_TRAINING = (
    *("", "hello", "50000", "0 0 0", "-1 5", "1 2 3 4", "samples=1 samples=2", "1e999999 2"),
    *("9" * 3000, "<b>&", "50000 125 20 tail=<i>", "__import__('os')"),
)


async def test_calc_takes_plain_words_and_says_what_it_understood(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/calc 1.2M images batch 32 on 8 GPUs accumulate 4 for 3 epochs drop last")
    told = await ann.sees("Total steps: 1,172 × 3 = 3,516.")
    assert "Understood: 1,200,000 samples, batch size 32, 8 devices" in told.text
    await ann.says("/calc batch 32")
    await ann.sees("Understood so far: batch size 32. How many samples are there?")
    await ann.says("/calc will batch 64 of a 350M-parameter model fit in 24 GB with Adam")
    told = await ann.sees("Memory for one sample: 18,400 / 64 = 287.5 MB")
    assert told.buttons == ()


async def test_calc_shows_what_one_changed_number_does(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/calc 50k samples, batch 125, 20 epochs")
    await ann.sees("Total steps: 400 × 20 = 8,000.")
    await ann.presses("Double the batch")
    told = await ann.sees("Total steps: 8,000 → 4,000 (÷ 2).")
    assert "Total steps: 200 × 20 = 4,000." in told.text
    await ann.presses("On 8 GPUs")
    await ann.sees("Total steps: 4,000 → 500 (÷ 8).")
    await ann.presses("On one GPU")
    await ann.sees("Total steps: 500 → 4,000 (× 8).")
    told = await ann.forges("1:whatif:double:N0B1", ann.last)
    assert told == "The moment for this button has passed. Nothing was changed."


async def test_calc_answers_whatever_is_typed_with_how_to_type_it(someone: Someone) -> None:
    ann = await someone("Ann")
    for typed in NO_TRAINING:
        await ann.says(f"/calc {typed}".rstrip())
        await ann.sees("/calc 50000 125 20")


async def test_stats_leads_with_what_is_known_and_what_comes_tomorrow(someone: Someone) -> None:
    ann = await someone("Ann")
    for _ in range(2):
        await ann.answers(await studies(ann))
        await ann.sees("Right.")
        await ann.asked()
    await ann.says("/stats")
    stats = await ann.sees("You know 2 cards now. Tomorrow brings back 2.")
    assert stats.text.startswith("You know 2 cards now.")
    assert stats.buttons == ("Study",)


async def test_stats_of_somebody_new_are_plain(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/stats")
    await ann.sees("You know 0 cards now.")


async def test_settings_change_minutes_and_buttons_where_they_stand(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    await ann.says("/settings")
    page = await ann.sees("10 minutes a day: up to 6 new cards and 60 cards that come back.")
    assert page.buttons[:6] == (
        "5 minutes a day",
        "10 minutes a day (now)",
        "20 minutes a day",
        "Two buttons (now)",
        "Four buttons",
        "Set my clock",
    )
    await ann.presses("20 minutes")
    changed = await ann.sees("20 minutes a day: up to 12 new cards and 120 cards")
    assert changed.id == page.id
    await ann.presses("5 minutes")
    await ann.sees("5 minutes a day: up to 3 new cards and 30 cards")
    await ann.presses("Four buttons")
    changed = await ann.sees("Forgot, Hard, Good and Easy")
    assert "Four buttons (now)" in changed.buttons


async def test_pressing_what_is_already_set_is_harmless(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    await ann.says("/settings")
    assert await ann.presses("10 minutes a day (now)") == ""
    assert await ann.presses("Two buttons (now)") == ""


async def test_the_clock_is_set_by_hour_and_city(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    await ann.says("/settings")
    await ann.presses("Set my clock")
    hours = await ann.sees("What does your clock say now?")
    local = ann.stage.clock.now() + timedelta(hours=3)
    label = next(b for b in hours.buttons if b.startswith(f"{local:%H}:"))
    await ann.presses(label)
    cities = await ann.sees("Which of these keeps your time?")
    assert "Nairobi" in cities.buttons or "Istanbul" in cities.buttons
    await ann.presses(next(c for c in cities.buttons if c in ("Nairobi", "Istanbul", "Moscow")))
    changed = await ann.sees("Your clock: ")
    assert "Change my clock" in changed.buttons
    assert kept(ann)["learner"][0]["zone"] is not None


async def test_the_clock_may_be_left_as_it_is(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    await ann.says("/settings")
    await ann.presses("Set my clock")
    await ann.presses("Leave it as it is")
    await ann.sees("Your clock stays as it was.")
    assert kept(ann)["learner"][0]["zone"] is None


async def test_a_move_of_the_clock_moves_no_due_date(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.answers(await studies(ann))
    await ann.sees("Right.")
    await ann.asked()
    before = kept(ann)["memory"]
    await ann.says("/settings")
    await ann.presses("Set my clock")
    await ann.sees("What does your clock say now?")
    await ann.says("Auckland")
    await ann.sees("Your clock: Pacific/Auckland.")
    assert kept(ann)["memory"] == before


async def test_stop_pause_and_resume_say_what_they_do_and_block_no_study(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    await ann.says("/stop")
    await ann.sees("I will send nothing unasked until /resume.")
    assert (await studies(ann)).question_id == asked.question_id
    await ann.says("/resume")
    back = await ann.sees("Good to be back.")
    assert back.buttons == ("Study",)
    await ann.says("/pause")
    week = ann.stage.clock.now() + timedelta(days=7)
    await ann.sees(f"until {week.day} {week:%B} {week.year}, or until /resume.")
    await ann.answers(await studies(ann))
    await ann.sees("Right. Next tomorrow.")


async def test_pause_takes_from_a_day_to_a_year(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    for days in (1, 30, 365):
        await ann.says(f"/pause {days}")
        until = ann.stage.clock.now() + timedelta(days=days)
        await ann.sees(f"until {until.day} {until:%B} {until.year}")


async def test_pause_asks_again_for_what_is_no_number_of_days(someone: Someone) -> None:
    ann = await someone("Ann")
    await studies(ann)
    for typed in ("0", "366", "-3", "a week", "7 8", "٣", "9" * 100):
        await ann.says(f"/pause {typed}")
        await ann.sees("Tell me for how many days, from 1 to 365: /pause 7")
    assert kept(ann)["learner"][0]["paused_until"] is None


async def test_help_names_every_command(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/help")
    told = await ann.sees("While a question is open, just type your answer.")
    assert set(re.findall(r"^/(\w+):", told.text, re.MULTILINE)) == set(COMMANDS)


async def test_privacy_says_what_is_kept_and_for_how_long(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/privacy")
    told = await ann.sees("What I keep")
    for promise in ("48 hours", "/export", "/delete_me"):
        assert promise in told.text


async def test_export_sends_everything_stored_about_me_as_json(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.types("/study")
    await ann.answers(await ann.asked())
    await ann.sees("Right.")
    await ann.asked()
    await ann.says("/export")
    message = await ann.sees("Everything I keep about you.")
    assert message.attachment is not None
    file = ann.account.files[message.attachment["document"]["file_id"]]
    assert file.name == "minibatch-export.json"
    told = json.loads(file.data)
    standing = kept(ann)
    for table in ("learner", "enrolment", "memory", "question", "review"):
        assert told[table] == json.loads(json.dumps(standing[table]))
        assert told[table]
    assert told["inbox"]


async def test_delete_me_asks_once_and_erases_every_row(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.answers(await studies(ann))
    await ann.sees("Right.")
    await ann.asked()
    await ann.says("/delete_me")
    asks = await ann.sees("It cannot be undone.")
    assert asks.buttons == ("Delete everything", "Keep")
    await ann.presses("Delete everything")
    await ann.sees("Everything is deleted.")
    await ann.settles()
    left = {table: rows for table, rows in kept(ann).items() if rows}
    assert set(left) <= {"effect", "inbox"}
    assert len(left["effect"]) == 1
    assert all(row["raw"] == "" for row in left["inbox"])
    await ann.says("/stats")
    await ann.sees("You know 0 cards now.")
    assert kept(ann)["learner"] == []


async def test_delete_me_and_then_keep_keeps_everything(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.answers(await studies(ann))
    await ann.asked()
    await ann.says("/delete_me")
    await ann.presses("Keep")
    await ann.sees("Everything is kept.")
    assert ratings(ann) == [("review", 4)]


async def test_start_after_delete_me_begins_anew(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    first = asked.question.card
    await ann.presses(right_side(asked))
    await ann.asked()
    await ann.says("/delete_me")
    await ann.presses("Delete everything")
    await ann.sees("Everything is deleted.")
    await ann.says("/start")
    await ann.presses("Start")
    assert (await ann.asked()).question.card == first


async def test_id_tells_my_telegram_number(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/id")
    await ann.sees(f"Your Telegram number is {ann.id}.")


async def test_an_unknown_command_points_to_help(someone: Someone) -> None:
    ann = await someone("Ann")
    for typed in ("/nonsense", "/studyy now", "/help_me"):
        await ann.says(typed)
        await ann.sees("I do not know that command. /help lists those I know.")


async def test_commands_may_be_written_in_any_case_and_to_the_bot_by_name(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await ann.says("/ID")
    await ann.sees("Your Telegram number")
    await ann.says(f"/id@{ann.account.user.username}")
    await ann.sees("Your Telegram number")


async def test_a_command_while_a_question_is_open_leaves_it_open(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    for command in ("/help", "/stats", "/decks", "/settings", "/privacy", "/id", "/calc 8 2 1"):
        await ann.says(command)
        await ann.hears()
    await ann.answers(asked)
    await ann.sees("Right. Next tomorrow.")


async def test_the_menus_name_the_commands_of_their_scope(stage: Stage) -> None:
    menus = [call.parameters for call in stage.sandbox.world.calls_of("setMyCommands")]
    named = {
        menu["scope"]["type"]: [command["command"] for command in menu["commands"]]
        for menu in menus
    }
    assert named["all_private_chats"] == list(COMMANDS)
    assert named["all_group_chats"] == ["study"]


STRANGERS = {
    "decks": "Decks",
    "calc": "/calc 50000 125 20",
    "stats": "You know 0 cards now.",
    "help": "What you can send me",
    "privacy": "What I keep",
    "export": "Everything I keep about you.",
    "delete_me": "It cannot be undone.",
    "id": "Your Telegram number",
    "start": "I keep your answers",
    "undo": "We have not met yet.",
    "settings": "We have not met yet.",
    "stop": "We have not met yet.",
    "pause": "We have not met yet.",
    "resume": "We have not met yet.",
}


async def test_a_stranger_is_answered_and_nothing_is_kept_of_them(someone: Someone) -> None:
    for command in sorted(set(COMMANDS) - {"study", "problem"}):
        eve = await someone("Eve")
        await eve.says(f"/{command}")
        await eve.sees(STRANGERS.get(command, ""))
        await eve.settles()
        assert {table for table, rows in kept(eve).items() if rows} <= {"inbox", "effect"}


async def test_a_stranger_may_have_everything_deleted_too(someone: Someone) -> None:
    eve = await someone("Eve")
    await eve.says("/delete_me")
    await eve.presses("Delete everything")
    await eve.sees("Everything is deleted.")
    await eve.settles()
    assert all(row["raw"] == "" for row in kept(eve)["inbox"])
