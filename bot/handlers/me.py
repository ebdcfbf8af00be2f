"""About the learner: settings, silence, what is kept and what is known."""

import json

from bot import buttons, screens
from bot.context import Context
from srs import editions, inbox, profile, pushtimes, reminders, stats, zones

_INDENT = 2


async def settings(context: Context) -> None:
    """/settings: minutes a day, zone, two or four buttons."""
    await context.do(profile.settings)


async def minutes(context: Context, button: buttons.Minutes) -> None:
    """[5 / 10 / 20 minutes a day]."""
    await context.do(profile.set_minutes, minutes=button.n)


async def rating_buttons(context: Context, button: buttons.Buttons) -> None:
    """[Two buttons], [Four buttons]."""
    await context.do(profile.set_buttons, buttons=button.n)


async def zone_menu(context: Context, _button: buttons.ZoneMenu) -> None:
    """[Set my clock]: what does it say now?"""
    await context.do(profile.ask_clock)


async def zone_hour(context: Context, button: buttons.ZoneHour) -> None:
    """An hour: the cities whose clocks show it."""
    cities = zones.zones_showing(context.now(), button.hour, button.minute)
    await context.show(screens.zone_cities(cities))


async def zone(context: Context, button: buttons.Zone) -> None:
    """A city."""
    await context.do(profile.set_zone, zone=button.name)


async def zone_typed(context: Context) -> None:
    """A typed city, or the name of a zone."""
    name = zones.find(context.typed)
    if name is None:
        await context.show(screens.zone_unknown(context.typed))
    else:
        await context.do(profile.set_zone, zone=name)


async def no_zone(context: Context, _button: buttons.NoZone) -> None:
    """[Leave it as it is]."""
    await context.do(profile.keep_zone, done=screens.zone_kept())


async def remind_menu(context: Context, _button: buttons.RemindMenu) -> None:
    """[Set a reminder], [Change my reminder]: at what time?"""
    await context.do(reminders.menu)


async def remind_at(context: Context, button: buttons.RemindAt) -> None:
    """[08:00], [12:30], [19:00]."""
    await context.do(reminders.set_time, at_minute=60 * button.hour + button.minute)


async def other_time(context: Context, _button: buttons.OtherTime) -> None:
    """[Another time]: it is to be typed."""
    await context.do(reminders.other_time)


async def time_typed(context: Context) -> None:
    """A typed time of day."""
    at = pushtimes.read_time(context.typed)
    if at is None:
        await context.show(screens.time_unknown(context.typed))
        return
    at_minute = 60 * at.hour + at.minute
    if pushtimes.is_quiet_time(at):
        await context.show(screens.time_quiet(at_minute))
    else:
        await context.do(reminders.set_time, at_minute=at_minute)


async def no_reminders(context: Context, _button: buttons.NoReminders) -> None:
    """[No reminders]."""
    await context.do(reminders.none)


async def snooze(context: Context, button: buttons.Snooze) -> None:
    """[Snooze 1 h] below a push."""
    await context.do(reminders.snooze, asked_id=button.asked_id)


async def not_today(context: Context, button: buttons.NotToday) -> None:
    """[Not today] below a push."""
    await context.do(reminders.not_today, asked_id=button.asked_id)


async def stop(context: Context) -> None:
    """/stop: nothing unasked until /resume."""
    await context.do(profile.stop)


async def pause(context: Context) -> None:
    """/pause: nothing unasked for a week, or for so many days."""
    days = _days(context.args or [])
    if days is None:
        await context.show(screens.pause_help())
    else:
        await context.do(profile.pause, days=days)


async def resume(context: Context) -> None:
    """/resume: the end of /stop and /pause."""
    await context.do(profile.resume, done=screens.resumed())


async def statistics(context: Context) -> None:
    """/stats: what is known now and what comes tomorrow."""
    await context.show(screens.stats(await context.read(stats.overview, context.now())))


async def export(context: Context) -> None:
    """/export: everything stored about the learner, as a file."""
    kept = await context.read(profile.export)
    data = json.dumps(kept, ensure_ascii=False, indent=_INDENT).encode()
    await context.send_file("minibatch-export.json", data, screens.exported())


async def erase_ask(context: Context) -> None:
    """/delete_me: asks once."""
    await context.show(screens.erase_ask())


async def erase(context: Context, _button: buttons.EraseYes) -> None:
    """[Delete everything]: every row, and what this very update said once it is done."""
    await context.submit(profile.erase)  # of a stranger there is nothing but the inbox
    await context.show(screens.erased())
    context.settle(inbox.forget, bot_id=context.bot.id, lane=context.user.id)
    context.settle(editions.forget, made_by=context.user.id)


async def keep(context: Context, _button: buttons.EraseNo) -> None:
    """[Keep]."""
    await context.show(screens.erase_kept())


async def privacy(context: Context) -> None:
    """/privacy: what is kept, and for how long."""
    await context.show(screens.privacy())


async def number(context: Context) -> None:
    """/id: the learner's Telegram number."""
    await context.show(screens.number(context.user.id))


async def help_me(context: Context) -> None:
    """/help: every command."""
    await context.show(screens.help_page(admin=context.is_admin))


def _days(words: list[str]) -> int | None:
    """Return the days meant: a week if nothing is said, None for what is no number of days."""
    if not words:
        return 7
    days = int(words[0]) if words[0].isascii() and words[0].isdecimal() else 0
    return days if len(words) == 1 and 1 <= days <= profile.MOST_PAUSED else None
