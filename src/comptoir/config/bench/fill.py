"""Filling a database by SQL: conversations of three messages, with all that hangs on them."""

import json
from importlib.resources import files

from django.db import connection, transaction
from psycopg import sql

from comptoir.config.bench.words import texts
from comptoir.kit.db import rows

AGENT = "agent@bench.example"


def fill_once(size: int, *, version: str) -> None:
    """Build the rows unless this database already holds them."""
    mark = f"bench {version} {size}"
    if _mark() == mark:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_wipe())
        _put_texts(cursor)
        script = files("comptoir.config.bench").joinpath("fill.sql").read_text("utf-8")
        cursor.execute(script.replace(":size", str(size)))
        _put_agent()
        cursor.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(mark)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def settle() -> None:
    """What an earlier bench left undone would be worked off in the middle of the next one: jobs,
    letters that wait, the journal that is not counted yet.
    """
    from comptoir.insights.services import start_from_now

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("UPDATE channels_delivery SET state = 'cancelled' WHERE sent_at IS NULL")
    start_from_now()


def _mark() -> str:
    ((comment,),) = rows("SELECT obj_description('public'::regnamespace)")
    return str(comment)


def _wipe() -> str:
    """Empty what the script fills; what packs loaded stays."""
    return """
      DELETE FROM procrastinate_jobs;
      TRUNCATE accounts_member, accounts_team, commerce_marketplace, channels_channel,
        conversations_tag, journal_entry, journal_detail, deadlines_deadline CASCADE"""


def _put_texts(cursor: object) -> None:
    """The sample texts with their search vectors, which take longest to make."""
    run = cursor.execute  # type: ignore[attr-defined]
    run("CREATE TEMP TABLE sample (id int PRIMARY KEY, text text, search tsvector) ON COMMIT DROP")
    run(
        """INSERT INTO sample
           SELECT at - 1, value, to_tsvector('english', value) || to_tsvector('simple', value)
           FROM jsonb_array_elements_text(%s::jsonb) WITH ORDINALITY AS t(value, at)""",
        [json.dumps(texts())],
    )


def _put_agent() -> None:
    from comptoir.accounts.models import Member, MemberGrant

    member = Member.objects.create_user(AGENT, "bench", name="Inès Bernard")
    MemberGrant.objects.create(member=member, role="agent")
