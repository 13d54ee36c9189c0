"""The PostgreSQL that comes along: one cluster in the data folder, kept by whoever started it.

`cluster` and `databases` load the driver, so whoever needs them imports them by name.
"""

from comptoir.config.postgres.addresses import connection_settings, database_url, listen_url

__all__ = ["connection_settings", "database_url", "listen_url"]
