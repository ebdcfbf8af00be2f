"""The daily push, and the way to it: at what time, by which clock, later, not today."""

from bot.buttons import NoReminders, NotToday, OtherTime, RemindAt, Snooze
from bot.screens import card
from bot.screens.shape import Act, Key, Keyboard, Screen, Send, Strip, cut, rows, screen
from bot.texts import plain, say
from srs import outcomes
from srs.pushes import Push
from srs.queue import COUNTED

_TIMES = ((8, 0), (12, 30), (19, 0))
_SECONDS_PER_CARD = 30
_TYPED = 60  # as much of a learner's words as a sentence can hold


def push(due: Push) -> tuple[Act, ...]:
    """Bring a card unasked: how much waits on the first line, no answer, a way to put it off."""
    asked = due.asked
    keys = (
        Key(plain("button.snooze"), Snooze(asked.question_id)),
        Key(plain("button.not_today"), NotToday(asked.question_id)),
    )
    rarely = (say("push.rarely"),) if due.rarely else ()
    above = "\n".join((_amount(due.cards), *rarely))
    posed = card.posed(asked, below=rows(*keys), above=above)
    strip = () if asked.message_id is None else (Strip(asked.message_id),)
    return (*strip, Send(posed, opens=asked.question_id, rings=True))


def first_reminder() -> Screen:
    """After the first round: shall the next cards come by themselves?"""
    return screen(say("reminder.first"), keyboard=_times())


def when() -> Screen:
    """At what time shall each day's cards come?"""
    return screen(say("reminder.when"), keyboard=_times())


def time_asked() -> Screen:
    """The time is to be typed."""
    return screen(say("reminder.type"))


def time_unknown(text: str) -> Screen:
    """A typed time that cannot be read."""
    return screen(say("reminder.unknown", text=cut(text, _TYPED)))


def time_quiet(at_minute: int) -> Screen:
    """A typed time at night."""
    return screen(say("reminder.quiet", at=clock(at_minute)))


def reminder_set(outcome: outcomes.ReminderSet) -> Screen:
    """Cards come every day at that time."""
    at = clock(outcome.at_minute)
    if outcome.days == 0:
        return screen(say("reminder.set.today", at=at))
    return screen(say("reminder.set", at=at, n=outcome.days))


def no_reminder() -> Screen:
    """Cards come when the learner asks for them."""
    return screen(say("reminder.none"))


def snoozed(outcome: outcomes.Snoozed) -> str:
    """When the push comes once more."""
    at = clock(outcome.at_minute)
    return plain("toast.snoozed.late" if outcome.days else "toast.snoozed", at=at)


def not_today(outcome: outcomes.NotToday) -> str:
    """The day's pushes are over."""
    return say("not_today", at=clock(outcome.at_minute))


def clock(at_minute: int) -> str:
    """Write a minute of the day as clocks show it."""
    hour, minute = divmod(at_minute, 60)
    return f"{hour:02}:{minute:02}"


def _times() -> Keyboard:
    times = tuple(
        Key(plain("button.time", at=clock(60 * hour + minute)), RemindAt(hour, minute))
        for hour, minute in _TIMES
    )
    others = (
        Key(plain("button.other_time"), OtherTime()),
        Key(plain("button.no_reminders"), NoReminders()),
    )
    return (times, *rows(*others))


def _amount(cards: int) -> str:
    minutes = -(-cards * _SECONDS_PER_CARD // 60)
    if cards >= COUNTED:
        return say("push.many", minutes=minutes)
    return say("push", n=cards, minutes=minutes)
