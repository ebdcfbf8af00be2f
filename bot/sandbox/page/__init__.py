"""A chat page in the browser, served by the sandbox: plain HTML, CSS and JavaScript in ``static``.

site        the addresses: the page's own files, files of a chat, the live connection
live        one open page: what it is told, what it asks for
deeds       what a page can ask for
traffic     updates and calls as the developers' panel shows them
"""
