"""What holds for every word of the bot, whatever a dialogue is about."""

import re

from bot.sandbox.chats import Event
from tests.dialogues.stage import Learner

_NEVER = re.compile(r"leech|laps|bur(y|ie)|suspend|drill|retir|quality|easiness", re.IGNORECASE)
_TROUBLE = re.compile(r" (?:WARNING|ERROR|CRITICAL) |^Traceback", re.MULTILINE)


def watch(learner: Learner) -> None:
    """Fail where the bot forgot its manners in somebody's chat."""
    said = [event for event in learner.chat.log if event.by_bot]
    words = "\n".join(filter(None, map(_words, said)))
    assert not _NEVER.search(words), learner.transcript()
    loud = [e.message for e in said if e.verb == "sent" and e.message and not e.message.silent]
    # The daily push is all that may be heard: the message that can be put off.
    assert [message.text for message in loud if "Snooze 1 h" not in message.buttons] == []


def troubles(log: str) -> list[str]:
    """Return the lines of a log that tell of something wrong."""
    return [line for line in log.splitlines() if _TROUBLE.search(line)]


def _words(event: Event) -> str:
    message = event.message
    return "\n".join((message.text, *message.buttons)) if message else event.words
