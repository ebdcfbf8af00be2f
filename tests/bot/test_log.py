"""No line of the log holds a bot token."""

import io
import logging

import pytest

from bot import log

TOKEN = "123456:" + "ABC-def_ghi-jkl_mno-pqr_stu-vwx_yz0"
SHORT = "77:short"


@pytest.fixture
def written():
    """Log everything for the length of a test, and put the loggers back as they were."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    stream = io.StringIO()
    root.handlers = []
    log.set_up(SHORT, level=logging.DEBUG, stream=stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers = before[1]
    root.setLevel(before[0])


def stumble(token: str) -> None:
    address = f"https://api.telegram.org/bot{token}/getMe"
    raise LookupError(address)


@pytest.mark.parametrize("token", [TOKEN, SHORT])
def test_a_token_is_redacted_wherever_it_stands(written: io.StringIO, token: str):
    logger = logging.getLogger("somebody.elses")
    logger.warning(f"in the text /bot{token}/getMe")
    logger.debug("in an argument %s and in %r", token, {"token": token})
    logger.info("in the stack", stack_info=True)
    try:
        stumble(token)
    except LookupError:
        logger.exception("in a traceback")
    text = written.getvalue()
    assert "in a traceback" in text
    assert log.HIDDEN in text
    assert token not in text


def test_what_only_resembles_a_token_stays(written: io.StringIO):
    logging.getLogger("x").info("at 2026-03-01 12:30:45 lane 1234567: done")
    assert "lane 1234567: done" in written.getvalue()


def test_libraries_that_show_addresses_are_silent(written: io.StringIO):
    logging.getLogger("httpx").info("HTTP Request")
    logging.getLogger("httpcore.connection").debug("connect")
    assert written.getvalue() == ""
