"""Settings: what is read, what is refused in one line, and what is never shown."""

from pathlib import Path

import pytest

from bot.settings import Address, Settings, SettingsError, database_url

TOKEN = "123456:" + "ABC-def_ghi-jkl_mno-pqr_stu-vwx_yz0"
SECRET = "a" * 32
LEAST = {"MINIBATCH_TOKEN": TOKEN}
WEBHOOK = LEAST | {
    "MINIBATCH_MODE": "webhook",
    "MINIBATCH_WEBHOOK_URL": "https://bot.example.org/updates",
    "MINIBATCH_WEBHOOK_SECRET": SECRET,
}
SANDBOX = LEAST | {
    "MINIBATCH_API_URL": "http://127.0.0.1:8081",
    "MINIBATCH_CLOCK_URL": "http://localhost:8081/clock",
}


def test_a_token_is_all_that_has_to_be_set():
    settings = Settings.from_environment(LEAST)
    assert settings.token == TOKEN
    assert settings.api_url == "https://api.telegram.org"
    assert settings.mode == "polling"
    assert settings.admins == frozenset()
    assert settings.listen == Address("127.0.0.1", 8080)
    assert settings.clock_url == ""


def test_the_default_database_is_a_file_in_the_data_folder(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert database_url({}) == f"sqlite:///{tmp_path}/minibatch/minibatch.sqlite3"


def test_everything_can_be_set():
    settings = Settings.from_environment(
        WEBHOOK
        | {
            "MINIBATCH_API_URL": "http://bot-api:8081/",
            "MINIBATCH_DATABASE_URL": "postgresql://bot:hush@db/minibatch",
            "MINIBATCH_ADMINS": " 12, 34 ,",
            "MINIBATCH_LISTEN": "[::]:9000",
        }
    )
    assert settings.api_url == "http://bot-api:8081"
    assert settings.database_url == "postgresql://bot:hush@db/minibatch"
    assert settings.admins == {12, 34}
    assert settings.mode == "webhook"
    assert settings.webhook_path == "/updates"
    assert settings.webhook_secret == SECRET
    assert settings.listen == Address("::", 9000)


def test_a_sandbox_may_move_the_clock():
    assert Settings.from_environment(SANDBOX).clock_url == "http://localhost:8081/clock"


def test_no_secret_is_shown():
    settings = Settings.from_environment(
        WEBHOOK | {"MINIBATCH_DATABASE_URL": "postgresql://bot:hush@db/minibatch"}
    )
    shown = f"{settings!r} {settings}"
    assert not any(secret in shown for secret in (TOKEN, SECRET, "hush"))


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({}, "MINIBATCH_TOKEN"),
        ({"MINIBATCH_TOKEN": " "}, "MINIBATCH_TOKEN"),
        ({"MINIBATCH_TOKEN": "hush"}, "MINIBATCH_TOKEN"),
        ({"MINIBATCH_TOKEN": f"{TOKEN}\nhush"}, "MINIBATCH_TOKEN"),
        (LEAST | {"MINIBATCH_API_URL": "api.telegram.org"}, "MINIBATCH_API_URL"),
        (LEAST | {"MINIBATCH_API_URL": "ftp://api.telegram.org"}, "MINIBATCH_API_URL"),
        (LEAST | {"MINIBATCH_API_URL": "http://host:port"}, "MINIBATCH_API_URL"),
        (LEAST | {"MINIBATCH_API_URL": "http://[::1"}, "MINIBATCH_API_URL"),
        (LEAST | {"MINIBATCH_DATABASE_URL": "mysql://a:hush@b/c"}, "MINIBATCH_DATABASE_URL"),
        (LEAST | {"MINIBATCH_DATABASE_URL": "minibatch.db"}, "MINIBATCH_DATABASE_URL"),
        (LEAST | {"MINIBATCH_ADMINS": "@somebody"}, "MINIBATCH_ADMINS"),
        (LEAST | {"MINIBATCH_ADMINS": "12 34"}, "MINIBATCH_ADMINS"),
        (LEAST | {"MINIBATCH_ADMINS": "-12"}, "MINIBATCH_ADMINS"),
        (LEAST | {"MINIBATCH_ADMINS": "9" * 30}, "MINIBATCH_ADMINS"),
        (LEAST | {"MINIBATCH_MODE": "push"}, "MINIBATCH_MODE"),
        (WEBHOOK | {"MINIBATCH_WEBHOOK_URL": ""}, "MINIBATCH_WEBHOOK_URL"),
        # Telegram itself reaches https only; a server of one's own may do otherwise.
        (WEBHOOK | {"MINIBATCH_WEBHOOK_URL": "http://bot.example.org/x"}, "MINIBATCH_WEBHOOK_URL"),
        (WEBHOOK | {"MINIBATCH_WEBHOOK_URL": "https://b.org/health"}, "MINIBATCH_WEBHOOK_URL"),
        (WEBHOOK | {"MINIBATCH_WEBHOOK_SECRET": ""}, "MINIBATCH_WEBHOOK_SECRET"),
        (WEBHOOK | {"MINIBATCH_WEBHOOK_SECRET": "a" * 31}, "MINIBATCH_WEBHOOK_SECRET"),
        (WEBHOOK | {"MINIBATCH_WEBHOOK_SECRET": "hush" * 8 + "!"}, "MINIBATCH_WEBHOOK_SECRET"),
        (LEAST | {"MINIBATCH_LISTEN": "8080"}, "MINIBATCH_LISTEN"),
        (LEAST | {"MINIBATCH_LISTEN": "127.0.0.1:99999"}, "MINIBATCH_LISTEN"),
        (LEAST | {"MINIBATCH_LISTEN": ":8080"}, "MINIBATCH_LISTEN"),
        (LEAST | {"MINIBATCH_LISTEN": "host:80/path"}, "MINIBATCH_LISTEN"),
        # The clock is moved on one machine only, and never under the real Telegram.
        (LEAST | {"MINIBATCH_CLOCK_URL": "http://127.0.0.1:8081"}, "MINIBATCH_CLOCK_URL"),
        (SANDBOX | {"MINIBATCH_CLOCK_URL": "http://example.org"}, "MINIBATCH_CLOCK_URL"),
        (SANDBOX | {"MINIBATCH_API_URL": "http://example.org"}, "MINIBATCH_CLOCK_URL"),
        (SANDBOX | {"MINIBATCH_CLOCK_URL": "127.0.0.1"}, "MINIBATCH_CLOCK_URL"),
    ],
)
def test_a_missing_or_wrong_setting_is_one_line_that_names_it(environment: dict, name: str):
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(environment)
    line = str(refused.value)
    assert name in line
    assert "\n" not in line
    assert "hush" not in line
