"""Every sentence the bot says, by key.

Sentences are Telegram's HTML, and markup stands only here: :func:`say` escapes whatever is filled
in. Keys that begin with ``about.``, ``button.``, ``toast.``, ``command.`` or ``share.`` are plain
text and belong to :func:`plain`. A sentence that counts has two forms and is chosen by ``n``.
"""

import html
import string
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, TypeAlias

from srs.queue import COUNTED

PLAIN = ("about.", "button.", "toast.", "command.", "share.")


class Plural(NamedTuple):
    """A sentence for one, and for any other number ``n``."""

    one: str
    other: str


Sentence: TypeAlias = str | Plural

_CARDS: dict[str, Sentence] = {
    "lead.introduction": "<i>New card.</i> Have a guess, or look.",
    "lead.return": "<i>Once more today.</i>",
    "lead.practice": "<i>A problem for practice.</i>",
    "lead.day": "<i>The problem of the day, {day}.</i>",
    "lead.resent": "<i>Still open:</i>",
    "lead.undone": "<i>Taken back. The question is open again:</i>",
    "checking": "Good. Your answer counts now.",
    "reason": "Right so far. Why is that? Tell me in your own words, or look.",
    "prompt": "<b>{text}</b>",
    "prompt.long": "{text}",
    "wrote": "You wrote: {said}",
    "chose": "You chose: {said}",
    "reference": "{text}",
    "side": "<b>{side}</b>: {statement}",
    "side.right": "<b>{side}</b> (this one): {statement}",
    "option": "{text}",
    "contested": "Where sources disagree: {text}",
    "source": "More: {source}",
    "side.same": "It is the same for each.",
    "explanation": "{text}",
    "explanation.source": "{text}\nMore: {source}",
    "explanation.long": "<blockquote expandable>{text}</blockquote>",
    "explanation.long.source": "<blockquote expandable>{text}\nMore: {source}</blockquote>",
    "if_known": Plural("If you knew it: again tomorrow.", "If you knew it: again in {n:,} days."),
    "compare": "Compare it with yours:",
    "here": "Here it is:",
    "introduced": "You will meet it again in a little while.",
}

_VERDICTS: dict[str, Sentence] = {
    "right": "Right.",
    "right.exactly": "Right: exactly {reference}.",
    "right.second": "Right, on the second look.",
    "right.second.exactly": "Right, on the second look: exactly {reference}.",
    "right.near": "Right: it is {reference}.",
    "right.second.near": "Right, on the second look: it is {reference}.",
    "right.hint": "Right, with a hint.",
    "right.hint.exactly": "Right, with a hint: exactly {reference}.",
    "right.hint.near": "Right, with a hint: it is {reference}.",
    "right.reason": "The right side. The reason is worth a second look.",
    "right.all": "Right. Every point is there.",
    "right.more": "Right. One could add: {points}.",
    "nearly": "Nearly right.",
    "wrong": "Not quite.",
    "unknown": "Here it is.",
    "rated.good": "Good.",
    "rated.again": "Noted.",
    "corrected.easy": "Corrected: easy.",
    "corrected.right": "Corrected: right.",
    "corrected.nearly": "Corrected: nearly right.",
    "corrected.wrong": "Corrected: not quite right.",
    "next": Plural("Next tomorrow.", "Next in {n:,} days."),
    "today": "Once more today.",
    "today.next": Plural("Once more today, then tomorrow.", "Once more today, then in {n:,} days."),
    "diagnosis": "{text}",
}

# What was made of an answer in the learner's own words.
_JUDGED: dict[str, Sentence] = {
    "judged.there": "There: {points}",
    "judged.missing": "Not found in your answer: {points}",
    "judged.reversed": "The other way round: “{clause}”. {holds}",
    "judged.reversed_point": "The other way round: “{clause}”. What holds: {point}.",
    "judged.mixed_up": "You wrote “{clause}”. {holds}",
    "judged.sounds_like": "That is the meaning of “{term}”.",
    "judged.points": Plural("{found} of {n} point.", "{found} of {n} points."),
    "judged.call": "I'd call that {rating}.",
    "judged.empty": "I found no words in that.",
    "judged.copied": "That repeats the question.",
    "judged.word_list": "Those are words without a sentence. Say how they belong together.",
    "judged.other_language": "I can only judge answers in English.",
}

_TALK: dict[str, Sentence] = {
    "hint": "Not yet. {hint} Look once more?",
    "hint.rung": "Hint {n}: {text}",
    "hint.none": "Not yet. Look once more?",
    "unclear.message": "{message}",
    "unclear.unreadable": "I look for a number here, such as 8,000.",
    "unclear.repeated": "That is the number you sent before. Look once more?",
    "unclear.letter": "Type or tap a letter:",
    "unclear.no_options": "This one is answered with the buttons:",
    "kept": "Kept with your answer.",
    "kept.rate": "Kept with your answer. How was it?",
    "which_card": "The next card had only just come. Did that still belong to “{previous}”?",
    "kept_before": "Kept with “{previous}”.",
    "kept_before.open": "Kept with “{previous}”. The question after it still waits.",
    "edit_offered": "You changed your answer to “{text}”. Shall the new text count?",
    "edit_left": "Left as it was.",
    "undone.easy": "Taken back. “{prompt}” counts as easy again.",
    "undone.right": "Taken back. “{prompt}” counts as right again.",
    "undone.nearly": "Taken back. “{prompt}” counts as nearly right again.",
    "undone.wrong": "Taken back. “{prompt}” counts as not quite right again.",
    "refused": "{text}",
    "not_open": "Nothing is open.",
    "stranger": "We have not met yet. Send /start, and we begin.",
}

_ROUNDS: dict[str, Sentence] = {
    "round": "{done} done, {right} right, {minutes} min.",
    "round.waiting": Plural("{n} more is due.", "{n} more are due."),
    "round.waiting.many": f"{COUNTED} or more are due.",
    "finished": "That was today's.",
    "finished.tomorrow": Plural("Tomorrow brings {n:,} card.", "Tomorrow brings {n:,} cards."),
    "finished.free": "No card is due tomorrow.",
}

_DAY: dict[str, Sentence] = {
    "reminder.first": "Shall I bring the next cards tomorrow?",
    "reminder.when": "At what time shall I bring each day's cards?",
    "reminder.type": (
        "At what time? Type it, such as 7:45 or 18:30. I keep quiet from 22:00 to 07:00."
    ),
    "reminder.unknown": "I cannot read “{text}” as a time. Type it such as 7:45 or 18:30.",
    "reminder.quiet": "At {at} I keep quiet. Choose a time from 07:00 to 21:59.",
    "reminder.set.today": (
        "I bring cards every day at {at}, if any are due: today for the first time. /settings "
        "changes that."
    ),
    "reminder.set": Plural(
        "I bring cards every day at {at}, if any are due: tomorrow for the first time. /settings "
        "changes that.",
        "I bring cards every day at {at}, if any are due: in {n:,} days for the first time. "
        "/settings changes that.",
    ),
    "reminder.none": "No reminders, then. /study brings cards, and /settings reminders.",
    "push": Plural("{n} card, about {minutes} min", "{n} cards, about {minutes} min"),
    "push.many": f"{COUNTED} cards or more; {COUNTED} take about {{minutes}} min",
    "push.rarely": "<i>Unless you answer, I come once a week from now on.</i>",
    "not_today": "Not today, then. I look again at {at} tomorrow.",
}

_REFUSALS: dict[str, Sentence] = {
    "toast.answered": "Already recorded.",
    "toast.closed": "This question is no longer open. /study brings the one that is.",
    "toast.aside": "This one waits until the problem is done. Then I send it again.",
    "toast.unknown": "This button does not work any more. /study goes on.",
    "toast.outdated": "The moment for this button has passed. Nothing was changed.",
    "toast.nothing": "There is nothing to undo today.",
    "toast.older": "Only today's answers can be undone.",
    "toast.not_open": "Nothing is open. /study brings a card.",
    "toast.stranger": "Send /start first.",
    "toast.snoozed": "I come back at {at}.",
    "toast.snoozed.late": "It is late: I come back at {at} tomorrow.",
}

_BUTTONS: dict[str, Sentence] = {
    "button.start": "Start",
    "button.study": "Study",
    "button.problem": "A problem",
    "button.whatif.double": "Double the batch",
    "button.whatif.halve": "Halve the batch",
    "button.whatif.drop": "Drop the last",
    "button.whatif.keep": "Keep the last",
    "button.whatif.devices": "On 8 GPUs",
    "button.whatif.device": "On one GPU",
    "button.whatif.accumulate": "Accumulate × 4",
    "button.picture.run": "A training run",
    "button.picture.batch-size": "What the batch size does",
    "button.another": "Another",
    "button.like_this": "Another like this",
    "button.any": "Any",
    "button.of_day": "Problem of the day",
    "button.topics": "All topics",
    "button.share": "Share",
    "button.next": "Next",
    "button.claim": "I was right",
    "button.ease": "Easy",
    "button.undo": "Undo",
    "button.more": "Ten more",
    "button.enough": "Enough for today",
    "button.hint": "Hint",
    "button.show": "Show me",
    "button.show.answer": "Show answer",
    "button.know": "I know this",
    "button.got_it": "Got it",
    "button.knew_it": "Knew it",
    "button.forgot": "Forgot",
    "button.forgot.review": "Forgot · again today",
    "button.hard": "Hard",
    "button.hard.review": "Hard · once more today",
    "button.good": "Good",
    "button.easy": "Easy",
    "button.easy.review": "Easy · longer gaps later",
    "button.same": "The same",
    "button.not_sure": "Not sure",
    "button.this_card": "For this card",
    "button.card_before": "For the one before",
    "button.regrade": "Grade the new text",
    "button.leave_edit": "Leave it as it was",
    "button.minutes": "{n} minutes a day",
    "button.minutes.now": "{n} minutes a day (now)",
    "button.buttons.2": "Two buttons",
    "button.buttons.2.now": "Two buttons (now)",
    "button.buttons.4": "Four buttons",
    "button.buttons.4.now": "Four buttons (now)",
    "button.zone": "Set my clock",
    "button.zone.change": "Change my clock",
    "button.no_zone": "Leave it as it is",
    "button.time": "{at}",
    "button.other_time": "Another time",
    "button.no_reminders": "No reminders",
    "button.reminder": "Set a reminder",
    "button.reminder.change": "Change my reminder",
    "button.snooze": "Snooze 1 h",
    "button.not_today": "Not today",
    "button.join": "Join {title}",
    "button.leave": "Leave {title}",
    "button.erase": "Delete everything",
    "button.keep": "Keep",
    "button.private": "Study in private",
}

_PAGES: dict[str, Sentence] = {
    "welcome": (
        "<b>How machine-learning models are trained</b>, in small daily batches of cards.\n\n"
        "I ask about epochs, steps, batch sizes and what hangs on them. You type or tap the "
        "answer, and I bring each card back shortly before you would forget it. Problems come "
        "with new numbers every time.\n\n"
        "This prepares for one part of the exam AWS Certified Machine Learning Engineer – "
        "Associate (MLA-C01): Task 2.2, how models are trained. It is not the whole exam.\n\n"
        "I keep your answers so I can time your cards. /privacy"
    ),
    "home.none": "Welcome back. You have not studied yet today.",
    "home.studied": Plural(
        "Welcome back. {n:,} card answered today.", "Welcome back. {n:,} cards answered today."
    ),
    "home.due": Plural("{n} card is due.", "{n} cards are due."),
    "home.due.many": f"{COUNTED} or more cards are due.",
    "home.new": Plural("{n} new card waits.", "{n} new cards wait."),
    "home.new.many": f"{COUNTED} or more new cards wait.",
    "home.nothing": "Nothing is due now. A problem is always there.",
    "stats.known": Plural("You know {n:,} card now.", "You know {n:,} cards now."),
    "stats.tomorrow": Plural("Tomorrow brings back {n:,}.", "Tomorrow brings back {n:,}."),
    "stats.today": Plural("{n} is still due today.", "{n} are still due today."),
    "stats.today.many": f"{COUNTED} or more are still due today.",
    "stats.learning": Plural("Still being learnt: {n:,} card.", "Still being learnt: {n:,} cards."),
    "stats.introduced": Plural("Met so far: {n:,} card.", "Met so far: {n:,} cards."),
    "stats.retention": Plural(
        "Remembered: {percent} % of {n:,} answer in the last 30 days.",
        "Remembered: {percent} % of {n:,} answers in the last 30 days.",
    ),
    "stats.days": Plural("Studied on {n:,} day.", "Studied on {n:,} days."),
    "stats.streak": Plural("{n:,} day in a row.", "{n:,} days in a row, one free day a week."),
    "settings": "<b>Settings</b>",
    "settings.minutes": (
        "{minutes} minutes a day: up to {new} new cards and {reviews} cards that come back."
    ),
    "settings.buttons.2": "Two buttons below an answer: Forgot and Knew it.",
    "settings.buttons.4": "Four buttons below an answer: Forgot, Hard, Good and Easy.",
    "settings.zone": "Your clock: {zone}. A study day ends at four in the morning.",
    "settings.no_zone": "Your clock: not known yet. Until then a study day follows UTC.",
    "settings.reminder": "Each day's cards come at {at}, if any are due.",
    "settings.reminder.no_zone": "Each day's cards come at {at}, once I know your clock.",
    "settings.no_reminder": "No reminders: cards come when you ask for them.",
    "zone.hours": (
        "What does your clock say now?\n\nTap the nearest, or type a city such as Nairobi."
    ),
    "zone.cities": "Which of these keeps your time? Or type a city.",
    "zone.unknown": (
        "I do not know “{text}”. Try the nearest large city, or a zone's name such as "
        "Europe/Lisbon."
    ),
    "zone.kept": "Your clock stays as it was.",
    "decks": "<b>Decks</b>",
    "decks.none": "There is no deck here yet.",
    "deck": Plural("<b>{title}</b>: {n:,} card.", "<b>{title}</b>: {n:,} cards."),
    "deck.joined": Plural(
        "<b>{title}</b>: {n:,} card, {seen:,} met so far. You are in.",
        "<b>{title}</b>: {n:,} cards, {seen:,} met so far. You are in.",
    ),
    "deck.gone": "That deck is not here any more. /decks shows those that are.",
    "picture": (
        "Which picture?\n\nFor a run of your own, type its samples, batch size and epochs:\n"
        "<code>/picture 50000 125 20</code>"
    ),
    "picture.wrong": (
        "{message}\n\nType samples, batch size and epochs:\n<code>/picture 50000 125 20</code>"
    ),
    "calc": "{lines}",
    "calc.understood": "<i>Understood:</i> {what}.",
    "calc.same": "Nothing that is counted here changes.",
    "calc.rule": "<i>{rule}</i>",
    "calc.changed": "<i>{change}:</i>\n{changes}",
    "calc.wrong": "{message}",
    "calc.help": (
        "Tell me about a training run, and I count its steps:\n"
        "<code>/calc 50k samples, batch 125, 20 epochs</code>\n"
        "<code>/calc 1.2M images, batch 32 on 8 GPUs, accumulate 4, 3 epochs, drop last</code>\n\n"
        "Or whether it fits into memory:\n"
        "<code>/calc batch 64 of a 350M-parameter model in 24 GB with Adam</code>\n\n"
        "In short: <code>/calc 50000 125 20</code> (training examples, batch size, epochs)."
    ),
    "topics": "What shall the problem be about?",
    "topics.unknown": "I have no problems about “{topic}”. Choose one of these:",
    "topic": "<b>{title}</b>",
    "help.title": "<b>What you can send me</b>",
    "help.typing": "While a question is open, just type your answer.",
    "help.command": "/{command}: {text}",
    "privacy": (
        "<b>What I keep</b>\n\n"
        "Your Telegram number, your language, your settings, the questions I asked with the hints "
        "I gave, your answers to them, what I made of those you typed and what you decided "
        "instead, when each card comes back and when I sent a reminder. I keep these until you "
        "delete them; whoever runs this bot can read its database, and can count, over everybody, "
        "which words a card does not know yet.\n\n"
        "So that nothing is lost or counted twice, each message and press is also kept as Telegram "
        "delivers it, with the name you use there, and so is what it led to. Both are deleted "
        "48 hours after they are done.\n\n"
        "/export sends you everything as a file.\n"
        "/delete_me deletes everything. What stays for 48 hours is one row about the press that "
        "confirmed it, and the emptied rows of your messages."
    ),
    "stopped": (
        "I will send nothing unasked until /resume. Your cards wait, and /study still works."
    ),
    "paused": (
        "I will send nothing unasked until {day}, or until /resume. Your cards wait, and /study "
        "still works."
    ),
    "pause.help": "Tell me for how many days, from 1 to 365: <code>/pause 7</code>",
    "resumed": "Good to be back. Send /study whenever you like.",
    "erase.ask": (
        "This deletes your answers, your settings and every date. It cannot be undone.\n\n"
        "/export would send you a copy first."
    ),
    "erase.kept": "Everything is kept.",
    "erase.done": "Everything is deleted. /start would begin anew. All the best.",
    "exported": "Everything I keep about you.",
    "id": "Your Telegram number is <code>{number}</code>.",
    "group": "I study with people one by one, in a private chat. Come over:",
    "odd.voice": "I cannot listen to voice messages. Please type your answer.",
    "odd.photo": "I cannot see pictures. Please type your answer.",
    "odd.sticker": "Nice one. I can only read text, though.",
    "odd.other": "I can only read text. Please type your answer.",
    "odd.command": "I do not know that command. /help lists those I know.",
    "trouble": "Something went wrong on my side, and I have made a note of it. Please try again.",
}

_COMMANDS: dict[str, Sentence] = {
    "command.study": "the next card, or the open one again",
    "command.problem": "a fresh problem for practice, or the problem of the day",
    "command.calc": "count the steps of a training",
    "command.picture": "see a training run, or what the batch size does",
    "command.stats": "what you know and what comes tomorrow",
    "command.undo": "take the latest answer back",
    "command.decks": "what there is to study",
    "command.settings": "minutes a day, your clock, your reminder, your buttons",
    "command.pause": "nothing unasked for some days: /pause 7",
    "command.stop": "nothing unasked until /resume",
    "command.resume": "end a pause or a stop",
    "command.help": "this list",
    "command.privacy": "what I keep, and for how long",
    "command.export": "everything I keep about you, as a file",
    "command.delete_me": "delete everything about you",
    "command.id": "your Telegram number",
    "command.start": "how today stands",
}

_SHARED: dict[str, Sentence] = {
    "share.first": "Problem of the day, {day}: solved at the first try.",
    "share.second": "Problem of the day, {day}: solved on the second look.",
    "share.hint": "Problem of the day, {day}: solved with a hint.",
    "share.again": "Problem of the day, {day}: solved.",
    "share.unsolved": "Problem of the day, {day}: harder than it looks.",
}

COMMANDS = tuple(key.removeprefix("command.") for key in _COMMANDS)

_ADMIN: dict[str, Sentence] = {
    "admin.only": "Only this bot's admins can load decks.",
    "admin.deck": Plural(
        "<b>{title}</b> (<code>{name}</code>): {n:,} card, version {version}.",
        "<b>{title}</b> (<code>{name}</code>): {n:,} cards, version {version}.",
    ),
    "admin.deck.private": Plural(
        "<b>{title}</b> (<code>{name}</code>): {n:,} card, version {version}, not public.",
        "<b>{title}</b> (<code>{name}</code>): {n:,} cards, version {version}, not public.",
    ),
    "admin.decks.more": Plural(
        "There is {n:,} deck more: <code>minibatch decks list</code> tells of all.",
        "There are {n:,} decks more: <code>minibatch decks list</code> tells of all.",
    ),
    "admin.offered": (
        "A newer edition of {title} came with this release. It waits, because you have changed the "
        "deck."
    ),
    "admin.how": (
        "Send me a deck as a .yaml file, and I tell you what it would change before anything "
        "does.\n\n"
        "<code>/deck template</code>: a small deck to begin with\n"
        "<code>/deck get NAME</code>: a deck's file\n"
        "<code>/deck history NAME</code>: what was loaded when"
    ),
    "admin.no_deck": "There is no deck “{name}”. /deck lists those there are.",
    "admin.template": "A deck of three cards. Change it and send it back to me.",
    "admin.file": "{title}. Change it and send it back to me.",
    "admin.history": "<b>{name}</b>",
    "admin.history.get": "<code>/deck get {name} 1</code> sends the file of version 1.",
    "admin.past.shipped": Plural(
        "Version {version}, {at}: {n:,} card, came with the program.",
        "Version {version}, {at}: {n:,} cards, came with the program.",
    ),
    "admin.past.sent": Plural(
        "Version {version}, {at}: {n:,} card, sent by {number}.",
        "Version {version}, {at}: {n:,} cards, sent by {number}.",
    ),
    "admin.past.somebody": Plural(
        "Version {version}, {at}: {n:,} card, sent by somebody who has left.",
        "Version {version}, {at}: {n:,} cards, sent by somebody who has left.",
    ),
    "admin.past.shell": Plural(
        "Version {version}, {at}: {n:,} card, loaded from the shell.",
        "Version {version}, {at}: {n:,} cards, loaded from the shell.",
    ),
    "admin.no_yaml": "A deck is a .yaml file. /deck template sends one to begin with.",
    "admin.forwarded": "This file was forwarded. Save it, look at it, and send it yourself.",
    "admin.preview": "<b>{title}</b> (<code>{name}</code>)",
    "admin.refused": "<code>{name}</code>",
    "admin.counts": Plural(
        "{new} new, {changed} changed, {unchanged} unchanged, {gone} gone, {n:,} error",
        "{new} new, {changed} changed, {unchanged} unchanged, {gone} gone, {n:,} errors",
    ),
    "admin.errors": Plural("{n:,} error", "{n:,} errors"),
    "admin.error": "• {text}",
    "admin.more": "The file below holds all of them.",
    "admin.mend": "Nothing was changed. Mend the file and send it again.",
    "admin.all": "Every error, with its line.",
    "admin.changed": "Changed: {keys}",
    "admin.gone": "Gone: {keys}",
    "admin.same": "This is the deck as learners see it already.",
    "admin.new": "A new deck. Learners see nothing of it until you publish it.",
    "admin.kept": (
        "Everybody's progress on unchanged and changed cards stays. Cards that are gone are no "
        "longer asked."
    ),
    "admin.waits": "Nothing changes until you press Apply, within half an hour.",
    "admin.applied": "Done: {title}, version {version}, is what learners see from now on.",
    "admin.applied.private": (
        "Done: {title}, version {version}. Learners see nothing of it until you publish it."
    ),
    "admin.published": "{title} is public now: /decks shows it to everybody.",
    "admin.cancelled": "Cancelled. Nothing was changed.",
    "admin.gone.moved": (
        "The deck has moved on since this file was compared with it. Nothing was changed: send the "
        "file again."
    ),
    "admin.gone.over": "This offer has ended. Nothing was changed: send the file again.",
    "admin.gone.unknown": "I no longer have this file. Nothing was changed: send it again.",
    "button.try": Plural("Try {n} card", "Try {n} cards"),
    "button.apply": "Apply",
    "button.cancel": "Cancel",
    "button.publish": "Publish",
    "button.publish.deck": "Publish {title}",
    "button.newer": "Compare {title}",
}

_ADMIN_COMMANDS: dict[str, Sentence] = {
    "command.deck": "load, publish and fetch decks",
}

ADMIN_COMMANDS = tuple(key.removeprefix("command.") for key in _ADMIN_COMMANDS)

_ABOUT: dict[str, Sentence] = {
    "about.profile": "Learn how machine-learning models are trained, a few cards a day.",
    "about.first": (
        "Epochs, steps, batch sizes and what hangs on them, in small daily batches of cards. I "
        "ask, you type or tap, and each card comes back shortly before you would forget it."
    ),
}

CATALOGUE: Mapping[str, Sentence] = {
    **_CARDS,
    **_VERDICTS,
    **_JUDGED,
    **_TALK,
    **_ROUNDS,
    **_DAY,
    **_REFUSALS,
    **_BUTTONS,
    **_PAGES,
    **_COMMANDS,
    **_SHARED,
    **_ADMIN,
    **_ADMIN_COMMANDS,
    **_ABOUT,
}


def say(key: str, **values: str | int) -> str:
    """Return the sentence as HTML, the values escaped.

    KeyError for an unknown key or a value that is missing, TypeError for one too many.
    """
    if key.startswith(PLAIN):
        raise KeyError(f"{key} is plain text; use plain()")
    return _filled(key, {name: _escaped(value) for name, value in values.items()})


def plain(key: str, **values: str | int) -> str:
    """Return the text of a button, a toast or a command's description; errors as in :func:`say`."""
    if not key.startswith(PLAIN):
        raise KeyError(f"{key} is HTML; use say()")
    return _filled(key, values)


@cache
def places(key: str) -> frozenset[str]:
    """Return the names of the values that a sentence takes."""
    sentence = CATALOGUE[key]
    forms = (sentence,) if isinstance(sentence, str) else sentence
    found = {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}
    return frozenset(found if isinstance(sentence, str) else found | {"n"})


def _filled(key: str, values: Mapping[str, str | int]) -> str:
    if surplus := values.keys() - places(key):
        raise TypeError(f"{key} does not take {', '.join(sorted(surplus))}")
    sentence = CATALOGUE[key]
    if isinstance(sentence, Plural):
        sentence = sentence.one if values["n"] == 1 else sentence.other
    return sentence.format_map(values)


def _escaped(value: str | int) -> str | int:
    return html.escape(value, quote=False) if isinstance(value, str) else value
