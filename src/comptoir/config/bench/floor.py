"""The floor of ingest: the same rows by plain psycopg, one transaction a mail, nothing decided."""

import hashlib
from uuid import uuid4

import psycopg

from comptoir.config.bench.facts import Facts
from comptoir.config.env import env
from comptoir.config.postgres import database_url

_ENVELOPE = """
INSERT INTO channels_envelope (channel_id, external_id, digest, size, raw_key, state, reason,
  attempts, sender, received_at)
VALUES (1, '', %s, %s, '', 'stored', '', 0, '', now()) RETURNING id"""
_BUYER = """
WITH b AS (
  INSERT INTO commerce_buyer (public_id, name, sort_name, language, country, time_zone, note)
  VALUES (%s, %s, %s, '', '', '', '') RETURNING id)
INSERT INTO commerce_buyeridentity (kind, value, display, buyer_id, home_id)
SELECT 'email', %s, %s, id, id FROM b RETURNING id"""
_CONVERSATION = """
INSERT INTO conversations_conversation (public_id, channel_id, subject, identity_id, parties,
  team_id, status_id, category, reason, reason_source, priority, language, is_spam, spam_reason,
  opened_at, last_message_at, waiting_since, next_due_at, next_due_started_at, next_due_kind,
  next_due_source, operator_excerpt,
  operator_last_id, operator_count, buyer_excerpt, buyer_last_id, buyer_count,
  seller_excerpt, seller_last_id, seller_count)
VALUES (%s, 1, %s, %s, 5, 1, 'open', 'open', '', '', 0, 'en', false, '', now(), now(), now(),
  now() + interval '4 hours', now(), 'first_reply', 'policy', %s, 0, 1, %s, 0, 1, '', 0, 0)
RETURNING id"""
_MESSAGE = """
INSERT INTO conversations_message (public_id, conversation_id, audience, author_kind, author_name,
  address, subject, text, quoted, html, language, search_config, search, external_id,
  external_digest, envelope_id, facts, files, received_at, released_at)
VALUES (%s, %s, 5, 'buyer', '', %s, %s, %s, '', %s, 'en', 'english',
  to_tsvector('english', %s) || to_tsvector('simple', %s), %s, %s, %s, '{}', 0, now(), now())
RETURNING id"""
_DEADLINE = """
INSERT INTO deadlines_deadline (subject_kind, subject_id, kind, source, basis, state, started_at,
  due_at, target_minutes, why)
VALUES ('conversation', %s, 'first_reply', 'policy', 'calendar', 'running', now(),
  now() + interval '4 hours', 240, '')
ON CONFLICT DO NOTHING"""
_ENTRY = """
INSERT INTO journal_entry (at, event, subject_kind, subject_id, data, actor_kind, actor_id)
VALUES (now(), 'conversations.MessageReceived', 'conversation', %s, '{}', 'channel', 1)
RETURNING id"""
_JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)
VALUES ('floor', 'floor.nothing', %s, jsonb_build_object('entry_id', %s::bigint))"""
_TOUCH = """
UPDATE conversations_conversation SET last_message_at = now(), operator_last_id = %s,
  operator_count = operator_count + 1, operator_excerpt = %s WHERE id = %s"""
# No worker knows the floor's task.
_FORGET = "DELETE FROM procrastinate_jobs WHERE queue_name = 'floor'"


def connect() -> psycopg.Connection:
    return psycopg.connect(database_url(env()))


def forget_jobs(connection: psycopg.Connection) -> None:
    with connection.transaction():
        connection.execute(_FORGET)


def store(connection: psycopg.Connection, facts: Facts, conversations: dict[str, int]) -> None:
    """Envelope, buyer, conversation, message with search vector, deadline, entry, job."""
    run = connection.execute
    with connection.transaction():
        envelope = _one(run(_ENVELOPE, [facts.digest, facts.size]))
        number = conversations.get(facts.in_reply_to)
        gist = facts.text[:139]
        if number is None:
            key = [uuid4(), "Buyer", "buyer", facts.sender, facts.sender]
            identity = _one(run(_BUYER, key))
            number = _one(run(_CONVERSATION, [uuid4(), facts.subject, identity, gist, gist]))
            conversations[facts.message_id] = number
        message = _one(run(_MESSAGE, _message(facts, number, envelope)))
        run(_DEADLINE, [number])
        run(_TOUCH, [message, gist, number])
        entry = _one(run(_ENTRY, [number]))
        run(_JOB, [f"conversation:{number}", entry])


def _message(facts: Facts, number: int, envelope: int) -> list[object]:
    digest = hashlib.sha256(facts.message_id.encode()).digest()
    words = f"{facts.subject}\n{facts.text}"
    address = [uuid4(), number, facts.sender, facts.subject, facts.text, facts.html]
    return [*address, words, words, facts.message_id, digest, envelope]


def _one(cursor: psycopg.Cursor) -> int:
    row = cursor.fetchone()
    assert row is not None  # noqa: S101 - every statement above returns its id
    return int(row[0])
