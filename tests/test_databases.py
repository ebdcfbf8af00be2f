"""The tests' own PostgreSQL: where it comes from, and what is said where there is none."""

import pytest

from tests import databases


def test_where_no_server_can_start_one_line_names_the_variable(monkeypatch: pytest.MonkeyPatch):
    def missing(place: object) -> None:
        raise RuntimeError("initdb:\nno such\n file")

    monkeypatch.delenv(databases.VARIABLE, raising=False)
    monkeypatch.setattr(databases, "_start", missing)
    with pytest.raises(databases.NoServer) as refused, databases.postgresql_server():
        pass
    assert databases.VARIABLE in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_server_that_is_named_is_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(databases.VARIABLE, "postgresql://somebody@example.org/postgres")
    with databases.postgresql_server() as server:
        assert server.url.host == "example.org"
