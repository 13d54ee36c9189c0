"""Bringing the database to this version."""

import threading
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from comptoir.config import migrating
from comptoir.config.migrating import DatabaseBusy


@pytest.fixture
def blocker(transactional_db):
    """Another connection that holds the table `busy`; `release` lets go of it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE busy (id int)")
    told = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    other = psycopg.connect(**{name: told[name] for name in names if told.get(name)})
    other.execute("LOCK TABLE busy")
    yield other
    other.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE busy")


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT", "50ms")
    monkeypatch.setattr(migrating.time, "sleep", lambda _seconds: None)


def change():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE busy ADD COLUMN word text")


def test_the_test_database_is_of_this_version(db):
    assert migrating.is_new() is False
    assert migrating.pending() == []


def test_no_change_of_a_model_lacks_its_migration(db):
    told = StringIO()

    call_command("makemigrations", dry_run=True, stdout=told)

    assert told.getvalue() == "No changes detected\n"


def test_a_busy_table_is_tried_again_until_it_is_free(blocker, hasty, monkeypatch):
    attempts = []

    def change_noting():
        attempts.append(1)
        if len(attempts) == 3:
            blocker.rollback()
        change()

    migrating._patiently(change_noting)

    assert len(attempts) == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM busy")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_a_table_that_stays_busy_is_given_up_in_words(blocker, hasty, monkeypatch):
    monkeypatch.setattr(migrating, "ATTEMPTS", 2)

    with pytest.raises(DatabaseBusy, match="run `comptoir migrate` again"):
        migrating._patiently(change)

    # The connection goes back to its pool: whoever takes it next waits as long as he likes.
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_any_other_trouble_is_not_tried_again(transactional_db):
    attempts = []

    def broken():
        attempts.append(1)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE there_is_no_such_table ADD COLUMN word text")

    with pytest.raises(DatabaseError, match="does not exist"):
        migrating._patiently(broken)

    assert len(attempts) == 1


def test_two_machines_migrate_one_after_the_other(transactional_db):
    order = []
    inside = threading.Event()

    def second():
        inside.wait(30)
        with migrating._alone():
            order.append("second")
        connections.close_all()

    other = threading.Thread(target=second)
    other.start()
    with migrating._alone():
        inside.set()
        other.join(0.3)
        order.append("first")
    other.join(30)

    assert order == ["first", "second"]
