"""Everything that is shown beside cards: the round, today, settings, decks, help."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from bot.buttons import (
    Buttons,
    Enough,
    EraseNo,
    EraseYes,
    Join,
    Leave,
    Minutes,
    NoZone,
    OfDay,
    Problem,
    RemindMenu,
    Start,
    Study,
    Topic,
    Topics,
    Undo,
    WhatIf,
    Zone,
    ZoneHour,
    ZoneMenu,
)
from bot.calc import Asked, Change, pack_run, worth_trying
from bot.screens.day import clock
from bot.screens.shape import MAX_LABEL, Key, Keyboard, Screen, Toast, column, cut, rows, screen
from bot.texts import ADMIN_COMMANDS, COMMANDS, plain, say
from cards.calculator import TrainingRun, compare, worked_lines
from cards.problems.topics import Topic as ProblemTopic
from cards.problems.topics import topics as every_topic
from srs.catalogue import DeckLine
from srs.outcomes import Finished, Home, Paused, RoundOver, SettingsNow
from srs.queue import COUNTED, MINUTES, ROUND
from srs.stats import Overview

_WORDS = ["None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
_HOURS_IN_A_ROW = 3
_TYPED = 60  # as much of a learner's words as a sentence can hold
_LINES = 3000  # whatever numbers are typed, their worked lines fit into a message

_STUDY = Key(plain("button.study"), Study())
_PROBLEM = Key(plain("button.problem"), Problem())


def welcome() -> Screen:
    """What this is, for somebody new."""
    return screen(say("welcome"), keyboard=rows(Key(plain("button.start"), Start())))


def home(outcome: Home) -> Screen:
    """How today stands; the welcome for somebody new."""
    if not outcome.joined:
        return welcome()
    studied = outcome.studied_today
    waiting = " ".join(
        _count(key, n) for key, n in (("home.due", outcome.due), ("home.new", outcome.new)) if n
    )
    return screen(
        say("home.studied", n=studied) if studied else say("home.none"),
        waiting or say("home.nothing"),
        keyboard=rows(_STUDY, _PROBLEM),
    )


def round_over(outcome: RoundOver) -> Screen:
    """Ten cards are rated: go on, or let it be enough."""
    more = (Key(plain("button.more"), Study()),) if outcome.waiting else ()
    waiting = _count("round.waiting", outcome.waiting) if outcome.waiting else ""
    return screen(
        f"{_round(outcome)} {waiting}".rstrip(),
        keyboard=rows(*more, Key(plain("button.enough"), Enough()), *undo(outcome.undo_seq)),
    )


def finished(outcome: Finished) -> Screen:
    """Nothing is left today."""
    return screen(
        _round(outcome) if outcome.rated else "",
        say("finished"),
        say("finished.tomorrow", n=outcome.tomorrow) if outcome.tomorrow else say("finished.free"),
        keyboard=rows(_PROBLEM, *undo(outcome.undo_seq)),
    )


def undo(seq: int | None) -> tuple[Key, ...]:
    """[Undo], where there is a rating to take back."""
    return () if seq is None else (Key(plain("button.undo"), Undo(seq)),)


def not_open() -> Screen:
    """Text was typed and there is nothing it could answer."""
    return screen(say("not_open"), keyboard=rows(_STUDY, _PROBLEM))


def stranger() -> Screen:
    """Somebody unknown sent what only a learner can."""
    return screen(say("stranger"))


def topics(unknown: str = "") -> Screen:
    """What a problem can be about, for no topic or for one that is none."""
    keys = (Key(cut(topic.title, MAX_LABEL), Topic(topic.key)) for topic in every_topic.values())
    any_topic = Key(plain("button.any"), Problem())
    of_day = Key(plain("button.of_day"), OfDay())
    ask = say("topics.unknown", topic=cut(unknown, _TYPED)) if unknown else say("topics")
    return screen(ask, keyboard=column(*keys, any_topic, of_day))


def topic(chosen: ProblemTopic) -> Screen:
    """The families of a topic."""
    keys = (Key(cut(family.title, MAX_LABEL), Problem(family.key)) for family in chosen.families)
    back = Key(plain("button.topics"), Topics())
    return screen(say("topic", title=chosen.title), keyboard=column(*keys, back))


def decks(lines: Sequence[DeckLine]) -> Screen:
    """The decks there are, each with what can be done about it."""
    told = (
        say("deck.joined", title=_title(line), n=line.cards, seen=line.seen)
        if line.joined
        else say("deck", title=_title(line), n=line.cards)
        for line in lines
    )
    listed = "\n".join(told) or say("decks.none")
    return screen(say("decks"), listed, keyboard=column(*map(_deck_key, lines)))


def deck_gone() -> Screen:
    """A deck that was taken away meanwhile."""
    return screen(say("deck.gone"))


def stats(overview: Overview) -> Screen:
    """What is known now and what comes tomorrow, then how it has gone."""
    retention = overview.retention_percent
    return screen(
        f"{say('stats.known', n=overview.known)} {say('stats.tomorrow', n=overview.tomorrow)}",
        _lines(
            _count("stats.today", overview.due_today) if overview.due_today else "",
            say("stats.learning", n=overview.learning),
            say("stats.introduced", n=overview.introduced),
        ),
        _lines(
            say("stats.retention", percent=retention, n=overview.reviews_30_days)
            if retention is not None
            else "",
            say("stats.days", n=overview.days_studied),
            say("stats.streak", n=overview.streak) if overview.streak else "",
        ),
        keyboard=rows(_STUDY),
    )


def settings(now: SettingsNow) -> Screen:
    """The settings, and what they can be changed to."""
    minutes = say(
        "settings.minutes", minutes=now.minutes, new=now.new_a_day, reviews=now.reviews_a_day
    )
    zone = say("settings.zone", zone=now.zone) if now.zone else say("settings.no_zone")
    set_clock = plain("button.zone.change" if now.zone else "button.zone")
    has_reminder = now.at_minute is not None
    reminder = plain("button.reminder.change" if has_reminder else "button.reminder")
    return screen(
        say("settings"),
        minutes,
        say(f"settings.buttons.{now.buttons}"),
        zone,
        _reminder(now),
        keyboard=column(
            *(_minutes_key(n, now.minutes) for n in MINUTES),
            *(_buttons_key(n, now.buttons) for n in (2, 4)),
            Key(set_clock, ZoneMenu()),
            Key(reminder, RemindMenu()),
        ),
    )


def zone_hours(times: Iterable[time]) -> Screen:
    """What does the learner's clock say?"""
    keys = [Key(f"{at:%H:%M}", ZoneHour(at.hour, at.minute)) for at in times]
    laid = (
        tuple(keys[start : start + _HOURS_IN_A_ROW])
        for start in range(0, len(keys), _HOURS_IN_A_ROW)
    )
    return screen(say("zone.hours"), keyboard=(*laid, *_no_zone()))


def zone_cities(cities: Iterable[tuple[str, str]]) -> Screen:
    """The cities, each with its zone's name, whose clocks show that time."""
    keys = (Key(cut(city, MAX_LABEL), Zone(name)) for city, name in cities)
    return screen(say("zone.cities"), keyboard=(*rows(*keys), *_no_zone()))


def zone_unknown(text: str) -> Screen:
    """A typed place that is not known."""
    return screen(say("zone.unknown", text=cut(text, _TYPED)), keyboard=_no_zone())


def zone_kept() -> Screen:
    """The zone was left as it was."""
    return screen(say("zone.kept"))


def paused(outcome: Paused) -> Screen:
    """Nothing is sent unasked for a while."""
    if outcome.until is None:
        return screen(say("stopped"))
    return screen(say("paused", day=_day(outcome.until)))


def pause_help() -> Screen:
    """How to say for how many days."""
    return screen(say("pause.help"))


def resumed() -> Screen:
    """A pause or a stop has ended."""
    return screen(say("resumed"), keyboard=rows(_STUDY))


def calc(asked: Asked) -> Screen:
    """The worked lines of what was asked, what was understood of it, and what could be changed."""
    understood = say("calc.understood", what=", ".join(asked.understood))
    rule = say("calc.rule", rule=asked.rule)
    return screen(
        understood if asked.understood else "",
        _worked(asked.lines),
        rule if asked.rule else "",
        keyboard=_what_if(asked.run) if asked.run else (),
    )


def calc_changed(before: TrainingRun, change: Change, after: TrainingRun) -> Screen:
    """What became of a run by changing one number."""
    changes = compare(before, after)
    told = "\n".join(map(str, changes)) if changes else say("calc.same")
    return screen(
        say("calc.changed", change=plain(f"button.whatif.{change}"), changes=told),
        _worked(worked_lines(after)),
        keyboard=_what_if(after),
    )


def _worked(lines: Iterable[object]) -> str:
    return say("calc", lines=cut("\n".join(map(str, lines)), _LINES))


def _what_if(run: TrainingRun) -> Keyboard:
    packed = pack_run(run) or ""
    return rows(
        *(
            Key(plain(f"button.whatif.{change}"), WhatIf(change, packed))
            for change in worth_trying(run)
        )
    )


def calc_wrong(message: str) -> Screen:
    """What was typed after /calc cannot be worked out, and why."""
    return screen(say("calc.wrong", message=cut(message, _LINES)), say("calc.help"))


def calc_help() -> Screen:
    """What can be typed after /calc."""
    return screen(say("calc.help"))


def help_page(*, admin: bool = False) -> Screen:
    """Every command; an admin's too."""
    commands = (*COMMANDS, *(ADMIN_COMMANDS if admin else ()))
    lines = (say("help.command", command=c, text=plain(f"command.{c}")) for c in commands)
    return screen(say("help.title"), "\n".join(lines), say("help.typing"))


def privacy() -> Screen:
    """What is kept, and for how long."""
    return screen(say("privacy"))


def exported() -> Screen:
    """The caption of the file that holds everything kept."""
    return screen(say("exported"))


def erase_ask() -> Screen:
    """Delete everything, really?"""
    keys = (Key(plain("button.erase"), EraseYes()), Key(plain("button.keep"), EraseNo()))
    return screen(say("erase.ask"), keyboard=column(*keys))


def erased() -> Screen:
    """Everything is deleted."""
    return screen(say("erase.done"))


def erase_kept() -> Screen:
    """Nothing was deleted."""
    return screen(say("erase.kept"))


def edit_left() -> Screen:
    """An edited answer stays rated as it was."""
    return screen(say("edit_left"))


def number(learner_id: int) -> Screen:
    """Somebody's Telegram number."""
    return screen(say("id", number=str(learner_id)))


def group(link: str) -> Screen:
    """The way from a group to the private chat."""
    return screen(say("group"), keyboard=rows(Key(plain("button.private"), url=link)))


def odd(kind: str) -> Screen:
    """A kind word about a message that is no text."""
    known = ("voice", "photo", "sticker", "command")
    return screen(say(f"odd.{kind}" if kind in known else "odd.other"))


def unknown_button() -> Toast:
    """A button that means nothing any more."""
    return Toast(plain("toast.unknown"))


def trouble() -> Screen:
    """Something failed for good on our side."""
    return screen(say("trouble"))


def _round(outcome: RoundOver | Finished) -> str:
    done = _WORDS[outcome.rated] if outcome.rated <= ROUND else f"{outcome.rated:,}"
    return say("round", done=done, right=outcome.right, minutes=outcome.minutes)


def _count(key: str, n: int) -> str:
    """A count of waiting cards stops where nobody wants to know more."""
    return say(f"{key}.many") if n >= COUNTED else say(key, n=n)


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def _title(line: DeckLine) -> str:
    return cut(line.title, MAX_LABEL)


def _deck_key(line: DeckLine) -> Key:
    button, key = (Leave, "button.leave") if line.joined else (Join, "button.join")
    return Key(cut(plain(key, title=line.title), MAX_LABEL), button(line.name))


def _reminder(now: SettingsNow) -> str:
    if now.at_minute is None:
        return say("settings.no_reminder")
    key = "settings.reminder" if now.zone else "settings.reminder.no_zone"
    return say(key, at=clock(now.at_minute))


def _minutes_key(n: int, now: int) -> Key:
    return Key(plain("button.minutes.now" if n == now else "button.minutes", n=n), Minutes(n))


def _buttons_key(n: int, now: int) -> Key:
    return Key(plain(f"button.buttons.{n}{'.now' if n == now else ''}"), Buttons(n))


def _no_zone() -> Keyboard:
    return rows(Key(plain("button.no_zone"), NoZone()))


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
