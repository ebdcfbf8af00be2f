"""A local Bot API, as strict as Telegram's: for the demo, the tests and the benchmarks.

    client      a running sandbox
    people      people who talk to a bot: says, presses, sees, transcript
    page        a chat page in the browser
    server      HTTP on 127.0.0.1
    api         one call: checked, met by faults, done, written down
    rules       every call against botapi-10.1.json
    methods     what each method does
    world       the state: people, bots, chats, queries, files
    chats       what stands in a chat
    updates     what waits for a bot; webhooks posts it
    html, text, keyboards, files    what Telegram asks of what is sent
    faults      what shall go wrong next
    clock       a clock that a test can move

Method and field names, types and length limits in botapi-10.1.json are facts of the Bot API 10.1,
taken from PaulSonOfLars/telegram-bot-api-spec (MIT licence), as its ``source`` says.
"""
