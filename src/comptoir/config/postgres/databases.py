"""Databases on a server: the one of the desk, and those that benches and tests make and drop."""

from pathlib import Path

import psycopg
from psycopg import sql

from comptoir.config.postgres.addresses import DATABASE, ROLE, local_url, with_database

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "vector", "pg_stat_statements")


def ensure_database(url: str, name: str) -> str:
    """Make the database if it is missing; answers its address. The role needs CREATEDB."""
    with psycopg.connect(url, autocommit=True) as connection:
        if not _exists(connection, name):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return with_database(url, name)


def drop_database(url: str, name: str) -> None:
    """Drop it, throwing out whoever is connected."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def furnish(sockets: Path) -> str:
    """Role, extensions and database of a new cluster; harmless when repeated.

    The desk's role is no superuser, so that a slip in its SQL stays inside its database. New
    databases inherit the extensions from template1.
    """
    with psycopg.connect(local_url(sockets, role="postgres", database="template1")) as connection:
        connection.autocommit = True
        if not _exists(connection, DATABASE):
            _furnish(connection)
    return local_url(sockets)


def _furnish(connection: psycopg.Connection) -> None:
    for extension in EXTENSIONS:
        connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
        connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB IN ROLE pg_monitor")
    connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")


def _exists(connection: psycopg.Connection, name: str) -> bool:
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    return connection.execute(query, [name]).fetchone() is not None
