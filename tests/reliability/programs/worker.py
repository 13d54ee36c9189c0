"""`comptoir worker`, but what takes half a minute or five takes a second or two."""

from datetime import timedelta

from comptoir.config.desk import desk


def main() -> None:
    with desk(migrated=False):
        hurry()
        from comptoir.journal.worker import run

        run(concurrency=4)


def hurry() -> None:
    from procrastinate import RetryStrategy
    from procrastinate.contrib.django import app

    from comptoir.channels.policies import retrying
    from comptoir.journal import worker

    worker.HEARTBEAT_SECONDS, worker.DEAD_AFTER_SECONDS = 0.5, 2
    retrying.FIRST_WAIT = retrying.WAIT = timedelta(seconds=1)
    for task in app.tasks.values():
        if task.retry_strategy is not None:
            task.retry_strategy = RetryStrategy(max_attempts=8, wait=1)


if __name__ == "__main__":
    main()
