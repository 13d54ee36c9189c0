"""Database addresses as Django wants them."""

import pytest

from comptoir.config.env import load_env
from comptoir.config.postgres import connection_settings, database_url
from comptoir.config.postgres.addresses import with_database


@pytest.fixture
def told(tmp_path):
    def load(**variables):
        return load_env({"COMPTOIR_DATA_DIR": str(tmp_path), **variables})

    return load


def test_a_named_server_is_taken_apart(told):
    env = told(DATABASE_URL="postgresql://me:p%40ss@db.example:6432/desk?sslmode=require")

    settings = connection_settings(env)

    assert settings["NAME"] == "desk"
    assert (settings["USER"], settings["PASSWORD"]) == ("me", "p@ss")
    assert (settings["HOST"], settings["PORT"]) == ("db.example", "6432")
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert settings["CONN_MAX_AGE"] == 0
    assert settings["CONN_HEALTH_CHECKS"] is True


def test_without_a_named_server_our_own_socket_is_meant(told, tmp_path):
    env = told()

    settings = connection_settings(env)

    assert database_url(env).startswith("postgresql://comptoir@/comptoir?host=")
    assert settings["HOST"] == str(tmp_path / "postgres/sockets")
    assert (settings["NAME"], settings["USER"], settings["PORT"]) == ("comptoir", "comptoir", "")


def test_another_database_of_the_same_server():
    assert with_database("postgresql://me@host/desk?sslmode=require", "a b") == (
        "postgresql://me@host/a%20b?sslmode=require"
    )
