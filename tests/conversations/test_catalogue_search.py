"""H1: a search reads an index of words, whatever the number of messages; the time at a million is
measured by `comptoir bench search`."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.conversations.queries.searching import search
from tests.conversations.conftest import Write


def test_h1_words_are_found_by_their_index_and_not_by_reading_every_message(
    write: Write, agent: Identity
) -> None:
    write("Where is my quetzal lamp?")
    with CaptureQueriesContext(connection) as asked:
        search(agent.viewer, "quetzal")
    (statement,) = [q["sql"] for q in asked if "@@" in q["sql"] and "ts_headline" not in q["sql"]][
        :1
    ]

    with connection.cursor() as cursor:
        # Of a handful of rows any way would do: these are the ones that a million would forbid.
        for way in ("seqscan", "indexscan", "nestloop"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "message_search" in plan
    assert "Seq Scan on conversations_message" not in plan
