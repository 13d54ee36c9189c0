"""A process of its own for a database that was just filled: `python -m comptoir.config.backup`."""

import sys
from datetime import datetime

from comptoir.config.desk import close_connections, set_up_django


def main(copied_at: str) -> None:
    set_up_django()
    from comptoir.config.backup.settling import settle

    settle(copied_at=datetime.fromisoformat(copied_at))
    close_connections()


if __name__ == "__main__":
    main(sys.argv[1])
