from bot.buttons import EraseYes, Start
from bot.sandbox.client import Sandbox
from bot.sandbox.faults import Held
from srs.store import Store
from tests.crash.actor import Actor
from tests.crash.process import BotProcess


async def test_what_waits_behind_the_deletion_of_everything_is_answered(
    sandbox: Sandbox, bot: BotProcess, store: Store
) -> None:
    ann = Actor("Ann", sandbox, store)
    await ann.says("/start")
    await ann.settled()
    await ann.presses(Start)
    await ann.settled()
    await ann.says("/delete_me")
    await ann.settled()

    slow = Held(after=False)
    sandbox.world.faults.order("sendMessage", slow, chat=ann.id)
    await ann.says("/id")
    await slow.reached.wait()
    await ann.presses(EraseYes)
    await ann.says("/help")
    await sandbox.account.updates.bell.until(lambda: not len(sandbox.account.updates) or None)
    slow.release()
    await ann.settled()
    assert ann.home.last.text.startswith("What you can send me")
