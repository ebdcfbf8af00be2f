"""One call of the Bot API: checked, met by the faults on order, done, and written down."""

import asyncio
from typing import Any

from bot.sandbox import rules
from bot.sandbox.chats import Json
from bot.sandbox.errors import Cut, Refusal, bad_request, conflict
from bot.sandbox.faults import Fault, Held, Lost
from bot.sandbox.methods import METHODS
from bot.sandbox.updates import Update
from bot.sandbox.world import Account, Call

LONGEST_POLL = 50
MOST_UPDATES = 100


async def call(account: Account, method: str, given: Json) -> Any:
    """Return the result of a call.

    ``given`` holds the parameters as they came: strings, JSON values and Uploads. Raises Refusal
    for every answer that is not ok, and Cut where the connection shall end without one.
    """
    parameters = given
    try:
        parameters = rules.check(method, given)
        result = await _perform(account, method, parameters)
    except (Refusal, Cut, asyncio.CancelledError) as error:
        _record(account, method, parameters, error=error)
        raise
    _record(account, method, parameters, result=result)
    return result


async def _perform(account: Account, method: str, parameters: Json) -> Any:
    fault = account.world.faults.next(method, _chat(account, parameters))
    await _meet(fault, after=False)
    try:
        result = await _do(account, method, parameters)
    except Refusal:
        await _meet(fault, after=True)
        raise
    await _meet(fault, after=True)
    return result


async def _do(account: Account, method: str, parameters: Json) -> Any:
    if method == "getUpdates":
        return await _get_updates(account, parameters)
    if method in METHODS:
        return METHODS[method](account, parameters)
    raise bad_request(f"the sandbox does not have {method}")


def _chat(account: Account, parameters: Json) -> Any:
    """Return the chat that a call is about: the one it names, or that of the query it answers."""
    query = account.queries.get(parameters.get("callback_query_id", ""))
    return query.chat.id if query else parameters.get("chat_id")


async def _meet(fault: Fault | None, *, after: bool) -> None:
    """Let a call meet its fault, before it is done or after."""
    match fault:
        case Refusal() if not after:
            raise fault
        case Lost() if fault.after == after:
            raise Cut
        case Held() if fault.after == after:
            await fault.wait()


def _record(account: Account, method: str, parameters: Json, **outcome: Any) -> None:
    at = account.world.clock.now()
    account.world.record(Call(account.token, method, parameters, at, **outcome))


async def _get_updates(account: Account, given: Json) -> list[Json]:
    """Wait for updates; a newer poll or a webhook ends this one."""
    if account.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    updates = account.updates
    updates.allow(given.get("allowed_updates"))
    updates.confirm(given.get("offset", 0))
    limit = min(max(given.get("limit", MOST_UPDATES), 1), MOST_UPDATES)
    with account.poll() as poll:

        def look() -> list[Update] | None:
            if account.webhook:
                raise conflict("terminated by setWebhook request")
            if poll != account.polls:
                raise conflict(
                    "terminated by other getUpdates request; "
                    "make sure that only one bot instance is running"
                )
            return updates.repeats() + updates.waiting(limit) or None

        try:
            async with asyncio.timeout(min(max(given.get("timeout", 0), 0), LONGEST_POLL)):
                found = await updates.bell.until(look)
        except TimeoutError:
            return []
    return [update.body for update in found]
