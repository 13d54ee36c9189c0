"""PostgreSQL's settings for a machine of this size. A commit stays a promise: no fsync tricks."""

import os
from pathlib import Path

MIB = 1024 * 1024
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108


def configuration(sockets: Path, *, durable: bool = True) -> str:
    """The text of comptoir.conf; `durable=False` is for tests only."""
    settings = _fixed(sockets) | _sized(_memory()) | ({} if durable else _reckless())
    lines = [f"{name} = {_quoted(value)}" for name, value in settings.items()]
    head = "# Written anew by Comptoir at each start: your own settings belong in local.conf."
    return "\n".join([head, *lines, "include_if_exists = 'local.conf'", ""])


def _fixed(sockets: Path) -> dict[str, str]:
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "max_connections": "100",
        "synchronous_commit": "on",
        "dynamic_shared_memory_type": "posix" if _has_room() else "mmap",
        "shared_preload_libraries": "pg_stat_statements",
        "max_wal_size": "1GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "idle_in_transaction_session_timeout": "10min",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] %d ",
    }


def _sized(memory: int) -> dict[str, str]:
    return {
        "shared_buffers": _share(memory, parts=8, least=32, most=256),
        "effective_cache_size": _share(memory, parts=2, least=128, most=16384),
        "work_mem": _share(memory, parts=256, least=4, most=16),
        "maintenance_work_mem": _share(memory, parts=32, least=32, most=256),
    }


def _reckless() -> dict[str, str]:
    return {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def _share(memory: int, *, parts: int, least: int, most: int) -> str:
    return f"{min(max(memory // parts // MIB, least), most)}MB"


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _has_room() -> bool:
    """A container often gives 64 MB of shared memory, too little for one parallel query."""
    if not SHARED_MEMORY.is_dir():
        return False
    found = os.statvfs(SHARED_MEMORY)
    return found.f_frsize * found.f_bavail >= 256 * MIB


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
