"""`comptoir worker` in a desk where twenty handlers more follow each mail, and note that they did."""

from comptoir.config.desk import desk

HANDLERS = 20
TABLE = """
CREATE TABLE IF NOT EXISTS chain_handled (
  message_id bigint, handler int, at timestamptz DEFAULT clock_timestamp(),
  PRIMARY KEY (message_id, handler))"""


def main() -> None:
    with desk(migrated=False):
        register()
        from comptoir.config.env import env
        from comptoir.journal.worker import run

        run(concurrency=env().worker_concurrency)


def register() -> None:
    from comptoir.conversations.events import MessageReceived
    from comptoir.journal import on

    for number in range(HANDLERS):
        on(MessageReceived)(handler(number))


def handler(number: int):
    from django.db import connection

    def note(event) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO chain_handled (message_id, handler) VALUES (%s, %s)",
                [event.message_id, number],
            )

    note.__name__ = f"note_{number}"
    return note


if __name__ == "__main__":
    main()
